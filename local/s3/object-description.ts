import type { ObjectDescription, StoredVersion } from './model.ts';
import { parseTagHeader } from './object-tags.ts';
import { S3Error } from './s3-error.ts';
import type { HeaderMap } from './s3-request.ts';

/** Headers that an object keeps as its writer sent them. */
const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

const METADATA_PREFIX = 'x-amz-meta-';

/** S3's limit for all names and values of user metadata together. */
const LARGEST_METADATA_BYTES = 2048;

/**
 * What a writer's headers say about the object. `aws-chunked` is a matter of the transfer and not kept.
 * @throws S3Error `MetadataTooLarge`, `InvalidTag`, `InvalidArgument`
 */
export function describeObject(requestHeaders: HeaderMap): ObjectDescription {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = requestHeaders[name];
    if (value !== undefined && value !== '') headers[name] = value;
  }
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  if (encodings.length > 0) headers['content-encoding'] = encodings.join(',');
  else delete headers['content-encoding'];
  headers['content-type'] ??= 'binary/octet-stream';

  const metadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of Object.entries(requestHeaders)) {
    if (!name.startsWith(METADATA_PREFIX) || value === undefined) continue;
    metadata[name.slice(METADATA_PREFIX.length)] = value;
    metadataBytes += name.length - METADATA_PREFIX.length + value.length;
  }
  if (metadataBytes > LARGEST_METADATA_BYTES) {
    throw new S3Error(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      { Size: metadataBytes, MaxSizeAllowed: LARGEST_METADATA_BYTES },
    );
  }
  return { headers, metadata, tags: parseTagHeader(requestHeaders['x-amz-tagging']) };
}

/** The version id header, where the bucket keeps versions. */
export function versionHeader(
  version: Pick<StoredVersion, 'versionId'>,
  isVersioned: boolean,
  name = 'x-amz-version-id',
): Record<string, string> {
  return isVersioned ? { [name]: version.versionId } : {};
}

/** What every read of an object says about it, the body's length and checksum aside. */
export function descriptionHeaders(version: StoredVersion): Record<string, string> {
  const { headers, metadata, tags } = version.content;
  const tagCount = Object.keys(tags).length;
  return {
    ...headers,
    ...Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => [`${METADATA_PREFIX}${name}`, value]),
    ),
    ...(tagCount > 0 && { 'x-amz-tagging-count': tagCount.toString() }),
    etag: `"${version.etag}"`,
    'last-modified': new Date(version.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}
