import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

/** Longest key, in bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1024;

/** Headers under their lower-case names. */
export type HeaderMap = Readonly<Record<string, string | undefined>>;

/** A request to S3, taken apart. */
export interface S3Request {
  readonly id: string;
  readonly method: string;
  /** Empty for requests to the service itself. */
  readonly bucket: string;
  /** Empty for requests to a bucket. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: HeaderMap;
  readonly raw: IncomingMessage;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: text });
  }
}

/** The parameters of a query string in their order, repeated ones included; without a value they have the empty text. */
export function parseQueryPairs(text: string): [name: string, value: string][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });
}

/** As a map; of a repeated parameter the first counts. */
function parseQuery(text: string): Map<string, string> {
  return new Map(parseQueryPairs(text).reverse());
}

/**
 * Splits `bucket/key` at its first slash. The key is taken as it stands: `//`, `.` and `..` are characters of it like
 * any other, so nothing here may pass through a URL parser, which would resolve them.
 */
export function splitPath(path: string): { bucket: string; key: string } {
  const text = path.startsWith('/') ? path.slice(1) : path;
  const slash = text.indexOf('/');
  if (slash < 0) return { bucket: decode(text), key: '' };
  return { bucket: decode(text.slice(0, slash)), key: decode(text.slice(slash + 1)) };
}

/** @throws S3Error `KeyTooLongError` */
export function checkKeyLength(key: string): void {
  const size = Buffer.byteLength(key, 'utf8');
  if (size > LONGEST_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', 400, {
      Size: size,
      MaxSizeAllowed: LONGEST_KEY_BYTES,
    });
  }
}

function flattenHeaders(raw: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/**
 * The SDK for JavaScript signs the checksum of an empty body into the URL of a PUT whose body it does not know yet. S3
 * ignores checksums in the query (LocalStack's tests against it, aws-sdk-go-v2 issue 2610), or no such URL would work.
 */
function isChecksumName(name: string): boolean {
  return name.startsWith('x-amz-checksum-') || name === 'x-amz-sdk-checksum-algorithm';
}

/**
 * Takes a request apart. In a presigned URL the `x-amz-` parameters of the query stand for headers.
 * @throws S3Error `InvalidURI` for an address that is not UTF-8, `KeyTooLongError`
 */
export function readS3Request(raw: IncomingMessage, id: string): S3Request {
  const url = raw.url ?? '/';
  const mark = url.indexOf('?');
  const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
  const { bucket, key } = splitPath(mark < 0 ? url : url.slice(0, mark));
  checkKeyLength(key);
  const headers = flattenHeaders(raw);
  if (query.has('X-Amz-Signature')) {
    for (const [name, value] of query) {
      const lower = name.toLowerCase();
      if (lower.startsWith('x-amz-') && !isChecksumName(lower)) headers[lower] ??= value;
    }
  }
  return { id, method: raw.method ?? 'GET', bucket, key, query, headers, raw };
}

/** The body as it arrives. Breaking off early leaves the connection whole, so that an error can still be answered. */
export function bodyChunks(request: S3Request): AsyncIterator<Buffer> {
  return request.raw.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
}

/** A number from the query. @throws S3Error `InvalidArgument` when it is not a whole number in the range */
export function queryNumber(
  request: S3Request,
  name: string,
  fallback: number,
  range: { min: number; max: number },
): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < range.min || value > range.max) {
    throw new S3Error(
      'InvalidArgument',
      `Argument ${name} must be an integer between ${range.min} and ${range.max}`,
      400,
      {
        ArgumentName: name,
        ArgumentValue: text,
      },
    );
  }
  return value;
}
