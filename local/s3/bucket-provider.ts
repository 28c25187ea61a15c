import { physicalName } from '../provision/physical-name.ts';
import type { LocalIdentity, ProvisionedResource, ResolvedResource } from '../service.ts';
import type { BucketConfiguration, CorsRule, DefaultRetention } from './model.ts';
import { partitionOf } from './object-events.ts';
import type { ObjectStore } from './object-store.ts';

/** Longest name of a bucket, in characters. */
const LONGEST_BUCKET_NAME = 63;

/** S3 counts a year of retention as so many days. */
const DAYS_A_YEAR = 365;

type Properties = Readonly<Record<string, unknown>>;

function objectAt(properties: Properties, ...path: readonly string[]): Properties | undefined {
  let value: unknown = properties;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Properties)[name];
  }
  return typeof value === 'object' && value !== null ? (value as Properties) : undefined;
}

/** Templates write booleans and numbers as such or as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function corsRules(properties: Properties): CorsRule[] {
  const rules = objectAt(properties, 'CorsConfiguration')?.CorsRules;
  if (!Array.isArray(rules)) return [];
  return (rules as Properties[]).map((rule) => ({
    allowedOrigins: texts(rule.AllowedOrigins),
    allowedMethods: texts(rule.AllowedMethods),
    allowedHeaders: texts(rule.AllowedHeaders),
    exposeHeaders: texts(rule.ExposedHeaders),
    ...(rule.MaxAge !== undefined && { maxAgeSeconds: Number(rule.MaxAge) }),
  }));
}

function defaultRetention(properties: Properties): DefaultRetention | undefined {
  const retention = objectAt(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention');
  if (retention === undefined) return undefined;
  const days = retention.Days === undefined ? Number(retention.Years) * DAYS_A_YEAR : Number(retention.Days);
  return { mode: retention.Mode === 'COMPLIANCE' ? 'COMPLIANCE' : 'GOVERNANCE', days };
}

function versioning(properties: Properties, hasLock: boolean): 'Enabled' | 'Suspended' | undefined {
  if (hasLock) return 'Enabled';
  const status = objectAt(properties, 'VersioningConfiguration')?.Status;
  return status === 'Enabled' || status === 'Suspended' ? status : undefined;
}

/** What the template says of a bucket. Versioning that was on and is no longer spoken of is suspended, as S3 never forgets it. */
function bucketConfiguration(
  properties: Properties,
  previous: BucketConfiguration | undefined,
): BucketConfiguration {
  const eventBridge = objectAt(properties, 'NotificationConfiguration', 'EventBridgeConfiguration');
  // Enabled unless it says otherwise: CloudFormation's default.
  const hasEvents = eventBridge !== undefined && isTrue(eventBridge.EventBridgeEnabled ?? true);
  const hasLock = isTrue(properties.ObjectLockEnabled) || previous?.objectLock === true;
  const retention = defaultRetention(properties);
  const status = versioning(properties, hasLock) ?? (previous?.versioning && 'Suspended');
  return {
    eventBridge: hasEvents,
    objectLock: hasLock,
    cors: corsRules(properties),
    ...(status !== undefined && { versioning: status }),
    ...(retention !== undefined && { defaultRetention: retention }),
    ...(properties.LifecycleConfiguration !== undefined && {
      lifecycle: properties.LifecycleConfiguration,
    }),
    ...(previous?.policy !== undefined && { policy: previous.policy }),
  };
}

function provisionBucket(
  store: ObjectStore,
  identity: LocalIdentity,
  resource: ResolvedResource,
): ProvisionedResource {
  const { properties } = resource;
  const given = properties.BucketName;
  const name =
    typeof given === 'string'
      ? given
      : physicalName(resource.stackName, resource.logicalId, LONGEST_BUCKET_NAME).toLowerCase();
  const previous = store.buckets.find(name)?.configuration;
  store.buckets.put(name, bucketConfiguration(properties, previous), store.now());
  const partition = partitionOf(identity.region);
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    ref: name,
    attributes: {
      Arn: `arn:${partition}:s3:::${name}`,
      DomainName: `${name}.s3.${suffix}`,
      RegionalDomainName: `${name}.s3.${identity.region}.${suffix}`,
      DualStackDomainName: `${name}.s3.dualstack.${identity.region}.${suffix}`,
    },
  };
}

function provisionPolicy(store: ObjectStore, resource: ResolvedResource): ProvisionedResource {
  const bucket = store.buckets.get(String(resource.properties.Bucket));
  const policy = resource.properties.PolicyDocument;
  store.buckets.put(bucket.name, { ...bucket.configuration, policy }, bucket.createdAt);
  return { ref: bucket.name, attributes: {} };
}

/**
 * Makes a bucket, or gives it what a changed template says; its objects stay.
 * @throws S3Error `InvalidBucketName`, `NoSuchBucket` for a policy of a bucket that is not there
 */
export function provisionS3(
  store: ObjectStore,
  identity: LocalIdentity,
  resource: ResolvedResource,
): ProvisionedResource {
  return resource.type === 'AWS::S3::BucketPolicy'
    ? provisionPolicy(store, resource)
    : provisionBucket(store, identity, resource);
}
