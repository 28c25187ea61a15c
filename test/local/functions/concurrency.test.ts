import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually, type LocalFunctions, openLocalFunctions } from './local-functions.ts';

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);
const fixture = new URL('./run-functions.ts', import.meta.url).pathname;

describe('many invocations at once', () => {
  let local: LocalFunctions;
  const make = (properties: object = {}) =>
    local.make(
      'AWS::Lambda::Function',
      'Behaviours',
      { FunctionName: 'behaviours', Handler: 'index.handler', Timeout: 15, ...properties },
      'behaviours',
    );
  const call = async (event: object) =>
    JSON.parse((await local.functions.invoke('behaviours', JSON.stringify(event))).payload);

  afterEach(() => local.close());

  test('with one place, invocations that use the processor run one after the other in one process', async () => {
    local = openLocalFunctions({ maxConcurrency: 1 });
    await make();
    const answers = await Promise.all([1, 2, 3, 4].map(() => call({ do: 'process' })));
    expect(new Set(answers.map((answer) => answer.pid)).size).toBe(1);
    expect(answers.map((answer) => answer.invocations)).toEqual([1, 2, 3, 4]);
  });

  test('an invocation that only waits gives its place away, so that one that calls another cannot lock up', async () => {
    local = openLocalFunctions({ maxConcurrency: 1 });
    await make();
    const waiting = call({ do: 'wait', milliseconds: 10_000 });
    let hasEnded = false;
    void waiting.then(() => {
      hasEnded = true;
    });
    await call({ do: 'process' });
    expect(hasEnded).toBe(false);
  });

  test('a small function does not wait for one that has a whole processor', async () => {
    local = openLocalFunctions({ maxConcurrency: 1 });
    await make();
    const heavy = { FunctionName: 'heavy', Handler: 'index.handler', Timeout: 3, MemorySize: 1769 };
    await local.make('AWS::Lambda::Function', 'Heavy', heavy, 'behaviours');
    const spin = () => local.functions.invoke('heavy', '{"do":"spin"}');
    const ended: string[] = [];
    const all = Promise.all([spin(), spin()].map((one) => one.then(() => ended.push('heavy'))));
    await call({ do: 'process' });
    expect(ended).toEqual([]);
    await all;
  });

  test('a caller who leaves the line is not run', async () => {
    local = openLocalFunctions({ maxConcurrency: 1 });
    await make({ Timeout: 1 });
    const busy = call({ do: 'spin' });
    const leaving = new AbortController();
    const left = local.functions.invoke('behaviours', '{"do":"exit","status":1}', { signal: leaving.signal });
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect((await busy).errorType).toBe('Sandbox.Timedout');
    expect((await call({ do: 'process' })).invocations).toBe(1);
  });

  test('over its reserved concurrency a function refuses, and with none it refuses always', async () => {
    local = openLocalFunctions({ maxConcurrency: 2 });
    await make({ ReservedConcurrentExecutions: 1 });
    void call({ do: 'wait', milliseconds: 10_000 });
    await eventually(() => local.functions.processIds.length === 1);
    await expect(call({ do: 'process' })).rejects.toMatchObject({ code: 'TooManyRequestsException' });
    await make({ ReservedConcurrentExecutions: 0 });
    await expect(call({ do: 'process' })).rejects.toMatchObject({ code: 'TooManyRequestsException' });
  });

  test('an instance that nobody uses is ended', async () => {
    local = openLocalFunctions({ idleMilliseconds: 1 });
    await make();
    const { pid } = await call({ do: 'process' });
    expect(await eventually(() => !isAlive(pid))).toBe(true);
    expect(local.functions.processIds).toEqual([]);
  });
});

test.each(['spin', 'wait', 'idle'])(
  'when the parent is killed, an instance that is %s-ing does not survive',
  async (what) => {
    const directory = mkdtempSync(join(tmpdir(), 'functions-'));
    const parent = spawn(process.execPath, [fixture, directory, what], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line).trim());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await eventually(() => !isAlive(pid))).toBe(true);
    rmSync(directory, { recursive: true, force: true });
  },
);
