import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SetClock } from './clocks.ts';
import { IDENTITY, StatesStand } from './states-stand.ts';

const PREFIX = `arn:aws:states:us-east-1:${IDENTITY.accountId}`;
const pass = { Type: 'Pass', End: true };
const wait = { Type: 'Wait', Seconds: 1000, End: true };
const DAY = 24 * 3600 * 1000;

let clock: SetClock;
let stand: StatesStand;
beforeEach(async () => {
  clock = new SetClock();
  stand = await StatesStand.open({ clock });
});
afterEach(() => stand.remove());

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: Error) => error.name,
  );
}

const text = (states: Record<string, unknown>) =>
  JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });

describe('the name of an execution', () => {
  test('with the same input answers the running one, with another input is taken', async () => {
    const machine = await stand.machine('Waits', { A: wait });
    const first = await stand.start(machine, { a: 1 }, 'one');
    expect(first).toBe(`${PREFIX}:execution:Waits:one`);
    expect(await stand.start(machine, { a: 1 }, 'one')).toBe(first);
    expect(await refusal(stand.start(machine, { a: 2 }, 'one'))).toBe('ExecutionAlreadyExists');
    expect((await stand.call('ListExecutions', { stateMachineArn: machine })).executions).toHaveLength(1);
  });

  test('is taken until 90 days after the end', async () => {
    const machine = await stand.machine('Ends', { A: pass });
    await stand.ended(await stand.start(machine, {}, 'one'));
    expect(await refusal(stand.start(machine, {}, 'one'))).toBe('ExecutionAlreadyExists');
    clock.advance(90 * DAY);
    expect(await refusal(stand.start(machine, {}, 'one'))).toBe('ExecutionAlreadyExists');
    clock.advance(1);
    expect((await stand.ended(await stand.start(machine, {}, 'one'))).startDate).toBe(clock.now() / 1000);
  });

  test.each(['with space', 'a/b', 'a:b', '', 'x'.repeat(81), 'tab\t', 'a$'])('cannot be %j', async (name) => {
    const machine = await stand.machine('Ends', { A: pass });
    expect(await refusal(stand.start(machine, {}, name))).toBe('InvalidName');
  });
});

test('an execution keeps the definition that it started with, over an update', async () => {
  const machine = await stand.machine('Changes', {
    A: { ...wait, Next: 'B', End: undefined },
    B: { ...pass, Output: 'old' },
  });
  const before = await stand.start(machine);
  await stand.until(async () =>
    (await stand.types(before)).includes('WaitStateEntered') ? true : undefined,
  );
  await stand.call('UpdateStateMachine', {
    stateMachineArn: machine,
    definition: text({ B: { ...pass, Output: 'new' } }),
  });
  const after = await stand.start(machine);
  clock.advance(1000_000);
  expect((await stand.ended(before)).output).toBe('"old"');
  expect((await stand.ended(after)).output).toBe('"new"');
  const described = await stand.call('DescribeStateMachineForExecution', { executionArn: before });
  expect(JSON.parse(described.definition).StartAt).toBe('A');
});

test('versions are made for revisions, and run what they were made of', async () => {
  const stateMachineArn = await stand.machine('Versions', { A: { ...pass, Output: 1 } });
  const publish = () => stand.call('PublishStateMachineVersion', { stateMachineArn });
  expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
  expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
  await stand.call('UpdateStateMachine', {
    stateMachineArn,
    definition: text({ A: { ...pass, Output: 2 } }),
    publish: true,
  });
  const { stateMachineVersions } = await stand.call('ListStateMachineVersions', { stateMachineArn });
  expect(
    stateMachineVersions.map((version: { stateMachineVersionArn: string }) => version.stateMachineVersionArn),
  ).toEqual([`${stateMachineArn}:2`, `${stateMachineArn}:1`]);
  const ended = await stand.ended(await stand.start(`${stateMachineArn}:1`));
  expect(ended).toMatchObject({
    output: '1',
    stateMachineArn,
    stateMachineVersionArn: `${stateMachineArn}:1`,
  });
  expect(await refusal(stand.start(`${stateMachineArn}:9`))).toBe('StateMachineDoesNotExist');
  const listed = await stand.call('ListExecutions', { stateMachineArn: `${stateMachineArn}:2` });
  expect(listed.executions).toEqual([]);
});

test('lists are paged, newest execution first, and filtered by status', async () => {
  const stateMachineArn = await stand.machine('Pages', { A: pass });
  const waiting = await stand.start(await stand.machine('Other', { A: wait }));
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await stand.ended(await stand.start(stateMachineArn, {}, name));
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await stand.call('ListExecutions', {
      stateMachineArn,
      maxResults: 2,
      nextToken,
      statusFilter: 'SUCCEEDED',
    });
    names.push(...page.executions.map((execution: { name: string }) => execution.name));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(names).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(
    (await stand.call('ListExecutions', { stateMachineArn, statusFilter: 'FAILED' })).executions,
  ).toEqual([]);
  expect((await stand.call('ListStateMachines', { maxResults: 1 })).stateMachines).toMatchObject([
    { name: 'Other' },
  ]);
  expect(await refusal(stand.call('ListExecutions', { stateMachineArn, nextToken: 'x' }))).toBe(
    'InvalidToken',
  );
  await stand.call('StopExecution', { executionArn: waiting });
});

test('a history is paged in both directions, and without data on request', async () => {
  const executionArn = await stand.start(
    await stand.machine('H', { A: { Type: 'Pass', Next: 'B' }, B: pass }),
    { secret: 1 },
  );
  await stand.ended(executionArn);
  const read = async (reverseOrder: boolean) => {
    const ids: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await stand.call('GetExecutionHistory', {
        executionArn,
        maxResults: 2,
        nextToken,
        reverseOrder,
      });
      ids.push(...page.events.map((event: { id: number }) => event.id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return ids;
  };
  expect(await read(false)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await read(true)).toEqual([6, 5, 4, 3, 2, 1]);
  const bare = await stand.call('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(JSON.stringify(bare)).not.toContain('secret');
  expect(bare.events[1].stateEnteredEventDetails).toEqual({ name: 'A' });
});

describe('an Express machine', () => {
  test('is run synchronously, and a failure is an answer like any', async () => {
    const good = await stand.machine(
      'Good',
      { A: { ...pass, Output: '{% $states.input.n * 2 %}' } },
      {},
      'EXPRESS',
    );
    const answer = await stand.call('StartSyncExecution', { stateMachineArn: good, input: '{"n":4}' });
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '8' });
    expect(answer.executionArn).toMatch(/:express:Good:/);
    const bad = await stand.machine('Bad', { A: { Type: 'Fail', Error: 'E', Cause: 'C' } }, {}, 'EXPRESS');
    const failed = await stand.call('StartSyncExecution', { stateMachineArn: bad });
    expect(failed).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
  });

  test('ends after five minutes, and has no executions to be listed or described', async () => {
    const slow = await stand.machine('Slow', { A: wait }, {}, 'EXPRESS');
    const running = stand.call('StartSyncExecution', { stateMachineArn: slow });
    await stand.until(() => (clock.pending.length > 0 ? true : undefined));
    clock.advance(300_000);
    const answer = await running;
    expect(answer.status).toBe('TIMED_OUT');
    const describe = stand.call('DescribeExecution', { executionArn: answer.executionArn });
    expect(await refusal(describe)).toBe('ExecutionDoesNotExist');
    const list = stand.call('ListExecutions', { stateMachineArn: slow });
    expect(await refusal(list)).toBe('StateMachineTypeNotSupported');
  });

  test('is the only kind that can be waited for', async () => {
    const standard = await stand.machine('Standard', { A: pass });
    const call = stand.call('StartSyncExecution', { stateMachineArn: standard });
    expect(await refusal(call)).toBe('StateMachineTypeNotSupported');
  });
});

test('a machine is created once, described, tagged, validated and deleted after its last execution', async () => {
  const stateMachineArn = await stand.machine('Life', { A: wait });
  expect(await stand.machine('Life', { A: wait })).toBe(stateMachineArn);
  expect(await refusal(stand.machine('Life', { A: pass }))).toBe('StateMachineAlreadyExists');
  expect(await refusal(stand.machine('New', { A: { ...pass, Next: 'X' } }))).toBe('InvalidDefinition');
  await stand.call('TagResource', { resourceArn: stateMachineArn, tags: [{ key: 'a', value: 'b' }] });
  const { tags } = await stand.call('ListTagsForResource', { resourceArn: stateMachineArn });
  expect(tags).toEqual([{ key: 'a', value: 'b' }]);
  const invalid = await stand.call('ValidateStateMachineDefinition', { definition: '{}' });
  expect(invalid.result).toBe('FAIL');
  const executionArn = await stand.start(stateMachineArn);
  await stand.call('DeleteStateMachine', { stateMachineArn });
  expect(await stand.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({
    status: 'DELETING',
    type: 'STANDARD',
  });
  expect(await refusal(stand.start(stateMachineArn))).toBe('StateMachineDeleting');
  await stand.call('StopExecution', { executionArn });
  expect(await refusal(stand.call('DescribeStateMachine', { stateMachineArn }))).toBe(
    'StateMachineDoesNotExist',
  );
});

describe('the resources of a template', () => {
  const resource = (type: string, properties: Record<string, unknown>) => ({
    type: `AWS::StepFunctions::${type}`,
    logicalId: 'Machine',
    stackName: 'Stack',
    metadata: {},
    properties,
  });
  const provision = (output: string) =>
    stand.service.provision(
      resource('StateMachine', {
        DefinitionString: text({ A: { ...pass, Output: [`\${Word}`, `\${Unknown}`] } }),
        DefinitionSubstitutions: { Word: output },
        RoleArn: 'arn:aws:iam::111122223333:role/R',
      }),
    );

  test('are made again at every start without a new version, and get one when the definition changed', async () => {
    const machine = await provision('a "b" \\');
    const version = () =>
      stand.service.provision(resource('StateMachineVersion', { StateMachineArn: machine.ref }));
    expect(machine.attributes).toMatchObject({ Arn: machine.ref, Name: machine.ref.split(':').at(-1) });
    expect((await version()).ref).toBe(`${machine.ref}:1`);
    expect(await provision('a "b" \\')).toEqual(machine);
    expect((await version()).ref).toBe(`${machine.ref}:1`);
    expect((await stand.ended(await stand.start(machine.ref))).output).toBe(
      JSON.stringify(['a "b" \\', `\${Unknown}`]),
    );
    const changed = await provision('c');
    expect(changed.ref).toBe(machine.ref);
    expect(changed.attributes.StateMachineRevisionId).not.toBe(machine.attributes.StateMachineRevisionId);
    expect((await version()).ref).toBe(`${machine.ref}:2`);
  });

  test('include aliases, which start the version that they point to', async () => {
    const machine = await provision('a');
    const version = await stand.service.provision(
      resource('StateMachineVersion', { StateMachineArn: machine.ref }),
    );
    const alias = await stand.service.provision(
      resource('StateMachineAlias', {
        Name: 'live',
        RoutingConfiguration: [{ StateMachineVersionArn: version.ref, Weight: 100 }],
      }),
    );
    expect(alias.ref).toBe(`${machine.ref}:live`);
    await provision('b');
    const ended = await stand.ended(await stand.start(alias.ref));
    expect(ended).toMatchObject({
      output: JSON.stringify(['a', `\${Unknown}`]),
      stateMachineAliasArn: alias.ref,
      stateMachineVersionArn: version.ref,
    });
  });
});
