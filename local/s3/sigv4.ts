import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  accessDenied,
  type ErrorDetails,
  invalidAccessKeyId,
  S3Error,
  signatureDoesNotMatch,
} from './s3-error.ts';
import { parseQueryPairs } from './s3-request.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A week, the longest that a presigned URL may live. */
const LONGEST_EXPIRY_SECONDS = 7 * 24 * 60 * 60;

/** How far a signer's clock may be ahead of this one. */
const CLOCK_SKEW_MS = 15 * 60 * 1000;

const ALGORITHM = 'AWS4-HMAC-SHA256';

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** `<date>/<region>/<service>/aws4_request`, behind the access key of a credential. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** @returns undefined for what is no credential of this signature version */
export function parseCredential(credential: string): CredentialScope | undefined {
  const match = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(credential);
  const [, accessKeyId, date, region, service] = match ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined) {
    return undefined;
  }
  return { accessKeyId, date, region, service };
}

/** The signature, hex, of a text under a secret for one day, region and service. */
export function signText(text: string, secretAccessKey: string, scope: CredentialScope): string {
  const day = hmac(`AWS4${secretAccessKey}`, scope.date);
  const key = hmac(hmac(hmac(day, scope.region), scope.service), 'aws4_request');
  return hmac(key, text).toString('hex');
}

export function isSameSignature(expected: string, given: string): boolean {
  const a = Buffer.from(expected, 'utf8');
  const b = Buffer.from(given, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `20130524T000000Z` as milliseconds since the epoch; NaN when it is none. */
function parseAmzDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Percent-encoding as signatures want it: everything but letters, digits and `-_.~`. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((segment) => uriEncode(decodeURIComponent(segment)))
    .join('/');
}

function canonicalQuery(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Values of one header as sent, which Node would join or drop for some names. */
function headerValue(request: IncomingMessage, name: string): string {
  const values = request.headersDistinct[name] ?? [];
  return values.map((value) => value.trim().replace(/ +/g, ' ')).join(',');
}

function queryError(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', message, 400);
}

interface PresignedQuery {
  readonly scope: CredentialScope;
  readonly amzDate: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @throws S3Error `AuthorizationQueryParametersError`, or `AccessDenied` when it is expired or not yet valid */
function readPresignedQuery(query: ReadonlyMap<string, string>, now: number): PresignedQuery {
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '');
  const amzDate = query.get('X-Amz-Date') ?? '';
  const expires = query.get('X-Amz-Expires') ?? '';
  const signedHeaders = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw queryError(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  if (scope === undefined || scope.service !== 's3') {
    throw queryError('Error parsing the X-Amz-Credential parameter; it must name the service s3.');
  }
  const signedAt = parseAmzDate(amzDate);
  if (Number.isNaN(signedAt) || !amzDate.startsWith(scope.date)) {
    throw queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!/^\d{1,10}$/.test(expires) || Number(expires) < 1) {
    throw queryError('X-Amz-Expires should be a positive number');
  }
  if (Number(expires) > LONGEST_EXPIRY_SECONDS) {
    throw queryError('X-Amz-Expires must be less than a week (in seconds); that is less than 604800');
  }
  if (signedAt > now + CLOCK_SKEW_MS) throw accessDenied('Request is not valid yet');
  const expiresAt = signedAt + Number(expires) * 1000;
  if (now > expiresAt) {
    const details: ErrorDetails = {
      'X-Amz-Expires': expires,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: new Date(now).toISOString(),
    };
    throw new S3Error('AccessDenied', 'Request has expired', 403, details);
  }
  return { scope, amzDate, signedHeaders, signature: query.get('X-Amz-Signature') ?? '' };
}

/** A header that changes what a request does must be covered by the signature, or anyone could add it to the URL. */
function refuseUnsignedHeaders(request: IncomingMessage, signedHeaders: readonly string[]): void {
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name),
  );
  if (!signedHeaders.includes('host')) unsigned.push('host');
  if (unsigned.length > 0) {
    throw new S3Error(
      'AccessDenied',
      'There were headers present in the request which were not signed',
      403,
      {
        HeadersNotSigned: unsigned.join(', '),
      },
    );
  }
}

/**
 * Verifies a presigned URL (AWS Signature Version 4 in the query).
 *
 * @param now milliseconds since the epoch
 * @throws S3Error `SignatureDoesNotMatch`, `AccessDenied` (expired, not yet valid, or an unsigned `x-amz-` header),
 *   `InvalidAccessKeyId`, `AuthorizationQueryParametersError`
 */
export function verifyPresignedRequest(
  request: IncomingMessage,
  credentials: Credentials,
  now: number,
): void {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  // Pairs, not a map: a parameter that somebody appended a second time must break the signature.
  const pairs = parseQueryPairs(url.slice(mark + 1));
  const query = new Map(pairs);
  const presigned = readPresignedQuery(query, now);
  if (presigned.scope.accessKeyId !== credentials.accessKeyId) {
    throw invalidAccessKeyId(presigned.scope.accessKeyId);
  }
  refuseUnsignedHeaders(request, presigned.signedHeaders);
  const headers = presigned.signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`).join('');
  const payloadHash =
    query.get('X-Amz-Content-Sha256') ??
    request.headers['x-amz-content-sha256']?.toString() ??
    'UNSIGNED-PAYLOAD';
  const canonical = [
    request.method ?? 'GET',
    canonicalPath(url.slice(0, mark)),
    canonicalQuery(pairs),
    headers,
    presigned.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const { date, region, service } = presigned.scope;
  const text = [
    ALGORITHM,
    presigned.amzDate,
    `${date}/${region}/${service}/aws4_request`,
    createHash('sha256').update(canonical, 'utf8').digest('hex'),
  ].join('\n');
  const expected = signText(text, credentials.secretAccessKey, presigned.scope);
  if (!isSameSignature(expected, presigned.signature)) throw signatureDoesNotMatch();
}
