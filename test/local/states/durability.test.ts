import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { BusEvent } from '../../../local/service.ts';
import type { AlarmClock } from '../../../local/states/timers.ts';
import { JumpingClock, SetClock } from './clocks.ts';
import { FUNCTION, StatesStand, TestInvoker, temporaryDirectory } from './states-stand.ts';

const invoke = (more: Record<string, unknown>) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  ...more,
});

/** Passes every kind of thing that a frame can wait for. */
const EVERYTHING = {
  Begin: { Type: 'Pass', Assign: { base: '{% $states.input.base %}' }, Next: 'Flaky' },
  Flaky: invoke({
    Arguments: { FunctionName: FUNCTION, Payload: { flaky: '{% $states.context.State.RetryCount %}' } },
    Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 2, MaxAttempts: 3 }],
    Assign: { tries: '{% $states.result.Payload.flaky %}' },
    Next: 'Sleep',
  }),
  Sleep: { Type: 'Wait', Seconds: 3600, Next: 'Both' },
  Both: {
    Type: 'Parallel',
    Branches: [
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Items: [1, 2, 3, 4],
            MaxConcurrency: 2,
            ItemProcessor: {
              StartAt: 'Double',
              States: {
                Double: invoke({
                  Arguments: { FunctionName: FUNCTION, Payload: { double: '{% $states.input + $base %}' } },
                  Output: '{% $states.result.Payload %}',
                  End: true,
                }),
              },
            },
            End: true,
          },
        },
      },
      {
        StartAt: 'Ask',
        States: {
          Ask: invoke({
            Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
            Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}' } },
            Output: '{% $states.result.answer %}',
            End: true,
          }),
        },
      },
    ],
    Output: { doubled: '{% $states.result[0] %}', answer: '{% $states.result[1] %}', tries: '{% $tries %}' },
    Next: 'Refused',
  },
  Refused: invoke({
    Arguments: { FunctionName: FUNCTION, Payload: { refuse: true } },
    Catch: [
      {
        ErrorEquals: ['RejectedError'],
        Output: { before: '{% $states.input %}', error: '{% $states.errorOutput.Error %}' },
        Next: 'End',
      },
    ],
    Next: 'End',
  }),
  End: { Type: 'Succeed' },
};

const EXPECTED = {
  before: { doubled: [22, 24, 26, 28], answer: 'yes', tries: 2 },
  error: 'RejectedError',
};

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** The function behind all tasks, and a person who answers every token that it is asked for, once and late. */
function worker(tokens: string[]) {
  return async (payload: unknown): Promise<unknown> => {
    // Two turns of the event loop: long enough for the start of the task to be on record by itself.
    await nextTurn();
    await nextTurn();
    const input = payload as { flaky?: number; double?: number; token?: string; refuse?: boolean };
    if (input.token !== undefined) tokens.push(input.token);
    if (input.flaky !== undefined) {
      if (input.flaky < 2) throw named('TransientError');
      return { flaky: input.flaky };
    }
    if (input.refuse) throw named('RejectedError');
    return input.double === undefined ? {} : input.double * 2;
  };
}

/** Runs what is in `directory` to its end, answering tokens. */
async function runToEnd(directory: string, clock: AlarmClock, tokens: string[]) {
  const unwatch = clock instanceof CopyingClock ? clock.watch() : () => {};
  const stand = await StatesStand.open({ directory, clock, work: worker(tokens) });
  try {
    const [execution] = (
      await stand.call('ListExecutions', {
        stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:Everything',
      })
    ).executions;
    return await stand.until(async () => {
      for (const taskToken of tokens) {
        await stand
          .call('SendTaskSuccess', { taskToken, output: '{"answer":"yes"}' })
          .catch((error: Error) => expect(error.name).toBe('TaskTimedOut'));
      }
      const description = await stand.call('DescribeExecution', { executionArn: execution.executionArn });
      if (description.status === 'RUNNING') return undefined;
      return { description, history: await stand.history(execution.executionArn), events: stand.events };
    });
  } finally {
    unwatch();
    await stand.close();
  }
}

/**
 * Copies the folder whenever it has changed: a copy holds what the kernel has of the files, which is just what a process
 * that is killed at that moment leaves.
 */
class CopyingClock extends JumpingClock {
  readonly copies: { directory: string; tokens: string[] }[] = [];
  readonly #directory: string;
  readonly #tokens: string[];
  #last = '';

  constructor(directory: string, tokens: string[]) {
    super();
    this.#directory = directory;
    this.#tokens = tokens;
  }

  override now(): number {
    this.copy();
    return super.now();
  }

  /** Also looks between the turns of the event loop, until stopped. */
  watch(): () => void {
    let watching = true;
    const look = () => {
      this.copy();
      if (watching) setImmediate(look);
    };
    look();
    return () => {
      watching = false;
    };
  }

  copy(): void {
    const log = join(this.#directory, 'states.sqlite-wal');
    if (existsSync(log)) {
      // By content: commits follow each other faster than a file's time of change tells.
      const mark = createHash('sha1').update(readFileSync(log)).digest('hex');
      if (mark !== this.#last) {
        this.#last = mark;
        const copy = temporaryDirectory();
        mkdirSync(copy, { recursive: true });
        for (const file of ['states.sqlite', 'states.sqlite-wal']) {
          cpSync(join(this.#directory, file), join(copy, file));
        }
        this.copies.push({ directory: copy, tokens: [...this.#tokens] });
      }
    }
  }
}

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

async function startEverything(directory: string): Promise<void> {
  const stand = await StatesStand.open({ directory, work: () => new Promise(() => {}) });
  await stand.start(await stand.machine('Everything', EVERYTHING), { base: 10 }, 'one');
  await stand.close();
}

/** The events of a history, without instants and tokens. */
function shape(history: { type: string }[]): string[] {
  return history.map(({ type }) => type).sort();
}

describe('a process that is killed', () => {
  test('at any commit resumes to the same output and history', { timeout: 60_000 }, async () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    await startEverything(directory);
    const tokens: string[] = [];
    const clock = new CopyingClock(directory, tokens);
    const whole = await runToEnd(directory, clock, tokens);
    expect(JSON.parse(whole.description.output)).toEqual(EXPECTED);
    directories.push(...clock.copies.map((copy) => copy.directory));
    // Group commit: what happens in one turn of the event loop reaches the disk together, in about a dozen steps.
    expect(clock.copies.length).toBeGreaterThan(8);
    for (const copy of clock.copies) {
      const resumed = await runToEnd(copy.directory, new JumpingClock(), copy.tokens);
      expect(resumed.description.status).toBe('SUCCEEDED');
      expect(JSON.parse(resumed.description.output)).toEqual(EXPECTED);
      expect(shape(resumed.history)).toEqual(shape(whole.history));
    }
  });

  test('again and again, at random moments, still ends once', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(12), { minLength: 1, maxLength: 6 }), async (kills) => {
        let directory = temporaryDirectory();
        directories.push(directory);
        await startEverything(directory);
        let tokens: string[] = [];
        for (const kill of kills) {
          const clock = new CopyingClock(directory, tokens);
          await runToEnd(directory, clock, tokens);
          directories.push(...clock.copies.map((copy) => copy.directory));
          const copy = clock.copies[Math.min(kill, clock.copies.length - 1)];
          if (copy !== undefined) ({ directory, tokens } = copy);
        }
        const { description, history } = await runToEnd(directory, new JumpingClock(), tokens);
        expect(JSON.parse(description.output)).toEqual(EXPECTED);
        expect(shape(history).filter((type) => type === 'ExecutionSucceeded')).toHaveLength(1);
      }),
      { numRuns: 3 },
    );
  });

  test('by SIGKILL while a task runs calls it again, within the same attempt', async () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    const script = join(import.meta.dirname, 'endless-task.ts');
    const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    const called = await new Promise<string>((resolve) => {
      child.stdout.once('data', (chunk) => resolve(String(chunk)));
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(called.trim()).toBe('called {"n":1}');
    const invoker = new TestInvoker(() => 'done');
    const stand = await StatesStand.open({ directory, invoker });
    const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:Endless:one';
    expect((await stand.ended(executionArn)).status).toBe('SUCCEEDED');
    expect(invoker.calls).toEqual([{ n: 1 }]);
    expect(await stand.types(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    await stand.remove();
  });
});

test('a task in flight has its whole time-out again after a night in which nothing ran, and it is still kept', async () => {
  const aNight = 10 * 3600 * 1000;
  const evening = new SetClock();
  const first = await StatesStand.open({ clock: evening, work: () => new Promise(() => {}) });
  const Arguments = { FunctionName: FUNCTION };
  const task = { Task: invoke({ Arguments, TimeoutSeconds: 60, End: true }) };
  const executionArn = await first.start(await first.machine('Night', task));
  await first.until(async () => (await first.types(executionArn)).includes('TaskStarted') || undefined);
  const { directory } = first;
  await first.close();
  const morning = new SetClock(evening.now() + aNight);
  const invoker = new TestInvoker(() => new Promise(() => {}));
  const second = await StatesStand.open({ directory, invoker, clock: morning });
  await second.until(() => invoker.calls.length || undefined);
  morning.advance(59_000);
  expect(await second.types(executionArn)).not.toContain('TaskTimedOut');
  morning.advance(2_000);
  expect((await second.ended(executionArn)).error).toBe('States.Timeout');
  await second.remove();
});

test('a task that waits for its token is not called again after a restart, and the old token answers it', async () => {
  const first = await StatesStand.open({ work: () => ({}) });
  const ask = {
    Ask: invoke({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: 86_400,
      End: true,
    }),
  };
  const invoker = new TestInvoker(() => ({}));
  const { directory } = first;
  await first.close();
  const second = await StatesStand.open({ directory, invoker, clock: { now: () => Date.now() } });
  const executionArn = await second.start(await second.machine('Ask', ask));
  await second.until(async () => (await second.types(executionArn)).includes('TaskSubmitted') || undefined);
  await second.close();
  const third = await StatesStand.open({ directory, invoker, clock: { now: () => Date.now() } });
  const { token } = invoker.calls[0] as { token: string };
  await third.call('SendTaskHeartbeat', { taskToken: token });
  await third.call('SendTaskSuccess', { taskToken: token, output: '"yes"' });
  expect((await third.ended(executionArn)).output).toBe('"yes"');
  expect(invoker.calls).toHaveLength(1);
  await third.remove();
});

test('a status event that was not published before the end of the process is published after its restart', async () => {
  const refusing = { publish: () => Promise.reject(new Error('not now')) };
  const first = await StatesStand.open({ events: refusing });
  const executionArn = await first.start(await first.machine('Pass', { A: { Type: 'Pass', End: true } }));
  await first.ended(executionArn);
  await first.close();
  const published: BusEvent[] = [];
  const events = { publish: async (_bus: string, event: BusEvent) => void published.push(event) };
  const second = await StatesStand.open({ directory: first.directory, events });
  await second.until(() => (published.length === 2 ? true : undefined));
  expect(published.map((event) => event.detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
  expect(published[1]?.detail).toMatchObject({ executionArn, output: '{}', error: null });
  await second.remove();
});
