import type { ServerResponse } from 'node:http';
import { PLAIN_BUCKET } from './model.ts';
import type { S3Context } from './s3-context.ts';
import { malformedXml, S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';
import { isoInstant, sendEmpty, sendXml } from './s3-response.ts';
import { readVerified } from './verified-body.ts';
import { parseXml, requiredText } from './xml.ts';

const LARGEST_BUCKET_DOCUMENT_BYTES = 64 * 1024;

export function listBuckets(context: S3Context, _request: S3Request, response: ServerResponse): void {
  const buckets = context.store.buckets.list().map((bucket) => ({
    Name: bucket.name,
    CreationDate: isoInstant(bucket.createdAt),
    BucketRegion: context.identity.region,
  }));
  sendXml(response, 'ListAllMyBucketsResult', {
    Owner: { ID: context.identity.accountId },
    Buckets: buckets.length === 0 ? '' : { Bucket: buckets },
  });
}

/** In us-east-1 making a bucket that one has succeeds; elsewhere it is refused. */
export async function createBucket(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  await readVerified(request, LARGEST_BUCKET_DOCUMENT_BYTES);
  const { buckets } = context.store;
  if (buckets.find(request.bucket) !== undefined && context.identity.region !== 'us-east-1') {
    throw new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { BucketName: request.bucket },
    );
  }
  if (buckets.find(request.bucket) === undefined) {
    const withLock = request.headers['x-amz-bucket-object-lock-enabled']?.toLowerCase() === 'true';
    const configuration = withLock
      ? { ...PLAIN_BUCKET, objectLock: true, versioning: 'Enabled' as const }
      : PLAIN_BUCKET;
    buckets.put(request.bucket, configuration, context.store.now());
  }
  sendEmpty(response, 200, { location: `/${request.bucket}` });
}

export function headBucket(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  sendEmpty(response, 200, { 'x-amz-bucket-region': context.identity.region });
}

/** Uploads in progress go with the bucket; objects and versions do not. */
export async function deleteBucket(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { store } = context;
  const freed = store.transaction(() => {
    store.buckets.get(request.bucket);
    if (!store.versions.isEmpty(request.bucket)) {
      throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
        BucketName: request.bucket,
      });
    }
    const uploads = store.uploads.list(request.bucket, { key: '', uploadId: '' }, Number.MAX_SAFE_INTEGER);
    const files = uploads.flatMap((upload) => store.endUpload(upload));
    store.buckets.remove(request.bucket);
    return files;
  });
  await store.files.remove(freed);
  sendEmpty(response, 204);
}

/** The empty text stands for us-east-1. */
export function getBucketLocation(context: S3Context, request: S3Request, response: ServerResponse): void {
  context.store.buckets.get(request.bucket);
  const { region } = context.identity;
  sendXml(response, 'LocationConstraint', { '#text': region === 'us-east-1' ? '' : region });
}

export function getBucketVersioning(context: S3Context, request: S3Request, response: ServerResponse): void {
  const { versioning } = context.store.buckets.get(request.bucket).configuration;
  sendXml(response, 'VersioningConfiguration', versioning === undefined ? {} : { Status: versioning });
}

export function getBucketNotification(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): void {
  const { eventBridge } = context.store.buckets.get(request.bucket).configuration;
  sendXml(response, 'NotificationConfiguration', eventBridge ? { EventBridgeConfiguration: '' } : {});
}

export async function putBucketVersioning(
  context: S3Context,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const text = await readVerified(request, LARGEST_BUCKET_DOCUMENT_BYTES);
  const status = requiredText(parseXml(text, 'VersioningConfiguration'), 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
  const bucket = context.store.buckets.get(request.bucket);
  if (status === 'Suspended' && bucket.configuration.objectLock) {
    throw new S3Error(
      'InvalidBucketState',
      'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
      409,
    );
  }
  context.store.buckets.put(
    bucket.name,
    { ...bucket.configuration, versioning: status },
    context.store.now(),
  );
  sendEmpty(response, 200);
}
