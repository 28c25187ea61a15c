import type { ServerResponse } from 'node:http';
import { type ListPage, listObjects, listVersions } from './listing.ts';
import type { StoredVersion } from './model.ts';
import type { S3Context } from './s3-context.ts';
import { invalidArgument } from './s3-error.ts';
import { queryNumber, type S3Request } from './s3-request.ts';
import { isoInstant, quoted, sendXml } from './s3-response.ts';

/** S3's page; a larger `max-keys` is allowed and changes nothing. */
const LARGEST_PAGE = 1000;

/** Names in the answer, URL-encoded where the client asked for it. */
function nameEncoder(request: S3Request): (name: string) => string {
  const encoding = request.query.get('encoding-type');
  if (encoding === undefined) return (name) => name;
  if (encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  // A space as %20: every client decodes that, while not every one decodes a plus.
  return (name) => encodeURIComponent(name).replaceAll('%2F', '/');
}

function pageSize(request: S3Request): number {
  const asked = queryNumber(request, 'max-keys', LARGEST_PAGE, { min: 0, max: 2 ** 31 - 1 });
  return Math.min(asked, LARGEST_PAGE);
}

function owner(context: S3Context): object {
  return { Owner: { ID: context.identity.accountId } };
}

function objectElement(version: StoredVersion, encode: (name: string) => string): object {
  const { checksum } = version.content;
  return {
    Key: encode(version.key),
    LastModified: isoInstant(version.modifiedAt),
    ETag: quoted(version.etag),
    ...(checksum && {
      ChecksumAlgorithm: checksum.algorithm.toUpperCase(),
      ChecksumType: checksum.type,
    }),
    Size: version.size,
    StorageClass: 'STANDARD',
  };
}

function commonPrefixElements(page: ListPage<unknown>, encode: (name: string) => string): object[] {
  return page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) }));
}

/** The members that all three listings share, in their order. */
function listHeader(request: S3Request, page: ListPage<unknown>, maxKeys: number): object {
  const encode = nameEncoder(request);
  const delimiter = request.query.get('delimiter') ?? '';
  return {
    Name: request.bucket,
    Prefix: encode(request.query.get('prefix') ?? ''),
    ...(delimiter !== '' && { Delimiter: encode(delimiter) }),
    MaxKeys: maxKeys,
    ...(request.query.has('encoding-type') && { EncodingType: 'url' }),
    IsTruncated: page.isTruncated,
  };
}

function decodeToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const name = Buffer.from(token, 'base64url').toString('utf8');
  if (token === '' || encodeToken(name) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return name;
}

/** A token is the last name of the page before: it stays good whatever is written or deleted meanwhile. */
function encodeToken(name: string): string {
  return Buffer.from(name, 'utf8').toString('base64url');
}

export function listObjectsV2(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  const { query } = request;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after') ?? '';
  const maxKeys = pageSize(request);
  const page = listObjects(context.store.versions, {
    bucket: request.bucket,
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    after: decodeToken(token) ?? startAfter,
    limit: maxKeys,
  });
  const encode = nameEncoder(request);
  const withOwner = query.get('fetch-owner') === 'true' ? owner(context) : {};
  sendXml(response, 'ListBucketResult', {
    ...listHeader(request, page, maxKeys),
    KeyCount: page.entries.length + page.commonPrefixes.length,
    ...(token !== undefined && { ContinuationToken: token }),
    ...(page.isTruncated && page.last !== undefined && { NextContinuationToken: encodeToken(page.last) }),
    ...(startAfter !== '' && { StartAfter: encode(startAfter) }),
    Contents: page.entries.map((version) => ({ ...objectElement(version, encode), ...withOwner })),
    CommonPrefixes: commonPrefixElements(page, encode),
  });
}

export function listObjectsV1(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  const { query } = request;
  const marker = query.get('marker') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maxKeys = pageSize(request);
  const page = listObjects(context.store.versions, {
    bucket: request.bucket,
    prefix: query.get('prefix') ?? '',
    delimiter,
    after: marker,
    limit: maxKeys,
  });
  const encode = nameEncoder(request);
  sendXml(response, 'ListBucketResult', {
    ...listHeader(request, page, maxKeys),
    Marker: encode(marker),
    // Without a delimiter S3 leaves it out: the last key serves as the marker then.
    ...(page.isTruncated && delimiter !== '' && { NextMarker: encode(page.last ?? '') }),
    Contents: page.entries.map((version) => ({ ...objectElement(version, encode), ...owner(context) })),
    CommonPrefixes: commonPrefixElements(page, encode),
  });
}

function versionElement(
  context: S3Context,
  version: StoredVersion,
  encode: (name: string) => string,
): object {
  const identity = { VersionId: version.versionId, IsLatest: version.isLatest };
  if (version.isDeleteMarker) {
    return {
      Key: encode(version.key),
      ...identity,
      LastModified: isoInstant(version.modifiedAt),
      ...owner(context),
    };
  }
  return { ...objectElement(version, encode), ...identity, ...owner(context) };
}

export function listObjectVersions(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  const { query } = request;
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') || undefined;
  if (versionMarker !== undefined && keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionMarker,
    );
  }
  const maxKeys = pageSize(request);
  const page = listVersions(
    context.store.versions,
    {
      bucket: request.bucket,
      prefix: query.get('prefix') ?? '',
      delimiter: query.get('delimiter') ?? '',
      after: keyMarker,
      limit: maxKeys,
    },
    versionMarker,
  );
  const encode = nameEncoder(request);
  const last = page.entries.at(-1);
  const element = (version: StoredVersion): object => versionElement(context, version, encode);
  sendXml(response, 'ListVersionsResult', {
    ...listHeader(request, page, maxKeys),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionMarker ?? '',
    ...(page.isTruncated && {
      NextKeyMarker: encode(page.last ?? ''),
      ...(last !== undefined && last.key === page.last && { NextVersionIdMarker: last.versionId }),
    }),
    Version: page.entries.filter((version) => !version.isDeleteMarker).map(element),
    DeleteMarker: page.entries.filter((version) => version.isDeleteMarker).map(element),
    CommonPrefixes: commonPrefixElements(page, encode),
  });
}
