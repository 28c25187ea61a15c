import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountRecovery, CfnUserPoolGroup, FeaturePlan, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Bucket, type CorsRule, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { attributes, indexName } from '../../functions/platform/adapters/aws/table-layout.ts';
import type { BucketName } from '../../functions/platform/ports/objects.ts';
import { closedBucket } from '../bucket.ts';
import { type Stage, stagePrefix } from '../stage.ts';

/** A day's anchor cannot be replaced or deleted for this long, by anybody without the right to bypass governance. */
const anchorLockDays = 365;

/**
 * How long a version is kept after it was replaced or removed. An upload is read by its version: a run may be replayed for a
 * year after somebody put another photo under the same name. Made files are made again by a replay; a month undoes a mistake.
 */
const replacedVersionDays = { inbox: 365, made: 30 } as const;

/**
 * The console posts files straight to the inbox. Any page may try: what lets a post in is the form's signature, which is
 * given to members only, and no cookie goes with it. The console's own address would make this stack depend on the API's.
 */
const formUploads: CorsRule = {
  allowedMethods: [HttpMethods.POST],
  allowedOrigins: ['*'],
  allowedHeaders: ['*'],
  // By it the page that uploads finds the run of exactly this file.
  exposedHeaders: ['x-amz-version-id'],
  maxAge: 3600,
};

/** What outlives every workflow: tables, buckets, the bus, the user pool, the topic that alarms go to. */
export class DataStack extends Stack {
  readonly state: TableV2;
  readonly audit: TableV2;
  readonly buckets: Readonly<Record<BucketName, Bucket>>;
  readonly bus: EventBus;
  readonly userPool: UserPool;
  readonly scheduleGroup: CfnScheduleGroup;
  readonly alarms: Topic;

  constructor(scope: Construct, stage: Stage, props: StackProps) {
    super(scope, stagePrefix(stage, 'data'), props);
    this.state = this.#table('State', true);
    this.audit = this.#table('Audit', false);
    this.buckets = {
      inbox: closedBucket(this, 'Inbox', {
        notifies: true,
        replacedDays: replacedVersionDays.inbox,
        cors: [formUploads],
      }),
      media: closedBucket(this, 'Media', { replacedDays: replacedVersionDays.made }),
      lake: closedBucket(this, 'Lake', { replacedDays: replacedVersionDays.made }),
      anchors: closedBucket(this, 'Anchors', { lockDays: anchorLockDays }),
    };
    this.bus = new EventBus(this, 'Bus', {
      description: 'Domain events: what happened in the shop, past tense',
    });
    this.scheduleGroup = new CfnScheduleGroup(this, 'Schedules', { name: stagePrefix(stage, 'schedules') });
    this.alarms = this.#alarmTopic(stage);
    this.userPool = this.#userPool();
  }

  #alarmTopic(stage: Stage): Topic {
    const topic = new Topic(this, 'Alarms', {
      displayName: `Storehand ${stage.name} alarms`,
      enforceSSL: true,
    });
    // A topic policy (that of `enforceSSL`) takes the place of the default one, which let the account's alarms publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowOwnAlarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }

  #table(id: string, indexed: boolean): TableV2 {
    return new TableV2(this, id, {
      partitionKey: { name: attributes.pk, type: AttributeType.STRING },
      sortKey: { name: attributes.sk, type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(indexed
        ? {
            timeToLiveAttribute: attributes.ttl,
            globalSecondaryIndexes: [
              {
                indexName,
                partitionKey: { name: attributes.indexPk, type: AttributeType.STRING },
                sortKey: { name: attributes.indexSk, type: AttributeType.STRING },
                projectionType: ProjectionType.KEYS_ONLY,
              },
            ],
          }
        : {}),
    });
  }

  #userPool(): UserPool {
    const pool = new UserPool(this, 'Members', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      featurePlan: FeaturePlan.ESSENTIALS,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
    });
    // Roles are members records per store; the group only tells deployment administrators apart, who may open a new store.
    new CfnUserPoolGroup(pool, 'Administrators', {
      groupName: 'administrators',
      userPoolId: pool.userPoolId,
    });
    return pool;
  }
}
