import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { describeObject } from './object-description.ts';
import { lockOfNewVersion } from './object-lock.ts';
import { parseTagDocument } from './object-tags.ts';
import { type AllowedLength, verifyPostPolicy } from './post-policy.ts';
import type { S3Context } from './s3-context.ts';
import { entityTooLarge, entityTooSmall, invalidArgument, S3Error } from './s3-error.ts';
import { checkKeyLength, type HeaderMap, type S3Request } from './s3-request.ts';
import { quoted, sendEmpty, sendXml } from './s3-response.ts';
import { VerifiedBody } from './verified-body.ts';
import { orDiscard, originOf, writtenHeaders } from './write-operations.ts';

/** S3 takes 20 KB of fields before the file; the policy is the largest of them. */
const LARGEST_FIELD_BYTES = 20 * 1024;
const MOST_FIELDS = 200;

interface FormFile {
  /** Under lower-case names; only those before the file, as S3 ignores what follows it. */
  readonly fields: Map<string, string>;
  readonly filename: string;
  readonly content: Readable;
}

function malformedForm(): S3Error {
  return new S3Error(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
    400,
  );
}

/** Reads a form up to its file, whose bytes then wait to be read. Rejects when there is no file. */
function readForm(request: S3Request): Promise<FormFile> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const form = busboy({
      headers: request.raw.headers,
      defParamCharset: 'utf8',
      limits: { fieldSize: LARGEST_FIELD_BYTES, fields: MOST_FIELDS, files: 1 },
    });
    form.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) reject(malformedForm());
      fields.set(name.toLowerCase(), value);
    });
    form.on('file', (_name, content, { filename }) => {
      resolve({ fields, filename: filename ?? '', content });
    });
    form.on('error', () => reject(malformedForm()));
    form.on('close', () =>
      reject(invalidArgument('POST requires exactly one file upload per request.', 'file', '0')),
    );
    request.raw.on('error', (error) => {
      // Nothing else ends a form whose sender went away.
      reject(error);
      form.destroy(error);
    });
    request.raw.pipe(form);
  });
}

/** Counts what passes. @throws S3Error `EntityTooLarge` at the first byte too many, `EntityTooSmall` at the end */
async function* withinLength(content: Readable, allowed: AllowedLength): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of content) {
      size += (chunk as Buffer).length;
      if (size > allowed.max) throw entityTooLarge(size, allowed.max);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof S3Error ? error : malformedForm();
  }
  if (size < allowed.min) throw entityTooSmall(size, allowed.min);
}

/** Form fields as the headers that a PUT would have carried. */
function fieldsAsHeaders(fields: ReadonlyMap<string, string>): HeaderMap {
  const headers: Record<string, string> = {};
  for (const [name, value] of fields) {
    // Metadata is kept as header bytes, in which form it is answered again.
    headers[name] = name.startsWith('x-amz-meta-') ? Buffer.from(value, 'utf8').toString('latin1') : value;
  }
  return headers;
}

function objectKey(form: FormFile): string {
  const key = form.fields.get('key');
  if (key === undefined || key === '') {
    throw invalidArgument(
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      'key',
      '',
    );
  }
  const named = key.replaceAll(/\$\{filename\}/g, () => form.filename);
  checkKeyLength(named);
  return named;
}

/** The address of the object, as the answer to a form tells it. */
function locationOf(request: S3Request, key: string): string {
  return `http://${request.headers.host ?? '127.0.0.1'}/${request.bucket}/${encodeURIComponent(key)}`;
}

function answer(
  request: S3Request,
  response: ServerResponse,
  form: FormFile,
  written: { key: string; etag: string; headers: Record<string, string> },
): void {
  const { key, etag, headers } = written;
  const redirect = form.fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    target.searchParams.set('bucket', request.bucket);
    target.searchParams.set('key', key);
    target.searchParams.set('etag', quoted(etag));
    sendEmpty(response, 303, { ...headers, location: target.href });
    return;
  }
  const status = form.fields.get('success_action_status');
  if (status !== '201') {
    sendEmpty(response, status === '200' ? 200 : 204, { ...headers, location: locationOf(request, key) });
    return;
  }
  sendXml(
    response,
    'PostResponse',
    { Location: locationOf(request, key), Bucket: request.bucket, Key: key, ETag: quoted(etag) },
    { status: 201, headers: { ...headers, location: locationOf(request, key) } },
  );
}

async function storeForm(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
  form: FormFile,
): Promise<void> {
  const { store } = context;
  const bucket = store.buckets.get(request.bucket);
  const fields = new Map(form.fields).set('bucket', request.bucket);
  const key = objectKey(form);
  const allowed = verifyPostPolicy(fields, context.credentials, context.clock.now());
  const headers = fieldsAsHeaders(form.fields);
  const tagging = form.fields.get('tagging');
  const description = describeObject(headers);
  const tags = tagging === undefined ? description.tags : parseTagDocument(tagging);
  const lock = lockOfNewVersion(headers, bucket, context.clock.now());
  const body = new VerifiedBody(headers, withinLength(form.content, allowed));
  const segments = await store.files.write(body.chunks());
  const version = await orDiscard(store, segments, () =>
    store.commit({
      bucket: bucket.name,
      key,
      size: body.digest.size,
      etag: body.digest.md5.toString('hex'),
      content: { ...description, tags, segments, checksum: body.digest.checksum, ...(lock && { lock }) },
      condition: { mustBeAbsent: false },
      reason: 'POST Object',
      origin: originOf(request),
    }),
  );
  answer(request, response, form, { key, etag: version.etag, headers: writtenHeaders(context, version) });
}

/**
 * A browser's upload by form. Signature and policy are judged before the first byte of the file is stored.
 * @throws S3Error as `verifyPostPolicy`, `EntityTooLarge`, `EntityTooSmall`, `MalformedPOSTRequest`, `BadDigest`
 */
export async function postObject(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  try {
    await storeForm(context, request, response, form);
  } finally {
    // A refused form is still on its way: let it pass, so that the answer reaches its sender.
    request.raw.unpipe();
    request.raw.resume();
    form.content.destroy();
  }
}
