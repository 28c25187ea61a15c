import { type FunctionSpec, pascalCase } from '../../functions/platform/manifest.ts';
import { platformFunctions } from '../../functions/platform/platform-functions.ts';
import { workflows } from '../../functions/workflows.ts';

/** `action on resource`, one a line of a policy taken apart. */
export type Right = `${string} on ${string}`;

const rights = (actions: readonly string[], ...resources: readonly string[]): readonly Right[] =>
  actions.flatMap((action) => resources.map((resource): Right => `${action} on ${resource}`));

const own = 'arn:<Partition>';
const place = '<Region>:<AccountId>';

const bucketRead = (bucket: string) => [
  ...rights(['s3:GetObject', 's3:GetObjectVersion'], `<${bucket}.Arn>/*`),
  ...rights(['s3:ListBucket'], `<${bucket}.Arn>`),
];
const bucketWrite = (bucket: string) => rights(['s3:PutObject'], `<${bucket}.Arn>/*`);
const bucketRemove = (bucket: string) => rights(['s3:DeleteObject'], `<${bucket}.Arn>/*`);

/** What each word of a manifest gives, written a second time, without a look at `lib/grants.ts`. */
const reads: Record<FunctionSpec['reads'][number], readonly Right[]> = {
  state: rights(
    ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    '<State.Arn>',
    '<State.Arn>/index/ByStatus',
  ),
  'all-of-state': rights(['dynamodb:Scan'], '<State.Arn>'),
  audit: rights(['dynamodb:GetItem', 'dynamodb:Query'], '<Audit.Arn>'),
  inbox: bucketRead('Inbox'),
  media: bucketRead('Media'),
  lake: bucketRead('Lake'),
  anchors: bucketRead('Anchors'),
  executions: rights(['states:DescribeExecution'], `${own}:states:${place}:execution:Storehand-test-*`),
};

const writes: Record<FunctionSpec['writes'][number], readonly Right[]> = {
  state: rights(['dynamodb:PutItem'], '<State.Arn>'),
  'call-counts': rights(['dynamodb:UpdateItem'], '<State.Arn>'),
  audit: rights(['dynamodb:PutItem'], '<Audit.Arn>'),
  inbox: bucketWrite('Inbox'),
  media: bucketWrite('Media'),
  lake: bucketWrite('Lake'),
  anchors: bucketWrite('Anchors'),
};

/** An entry of the audit is never deleted, and an anchor neither. */
const removes: Record<FunctionSpec['removes'][number], readonly Right[]> = {
  state: rights(['dynamodb:DeleteItem'], '<State.Arn>'),
  inbox: bucketRemove('Inbox'),
  media: bucketRemove('Media'),
};

const sends: Record<FunctionSpec['sends'][number], readonly Right[]> = {
  bus: rights(['events:PutEvents'], '<Bus.Arn>'),
  mail: rights(['ses:SendEmail'], `${own}:ses:${place}:identity/*`),
  notices: rights(['sqs:SendMessage'], `${own}:sqs:${place}:Storehand-test-notices`),
  intake: rights(['sqs:SendMessage'], `${own}:sqs:${place}:Storehand-test-*`),
  schedules: [
    ...rights(
      ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
      `${own}:scheduler:${place}:schedule/<Schedules>/*`,
    ),
    ...rights(['iam:PassRole'], '<ScheduleRole.Arn>'),
  ],
  'task-answers': rights(['states:SendTaskSuccess'], `${own}:states:${place}:stateMachine:Storehand-test-*`),
  'execution-stops': rights(['states:StopExecution'], `${own}:states:${place}:execution:Storehand-test-*`),
  invitations: rights(['cognito-idp:AdminGetUser', 'cognito-idp:AdminCreateUser'], '<Members.Arn>'),
  machine: rights(['states:StartExecution'], '<Machine>', '<Machine>:*'),
};

const consume = (queue: string) =>
  rights(
    [
      'sqs:ReceiveMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueUrl',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ],
    `<${queue}.Arn>`,
  );

/** A function of the manifests, its stack, and what it may do besides its words because of what calls it. */
export interface ManifestFunction {
  readonly stack: string;
  /** Of its handler file, from the project root. */
  readonly handler: string;
  readonly spec: FunctionSpec;
  readonly because: readonly Right[];
}

export const manifestFunctions: readonly ManifestFunction[] = [
  ...workflows.flatMap(({ slug, functions, intake }) =>
    functions.map((spec) => ({
      stack: `Storehand-test-${slug}`,
      handler: `functions/${slug}/${spec.name}.handler.ts`,
      spec,
      because: spec.name === intake.starter ? consume('Intake') : [],
    })),
  ),
  ...platformFunctions.map((spec) => ({
    stack: 'Storehand-test-governance',
    handler: `functions/platform/${spec.folder}/${spec.name}.handler.ts`,
    spec,
    because: becauseOf(spec.startedBy),
  })),
];

function becauseOf(startedBy: (typeof platformFunctions)[number]['startedBy']): readonly Right[] {
  // A rule calls without waiting, so Lambda itself puts away what failed three times.
  if (startedBy.kind === 'rate' || startedBy.kind === 'execution-ended') {
    return rights(['sqs:SendMessage'], '<LostEvents.Arn>');
  }
  if (startedBy.kind !== 'queue') return [];
  return consume(pascalCase(startedBy.name));
}

/** Everything that a function may do. @param id its logical id without the hash, e.g. `InspectPhoto` */
export function expectedRights({ spec, because }: ManifestFunction, id: string): ReadonlySet<Right> {
  return new Set([
    ...rights(['logs:CreateLogStream', 'logs:PutLogEvents'], `<${id}Logs.Arn>`),
    ...spec.reads.flatMap((word) => reads[word]),
    ...spec.writes.flatMap((word) => writes[word]),
    ...spec.removes.flatMap((word) => removes[word]),
    ...spec.sends.flatMap((word) => sends[word]),
    ...spec.secrets.flatMap((prefix) =>
      rights(
        ['secretsmanager:GetSecretValue'],
        `${own}:secretsmanager:${place}:secret:storehand/test/${prefix}/*`,
      ),
    ),
    ...because,
  ]);
}

type Word = FunctionSpec['reads' | 'writes' | 'removes' | 'sends'][number] | 'secrets';

/** Which words may stand behind a wildcard. One that none of them explains must not be in any template. */
export const wildcardWords: readonly { resource: RegExp; words: readonly Word[]; why: string }[] = [
  { resource: /^<Inbox\.Arn>\/\*$/, words: ['inbox'], why: 'keys are made at run time' },
  { resource: /^<Media\.Arn>\/\*$/, words: ['media'], why: 'keys are made at run time' },
  { resource: /^<Lake\.Arn>\/\*$/, words: ['lake'], why: 'keys are made at run time' },
  { resource: /^<Anchors\.Arn>\/\*$/, words: ['anchors'], why: 'keys are made at run time' },
  { resource: /:sqs:.*:Storehand-test-\*$/, words: ['intake'], why: 'one intake queue a workflow' },
  {
    resource: /:execution:Storehand-test-\*$/,
    words: ['executions', 'execution-stops'],
    why: 'executions are named at run time',
  },
  { resource: /:stateMachine:Storehand-test-\*$/, words: ['task-answers'], why: 'one machine a workflow' },
  { resource: /:schedule\/<Schedules>\/\*$/, words: ['schedules'], why: 'one schedule a store' },
  { resource: /:identity\/\*$/, words: ['mail'], why: 'the sender is a setting of the shop' },
  {
    resource: /:secret:storehand\/test\/[\w-]+\/\*$/,
    words: ['secrets'],
    why: 'secrets are made at run time',
  },
  { resource: /^<Machine>:\*$/, words: ['machine'], why: "versions of the workflow's own machine" },
];

export function wordsOf(spec: FunctionSpec): ReadonlySet<Word> {
  return new Set([
    ...spec.reads,
    ...spec.writes,
    ...spec.removes,
    ...spec.sends,
    ...(spec.secrets.length > 0 ? (['secrets'] as const) : []),
  ]);
}
