import { Aws, Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { indexName } from '../functions/platform/adapters/aws/table-layout.ts';
import type { EnvironmentName } from '../functions/platform/environment.ts';
import type { FunctionSpec } from '../functions/platform/manifest.ts';
import type { BucketName } from '../functions/platform/ports/objects.ts';
import type { DataStack } from './stacks/data-stack.ts';
import { queueArnPrefix, queueUrlPrefix, type Stage, stagePrefix } from './stage.ts';

/** What a function's grants are made of: policy statements and the environment that tells its code where things are. */
export interface Grants {
  readonly statements: readonly PolicyStatement[];
  readonly environment: Readonly<Partial<Record<EnvironmentName, string>>>;
}

export interface GrantContext {
  readonly stage: Stage;
  readonly data: DataStack;
  /** Of the function's own workflow; absent for the platform's functions. */
  readonly machineArn?: string | undefined;
  /** Assumed by EventBridge Scheduler; only where `schedules` is granted. */
  readonly scheduleRoleArn?: string | undefined;
}

type Grant = (context: GrantContext) => { statements: PolicyStatement[]; environment: Grants['environment'] };

/**
 * Turns a manifest's words into statements. Every word has exactly one meaning here; a function that names none gets
 * nothing but its logs.
 */
export function grantsFor(spec: FunctionSpec, context: GrantContext): Grants {
  const granted = [
    ...spec.reads.map((name) => readGrants[name](context)),
    ...spec.writes.map((name) => writeGrants[name](context)),
    ...spec.removes.map((name) => removeGrants[name](context)),
    ...spec.sends.map((name) => sendGrants[name](context)),
    ...(spec.secrets.length > 0 ? [secretGrant(spec.secrets, context)] : []),
  ];
  return {
    statements: granted.flatMap((grant) => grant.statements),
    environment: Object.assign({ stage: context.stage.name }, ...granted.map((grant) => grant.environment)),
  };
}

/** Adds the statements to the function's role. */
export function applyGrants(target: IFunction, grants: Grants): void {
  for (const statement of grants.statements) target.addToRolePolicy(statement);
}

const readGrants: Record<FunctionSpec['reads'][number], Grant> = {
  state: (context) =>
    tableGrant(context, 'state', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']),
  'all-of-state': (context) => tableGrant(context, 'state', ['dynamodb:Scan']),
  audit: (context) => tableGrant(context, 'audit', ['dynamodb:GetItem', 'dynamodb:Query']),
  inbox: (context) => bucketGrant(context, 'inbox', 'read'),
  media: (context) => bucketGrant(context, 'media', 'read'),
  lake: (context) => bucketGrant(context, 'lake', 'read'),
  anchors: (context) => bucketGrant(context, 'anchors', 'read'),
  executions: ({ stage }) => ({
    // Executions of this stage's machines: their ARNs are not known before they run, the stage prefix is.
    statements: [allow(['states:DescribeExecution'], [statesArn('execution', stage)])],
    environment: {},
  }),
};

const writeGrants: Record<FunctionSpec['writes'][number], Grant> = {
  state: (context) => tableGrant(context, 'state', ['dynamodb:PutItem']),
  'call-counts': (context) => tableGrant(context, 'state', ['dynamodb:UpdateItem']),
  // Append-only by code and by right: there is no word to remove an entry.
  audit: (context) => tableGrant(context, 'audit', ['dynamodb:PutItem']),
  inbox: (context) => bucketGrant(context, 'inbox', 'write'),
  media: (context) => bucketGrant(context, 'media', 'write'),
  lake: (context) => bucketGrant(context, 'lake', 'write'),
  anchors: (context) => bucketGrant(context, 'anchors', 'write'),
};

const removeGrants: Record<FunctionSpec['removes'][number], Grant> = {
  state: (context) => tableGrant(context, 'state', ['dynamodb:DeleteItem']),
  inbox: (context) => bucketGrant(context, 'inbox', 'remove'),
  media: (context) => bucketGrant(context, 'media', 'remove'),
};

const sendGrants: Record<FunctionSpec['sends'][number], Grant> = {
  bus: ({ data }) => ({
    statements: [allow(['events:PutEvents'], [data.bus.eventBusArn])],
    environment: { busName: data.bus.eventBusName },
  }),
  mail: () => ({
    statements: [
      allow(
        ['ses:SendEmail'],
        [Fn.join(':', ['arn', Aws.PARTITION, 'ses', Aws.REGION, Aws.ACCOUNT_ID, 'identity/*'])],
      ),
    ],
    environment: {},
  }),
  notices: ({ stage }) => queueGrant(stage, 'notices'),
  intake: ({ stage }) => queueGrant(stage, '*'),
  schedules: ({ stage, data, scheduleRoleArn }) => {
    if (scheduleRoleArn === undefined)
      throw new Error('`schedules` is granted where no schedule role was made');
    const group = data.scheduleGroup.ref;
    const schedules = Fn.join('', [
      'arn:',
      Aws.PARTITION,
      ':scheduler:',
      Aws.REGION,
      ':',
      Aws.ACCOUNT_ID,
      ':schedule/',
      group,
      '/*',
    ]);
    const change = ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'];
    return {
      statements: [allow(change, [schedules]), allow(['iam:PassRole'], [scheduleRoleArn])],
      environment: { scheduleGroup: group, scheduleRoleArn, queueArnPrefix: queueArnPrefix(stage) },
    };
  },
  'task-answers': ({ stage }) => ({
    statements: [allow(['states:SendTaskSuccess'], [statesArn('stateMachine', stage)])],
    environment: {},
  }),
  'execution-stops': ({ stage }) => ({
    statements: [allow(['states:StopExecution'], [statesArn('execution', stage)])],
    environment: {},
  }),
  // No right to set a password, to change or to remove anybody.
  invitations: ({ data }) => ({
    statements: [
      allow(['cognito-idp:AdminGetUser', 'cognito-idp:AdminCreateUser'], [data.userPool.userPoolArn]),
    ],
    environment: { userPoolId: data.userPool.userPoolId },
  }),
  machine: ({ machineArn }) => {
    if (machineArn === undefined)
      throw new Error('`machine` is granted to a function that belongs to no workflow');
    return { statements: [], environment: { machineArn } };
  },
};

function tableGrant({ data }: GrantContext, name: 'state' | 'audit', actions: string[]): ReturnType<Grant> {
  const table = data[name];
  const onIndex = actions.includes('dynamodb:Query') && name === 'state';
  const resources = onIndex ? [table.tableArn, `${table.tableArn}/index/${indexName}`] : [table.tableArn];
  return {
    statements: [allow(actions, resources)],
    environment: name === 'state' ? { stateTable: table.tableName } : { auditTable: table.tableName },
  };
}

const bucketVariable = {
  inbox: 'inboxBucket',
  media: 'mediaBucket',
  lake: 'lakeBucket',
  anchors: 'anchorsBucket',
} as const;

const objectActions = {
  read: ['s3:GetObject', 's3:GetObjectVersion'],
  write: ['s3:PutObject'],
  remove: ['s3:DeleteObject'],
} as const;

function bucketGrant(
  { data }: GrantContext,
  name: BucketName,
  access: keyof typeof objectActions,
): ReturnType<Grant> {
  const bucket = data.buckets[name];
  const objects = allow([...objectActions[access]], [bucket.arnForObjects('*')]);
  // Without the right to list, a missing object answers 403 instead of 404.
  const list = allow(['s3:ListBucket'], [bucket.bucketArn]);
  return {
    statements: access === 'read' ? [objects, list] : [objects],
    environment: { [bucketVariable[name]]: bucket.bucketName },
  };
}

function queueGrant(stage: Stage, name: string): ReturnType<Grant> {
  return {
    statements: [allow(['sqs:SendMessage'], [`${queueArnPrefix(stage)}${name}`])],
    environment: { queueUrlPrefix: queueUrlPrefix(stage) },
  };
}

function secretGrant(prefixes: readonly string[], { stage }: GrantContext): ReturnType<Grant> {
  const root = `storehand/${stage.name}/`;
  const arns = prefixes.map((prefix) =>
    Fn.join('', [
      'arn:',
      Aws.PARTITION,
      ':secretsmanager:',
      Aws.REGION,
      ':',
      Aws.ACCOUNT_ID,
      `:secret:${root}${prefix}/*`,
    ]),
  );
  return {
    statements: [allow(['secretsmanager:GetSecretValue'], arns)],
    environment: { secretPrefix: root },
  };
}

function statesArn(kind: 'execution' | 'stateMachine', stage: Stage): string {
  return Fn.join('', [
    'arn:',
    Aws.PARTITION,
    ':states:',
    Aws.REGION,
    ':',
    Aws.ACCOUNT_ID,
    `:${kind}:${stagePrefix(stage, '*')}`,
  ]);
}

function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources });
}
