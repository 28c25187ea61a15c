import { describe, expect, it } from 'vitest';
import { requestReplay } from '../../../functions/platform/runs/request-replay.ts';
import { executionName, runSchema } from '../../../functions/platform/runs/run.ts';
import { runIdFor } from '../../../functions/platform/runs/run-id.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, LETTERS_MACHINE, letters, runNow, set, start } from './run-fixtures.ts';

const replay = (platform: MemoryPlatform, attempt = 2, startedBy?: string) =>
  replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt, startedBy });

const started = (platform: MemoryPlatform) =>
  [...platform.inspection.executions.values()].map(({ name, input }) => ({ name, input }));

const firstInput = { store: 'shop', run: 'run-1', attempt: 1, mode: 'live', input: { to: 'li' } };

describe('starting a run', () => {
  it('puts a valid record and starts the machine with it', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    const run = await runNow(platform);
    expect(runSchema.parse(run)).toEqual(run);
    expect(run).toMatchObject({
      workflow: 'letters',
      workflowVersion: 3,
      status: 'running',
      attempt: 1,
      trigger: { kind: 'upload', startedBy: ['wang'] },
      executionArn: `${LETTERS_MACHINE}:1-run-1`,
    });
    expect(started(platform)).toEqual([{ name: '1-run-1', input: firstInput }]);
  });

  it('is one run and one execution however often its message is delivered', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    platform.inspection.advance(60_000);
    await set(platform, 'dry-run', { letters: true });
    await start(platform, { trigger: { kind: 'event' }, input: { to: 'somebody else' } });
    expect(started(platform)).toEqual([{ name: '1-run-1', input: firstInput }]);
    expect(await runNow(platform)).toMatchObject({ trigger: { kind: 'upload' }, mode: 'live' });
  });

  it('is one run, one execution name and one input when the starter dies at any call and the message comes back', async () => {
    const crashes = await crashEverywhere(
      () => createMemoryPlatform(),
      (platform) => start(platform),
      async (platform, crashed) => {
        platform.inspection.advance(180_000);
        await start(platform);
        expect(started(platform), crashed).toEqual([{ name: '1-run-1', input: firstInput }]);
        expect((await runNow(platform)).executionArn, crashed).toBe(`${LETTERS_MACHINE}:1-run-1`);
        const runs = platform.inspection.records.all().filter(({ key }) => key.sk === 'RUN');
        expect(runs, crashed).toHaveLength(1);
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(12);
  });

  it('notes the execution also of a run that waits already when the message comes back', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    const run = await runNow(platform);
    const { executionArn: _lost, ...withoutArn } = { ...run, status: 'waiting' };
    platform.inspection.records.tamper({ pk: 'shop#RUN#run-1', sk: 'RUN' }, withoutArn);
    await start(platform);
    expect(await runNow(platform)).toMatchObject({ status: 'waiting', executionArn: run.executionArn });
    expect(started(platform)).toHaveLength(1);
  });

  it('starts nothing again for a run that has ended', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    await close(platform, 'published');
    platform.inspection.executions.clear();
    expect((await start(platform)).status).toBe('published');
    expect(started(platform)).toEqual([]);
  });

  it('has a run per store, though their facts be the same', async () => {
    const ids = [runIdFor('letters', 'a', 'x'), runIdFor('letters', 'b', 'x'), runIdFor('post', 'a', 'x')];
    expect(new Set(ids).size).toBe(3);
    // Facts do not run into one another.
    expect(runIdFor('letters', 'a', 'x', 'y')).not.toBe(runIdFor('letters', 'a', 'xy'));
    for (const id of ids) expect(executionName({ attempt: 999, id })).toMatch(/^[0-9a-f-]{1,80}$/);
  });
});

describe('the mode of a run', () => {
  it.each([
    ['nothing is set', {}, {}, 'live'],
    ['the workflow is on a dry run', { letters: true }, {}, 'dry-run'],
    ['another workflow is on a dry run', { order: true }, {}, 'live'],
    ['its SKU takes part in the pilot', {}, { letters: { skus: ['L-1', 'L-2'] } }, 'live'],
    ['its SKU does not', {}, { letters: { skus: ['L-2'] } }, 'dry-run'],
    ['the pilot names categories and it has none', {}, { letters: { categories: ['post'] } }, 'dry-run'],
    ['nothing takes part', {}, { letters: { skus: [] } }, 'dry-run'],
    ['another workflow has a pilot', {}, { order: { skus: [] } }, 'live'],
    ['a dry run is asked for within the pilot', { letters: true }, { letters: { skus: ['L-1'] } }, 'dry-run'],
  ] as const)('where %s', async (_, dryRun, pilot, mode) => {
    const platform = createMemoryPlatform();
    await set(platform, 'dry-run', dryRun);
    await set(platform, 'pilot', pilot);
    expect(await start(platform)).toMatchObject({ mode });
    expect(started(platform)).toMatchObject([{ input: { mode } }]);
  });
});

describe('a workflow that is switched off', () => {
  it('holds its runs, says why, and starts nothing', async () => {
    const platform = createMemoryPlatform();
    await set(platform, 'kill-switches', { letters: true });
    await start(platform);
    await start(platform);
    const run = await runNow(platform);
    expect(run).toMatchObject({
      status: 'held',
      attempt: 1,
      why: { en: expect.stringContaining('switch the workflow on') },
    });
    expect(started(platform)).toEqual([]);
  });

  it('does not start held runs by a message that comes back after it was switched on: a person replays them', async () => {
    const platform = createMemoryPlatform();
    await set(platform, 'kill-switches', { letters: true });
    await start(platform);
    await set(platform, 'kill-switches', {});
    await start(platform);
    expect(started(platform)).toEqual([]);
    expect(await requestReplay(platform, 'shop', 'run-1')).toEqual({
      kind: 'requested',
      runId: 'run-1',
      attempt: 2,
    });
    await replay(platform);
    expect(started(platform)).toEqual([{ name: '2-run-1', input: { ...firstInput, attempt: 2 } }]);
    const run = await runNow(platform);
    expect(run).toMatchObject({ status: 'running' });
    expect(run.why).toBeUndefined();
  });

  it('holds a replay as well', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    await close(platform, 'failed');
    await set(platform, 'kill-switches', { letters: true });
    await replay(platform);
    expect(await runNow(platform)).toMatchObject({ status: 'held', attempt: 2 });
    expect(started(platform).map(({ name }) => name)).toEqual(['1-run-1']);
  });
});

describe('replaying a run', () => {
  async function failedRun(): Promise<MemoryPlatform> {
    const platform = createMemoryPlatform();
    await start(platform);
    await close(platform, 'failed', { why: { en: 'broken', zh: '故障' }, result: { letters: 0 } });
    return platform;
  }

  it('starts the next attempt with the same input and nothing left of the last one', async () => {
    const platform = await failedRun();
    platform.inspection.advance(86_400_000);
    await replay(platform, 2, 'li');
    expect(started(platform)[1]).toEqual({ name: '2-run-1', input: { ...firstInput, attempt: 2 } });
    const run = await runNow(platform);
    expect(run).toMatchObject({
      status: 'running',
      attempt: 2,
      trigger: { kind: 'replay', startedBy: ['wang', 'li'] },
      stages: [],
      // The sweep finds it by the day of this attempt, not of one that may be weeks old.
      startedAt: platform.clock.now(),
    });
    for (const field of ['endedAt', 'why', 'result'] as const) expect(run[field], field).toBeUndefined();
  });

  it('keeps for four-eyes everybody who ever started the run, each once', async () => {
    const platform = await failedRun();
    const starters = async () => (await runNow(platform)).trigger.startedBy;
    await replay(platform);
    expect(await starters()).toEqual(['wang']);
    for (const [attempt, by] of [
      [3, 'li'],
      [4, 'wang'],
      [5, 'ada'],
    ] as const) {
      await close(platform, 'failed', {}, attempt - 1);
      await replay(platform, attempt, by);
    }
    expect(await starters()).toEqual(['wang', 'li', 'ada']);
  });

  it('follows the dry run and the pilot that hold now', async () => {
    const platform = await failedRun();
    await set(platform, 'pilot', { letters: { skus: ['L-2'] } });
    await replay(platform, 2);
    expect(await runNow(platform)).toMatchObject({ mode: 'dry-run' });
    await close(platform, 'dry-run', {}, 2);
    await set(platform, 'pilot', {});
    await replay(platform, 3);
    expect(started(platform).map(({ input }) => (input as { mode: string }).mode)).toEqual([
      'live',
      'dry-run',
      'live',
    ]);
  });

  it('is one attempt when its message is delivered twice, also after that attempt has ended', async () => {
    const platform = await failedRun();
    await replay(platform);
    await replay(platform);
    await close(platform, 'published', {}, 2);
    await replay(platform);
    expect(await runNow(platform)).toMatchObject({ status: 'published', attempt: 2 });
    expect(started(platform)).toHaveLength(2);
  });

  it('is one attempt when the starter dies at any call and the message comes back', async () => {
    await crashEverywhere(failedRun, replay, async (platform, crashed) => {
      await replay(platform);
      expect(started(platform).slice(1), crashed).toEqual([
        { name: '2-run-1', input: { ...firstInput, attempt: 2 } },
      ]);
      expect(await runNow(platform), crashed).toMatchObject({
        attempt: 2,
        executionArn: `${LETTERS_MACHINE}:2-run-1`,
      });
    });
  });

  it.each(['running', 'waiting'] as const)(
    'does not touch a run that is %s, and goes back to the queue',
    async (status) => {
      const platform = createMemoryPlatform();
      const { executionArn: _arn, ...run } = await start(platform);
      platform.inspection.records.tamper({ pk: 'shop#RUN#run-1', sk: 'RUN' }, { ...run, status });
      expect(await requestReplay(platform, 'shop', 'run-1')).toEqual({ kind: 'open' });
      await expect(replay(platform)).rejects.toMatchObject({ name: 'TransientError', code: 'RunStillOpen' });
      expect(await runNow(platform)).toMatchObject({ attempt: 1, status });
      expect(started(platform)).toHaveLength(1);
    },
  );

  it('that comes before the attempt before it is recorded happens when its message comes again', async () => {
    const platform = createMemoryPlatform();
    await start(platform);
    await expect(replay(platform)).rejects.toMatchObject({ code: 'RunStillOpen' });
    await close(platform, 'expired');
    await replay(platform);
    expect(await runNow(platform)).toMatchObject({ attempt: 2, status: 'running' });
    expect(started(platform).map(({ name }) => name)).toEqual(['1-run-1', '2-run-1']);
  });

  it('of an unknown run does nothing', async () => {
    const platform = createMemoryPlatform();
    expect(await replay(platform)).toBeUndefined();
    await expect(requestReplay(platform, 'shop', 'run-1')).rejects.toMatchObject({ code: 'RunUnknown' });
    expect(platform.inspection.messages).toEqual([]);
  });

  it('asked for twice names the same attempt', async () => {
    const platform = await failedRun();
    await requestReplay(platform, 'shop', 'run-1', 'li');
    await requestReplay(platform, 'shop', 'run-1', 'li');
    const message = { kind: 'replay', store: 'shop', runId: 'run-1', attempt: 2, startedBy: 'li' };
    expect(platform.inspection.messages).toEqual([
      { queue: 'letters', message },
      { queue: 'letters', message },
    ]);
  });
});
