import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type ByteRange, parseRange } from './byte-range.ts';
import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  type ChecksumType,
  checksumElements,
} from './checksums.ts';
import { digestSegments, readCopySource, requestedAlgorithm } from './copy-operations.ts';
import type { Segment, StoredVersion } from './model.ts';
import { describeObject } from './object-description.ts';
import { sliceSegments } from './object-files.ts';
import { lockOfNewVersion } from './object-lock.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Context } from './s3-context.ts';
import { entityTooLarge, invalidArgument, invalidRequest } from './s3-error.ts';
import { queryNumber, type S3Request } from './s3-request.ts';
import { isoInstant, quoted, sendEmpty, sendXml } from './s3-response.ts';
import type { Part, Upload } from './upload-table.ts';
import { LARGEST_PUT_BYTES, VerifiedBody } from './verified-body.ts';
import { orDiscard } from './write-operations.ts';

export const MOST_PARTS = 10_000;

export function uploadOf(context: S3Context, request: S3Request): Upload {
  context.store.buckets.get(request.bucket);
  return context.store.uploads.get(request.bucket, request.key, request.query.get('uploadId') ?? '');
}

/** @throws S3Error `InvalidRequest` for an algorithm that cannot be of this type */
function plannedType(request: S3Request, algorithm: ChecksumAlgorithm): ChecksumType {
  const isCrc64 = algorithm === 'crc64nvme';
  const type =
    request.headers['x-amz-checksum-type']?.toUpperCase() ?? (isCrc64 ? 'FULL_OBJECT' : 'COMPOSITE');
  const isHash = algorithm === 'sha1' || algorithm === 'sha256';
  if (
    (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') ||
    (type === 'FULL_OBJECT' && isHash) ||
    (type === 'COMPOSITE' && isCrc64)
  ) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toUpperCase()} checksum algorithm.`,
    );
  }
  return type;
}

export function createMultipartUpload(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): void {
  const { store } = context;
  const bucket = store.buckets.get(request.bucket);
  const requested = requestedAlgorithm(request);
  const checksumAlgorithm = requested ?? 'crc64nvme';
  const checksumType = plannedType(request, checksumAlgorithm);
  const lock = lockOfNewVersion(request.headers, bucket, context.clock.now());
  const upload: Upload = {
    id: randomBytes(48).toString('base64url'),
    bucket: request.bucket,
    key: request.key,
    initiatedAt: store.now(),
    plan: {
      ...describeObject(request.headers),
      ...(lock && { lock }),
      checksumAlgorithm,
      checksumType,
      checksumRequested: requested !== undefined,
    },
  };
  store.uploads.insert(upload);
  sendXml(
    response,
    'InitiateMultipartUploadResult',
    { Bucket: upload.bucket, Key: upload.key, UploadId: upload.id },
    {
      headers:
        requested === undefined
          ? {}
          : {
              'x-amz-checksum-algorithm': checksumAlgorithm.toUpperCase(),
              'x-amz-checksum-type': checksumType,
            },
    },
  );
}

/** Puts a part into the index, in place of an earlier one of its number. */
async function storePart(store: ObjectStore, upload: Upload, part: Part): Promise<void> {
  const freed = store.transaction(() => {
    // Again: the upload may have ended while the part was on its way.
    store.uploads.get(upload.bucket, upload.key, upload.id);
    const replaced = store.uploads.parts(upload.id).find(({ number }) => number === part.number);
    store.fileTable.hold(part.segments);
    if (replaced !== undefined) store.uploads.removePart(upload.id, part.number);
    store.uploads.insertPart(upload.id, part);
    return replaced === undefined ? [] : store.fileTable.release(replaced.segments);
  });
  await store.files.remove(freed);
}

/** An upload that was begun with one algorithm takes no part that is checked with another. */
function refuseOtherAlgorithm(request: S3Request, { plan }: Upload): void {
  const sent = CHECKSUM_ALGORITHMS.find(
    (algorithm) =>
      request.headers[`x-amz-checksum-${algorithm}`] !== undefined ||
      request.headers['x-amz-trailer']?.toLowerCase() === `x-amz-checksum-${algorithm}`,
  );
  if (!plan.checksumRequested || sent === undefined || sent === plan.checksumAlgorithm) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${plan.checksumAlgorithm}, actual checksum Type: ${sent}`,
  );
}

function partNumberOf(request: S3Request): number {
  return queryNumber(request, 'partNumber', 0, { min: 1, max: MOST_PARTS });
}

export async function uploadPart(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const number = partNumberOf(request);
  const upload = uploadOf(context, request);
  refuseOtherAlgorithm(request, upload);
  const body = VerifiedBody.of(request, upload.plan.checksumAlgorithm);
  const segments = await store.files.write(body.chunks());
  const { size, md5, checksum } = body.digest;
  const etag = md5.toString('hex');
  await orDiscard(store, segments, () =>
    storePart(store, upload, { number, size, etag, modifiedAt: store.now(), checksum, segments }),
  );
  sendEmpty(response, 200, {
    etag: quoted(etag),
    ...(upload.plan.checksumRequested && { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value }),
  });
}

function copiedRange(request: S3Request, source: StoredVersion): ByteRange {
  const header = request.headers['x-amz-copy-source-range'];
  if (header === undefined) return { start: 0, length: source.size };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  const range = match === null ? undefined : parseRange(header, source.size);
  if (range === undefined || Number(match?.[2]) >= source.size) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  return range;
}

/** A copied part shares its source's files: the bytes are read for their digests, and not written again. */
export async function uploadPartCopy(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const number = partNumberOf(request);
  const upload = uploadOf(context, request);
  const source = readCopySource(context, request);
  const { start, length } = copiedRange(request, source);
  if (length > LARGEST_PUT_BYTES) throw entityTooLarge(length, LARGEST_PUT_BYTES);
  const segments: readonly Segment[] = sliceSegments(source.content.segments, start, length);
  const unpin = store.files.pin(segments);
  try {
    const { etag, checksum } = await digestSegments(store, segments, upload.plan.checksumAlgorithm);
    const modifiedAt = store.now();
    await storePart(store, upload, { number, size: length, etag, modifiedAt, checksum, segments });
    sendXml(response, 'CopyPartResult', {
      ETag: quoted(etag),
      LastModified: isoInstant(modifiedAt),
      ...(upload.plan.checksumRequested && checksumElements(checksum)),
    });
  } finally {
    unpin();
  }
}

export async function abortMultipartUpload(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const upload = uploadOf(context, request);
  const freed = store.transaction(() => store.endUpload(upload));
  await store.files.remove(freed);
  sendEmpty(response, 204);
}
