import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { checksumElement, checksumElements, compositeChecksum, type StoredChecksum } from './checksums.ts';
import { readWriteCondition, unquote } from './conditions.ts';
import { digestSegments } from './copy-operations.ts';
import type { Segment, StoredVersion } from './model.ts';
import { MOST_PARTS, uploadOf } from './multipart-operations.ts';
import { versionHeader } from './object-description.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Context } from './s3-context.ts';
import { entityTooLarge, entityTooSmall, invalidRequest, malformedXml, S3Error } from './s3-error.ts';
import type { HeaderMap, S3Request } from './s3-request.ts';
import { quoted, sendXml } from './s3-response.ts';
import type { Part, Upload } from './upload-table.ts';
import { readVerified } from './verified-body.ts';
import { originOf } from './write-operations.ts';
import { children, childText, parseXml, requiredText, type XmlNode } from './xml.ts';

/** Smallest part but the last, 5 MiB, and largest object, 5 TiB. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;
const LARGEST_OBJECT_BYTES = 5 * 1024 ** 4;

/** 10,000 parts with a checksum each are about 2 MB of XML. */
const LARGEST_COMPLETE_BYTES = 8 * 1024 * 1024;

function invalidPart(uploadId: string, number: number): S3Error {
  return new S3Error(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: uploadId, PartNumber: number },
  );
}

/** The checksum headers of this request speak of the object, not of the document that it carries. */
function headersOfDocument(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

function matchPart(upload: Upload, stored: ReadonlyMap<number, Part>, element: XmlNode): Part {
  const number = Number(requiredText(element, 'PartNumber'));
  const part = stored.get(number);
  if (part === undefined || unquote(requiredText(element, 'ETag')) !== part.etag) {
    throw invalidPart(upload.id, number);
  }
  const claimed = childText(element, checksumElement(part.checksum.algorithm));
  if (claimed !== undefined && claimed !== part.checksum.value) throw invalidPart(upload.id, number);
  return part;
}

/** The listed parts, in their order. @throws S3Error `MalformedXML`, `InvalidPart`, `InvalidPartOrder`, `EntityTooSmall` */
function listedParts(store: ObjectStore, upload: Upload, text: string): Part[] {
  const elements = children(parseXml(text, 'CompleteMultipartUpload'), 'Part');
  if (elements.length === 0 || elements.length > MOST_PARTS) throw malformedXml();
  const stored = new Map(store.uploads.parts(upload.id).map((part) => [part.number, part]));
  const parts = elements.map((element) => matchPart(upload, stored, element));
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    if (before === undefined) return;
    if (part.number <= before.number) {
      throw new S3Error(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
        400,
        { UploadId: upload.id },
      );
    }
    if (before.size < SMALLEST_PART_BYTES) {
      throw entityTooSmall(before.size, SMALLEST_PART_BYTES, {
        PartNumber: before.number,
        ETag: before.etag,
      });
    }
  });
  return parts;
}

/** Composite from the parts' checksums; full-object by reading the bytes again, in which disk errors would show. */
async function objectChecksum(
  store: ObjectStore,
  upload: Upload,
  parts: readonly Part[],
  segments: readonly Segment[],
): Promise<StoredChecksum> {
  const { checksumAlgorithm, checksumType } = upload.plan;
  const [only, second] = parts;
  if (checksumType === 'COMPOSITE') {
    return compositeChecksum(
      checksumAlgorithm,
      parts.map((part) => part.checksum.value),
    );
  }
  if (only !== undefined && second === undefined) return only.checksum;
  return (await digestSegments(store, segments, checksumAlgorithm)).checksum;
}

function refuseOtherObject(headers: HeaderMap, size: number, checksum: StoredChecksum): void {
  const claimedSize = headers['x-amz-mp-object-size'];
  if (claimedSize !== undefined && Number(claimedSize) !== size) {
    throw invalidRequest('The provided x-amz-mp-object-size header does not match the size of the object.');
  }
  const claimedType = headers['x-amz-checksum-type'];
  if (claimedType !== undefined && claimedType.toUpperCase() !== checksum.type) {
    throw invalidRequest(
      'The upload was created with another checksum type than the complete request names.',
    );
  }
  const claimed = headers[`x-amz-checksum-${checksum.algorithm}`];
  if (claimed === undefined || claimed === checksum.value || claimed === checksum.value.split('-')[0]) return;
  throw new S3Error(
    'BadDigest',
    `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
    400,
  );
}

async function complete(
  context: S3Context,
  request: S3Request,
  upload: Upload,
  parts: readonly Part[],
): Promise<StoredVersion> {
  const { store } = context;
  const segments = parts.flatMap((part) => part.segments);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size > LARGEST_OBJECT_BYTES) throw entityTooLarge(size, LARGEST_OBJECT_BYTES);
  const md5OfMd5s = createHash('md5');
  for (const part of parts) md5OfMd5s.update(Buffer.from(part.etag, 'hex'));
  const unpin = store.files.pin(segments);
  try {
    const checksum = await objectChecksum(store, upload, parts, segments);
    refuseOtherObject(request.headers, size, checksum);
    const { headers, metadata, tags, lock } = upload.plan;
    return await store.commit({
      bucket: upload.bucket,
      key: upload.key,
      size,
      etag: `${md5OfMd5s.digest('hex')}-${parts.length}`,
      content: {
        headers,
        metadata,
        tags,
        segments,
        checksum,
        partSizes: parts.map((part) => part.size),
        ...(lock && { lock }),
      },
      condition: readWriteCondition(request.headers),
      reason: 'CompleteMultipartUpload',
      origin: originOf(request),
      upload,
    });
  } finally {
    unpin();
  }
}

/** The object takes over its parts' files: no byte is copied, so the upload ends in one transaction whatever its size. */
export async function completeMultipartUpload(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const text = await readVerified(request, LARGEST_COMPLETE_BYTES, headersOfDocument(request.headers));
  const upload = uploadOf(context, request);
  const parts = listedParts(context.store, upload, text);
  const version = await complete(context, request, upload, parts);
  const { configuration } = context.store.buckets.get(request.bucket);
  sendXml(
    response,
    'CompleteMultipartUploadResult',
    {
      Location: `http://${request.headers.host ?? '127.0.0.1'}/${request.bucket}/${encodeURIComponent(request.key)}`,
      Bucket: request.bucket,
      Key: request.key,
      ETag: quoted(version.etag),
      ...checksumElements(version.content.checksum),
    },
    { headers: versionHeader(version, configuration.versioning !== undefined) },
  );
}
