import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as buckets from './bucket-operations.ts';
import { completeMultipartUpload } from './complete-operation.ts';
import { copyObject } from './copy-operations.ts';
import { allowOrigin, preflight } from './cors.ts';
import { listObjectsV1, listObjectsV2, listObjectVersions } from './list-operations.ts';
import * as locks from './lock-operations.ts';
import * as multipart from './multipart-operations.ts';
import { postObject } from './post-object.ts';
import { getObject, headObject } from './read-operations.ts';
import type { Operation, S3Context } from './s3-context.ts';
import { accessDenied, methodNotAllowed, S3Error } from './s3-error.ts';
import { readS3Request, type S3Request } from './s3-request.ts';
import { sendS3Error } from './s3-response.ts';
import { verifyPresignedV2 } from './sigv2.ts';
import { verifyPresignedRequest } from './sigv4.ts';
import * as tagging from './tagging-operations.ts';
import { listMultipartUploads, listParts } from './upload-listing.ts';
import { deleteObject, deleteObjects, putObject } from './write-operations.ts';

/** Operations on a bucket by `METHOD subresource`; an empty subresource is the bucket itself. */
const BUCKET_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET location': buckets.getBucketLocation,
  'GET notification': buckets.getBucketNotification,
  'GET versioning': buckets.getBucketVersioning,
  'PUT versioning': buckets.putBucketVersioning,
  'GET object-lock': locks.getObjectLockConfiguration,
  'GET versions': listObjectVersions,
  'GET uploads': listMultipartUploads,
  'POST delete': deleteObjects,
  'PUT ': buckets.createBucket,
  'HEAD ': buckets.headBucket,
  'DELETE ': buckets.deleteBucket,
};

/** Operations on an object by `METHOD subresource`. */
const OBJECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET tagging': tagging.getObjectTagging,
  'PUT tagging': tagging.putObjectTagging,
  'DELETE tagging': tagging.deleteObjectTagging,
  'GET retention': locks.getObjectRetention,
  'PUT retention': locks.putObjectRetention,
  'GET legal-hold': locks.getObjectLegalHold,
  'PUT legal-hold': locks.putObjectLegalHold,
  'POST uploads': multipart.createMultipartUpload,
  'GET uploadId': listParts,
  'POST uploadId': completeMultipartUpload,
  'DELETE uploadId': multipart.abortMultipartUpload,
  'GET ': getObject,
  'HEAD ': headObject,
  'DELETE ': deleteObject,
};

/** Parameters that name a part of a bucket or object, those not served here among them. */
const SUBRESOURCES = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
] as const;

function isForm(request: S3Request): boolean {
  return request.headers['content-type']?.startsWith('multipart/form-data') === true;
}

function putOperation(request: S3Request): Operation {
  const isCopy = request.headers['x-amz-copy-source'] !== undefined;
  if (request.query.has('uploadId')) return isCopy ? multipart.uploadPartCopy : multipart.uploadPart;
  return isCopy ? copyObject : putObject;
}

/** @throws S3Error `NotImplemented` for a part of S3 that is not served here, `MethodNotAllowed` */
function operationFor(request: S3Request): Operation {
  const { method, query } = request;
  if (method === 'OPTIONS') return preflight;
  if (request.bucket === '') {
    if (method === 'GET') return buckets.listBuckets;
    throw methodNotAllowed(method, 'SERVICE');
  }
  const subresource = SUBRESOURCES.find((name) => query.has(name)) ?? '';
  if (request.key === '') {
    if (method === 'POST' && isForm(request)) return postObject;
    if (method === 'GET' && subresource === '') {
      return query.get('list-type') === '2' ? listObjectsV2 : listObjectsV1;
    }
  } else if (method === 'PUT' && (subresource === '' || subresource === 'uploadId')) {
    return putOperation(request);
  }
  const operations = request.key === '' ? BUCKET_OPERATIONS : OBJECT_OPERATIONS;
  const operation = operations[`${method} ${subresource}`];
  if (operation !== undefined) return operation;
  if (subresource === '') throw methodNotAllowed(method, request.key === '' ? 'BUCKET' : 'OBJECT');
  throw new S3Error('NotImplemented', `The local S3 does not have ${method} ?${subresource}`, 501);
}

/**
 * Lets through what is signed. A signature in the `Authorization` header is not verified, because every process of this
 * machine's user is trusted; one in a URL or a form is, because those are handed on to others.
 */
function authenticate(context: S3Context, request: S3Request, operation: Operation): void {
  if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Algorithm')) {
    verifyPresignedRequest(request.raw, context.credentials, context.clock.now());
    return;
  }
  if (request.query.has('AWSAccessKeyId')) {
    verifyPresignedV2(request.raw, context.credentials, context.clock.now());
    return;
  }
  // A form carries its own proof, which is judged when its fields are read.
  if (operation === postObject || operation === preflight) return;
  if (request.headers.authorization === undefined) throw accessDenied();
}

/** Serves one request to S3. Never rejects: what goes wrong is answered. */
export async function serveS3(
  context: S3Context,
  raw: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Sixteen characters, as S3's own.
  const id = randomBytes(8).toString('hex').toUpperCase();
  response.setHeader('x-amz-request-id', id);
  response.setHeader('x-amz-id-2', 'local');
  try {
    const request = readS3Request(raw, id);
    const operation = operationFor(request);
    if (operation !== preflight) allowOrigin(context, request, response);
    authenticate(context, request, operation);
    await operation(context, request, response);
  } catch (error) {
    const path = (raw.url ?? '/').split('?', 1)[0] ?? '/';
    sendS3Error({ id, method: raw.method ?? 'GET' }, path, response, error);
  }
}
