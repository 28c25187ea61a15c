import type { LocalIdentity, ProvisionedResource, ResolvedResource } from '../service.ts';
import { partitionOf } from './partition.ts';
import { physicalName } from './physical-name.ts';

export interface IgnoredResourceType {
  /** Why the stack works on one machine without it; an engineer reads it when something seems to be missing. */
  readonly reason: string;
  /** What `Ref` and `Fn::GetAtt` answer, where templates use them. */
  readonly answer?: (resource: ResolvedResource, identity: LocalIdentity) => ProvisionedResource;
}

const NO_PERMISSIONS = 'permissions are not checked on one machine: every process of its user is trusted';
const NO_TOPICS =
  'only alarms publish to topics; a function that did would be told that there is no service "sns"';
const NO_ALARMS = 'metrics are kept and shown, but no alarm is evaluated on one machine';

function named(resource: ResolvedResource, property: string, maxLength: number): string {
  const given = resource.properties[property];
  return typeof given === 'string' ? given : physicalName(resource.stackName, resource.logicalId, maxLength);
}

/** Letters and digits only, for ids such as a role's. */
function idOf(resource: ResolvedResource, prefix: string): string {
  const hash = physicalName(resource.stackName, resource.logicalId, 64).slice(-8).toUpperCase();
  return `${prefix}LOCAL${hash}`;
}

function role(resource: ResolvedResource, { accountId, region }: LocalIdentity): ProvisionedResource {
  const name = named(resource, 'RoleName', 64);
  const path = typeof resource.properties.Path === 'string' ? resource.properties.Path : '/';
  return {
    ref: name,
    attributes: {
      Arn: `arn:${partitionOf(region)}:iam::${accountId}:role${path}${name}`,
      RoleId: idOf(resource, 'AROA'),
    },
  };
}

function managedPolicy(
  resource: ResolvedResource,
  { accountId, region }: LocalIdentity,
): ProvisionedResource {
  const name = named(resource, 'ManagedPolicyName', 128);
  const arn = `arn:${partitionOf(region)}:iam::${accountId}:policy/${name}`;
  return { ref: arn, attributes: { PolicyArn: arn, PolicyId: idOf(resource, 'ANPA') } };
}

function logGroup(resource: ResolvedResource, { accountId, region }: LocalIdentity): ProvisionedResource {
  const name = named(resource, 'LogGroupName', 512);
  const arn = `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}:*`;
  return { ref: name, attributes: { Arn: arn } };
}

function alarm(resource: ResolvedResource, { accountId, region }: LocalIdentity): ProvisionedResource {
  const name = named(resource, 'AlarmName', 255);
  const arn = `arn:${partitionOf(region)}:cloudwatch:${region}:${accountId}:alarm:${name}`;
  return { ref: name, attributes: { Arn: arn } };
}

function topic(resource: ResolvedResource, { accountId, region }: LocalIdentity): ProvisionedResource {
  const name = named(resource, 'TopicName', 256);
  const arn = `arn:${partitionOf(region)}:sns:${region}:${accountId}:${name}`;
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
}

/**
 * Resource types that need not exist on one machine, unless a provider makes them. Every other type without a
 * provider is an error: leaving something out silently would make this machine say yes where AWS says no.
 */
export const IGNORED_RESOURCE_TYPES: Readonly<Record<string, IgnoredResourceType>> = {
  'AWS::IAM::Role': { reason: NO_PERMISSIONS, answer: role },
  'AWS::IAM::Policy': { reason: NO_PERMISSIONS },
  'AWS::IAM::ManagedPolicy': { reason: NO_PERMISSIONS, answer: managedPolicy },
  'AWS::S3::BucketPolicy': { reason: NO_PERMISSIONS },
  'AWS::SQS::QueuePolicy': { reason: NO_PERMISSIONS },
  'AWS::Events::EventBusPolicy': { reason: NO_PERMISSIONS },
  'AWS::Lambda::Permission': { reason: NO_PERMISSIONS },
  'AWS::SecretsManager::ResourcePolicy': { reason: NO_PERMISSIONS },
  'AWS::CDK::Metadata': { reason: 'it only counts constructs for the CDK team' },
  'AWS::Logs::LogGroup': { reason: 'what a function writes goes to the machine’s own log', answer: logGroup },
  'AWS::CloudWatch::Alarm': { reason: NO_ALARMS, answer: alarm },
  'AWS::CloudWatch::CompositeAlarm': { reason: NO_ALARMS, answer: alarm },
  'AWS::CloudWatch::Dashboard': { reason: 'metrics are shown by the console' },
  'AWS::SNS::Topic': { reason: NO_TOPICS, answer: topic },
  'AWS::SNS::TopicPolicy': { reason: NO_TOPICS },
  'AWS::SNS::Subscription': { reason: NO_TOPICS },
};

/** What an ignored resource answers where its type has nothing special: a name, no attributes. */
export function answerForIgnored(
  type: IgnoredResourceType,
  resource: ResolvedResource,
  identity: LocalIdentity,
): ProvisionedResource {
  if (type.answer !== undefined) return type.answer(resource, identity);
  return { ref: physicalName(resource.stackName, resource.logicalId, 64), attributes: {} };
}
