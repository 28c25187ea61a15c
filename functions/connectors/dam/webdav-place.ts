import { XMLParser } from 'fast-xml-parser';
import * as z from 'zod';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  TransientError,
} from '../../platform/errors.ts';
import type {
  OutsideAnswer,
  OutsideMethod,
  OutsideRequest,
} from '../../platform/outbound/request-outside.ts';
import { retryAfterSeconds } from '../../platform/outbound/retry-after.ts';
import { checkPath, type FilePlace, type KeptFile, type RemovablePlace } from './dam.ts';

export interface WebdavConnection {
  /** `requestOutside`, or a test's own outside. */
  readonly send: (url: string, request: OutsideRequest) => Promise<OutsideAnswer>;
  readonly address: WebdavAddress;
  readonly allowPrivateNetwork: boolean;
}

/** The secret of a WebDAV server. The address is part of it: a password goes nowhere but where it belongs. */
export const webdavAddressSchema = z.union([
  z.strictObject({ url: z.url(), username: z.string().min(1), password: z.string().min(1) }),
  z.strictObject({ url: z.url(), token: z.string().min(1) }),
]);
export type WebdavAddress = z.output<typeof webdavAddressSchema>;

/** A video of 15 s at the most is a few MB; at 1 MB/s. */
const TIMEOUT_MS = 20_000;
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;
/** For 429, 503 and 423 without `Retry-After`. */
const USUAL_WAIT_SECONDS = 30;

const properties =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getcontentlength/><resourcetype/></prop></propfind>';

/**
 * A folder of a WebDAV server (RFC 4918, https://www.rfc-editor.org/rfc/rfc4918, read 2026-11-21): Nextcloud, ownCloud, a NAS,
 * a DAM that offers it. First writes say `If-None-Match: *`, later ones `If-Match` with the strong etag that was read; a server
 * that knows neither writes over. A file that a broken connection left half shows by its length.
 */
export function webdavPlace(connection: WebdavConnection): FilePlace & RemovablePlace {
  const known = new Set<string>();
  const call = (method: OutsideMethod, path: string, more: Partial<OutsideRequest> = {}) =>
    ask(connection, method, path, more);
  const makeFolders = async (path: string): Promise<void> => {
    const parts = path.split('/').slice(0, -1);
    for (const [index] of parts.entries()) {
      const folder = `${parts.slice(0, index + 1).join('/')}/`;
      if (known.has(folder)) continue;
      const { status } = await call('MKCOL', folder);
      // 405: it is there already.
      if (status !== 201 && status !== 405) throw refused(`MKCOL ${status}`);
      known.add(folder);
    }
  };
  return {
    name: 'webdav',
    async read(path) {
      const { status, body, headers } = await call('GET', checkPath(path));
      if (status === 404) return undefined;
      if (status !== 200) throw refused(`GET ${status}`);
      return { body, etag: headers.etag };
    },
    async size(path) {
      const headers = { depth: '0', 'content-type': 'application/xml; charset=utf-8' };
      const { status, body } = await call('PROPFIND', checkPath(path), { headers, body: properties });
      if (status === 404) return undefined;
      if (status !== 207) throw refused(`PROPFIND ${status}`);
      return lengthIn(body.toString('utf8'));
    },
    async write(path, body, contentType, replaces) {
      await makeFolders(checkPath(path));
      const { status } = await call('PUT', path, {
        body,
        headers: { 'content-type': contentType, ...conditionOf(replaces) },
      });
      if (status === 412) return false;
      if (status !== 200 && status !== 201 && status !== 204) throw refused(`PUT ${status}`);
      return true;
    },
    async remove(path) {
      const { status } = await call('DELETE', checkPath(path));
      if (status !== 404 && (status < 200 || status > 299)) throw refused(`DELETE ${status}`);
    },
  };
}

/** A weak etag must not be used to write (RFC 9110, 13.1.1). */
function conditionOf(replaces: KeptFile | 'nothing' | 'anything'): Record<string, string> {
  if (replaces === 'nothing') return { 'if-none-match': '*' };
  if (replaces === 'anything') return {};
  const { etag } = replaces;
  return etag === undefined || etag.startsWith('W/') ? {} : { 'if-match': etag };
}

async function ask(
  { send, address, allowPrivateNetwork }: WebdavConnection,
  method: OutsideMethod,
  path: string,
  more: Partial<OutsideRequest>,
): Promise<OutsideAnswer> {
  const url = `${address.url.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const answer = await sending(() =>
    send(url, {
      ...more,
      method,
      headers: { authorization: authorization(address), ...more.headers },
      maxBytes: LARGEST_ANSWER_BYTES,
      timeoutMs: TIMEOUT_MS,
      allowPrivateNetwork,
    }),
  );
  const { status, headers } = answer;
  // 423: somebody has the file open.
  if (status === 429 || status === 423 || (status === 503 && headers['retry-after'] !== undefined))
    throw busy(retryAfterSeconds(headers, USUAL_WAIT_SECONDS));
  if (status === 507) throw full();
  if (status >= 500 || status === 408) throw fault(`HTTP ${status}`);
  if (status === 401 || status === 403 || (status >= 300 && status <= 399))
    throw refused(`${method} ${status}`);
  return answer;
}

async function sending(send: () => Promise<OutsideAnswer>): Promise<OutsideAnswer> {
  try {
    return await send();
  } catch (error) {
    // The guard's refusal of an address: no repeat mends it.
    if (error instanceof InvalidInputError) throw refused(error.text.en);
    throw error;
  }
}

function authorization(address: WebdavAddress): string {
  if ('token' in address) return `Bearer ${address.token}`;
  return `Basic ${Buffer.from(`${address.username}:${address.password}`).toString('base64')}`;
}

const lengthSchema = z.coerce.number().int().min(0);

/** Namespaces are dropped: each server has its own prefix for `DAV:`. */
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false });

/** @returns undefined for a folder; @throws TransientError for what is no answer of WebDAV's */
function lengthIn(xml: string): number | undefined {
  const answer: unknown = parser.parse(xml);
  const length = find(answer, 'getcontentlength');
  const parsed = lengthSchema.safeParse(length);
  if (typeof length === 'string' && length !== '' && parsed.success) return parsed.data;
  if (find(answer, 'multistatus') === undefined) throw fault('an answer that cannot be read');
  return undefined;
}

function find(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = key === name ? inner : find(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function busy(seconds: number): RateLimitedError {
  return new RateLimitedError(
    'DamBusy',
    { en: `The picture library asks us to wait ${seconds} s.`, zh: `图片库要求等待 ${seconds} 秒。` },
    seconds,
  );
}

function fault(what: string): TransientError {
  return new TransientError('DamFault', {
    en: `The picture library has a fault just now (${what}); it is tried again.`,
    zh: `图片库暂时出现故障（${what}），将自动重试。`,
  });
}

function full(): ConfigurationError {
  return new ConfigurationError('DamFull', {
    en: 'The picture library has no room left. Make room there, then replay this run.',
    zh: '图片库空间已满。请腾出空间后重新运行。',
  });
}

function refused(what: string): ConfigurationError {
  return new ConfigurationError('DamRefused', {
    en: `The picture library does not take the file (${what}). Check the setting dam, its secret, and that the folder exists.`,
    zh: `图片库拒绝了文件（${what}）。请检查设置 dam 及其密钥，并确认文件夹存在。`,
  });
}
