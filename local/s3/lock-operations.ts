import type { ServerResponse } from 'node:http';
import type { Bucket, Retention, StoredVersion } from './model.ts';
import { parseRetention, refuseWhileLocked } from './object-lock.ts';
import type { S3Context } from './s3-context.ts';
import { invalidRequest, malformedXml, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { isoInstant, sendEmpty, sendXml } from './s3-response.ts';
import { readVerified } from './verified-body.ts';
import { parseXml, requiredText } from './xml.ts';

const LARGEST_LOCK_BYTES = 16 * 1024;

function lockableVersion(context: S3Context, request: S3Request): StoredVersion {
  const bucket = context.store.buckets.get(request.bucket);
  if (!bucket.configuration.objectLock) throw invalidRequest('Bucket is missing Object Lock Configuration');
  return context.store.read(request.bucket, request.key, request.query.get('versionId'));
}

function noLockConfiguration(): S3Error {
  return new S3Error(
    'NoSuchObjectLockConfiguration',
    'The specified object does not have a ObjectLock configuration',
    404,
  );
}

export function getObjectRetention(context: S3Context, request: S3Request, response: ServerResponse): void {
  const retention = lockableVersion(context, request).content.lock?.retention;
  if (retention === undefined) throw noLockConfiguration();
  sendXml(response, 'Retention', {
    Mode: retention.mode,
    RetainUntilDate: isoInstant(retention.retainUntil),
  });
}

/** Longer is always allowed; anything else opens the lock, as a deletion would. */
function weakens(current: Retention | undefined, next: Retention): boolean {
  if (current === undefined) return false;
  return (
    next.retainUntil < current.retainUntil || (current.mode === 'COMPLIANCE' && next.mode === 'GOVERNANCE')
  );
}

export async function putObjectRetention(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const document = parseXml(await readVerified(request, LARGEST_LOCK_BYTES), 'Retention');
  const now = context.clock.now();
  const retention = parseRetention(
    requiredText(document, 'Mode'),
    requiredText(document, 'RetainUntilDate'),
    now,
  );
  const version = lockableVersion(context, request);
  const { lock } = version.content;
  if (weakens(lock?.retention, retention)) {
    const isBypassed = request.headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true';
    // A legal hold says nothing about retention, so it is left out of this judgement.
    const retained = { ...version.content, lock: lock?.retention ? { retention: lock.retention } : {} };
    refuseWhileLocked({ ...version, content: retained }, now, isBypassed);
  }
  context.store.versions.updateContent(version, { ...version.content, lock: { ...lock, retention } });
  sendEmpty(response, 200);
}

export function getObjectLegalHold(context: S3Context, request: S3Request, response: ServerResponse): void {
  const { lock } = lockableVersion(context, request).content;
  if (lock?.legalHold === undefined) throw noLockConfiguration();
  sendXml(response, 'LegalHold', { Status: lock.legalHold ? 'ON' : 'OFF' });
}

export async function putObjectLegalHold(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const document = parseXml(await readVerified(request, LARGEST_LOCK_BYTES), 'LegalHold');
  const status = requiredText(document, 'Status');
  if (status !== 'ON' && status !== 'OFF') throw malformedXml();
  const version = lockableVersion(context, request);
  const lock = { ...version.content.lock, legalHold: status === 'ON' };
  context.store.versions.updateContent(version, { ...version.content, lock });
  sendEmpty(response, 200);
}

function lockRule({ configuration }: Bucket): object {
  const retention = configuration.defaultRetention;
  if (retention === undefined) return {};
  return { Rule: { DefaultRetention: { Mode: retention.mode, Days: retention.days } } };
}

export function getObjectLockConfiguration(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): void {
  const bucket = context.store.buckets.get(request.bucket);
  if (!bucket.configuration.objectLock) {
    throw new S3Error(
      'ObjectLockConfigurationNotFoundError',
      'Object Lock configuration does not exist for this bucket',
      404,
      { BucketName: bucket.name },
    );
  }
  sendXml(response, 'ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled', ...lockRule(bucket) });
}
