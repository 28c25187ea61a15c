import type { StoredVersion } from './model.ts';
import { invalidRequest, noSuchKey, preconditionFailed, S3Error } from './s3-error.ts';
import type { HeaderMap } from './s3-request.ts';

/** What must hold of the object that a write replaces. */
export interface WriteCondition {
  /** Only where no object stands. */
  readonly mustBeAbsent: boolean;
  /** Only over an object with this ETag (without quotes), or over any with `*`. */
  readonly etag?: string;
}

export function unquote(etag: string): string {
  return etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1');
}

/** @throws S3Error `NotImplemented` for `If-None-Match` with an ETag, which S3 does not take on writes */
export function readWriteCondition(headers: HeaderMap): WriteCondition {
  const ifNoneMatch = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (ifNoneMatch !== undefined && ifMatch !== undefined) {
    throw invalidRequest('Only one of If-Match and If-None-Match can be specified');
  }
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*') {
    throw new S3Error(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      501,
      { Header: 'If-None-Match' },
    );
  }
  return {
    mustBeAbsent: ifNoneMatch !== undefined,
    ...(ifMatch !== undefined && { etag: unquote(ifMatch) }),
  };
}

/**
 * @param latest the key's latest version; a delete marker counts as no object
 * @throws S3Error `PreconditionFailed`, or `NoSuchKey` where an ETag is asked for and nothing stands
 */
export function checkWriteCondition(
  condition: WriteCondition,
  key: string,
  latest: StoredVersion | undefined,
): void {
  const existing = latest?.isDeleteMarker === true ? undefined : latest;
  if (condition.mustBeAbsent && existing !== undefined) throw preconditionFailed('If-None-Match');
  if (condition.etag === undefined) return;
  if (existing === undefined) throw noSuchKey(key);
  if (condition.etag !== '*' && condition.etag !== existing.etag) throw preconditionFailed('If-Match');
}

function namesEtag(header: string, etag: string): boolean {
  return header.split(',').some((candidate) => candidate.trim() === '*' || unquote(candidate) === etag);
}

function isAfter(modifiedAt: number, header: string): boolean | undefined {
  const instant = Date.parse(header);
  return Number.isNaN(instant) ? undefined : modifiedAt > instant;
}

/**
 * Judges a read's conditions in HTTP's order: a matching ETag outweighs the dates.
 * @param prefix `x-amz-copy-source-` for the source of a copy, where an unmet condition is always a failure
 * @returns `not-modified` when the client's copy is still good
 * @throws S3Error `PreconditionFailed`
 */
export function checkReadConditions(
  headers: HeaderMap,
  version: StoredVersion,
  prefix: '' | 'x-amz-copy-source-' = '',
): 'proceed' | 'not-modified' {
  const ifMatch = headers[`${prefix}if-match`];
  const ifNoneMatch = headers[`${prefix}if-none-match`];
  const unmodifiedSince = headers[`${prefix}if-unmodified-since`];
  const modifiedSince = headers[`${prefix}if-modified-since`];
  if (ifMatch !== undefined) {
    if (!namesEtag(ifMatch, version.etag)) throw preconditionFailed('If-Match');
  } else if (unmodifiedSince !== undefined && isAfter(version.modifiedAt, unmodifiedSince) === true) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  let unmet: string | undefined;
  if (ifNoneMatch !== undefined) {
    if (namesEtag(ifNoneMatch, version.etag)) unmet = 'If-None-Match';
  } else if (modifiedSince !== undefined && isAfter(version.modifiedAt, modifiedSince) === false) {
    unmet = 'If-Modified-Since';
  }
  if (unmet === undefined) return 'proceed';
  if (prefix !== '') throw preconditionFailed(unmet);
  return 'not-modified';
}
