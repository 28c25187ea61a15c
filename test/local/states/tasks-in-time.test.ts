import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError } from '../../../local/protocol/aws-error.ts';
import type { FunctionInvoker, InvokeHooks, InvokeResult } from '../../../local/service.ts';
import { SetClock } from './clocks.ts';
import { FUNCTION, StatesStand, type TestFunction } from './states-stand.ts';

const pass = { Type: 'Pass', End: true };
const task = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' },
  End: true,
  ...more,
});
const ask = (more: Record<string, unknown> = {}) =>
  task({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  });

let clock: SetClock;
let stand: StatesStand;
let work: TestFunction;
let tokens: string[];

beforeEach(async () => {
  clock = new SetClock();
  tokens = [];
  work = () => ({});
  stand = await StatesStand.open({
    clock,
    concurrency: 2,
    work: (input, name) => {
      const { token } = (input ?? {}) as { token?: string };
      if (token !== undefined) tokens.push(token);
      return work(input, name);
    },
  });
});
afterEach(() => stand.remove());

async function started(states: Record<string, unknown>, input: unknown = {}): Promise<string> {
  return stand.start(await stand.machine(`M${Math.random().toString(36).slice(2)}`, states), input);
}

async function token(count = 1): Promise<string> {
  return stand.until(() => tokens[count - 1]);
}

const saw = (executionArn: string, type: string, times = 1) =>
  stand.until(async () => {
    const types = await stand.types(executionArn);
    return types.filter((one) => one === type).length >= times || undefined;
  });

async function refusal(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'accepted',
    (error: Error) => error.name,
  );
}

describe('a task token', () => {
  test('is accepted once, also before its function has returned', async () => {
    let release = () => {};
    work = () => new Promise<object>((resolve) => (release = () => resolve({})));
    const executionArn = await started({ A: ask() });
    const taskToken = await token();
    await stand.call('SendTaskSuccess', { taskToken, output: '{"ok":1}' });
    expect((await stand.ended(executionArn)).output).toBe('{"ok":1}');
    release();
    expect(await refusal(stand.call('SendTaskSuccess', { taskToken, output: '{}' }))).toBe('TaskTimedOut');
    expect(await refusal(stand.call('SendTaskFailure', { taskToken }))).toBe('TaskTimedOut');
    expect(await refusal(stand.call('SendTaskHeartbeat', { taskToken }))).toBe('TaskTimedOut');
  });

  test('that was never given out is invalid, also one with a changed letter', async () => {
    await started({ A: ask() });
    const taskToken = await token();
    for (const forged of ['', 'x', `A${taskToken.slice(1)}`, Buffer.from('1.1.1.ab').toString('base64')]) {
      expect(await refusal(stand.call('SendTaskSuccess', { taskToken: forged, output: '{}' }))).toBe(
        'InvalidToken',
      );
    }
  });

  test('is dead once its execution is stopped', async () => {
    const machineArn = await stand.machine('Stopped', { A: ask() });
    const executionArn = await stand.start(machineArn);
    const taskToken = await token();
    await stand.call('StopExecution', { executionArn, error: 'E', cause: 'C' });
    expect(await stand.ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'E', cause: 'C' });
    expect(await refusal(stand.call('SendTaskSuccess', { taskToken, output: '{}' }))).toBe('TaskTimedOut');
  });

  test('can carry a failure, which is retried and caught like any', async () => {
    const executionArn = await started({
      A: ask({
        Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 10 }],
        Catch: [{ ErrorEquals: ['No'], Next: 'B' }],
      }),
      B: { ...pass, Output: '{% $states.input %}' },
    });
    await stand.call('SendTaskFailure', { taskToken: await token(), error: 'Again' });
    clock.advance(10_000);
    await stand.call('SendTaskFailure', { taskToken: await token(2), error: 'No', cause: 'why' });
    expect(JSON.parse((await stand.ended(executionArn)).output)).toEqual({ Error: 'No', Cause: 'why' });
  });

  test('expires with TimeoutSeconds from an expression', async () => {
    const executionArn = await started(
      {
        A: ask({
          TimeoutSeconds: '{% $states.input.days * 86400 %}',
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }],
        }),
        B: { ...pass, Output: 'expired' },
      },
      { days: 2 },
    );
    const taskToken = await token();
    await saw(executionArn, 'TaskSubmitted');
    clock.advance(2 * 86_400_000 - 1);
    expect((await stand.call('DescribeExecution', { executionArn })).status).toBe('RUNNING');
    clock.advance(1);
    expect((await stand.ended(executionArn)).output).toBe('"expired"');
    expect(await refusal(stand.call('SendTaskSuccess', { taskToken, output: '{}' }))).toBe('TaskTimedOut');
  });

  test('expires without heartbeats, and lives as long as they come', async () => {
    const executionArn = await started({ A: ask({ HeartbeatSeconds: 60 }) });
    const taskToken = await token();
    await saw(executionArn, 'TaskSubmitted');
    for (let beat = 0; beat < 3; beat += 1) {
      clock.advance(59_000);
      await stand.call('SendTaskHeartbeat', { taskToken });
    }
    clock.advance(60_000);
    expect(await stand.ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('takes an output that is not JSON for a mistake of the caller', async () => {
    await started({ A: ask() });
    const call = stand.call('SendTaskSuccess', { taskToken: await token(), output: 'no' });
    expect(await refusal(call)).toBe('InvalidOutput');
  });
});

describe('time', () => {
  test('of a task that does not return is up after its TimeoutSeconds, and its late answer is dropped', async () => {
    let release = () => {};
    work = () => new Promise<object>((resolve) => (release = () => resolve({ late: true })));
    const executionArn = await started({
      A: task({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }] }),
      B: { ...pass, Output: 'in time' },
    });
    await saw(executionArn, 'TaskStarted');
    clock.advance(30_000);
    expect((await stand.ended(executionArn)).output).toBe('"in time"');
    release();
    expect(await stand.types(executionArn)).toContain('TaskTimedOut');
  });

  test('of a machine is up after its own TimeoutSeconds', async () => {
    const machineArn = await stand.machine(
      'Short',
      { A: { Type: 'Wait', Seconds: 100, End: true } },
      { TimeoutSeconds: 50 },
    );
    const executionArn = await stand.start(machineArn);
    await saw(executionArn, 'WaitStateEntered');
    clock.advance(50_000);
    expect(await stand.ended(executionArn)).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  test('of a Wait and of a Retry keeps its instant over a restart', async () => {
    let fail = true;
    work = () => {
      if (fail) throw Object.assign(new Error('x'), { name: 'TransientError' });
      return {};
    };
    const executionArn = await started({
      A: { Type: 'Wait', Seconds: 100, Next: 'B' },
      B: task({ Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 500 }] }),
    });
    await saw(executionArn, 'WaitStateEntered');
    clock.advance(40_000);
    await stand.close();
    stand = await StatesStand.open({ directory: stand.directory, clock, work: (input) => work(input, '') });
    expect(clock.pending).toEqual([clock.now() + 60_000]);
    clock.advance(60_000);
    await saw(executionArn, 'TaskFailed');
    fail = false;
    await stand.close();
    stand = await StatesStand.open({ directory: stand.directory, clock, work: (input) => work(input, '') });
    clock.advance(499_999);
    expect((await stand.call('DescribeExecution', { executionArn })).status).toBe('RUNNING');
    clock.advance(1);
    expect((await stand.ended(executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('calls', () => {
  test('of tasks beyond the limit wait in TaskScheduled', async () => {
    const releases: (() => void)[] = [];
    work = () => new Promise<object>((resolve) => releases.push(() => resolve({})));
    const one = { StartAt: 'One', States: { One: task() } };
    const executionArn = await started({
      M: { Type: 'Map', Items: [1, 2, 3], ItemProcessor: one, End: true },
    });
    await saw(executionArn, 'TaskScheduled', 3);
    await saw(executionArn, 'TaskStarted', 2);
    expect(releases).toHaveLength(2);
    for (let released = 0; released < 3; released += 1) (await stand.until(() => releases[released]))();
    expect((await stand.ended(executionArn)).status).toBe('SUCCEEDED');
  });

  test('that the function service refuses fail with its error behind "Lambda."', async () => {
    work = () => {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    };
    const executionArn = await started({ A: task() });
    expect(await stand.ended(executionArn)).toMatchObject({ error: 'Lambda.TooManyRequestsException' });
  });

  test('to a queue and to a bus carry what the state says', async () => {
    const sent: unknown[] = [];
    const published: unknown[] = [];
    const own = await StatesStand.open({
      queues: { send: async (...message) => void sent.push(message) },
      events: {
        publish: async (bus, event) => void published.push([bus, event['detail-type'], event.detail]),
      },
    });
    const ended = await own.run({
      Q: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Arguments: { QueueUrl: 'http://127.0.0.1:1/111122223333/Mail', MessageBody: { a: 1 } },
        Next: 'E',
      },
      E: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: {
          Entries: [{ Source: 'shop', DetailType: 'Done', Detail: { b: 2 }, EventBusName: 'Shop' }],
        },
        End: true,
      },
    });
    expect(JSON.parse(ended.output)).toMatchObject({ FailedEntryCount: 0 });
    expect(sent).toEqual([['arn:aws:sqs:us-east-1:111122223333:Mail', '{"a":1}', {}]]);
    expect(published).toContainEqual(['Shop', 'Done', { b: 2 }]);
    await own.remove();
  });
});

test('a branch that fails ends its siblings: their tokens are dead, and a Retry of the Parallel starts all anew', async () => {
  work = (input) => {
    if ((input as { token?: string }).token !== undefined) return {};
    throw Object.assign(new Error('x'), { name: 'Broken' });
  };
  const branch = (name: string, state: unknown) => ({ StartAt: name, States: { [name]: state } });
  const late = {
    StartAt: 'Late',
    States: { Late: { Type: 'Wait', Seconds: 5, Next: 'Work' }, Work: task() },
  };
  const executionArn = await started({
    P: {
      Type: 'Parallel',
      Branches: [branch('Ask', ask()), late],
      Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 10, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'B' }],
      Next: 'B',
    },
    B: pass,
  });
  const first = await token();
  await saw(executionArn, 'TaskSubmitted');
  clock.advance(5000);
  await saw(executionArn, 'TaskFailed');
  expect(await refusal(stand.call('SendTaskSuccess', { taskToken: first, output: '1' }))).toBe(
    'TaskTimedOut',
  );
  clock.advance(10_000);
  const again = await token(2);
  await saw(executionArn, 'TaskSubmitted', 2);
  clock.advance(5000);
  expect((await stand.ended(executionArn)).output).toBe('"Broken"');
  expect(await refusal(stand.call('SendTaskSuccess', { taskToken: again, output: '1' }))).toBe(
    'TaskTimedOut',
  );
  expect((await stand.types(executionArn)).filter((type) => type === 'TaskStateAborted')).toHaveLength(2);
});

describe('a redrive', () => {
  test('goes on from the failed states and keeps what succeeded', async () => {
    let broken = true;
    const calls: unknown[] = [];
    work = (input) => {
      calls.push(input);
      if (broken && input === 2) throw Object.assign(new Error('x'), { name: 'Broken' });
      return input;
    };
    const one = { StartAt: 'One', States: { One: task({ Output: '{% $states.result.Payload %}' }) } };
    const executionArn = await started({
      Before: { Type: 'Pass', Assign: { kept: 'yes' }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ItemProcessor: one,
        Output: '{% [$kept, $states.result] %}',
        End: true,
      },
    });
    expect(await stand.ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      redriveStatus: 'REDRIVABLE',
    });
    broken = false;
    await stand.call('RedriveExecution', { executionArn });
    const ended = await stand.ended(executionArn);
    expect(JSON.parse(ended.output)).toEqual(['yes', 1, 2, 3]);
    expect(ended.redriveCount).toBe(1);
    expect(calls).toEqual([1, 2, 2, 3]);
    const types = await stand.types(executionArn);
    expect(types.filter((type) => type === 'PassStateEntered')).toHaveLength(1);
    expect(types).toContain('ExecutionRedriven');
    expect(await refusal(stand.call('RedriveExecution', { executionArn }))).toBe('ExecutionNotRedrivable');
  });

  test('of a stopped execution asks again, with a new token', async () => {
    const executionArn = await started({ A: ask() });
    const old = await token();
    await stand.call('StopExecution', { executionArn });
    await stand.call('RedriveExecution', { executionArn });
    const taskToken = await token(2);
    expect(await refusal(stand.call('SendTaskSuccess', { taskToken: old, output: '1' }))).toBe(
      'TaskTimedOut',
    );
    await stand.call('SendTaskSuccess', { taskToken, output: '2' });
    expect((await stand.ended(executionArn)).output).toBe('2');
  });
});

describe('a call that finds no room on this machine', () => {
  /** Says that it waits, and begins and answers when it is told to. */
  class Crowded implements FunctionInvoker {
    hooks: InvokeHooks | undefined;
    answer: ((result: InvokeResult) => void) | undefined;

    async invoke(_name: string, _payload: string, hooks: InvokeHooks): Promise<InvokeResult> {
      this.hooks = hooks;
      hooks.onWait?.();
      return await new Promise((resolve) => {
        this.answer = resolve;
      });
    }
  }

  const crowded = new Crowded();
  let full: StatesStand;
  beforeEach(async () => {
    full = await StatesStand.open({ clock, invoker: crowded });
  });
  afterEach(() => full.remove());

  const begin = async () => {
    const arn = await full.start(
      await full.machine('Full', { One: task({ TimeoutSeconds: 10 }) }, { StartAt: 'One' }),
      {},
    );
    await full.until(() => crowded.hooks);
    // Until what was said of the wait is on record; the turns of the event loop are far more than it takes.
    let turns = 0;
    await full.until(() => (turns++ > 50 ? true : undefined));
    return arn;
  };
  const statusOf = async (executionArn: string) =>
    (await full.call('DescribeExecution', { executionArn })).status as string;

  test('is not timed out while it waits, but from its beginning on', async () => {
    const arn = await begin();
    clock.advance(3_600_000);
    expect(await statusOf(arn)).toBe('RUNNING');
    crowded.hooks?.onBegin?.();
    await full.until(() => clock.pending.some((instant) => instant === clock.now() + 10_000) || undefined);
    clock.advance(9_000);
    expect(await statusOf(arn)).toBe('RUNNING');
    clock.advance(1_000);
    await full.until(async () => (await statusOf(arn)) === 'FAILED' || undefined);
  });
});
