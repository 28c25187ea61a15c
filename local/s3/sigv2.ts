import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { accessDenied, invalidAccessKeyId, S3Error, signatureDoesNotMatch } from './s3-error.ts';
import { parseQueryPairs } from './s3-request.ts';
import { type Credentials, isSameSignature } from './sigv4.ts';

/** Parameters that Signature Version 2 covers; any other may be added by anyone, and S3 lets it. */
const COVERED_PARAMETERS = new Set([
  'acl',
  'cors',
  'delete',
  'legal-hold',
  'lifecycle',
  'location',
  'object-lock',
  'partNumber',
  'policy',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'retention',
  'tagging',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
]);

function canonicalResource(path: string, pairs: readonly (readonly [string, string])[]): string {
  const covered = pairs
    .filter(([name]) => COVERED_PARAMETERS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return covered.length === 0 ? path : `${path}?${covered.join('&')}`;
}

function canonicalAmzHeaders(request: IncomingMessage): string {
  return Object.entries(request.headers)
    .filter(([name]) => name.startsWith('x-amz-'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${String(value).trim()}\n`)
    .join('');
}

/**
 * Verifies a URL presigned with Signature Version 2, which `aws s3 presign` still makes for us-east-1 in version 1 of the
 * AWS command line.
 *
 * @param now milliseconds since the epoch
 * @throws S3Error `SignatureDoesNotMatch`, `AccessDenied` when it is expired, `InvalidAccessKeyId`
 */
export function verifyPresignedV2(request: IncomingMessage, credentials: Credentials, now: number): void {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const pairs = parseQueryPairs(url.slice(mark + 1));
  const query = new Map(pairs);
  const accessKeyId = query.get('AWSAccessKeyId') ?? '';
  const expires = query.get('Expires') ?? '';
  if (accessKeyId !== credentials.accessKeyId) throw invalidAccessKeyId(accessKeyId);
  if (!/^\d{1,12}$/.test(expires))
    throw accessDenied(`Invalid date (should be seconds since epoch): ${expires}`);
  if (now > Number(expires) * 1000) {
    throw new S3Error('AccessDenied', 'Request has expired', 403, {
      Expires: new Date(Number(expires) * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
  const text = [
    request.method ?? 'GET',
    request.headers['content-md5'] ?? '',
    request.headers['content-type'] ?? '',
    expires,
    canonicalAmzHeaders(request) + canonicalResource(url.slice(0, mark), pairs),
  ].join('\n');
  const expected = createHmac('sha1', credentials.secretAccessKey).update(text, 'utf8').digest('base64');
  if (!isSameSignature(expected, query.get('Signature') ?? '')) throw signatureDoesNotMatch();
}
