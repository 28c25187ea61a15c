import type { ServerResponse } from 'node:http';
import { AwsError } from '../protocol/aws-error.ts';
import { checksumHeaders } from './checksums.ts';
import { checkWriteCondition, readWriteCondition, unquote, type WriteCondition } from './conditions.ts';
import type { Segment, StoredVersion } from './model.ts';
import { describeObject, versionHeader } from './object-description.ts';
import type { ChangeOrigin } from './object-events.ts';
import { lockOfNewVersion } from './object-lock.ts';
import type { DeleteResult, ObjectStore } from './object-store.ts';
import type { S3Context } from './s3-context.ts';
import { invalidRequest, malformedXml } from './s3-error.ts';
import { checkKeyLength, type S3Request } from './s3-request.ts';
import { quoted, sendEmpty, sendXml } from './s3-response.ts';
import { readVerified, VerifiedBody } from './verified-body.ts';
import { children, childText, parseXml, requiredText } from './xml.ts';

/** S3's limit for one DeleteObjects, and room for so many of the longest keys, escaped, with their tags. */
const MOST_DELETES = 1000;
const LARGEST_DELETE_BYTES = 8 * 1024 * 1024;

export function originOf(request: S3Request): ChangeOrigin {
  return { requestId: request.id, sourceAddress: request.raw.socket.remoteAddress ?? '127.0.0.1' };
}

/**
 * Runs `use` on files that were just written; when it fails, they go again.
 * @param segments must not be in the index yet
 */
export async function orDiscard<T>(
  store: ObjectStore,
  segments: readonly Segment[],
  use: () => Promise<T> | T,
): Promise<T> {
  try {
    return await use();
  } catch (error) {
    await store.files.remove(segments.map((segment) => segment.file));
    throw error;
  }
}

export async function putObject(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const bucket = store.buckets.get(request.bucket);
  const condition = readWriteCondition(request.headers);
  // Early, to spare the upload; what counts is the same check in the transaction.
  checkWriteCondition(condition, request.key, store.versions.latest(request.bucket, request.key));
  const description = describeObject(request.headers);
  const lock = lockOfNewVersion(request.headers, bucket, context.clock.now());
  const body = VerifiedBody.of(request);
  const segments = await store.files.write(body.chunks());
  const version = await orDiscard(store, segments, () => {
    const { size, md5, checksum, wasGuarded } = body.digest;
    if (lock?.retention !== undefined && !wasGuarded) {
      throw invalidRequest(
        'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
      );
    }
    return store.commit({
      bucket: request.bucket,
      key: request.key,
      size,
      etag: md5.toString('hex'),
      content: { ...description, segments, checksum, ...(lock && { lock }) },
      condition,
      reason: 'PutObject',
      origin: originOf(request),
    });
  });
  sendEmpty(response, 200, writtenHeaders(context, version));
}

/** What every answer to a finished write says of the new version. */
export function writtenHeaders(context: S3Context, version: StoredVersion): Record<string, string> {
  const { configuration } = context.store.buckets.get(version.bucket);
  return {
    etag: quoted(version.etag),
    ...checksumHeaders(version.content.checksum),
    ...versionHeader(version, configuration.versioning !== undefined),
  };
}

function deleteCondition(etag: string | undefined): WriteCondition {
  return { mustBeAbsent: false, ...(etag !== undefined && { etag: unquote(etag) }) };
}

function mayBypass(request: S3Request): boolean {
  return request.headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true';
}

export async function deleteObject(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const versionId = request.query.get('versionId');
  const result = await context.store.delete({
    bucket: request.bucket,
    key: request.key,
    ...(versionId !== undefined && { versionId }),
    condition: deleteCondition(request.headers['if-match']),
    bypassGovernance: mayBypass(request),
    origin: originOf(request),
  });
  sendEmpty(response, 204, {
    ...(result.versionId !== undefined && { 'x-amz-version-id': result.versionId }),
    ...(result.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
  });
}

function deletedElement(key: string, versionId: string | undefined, result: DeleteResult): object {
  return {
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(result.isDeleteMarker && {
      DeleteMarker: true,
      DeleteMarkerVersionId: result.versionId,
    }),
  };
}

/** Each object is deleted by itself: one that is refused stands in the answer and stops none of the others. */
export async function deleteObjects(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  context.store.buckets.get(request.bucket);
  const document = parseXml(await readVerified(request, LARGEST_DELETE_BYTES), 'Delete');
  const objects = children(document, 'Object');
  if (objects.length === 0 || objects.length > MOST_DELETES) throw malformedXml();
  const deleted: object[] = [];
  const refused: object[] = [];
  for (const object of objects) {
    const key = requiredText(object, 'Key');
    const versionId = childText(object, 'VersionId');
    try {
      checkKeyLength(key);
      const result = await context.store.delete({
        bucket: request.bucket,
        key,
        ...(versionId !== undefined && { versionId }),
        condition: deleteCondition(childText(object, 'ETag')),
        bypassGovernance: mayBypass(request),
        origin: originOf(request),
      });
      deleted.push(deletedElement(key, versionId, result));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refused.push({
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        Code: error.code,
        Message: error.message,
      });
    }
  }
  const isQuiet = childText(document, 'Quiet')?.trim() === 'true';
  sendXml(response, 'DeleteResult', { ...(isQuiet ? {} : { Deleted: deleted }), Error: refused });
}
