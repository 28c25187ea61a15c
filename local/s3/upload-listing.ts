import type { ServerResponse } from 'node:http';
import { checksumElements } from './checksums.ts';
import { commonPrefixOf } from './listing.ts';
import { MOST_PARTS, uploadOf } from './multipart-operations.ts';
import type { S3Context } from './s3-context.ts';
import { queryNumber, type S3Request } from './s3-request.ts';
import { isoInstant, quoted, sendXml } from './s3-response.ts';
import type { Upload } from './upload-table.ts';

/** S3's page of parts and of uploads. */
const LARGEST_PAGE = 1000;

/** How many uploads one step reads. */
const SCAN_ROWS = 1000;

export function listParts(context: S3Context, request: S3Request, response: ServerResponse): void {
  const upload = uploadOf(context, request);
  const marker = queryNumber(request, 'part-number-marker', 0, { min: 0, max: MOST_PARTS });
  const asked = queryNumber(request, 'max-parts', LARGEST_PAGE, { min: 0, max: 2 ** 31 - 1 });
  const limit = Math.min(asked, LARGEST_PAGE);
  const behind = context.store.uploads.parts(upload.id).filter((part) => part.number > marker);
  const page = behind.slice(0, limit);
  const { checksumRequested, checksumAlgorithm, checksumType } = upload.plan;
  sendXml(response, 'ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? marker,
    MaxParts: limit,
    IsTruncated: behind.length > page.length,
    ...(checksumRequested && {
      ChecksumAlgorithm: checksumAlgorithm.toUpperCase(),
      ChecksumType: checksumType,
    }),
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoInstant(part.modifiedAt),
      ETag: quoted(part.etag),
      Size: part.size,
      ...(checksumRequested && {
        [Object.keys(checksumElements(part.checksum))[0] ?? '']: part.checksum.value,
      }),
    })),
    Initiator: { ID: context.identity.accountId },
    Owner: { ID: context.identity.accountId },
    StorageClass: 'STANDARD',
  });
}

interface UploadPage {
  readonly uploads: readonly Upload[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
}

/** Uploads are few beside objects, so folding reads them all instead of seeking. */
function uploadPage(context: S3Context, request: S3Request, limit: number): UploadPage {
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const uploads: Upload[] = [];
  const commonPrefixes = new Set<string>();
  const keyMarker = query.get('key-marker') ?? '';
  let after = {
    key: keyMarker,
    uploadId: keyMarker === '' ? '' : (query.get('upload-id-marker') ?? ''),
  };
  for (;;) {
    const rows = context.store.uploads.list(request.bucket, after, SCAN_ROWS);
    for (const upload of rows) {
      if (!upload.key.startsWith(prefix)) continue;
      const folded = commonPrefixOf(upload.key, prefix, delimiter);
      if (folded !== undefined && (commonPrefixes.has(folded) || folded === keyMarker)) continue;
      if (uploads.length + commonPrefixes.size >= limit) {
        return { uploads, commonPrefixes: [...commonPrefixes], isTruncated: limit > 0 };
      }
      if (folded === undefined) uploads.push(upload);
      else commonPrefixes.add(folded);
    }
    const last = rows.at(-1);
    if (last === undefined) return { uploads, commonPrefixes: [...commonPrefixes], isTruncated: false };
    after = { key: last.key, uploadId: last.id };
  }
}

/** The name that a page ended with: the last upload's key or the last common prefix, whichever comes later. */
function lastName(page: UploadPage): string {
  const names = [page.uploads.at(-1)?.key ?? '', page.commonPrefixes.at(-1) ?? ''];
  return names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))[1] ?? '';
}

export function listMultipartUploads(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  const { query } = request;
  const asked = queryNumber(request, 'max-uploads', LARGEST_PAGE, { min: 0, max: 2 ** 31 - 1 });
  const limit = Math.min(asked, LARGEST_PAGE);
  const page = uploadPage(context, request, limit);
  const encode = (name: string): string =>
    query.get('encoding-type') === 'url' ? encodeURIComponent(name).replaceAll('%2F', '/') : name;
  const last = page.uploads.at(-1);
  const end = lastName(page);
  sendXml(response, 'ListMultipartUploadsResult', {
    Bucket: request.bucket,
    KeyMarker: encode(query.get('key-marker') ?? ''),
    UploadIdMarker: query.get('upload-id-marker') ?? '',
    ...(page.isTruncated && {
      NextKeyMarker: encode(end),
      NextUploadIdMarker: last?.key === end ? last.id : '',
    }),
    Prefix: encode(query.get('prefix') ?? ''),
    ...(query.get('delimiter') && { Delimiter: encode(query.get('delimiter') ?? '') }),
    ...(query.get('encoding-type') === 'url' && { EncodingType: 'url' }),
    MaxUploads: limit,
    IsTruncated: page.isTruncated,
    Upload: page.uploads.map((upload) => ({
      UploadId: upload.id,
      Key: encode(upload.key),
      Initiated: isoInstant(upload.initiatedAt),
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  });
}
