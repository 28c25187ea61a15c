import { Problem, unreachable } from '../../api/problem.ts';
import { uploadTexts as texts } from '../../texts/upload-texts.ts';

export interface PostOptions {
  /** @param share of the file that is on its way, 0 … 1 */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Posts a file through a form that the API signed, straight into the inbox. `fetch` tells nothing of how far it is, so this is the
 * older way.
 *
 * @returns the version that the bucket made of it; undefined where it does not say
 * @throws Problem `Unreachable`, or the bucket's own code; an `AbortError`
 */
export function postFile(
  { url, fields }: UploadForm,
  file: File,
  { onProgress, signal }: PostOptions,
): Promise<string | undefined> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  // S3 ignores every field that comes after the file.
  body.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener('abort', () => reject(signal.reason));
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(request.getResponseHeader('x-amz-version-id') ?? undefined);
      else reject(refusalOf(request));
    });
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.open('POST', url);
    request.send(body);
  });
}

function refusalOf({ status, responseText }: XMLHttpRequest): Problem {
  const code = /<Code>(\w+)<\/Code>/.exec(responseText)?.[1] ?? 'StorageRefused';
  return new Problem(status, code, texts.storageRefused(code));
}

/** The form bears the server's own time, `20260102T030405Z`: the browser's clock may be wrong by hours. */
export function signedAt(fields: Readonly<Record<string, string>>): string {
  const signed = Object.entries(fields).find(([name]) => name.toLowerCase() === 'x-amz-date')?.[1] ?? '';
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signed);
  if (parts === null) return new Date(0).toISOString();
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}
