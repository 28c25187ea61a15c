import { describe, expect, it } from 'vitest';
import type { FunctionSpec } from '../../functions/platform/manifest.ts';
import type { Platform } from '../../functions/platform/platform.ts';
import { expectedRights, manifestFunctions, wordsOf } from './granted.ts';
import { type Reached, reachedFrom, renamedPorts, sdkCalls } from './reached.ts';

interface PortMethod {
  /** As the adapter calls them; see `sdkCalls`. */
  readonly sdk: readonly string[];
  /** What AWS asks for. */
  readonly actions: readonly string[];
}

const uses = (sdk: string[], ...actions: string[]): PortMethod => ({ sdk, actions });

type Port = Exclude<keyof Platform, 'clock'>;
type Method = { [Name in Port]: `${Name}.${keyof Platform[Name] & string}` }[Port];

/** What stands behind each method of a port, and behind each adapter that a handler makes itself. */
const behindEach: Readonly<
  Record<Method | 'records.delete' | 'secrets' | 'ses-mail' | 'cognito-people', PortMethod>
> = {
  'records.get': uses(['Get'], 'dynamodb:GetItem'),
  'records.put': uses(['Put'], 'dynamodb:PutItem'),
  'records.transact': uses(['TransactWrite'], 'dynamodb:PutItem'),
  'records.delete': uses(['TransactWrite'], 'dynamodb:DeleteItem'),
  'records.list': uses(['Query'], 'dynamodb:Query'),
  'records.listIndex': uses(['Query', 'BatchGet'], 'dynamodb:Query', 'dynamodb:BatchGetItem'),
  'records.countIndex': uses(['Query'], 'dynamodb:Query'),
  'records.keysOfStore': uses(['Scan'], 'dynamodb:Scan'),
  'records.tally': uses(['Update'], 'dynamodb:UpdateItem'),
  'records.remove': uses(['Delete'], 'dynamodb:DeleteItem'),
  'objects.get': uses(['GetObject'], 's3:GetObject', 's3:GetObjectVersion'),
  'objects.head': uses(['HeadObject'], 's3:GetObject', 's3:GetObjectVersion'),
  'objects.list': uses(['ListObjectsV2'], 's3:ListBucket'),
  'objects.linkToRead': uses(['GetObject'], 's3:GetObject'),
  'objects.copy': uses(['CopyObject'], 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'),
  'objects.put': uses(['PutObject'], 's3:PutObject'),
  'objects.formToUpload': uses(['createPresignedPost'], 's3:PutObject'),
  'objects.remove': uses(['DeleteObject'], 's3:DeleteObject'),
  'events.publish': uses(['PutEvents'], 'events:PutEvents'),
  'executions.start': uses(['StartExecution'], 'states:StartExecution'),
  'executions.describe': uses(['DescribeExecution'], 'states:DescribeExecution'),
  'executions.stop': uses(['StopExecution'], 'states:StopExecution'),
  'executions.succeedTask': uses(['SendTaskSuccess'], 'states:SendTaskSuccess'),
  'queues.send': uses(['SendMessage'], 'sqs:SendMessage'),
  'schedules.save': uses(
    ['CreateSchedule', 'UpdateSchedule'],
    'scheduler:CreateSchedule',
    'scheduler:UpdateSchedule',
    'iam:PassRole',
  ),
  'schedules.remove': uses(['DeleteSchedule'], 'scheduler:DeleteSchedule'),
  secrets: uses(['GetSecretValue'], 'secretsmanager:GetSecretValue'),
  'ses-mail': uses(['SendEmail'], 'ses:SendEmail'),
  'cognito-people': uses(
    ['AdminCreateUser', 'AdminGetUser'],
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminGetUser',
  ),
};

const behind: Readonly<Record<string, PortMethod>> = behindEach;

const reading = ['objects.get', 'objects.head', 'objects.list', 'objects.linkToRead', 'objects.copy'];
const writing = ['objects.put', 'objects.copy', 'objects.formToUpload'];
const putting = ['records.put', 'records.transact'];

/** Which of them, any one, makes use of a word of the manifest. Of a table or bucket, the code must name it as well. */
const usedBy = {
  reads: {
    state: ['records.get', 'records.list', 'records.listIndex', 'records.countIndex'],
    'all-of-state': ['records.keysOfStore'],
    audit: ['records.get', 'records.list'],
    inbox: reading,
    media: reading,
    lake: reading,
    anchors: reading,
    executions: ['executions.describe'],
  },
  writes: {
    state: putting,
    'call-counts': ['records.tally'],
    audit: putting,
    inbox: writing,
    media: writing,
    lake: writing,
    anchors: writing,
  },
  removes: {
    state: ['records.delete', 'records.remove'],
    inbox: ['objects.remove'],
    media: ['objects.remove'],
  },
  sends: {
    bus: ['events.publish'],
    mail: ['ses-mail'],
    notices: ['queues.send'],
    intake: ['queues.send'],
    schedules: ['schedules.save', 'schedules.remove'],
    'task-answers': ['executions.succeedTask'],
    'execution-stops': ['executions.stop'],
    invitations: ['cognito-people'],
    machine: ['executions.start'],
  },
} as const satisfies {
  [Kind in 'reads' | 'writes' | 'removes' | 'sends']: Record<FunctionSpec[Kind][number], readonly string[]>;
};

const placed = new Set<string>(['state', 'audit', 'inbox', 'media', 'lake', 'anchors']);
const kinds = ['reads', 'writes', 'removes', 'sends'] as const;

function isUsed(reached: Reached, word: string, methods: readonly string[]): boolean {
  const isNamed = !placed.has(word) || [...reached.places].some((place) => place === word);
  return isNamed && methods.some((method) => reached.methods.has(method) || reached.adapters.has(method));
}

/** Words of a manifest that no code makes use of, and tables and buckets that the code touches without a word for it. */
function compare(spec: FunctionSpec, reached: Reached): { unused: string[]; missing: string[] } {
  const unused = kinds.flatMap((kind) => {
    const methods: Readonly<Record<string, readonly string[]>> = usedBy[kind];
    return spec[kind]
      .filter((word) => !isUsed(reached, word, methods[word] ?? []))
      .map((word) => `${kind} ${word}`);
  });
  if (spec.secrets.length > 0 && !reached.adapters.has('secrets')) unused.push('secrets');
  const missing = (['state', 'audit'] as const).flatMap((table) => [
    ...(isUsed(reached, table, usedBy.reads[table]) && !spec.reads.includes(table) ? [`reads ${table}`] : []),
    ...(isUsed(reached, table, usedBy.writes[table]) && !spec.writes.includes(table)
      ? [`writes ${table}`]
      : []),
  ]);
  const touchesFiles = [...reached.methods].some((method) => method.startsWith('objects.'));
  const words = wordsOf(spec);
  for (const bucket of ['inbox', 'media', 'lake', 'anchors'] as const) {
    if (touchesFiles && reached.places.has(bucket) && !words.has(bucket))
      missing.push(`some word for ${bucket}`);
  }
  return { unused, missing };
}

describe.each(manifestFunctions.map((one) => [one.spec.name, one] as const))('the function %s', (_, one) => {
  const reached = reachedFrom(one.handler);

  it('has every right that its code may need', async () => {
    const { methods, adapters } = await reached;
    const granted = new Set([...expectedRights(one, 'Any')].map((right) => right.split(' on ')[0]));
    // A dead-letter queue is Lambda's to write to.
    const words = new Set<string>(one.spec.sends);
    if (!words.has('intake') && !words.has('notices')) granted.delete('sqs:SendMessage');
    const needed = [...methods, ...adapters].flatMap((name) =>
      (behind[name]?.actions ?? []).map((action) => `${name}: ${action}`),
    );
    expect(needed.filter((need) => !granted.has(need.split(': ')[1]))).toEqual([]);
    expect(compare(one.spec, await reached).missing).toEqual([]);
  });

  it('has no right that its code cannot need', async () => {
    expect(compare(one.spec, await reached).unused).toEqual([]);
  });
});

describe('what stands behind the ports', () => {
  it('is every call of the SDK that an adapter makes', () => {
    expect([...new Set(Object.values(behind).flatMap(({ sdk }) => sdk))].sort()).toEqual(sdkCalls());
  });

  it('is found by the names of the platform’s fields, which no code changes', () => {
    expect(renamedPorts()).toEqual([]);
  });

  it('is known for every adapter that a handler makes itself', async () => {
    const all = await Promise.all(manifestFunctions.map(({ handler }) => reachedFrom(handler)));
    const names = new Set(all.flatMap(({ adapters }) => [...adapters]));
    expect([...names].filter((name) => behind[name] === undefined)).toEqual([]);
    // Every port is found somewhere: one that the search does not see would never be compared.
    const found = all.flatMap(({ methods, adapters }) => [...methods, ...adapters]);
    const ports = (methods: readonly string[]) => new Set(methods.map((name) => name.split('.')[0]));
    expect([...ports(Object.keys(behind))].filter((port) => !ports(found).has(port))).toEqual([]);
  });
});
