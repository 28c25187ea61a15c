import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, parseRange, partRange } from './byte-range.ts';
import { checksumHeaders } from './checksums.ts';
import { checkReadConditions } from './conditions.ts';
import type { StoredVersion } from './model.ts';
import { descriptionHeaders, versionHeader } from './object-description.ts';
import { sliceSegments } from './object-files.ts';
import { lockHeaders } from './object-lock.ts';
import type { S3Context } from './s3-context.ts';
import { S3Error } from './s3-error.ts';
import { queryNumber, type S3Request } from './s3-request.ts';
import { sendEmpty } from './s3-response.ts';

/** Query parameters by which a reader replaces a header of the answer. */
const OVERRIDES: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

interface PlannedRead {
  readonly version: StoredVersion;
  readonly status: 200 | 206 | 304;
  readonly headers: Record<string, string>;
  readonly range: ByteRange;
}

function overrides(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, header] of Object.entries(OVERRIDES)) {
    const value = request.query.get(parameter);
    if (value !== undefined) headers[header] = value;
  }
  return headers;
}

/** A 404 or 405 says which delete marker hides the object. */
function explainDeleteMarker(context: S3Context, request: S3Request, response: ServerResponse): void {
  const versionId = request.query.get('versionId');
  const { versions } = context.store;
  const version =
    versionId === undefined
      ? versions.latest(request.bucket, request.key)
      : versions.find(request.bucket, request.key, versionId);
  if (version?.isDeleteMarker !== true) return;
  response.setHeader('x-amz-delete-marker', 'true');
  response.setHeader('x-amz-version-id', version.versionId);
}

function requestedRange(request: S3Request, version: StoredVersion): ByteRange | undefined {
  if (!request.query.has('partNumber')) return parseRange(request.headers.range, version.size);
  if (request.headers.range !== undefined) {
    throw new S3Error(
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter',
      400,
    );
  }
  const number = queryNumber(request, 'partNumber', 1, { min: 1, max: 10_000 });
  return partRange(version.content.partSizes ?? [version.size], number);
}

function planRead(context: S3Context, request: S3Request): PlannedRead {
  const { store } = context;
  const version = store.read(request.bucket, request.key, request.query.get('versionId'));
  const { configuration } = store.buckets.get(request.bucket);
  const whole = { start: 0, length: version.size };
  const headers: Record<string, string> = {
    ...descriptionHeaders(version),
    ...versionHeader(version, configuration.versioning !== undefined),
    ...lockHeaders(version.content.lock),
  };
  if (checkReadConditions(request.headers, version) === 'not-modified') {
    return { version, status: 304, headers, range: whole };
  }
  const part = requestedRange(request, version);
  const range = part ?? whole;
  const isWhole = range.length === version.size;
  // A checksum of the whole object beside a stretch of it would make clients refuse a good answer.
  if (request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && isWhole) {
    Object.assign(headers, checksumHeaders(version.content.checksum));
  }
  if (request.query.has('partNumber') && version.content.partSizes !== undefined) {
    headers['x-amz-mp-parts-count'] = version.content.partSizes.length.toString();
  }
  if (part !== undefined && version.size > 0) {
    headers['content-range'] = `bytes ${range.start}-${range.start + range.length - 1}/${version.size}`;
  }
  headers['content-length'] = range.length.toString();
  Object.assign(headers, overrides(request));
  return { version, status: part === undefined ? 200 : 206, headers, range };
}

function planOrExplain(context: S3Context, request: S3Request, response: ServerResponse): PlannedRead {
  try {
    return planRead(context, request);
  } catch (error) {
    explainDeleteMarker(context, request, response);
    throw error;
  }
}

export function headObject(context: S3Context, request: S3Request, response: ServerResponse): void {
  const { status, headers } = planOrExplain(context, request, response);
  response.writeHead(status, headers);
  response.end();
}

export async function getObject(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { version, status, headers, range } = planOrExplain(context, request, response);
  if (status === 304) {
    sendEmpty(response, 304, headers);
    return;
  }
  const { files } = context.store;
  const segments = sliceSegments(version.content.segments, range.start, range.length);
  const unpin = files.pin(segments);
  try {
    response.writeHead(status, headers);
    await pipeline(Readable.from(files.read(segments), { objectMode: false }), response);
  } catch (error) {
    // A reader that goes away is its own affair; anything else breaks the connection and is reported.
    if (!response.destroyed || !isDisconnect(error)) throw error;
  } finally {
    unpin();
  }
}

function isDisconnect(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE';
}
