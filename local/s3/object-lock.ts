import type { Bucket, ObjectLock, Retention, RetentionMode, StoredVersion } from './model.ts';
import { accessDenied, invalidArgument, invalidRequest } from './s3-error.ts';
import type { HeaderMap } from './s3-request.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** @throws S3Error `InvalidArgument` */
export function parseRetention(mode: string, retainUntil: string, now: number): Retention {
  if (mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') {
    throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode);
  }
  const instant = Date.parse(retainUntil);
  if (Number.isNaN(instant) || instant <= now) {
    throw invalidArgument(
      'The retain until date must be in the future!',
      'x-amz-object-lock-retain-until-date',
      retainUntil,
    );
  }
  return { mode: mode satisfies RetentionMode, retainUntil: instant };
}

/**
 * The lock of a new version: what its writer asks for, else the bucket's default retention.
 * @param now milliseconds since the epoch
 * @throws S3Error `InvalidRequest` where the bucket has no object lock, `InvalidArgument` for half a retention
 */
export function lockOfNewVersion(headers: HeaderMap, bucket: Bucket, now: number): ObjectLock | undefined {
  const mode = headers['x-amz-object-lock-mode'];
  const until = headers['x-amz-object-lock-retain-until-date'];
  const hold = headers['x-amz-object-lock-legal-hold'];
  const { objectLock, defaultRetention } = bucket.configuration;
  if (!objectLock) {
    if (mode !== undefined || until !== undefined || hold !== undefined) {
      throw invalidRequest('Bucket is missing Object Lock Configuration');
    }
    return undefined;
  }
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      'x-amz-object-lock-mode',
      mode ?? '',
    );
  }
  const retention =
    mode !== undefined && until !== undefined
      ? parseRetention(mode, until, now)
      : defaultRetention && {
          mode: defaultRetention.mode,
          retainUntil: now + defaultRetention.days * DAY_MS,
        };
  return { ...(retention && { retention }), ...(hold === 'ON' && { legalHold: true }) };
}

/**
 * Refuses what would end a lock early: deleting the version, or shortening its retention.
 * @param bypassGovernance the `x-amz-bypass-governance-retention` header; it opens neither COMPLIANCE nor a legal hold
 * @throws S3Error `AccessDenied`
 */
export function refuseWhileLocked(version: StoredVersion, now: number, bypassGovernance: boolean): void {
  const lock = version.content.lock;
  const retention = lock?.retention;
  const isRetained = retention !== undefined && retention.retainUntil > now;
  const isOpened = retention?.mode === 'GOVERNANCE' && bypassGovernance;
  if (lock?.legalHold === true || (isRetained && !isOpened)) {
    throw accessDenied('Access Denied because object protected by object lock.');
  }
}

export function lockHeaders(lock: ObjectLock | undefined): Record<string, string> {
  return {
    ...(lock?.retention && {
      'x-amz-object-lock-mode': lock.retention.mode,
      'x-amz-object-lock-retain-until-date': new Date(lock.retention.retainUntil).toISOString(),
    }),
    ...(lock?.legalHold !== undefined && {
      'x-amz-object-lock-legal-hold': lock.legalHold ? 'ON' : 'OFF',
    }),
  };
}
