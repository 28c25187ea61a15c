import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type CorsRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** What is current is kept; parts of an upload that was never finished are cleared away. */
const abandonedUploadDays = 7;

export interface BucketOptions {
  /** Tells EventBridge of every object. */
  readonly notifies?: boolean;
  /** Nobody deletes a version for so long. */
  readonly lockDays?: number;
  /** How long a version is kept after it was replaced or removed; left out: for ever. */
  readonly replacedDays?: number;
  readonly cors?: readonly CorsRule[];
}

/** A bucket as all of ours are: closed to the public, encrypted, TLS only, versioned, kept when the stack goes. */
export function closedBucket(scope: Construct, id: string, options: BucketOptions): Bucket {
  const { replacedDays, lockDays, cors } = options;
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      {
        abortIncompleteMultipartUploadAfter: Duration.days(abandonedUploadDays),
        // Locked versions are left: whatever is put over an anchor, the anchor is evidence.
        ...(replacedDays === undefined
          ? {}
          : {
              noncurrentVersionExpiration: Duration.days(replacedDays),
              // A removed object leaves a marker; the last one goes when no version stands behind it.
              expiredObjectDeleteMarker: true,
            }),
      },
    ],
    ...(lockDays === undefined ? {} : { objectLockEnabled: true }),
    ...(cors === undefined ? {} : { cors: [...cors] }),
  });
  const resource = bucket.node.defaultChild as CfnBucket;
  if (options.notifies === true) {
    // The L2's `eventBridgeEnabled` would add a custom resource with a function of its own; the property alone does the same.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
  if (lockDays !== undefined) {
    resource.objectLockConfiguration = {
      objectLockEnabled: 'Enabled',
      rule: { defaultRetention: { mode: 'GOVERNANCE', days: lockDays } },
    };
  }
  return bucket;
}
