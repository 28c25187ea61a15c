import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readEnvironment } from '../../environment.ts';
import type { Platform } from '../../platform.ts';
import { systemClock } from '../../ports/clock.ts';
import type { BucketName } from '../../ports/objects.ts';
import type { TableName } from '../../ports/records.ts';
import { BusEvents } from './bus-events.ts';
import { DynamoRecords } from './dynamo-records.ts';
import { S3Objects } from './s3-objects.ts';
import { SchedulerSchedules } from './scheduler-schedules.ts';
import { SfnExecutions } from './sfn-executions.ts';
import { SqsQueues } from './sqs-queues.ts';

const bucketVariables = {
  inbox: 'inboxBucket',
  media: 'mediaBucket',
  lake: 'lakeBucket',
  anchors: 'anchorsBucket',
} as const satisfies Record<BucketName, string>;
const tableVariables = { state: 'stateTable', audit: 'auditTable' } as const satisfies Record<
  TableName,
  string
>;

let platform: Platform | undefined;

/** The platform of this function's environment, made once a container. Names are read when first used. */
export function awsPlatform(): Platform {
  platform ??= makePlatform();
  return platform;
}

function makePlatform(): Platform {
  // One machine serves S3 under a path of one host and queues under another URL than AWS's; the SDK sets AWS_ENDPOINT_URL
  // by itself, these two switches it does not.
  const onOneMachine = process.env.AWS_ENDPOINT_URL !== undefined;
  return {
    records: new DynamoRecords(new DynamoDBClient({}), (name) => readEnvironment(tableVariables[name])),
    objects: new S3Objects(new S3Client({ forcePathStyle: onOneMachine }), (name) =>
      readEnvironment(bucketVariables[name]),
    ),
    events: new BusEvents(new EventBridgeClient({}), () => readEnvironment('busName')),
    executions: new SfnExecutions(new SFNClient({ disableHostPrefix: onOneMachine })),
    queues: new SqsQueues(new SQSClient({ useQueueUrlAsEndpoint: !onOneMachine }), () =>
      readEnvironment('queueUrlPrefix'),
    ),
    schedules: new SchedulerSchedules(new SchedulerClient({}), () => ({
      group: readEnvironment('scheduleGroup'),
      roleArn: readEnvironment('scheduleRoleArn'),
      queueArnPrefix: readEnvironment('queueArnPrefix'),
    })),
    clock: systemClock,
  };
}
