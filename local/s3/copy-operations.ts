import type { ServerResponse } from 'node:http';
import {
  type ChecksumAlgorithm,
  checksumAlgorithm,
  checksumElements,
  type StoredChecksum,
  startChecksum,
} from './checksums.ts';
import { checkReadConditions, readWriteCondition } from './conditions.ts';
import type { ObjectDescription, Segment, StoredVersion } from './model.ts';
import { describeObject, versionHeader } from './object-description.ts';
import { lockOfNewVersion } from './object-lock.ts';
import type { ObjectStore } from './object-store.ts';
import { parseTagHeader } from './object-tags.ts';
import type { S3Context } from './s3-context.ts';
import { entityTooLarge, invalidArgument, invalidRequest } from './s3-error.ts';
import { type S3Request, splitPath } from './s3-request.ts';
import { isoInstant, quoted, sendXml } from './s3-response.ts';
import { LARGEST_PUT_BYTES } from './verified-body.ts';
import { originOf } from './write-operations.ts';

/**
 * The version that `x-amz-copy-source` names, its conditions checked.
 * @throws S3Error `InvalidArgument`, `NoSuchKey`, `NoSuchVersion`, `NoSuchBucket`, `PreconditionFailed`
 */
export function readCopySource(context: S3Context, request: S3Request): StoredVersion {
  const header = request.headers['x-amz-copy-source'] ?? '';
  const mark = header.lastIndexOf('?versionId=');
  const { bucket, key } = splitPath(mark < 0 ? header : header.slice(0, mark));
  if (bucket === '' || key === '') {
    throw invalidArgument('Copy Source must mention the source bucket and key', 'x-amz-copy-source', header);
  }
  const versionId = mark < 0 ? undefined : header.slice(mark + '?versionId='.length);
  const source = context.store.read(bucket, key, versionId);
  checkReadConditions(request.headers, source, 'x-amz-copy-source-');
  return source;
}

/** MD5 and checksum of stored bytes. Pin the segments before. */
export async function digestSegments(
  store: ObjectStore,
  segments: readonly Segment[],
  algorithm: ChecksumAlgorithm,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const md5 = startChecksum('md5');
  const running = startChecksum(algorithm);
  for await (const chunk of store.files.read(segments)) {
    md5.update(chunk);
    running.update(chunk);
  }
  return {
    etag: (await md5.digest()).toString('hex'),
    checksum: { algorithm, type: 'FULL_OBJECT', value: (await running.digest()).toString('base64') },
  };
}

/** A requested algorithm. @throws S3Error `InvalidRequest` for one that S3 does not know */
export function requestedAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const name = request.headers['x-amz-checksum-algorithm'];
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithm(name);
  if (algorithm === undefined) {
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  return algorithm;
}

/** A copy of an upload in parts is one object again: its ETag is the MD5 of its bytes, which have to be read for it. */
async function digestCopy(
  context: S3Context,
  source: StoredVersion,
  wanted: ChecksumAlgorithm | undefined,
): Promise<{ etag: string; checksum: StoredChecksum }> {
  const { checksum, segments, partSizes } = source.content;
  const keepsChecksum =
    checksum?.type === 'FULL_OBJECT' && (wanted === undefined || wanted === checksum.algorithm);
  if (checksum !== undefined && keepsChecksum && partSizes === undefined) {
    return { etag: source.etag, checksum };
  }
  return digestSegments(context.store, segments, wanted ?? checksum?.algorithm ?? 'crc64nvme');
}

function describeCopy(request: S3Request, source: StoredVersion): ObjectDescription {
  const replacesMetadata = request.headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE';
  const replacesTags = request.headers['x-amz-tagging-directive']?.toUpperCase() === 'REPLACE';
  const { headers, metadata } = replacesMetadata
    ? describeObject({ ...request.headers, 'x-amz-tagging': undefined })
    : source.content;
  const tags = replacesTags ? parseTagHeader(request.headers['x-amz-tagging']) : source.content.tags;
  return { headers, metadata, tags };
}

function refuseIdleCopy(request: S3Request, source: StoredVersion): void {
  const isSelf = source.bucket === request.bucket && source.key === request.key && source.isLatest;
  const replaces = request.headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE';
  if (isSelf && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
}

/** Copies share their source's files: no byte is written. */
export async function copyObject(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const bucket = store.buckets.get(request.bucket);
  const source = readCopySource(context, request);
  refuseIdleCopy(request, source);
  if (source.size > LARGEST_PUT_BYTES) throw entityTooLarge(source.size, LARGEST_PUT_BYTES);
  const { segments } = source.content;
  const unpin = store.files.pin(segments);
  try {
    const { etag, checksum } = await digestCopy(context, source, requestedAlgorithm(request));
    const lock = lockOfNewVersion(request.headers, bucket, context.clock.now());
    const version = await store.commit({
      bucket: request.bucket,
      key: request.key,
      size: source.size,
      etag,
      content: { ...describeCopy(request, source), segments, checksum, ...(lock && { lock }) },
      condition: readWriteCondition(request.headers),
      reason: 'CopyObject',
      origin: originOf(request),
    });
    sendXml(
      response,
      'CopyObjectResult',
      {
        ETag: quoted(version.etag),
        LastModified: isoInstant(version.modifiedAt),
        ...checksumElements(version.content.checksum),
      },
      { headers: copyHeaders(context, source, version) },
    );
  } finally {
    unpin();
  }
}

function copyHeaders(
  context: S3Context,
  source: StoredVersion,
  version: StoredVersion,
): Record<string, string> {
  const isVersioned = (bucket: string): boolean =>
    context.store.buckets.find(bucket)?.configuration.versioning !== undefined;
  return {
    ...versionHeader(version, isVersioned(version.bucket)),
    ...versionHeader(source, isVersioned(source.bucket), 'x-amz-copy-source-version-id'),
  };
}
