import { describe, expect, it } from 'vitest';
import { runIndex, type StageRecord } from '../../../functions/platform/runs/run.ts';
import { setRunStatus } from '../../../functions/platform/runs/stages.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { sweepRuns } from '../../../functions/platform/runs/sweep-runs.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import {
  alertsOf,
  auditOf,
  close,
  endExecution,
  LETTERS_MACHINE,
  letters,
  reference,
  runNow,
  start,
} from './run-fixtures.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Older than the two minutes in which a run may still be between its record and its execution. */
async function oldRun(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await start(platform);
  platform.inspection.advance(121_000);
  return platform;
}

const QUARTER = 15 * 60_000;

/** Every quarter of an hour, as it is scheduled. */
async function sweepForADay(platform: MemoryPlatform): Promise<string[]> {
  const closed: string[] = [];
  for (let slot = 0; slot < 96; slot++) {
    platform.inspection.advance(QUARTER);
    closed.push(...(await sweep(platform)));
  }
  return closed;
}

const sweep = (platform: MemoryPlatform) => sweepRuns(platform, 'shop', [letters]);

describe('the sweep of runs', () => {
  it.each(['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'] as const)(
    'closes a run whose execution is %s without having closed it',
    async (status) => {
      const platform = await oldRun();
      endExecution(platform, '1-run-1', status);
      expect(await sweep(platform)).toEqual(['run-1']);
      expect(await runNow(platform)).toMatchObject({
        status: 'failed',
        why: { en: expect.stringContaining(`(${status})`) },
      });
      expect(alertsOf(platform)).toEqual(['run-failed/run-1/1']);
      expect(await sweep(platform)).toEqual([]);
      expect(auditOf(platform, 'run/run-1')).toMatchObject([{ actor: { id: 'sweep' } }]);
    },
  );

  it('closes a run that waits for a person whose execution is gone', async () => {
    const platform = await oldRun();
    await setRunStatus(platform, reference(), 'waiting');
    platform.inspection.executions.clear();
    expect(await sweepForADay(platform)).toEqual(['run-1']);
  });

  it('asks how a waiting run stands once or twice a day, not at each sweep, and never all at once', async () => {
    const platform = createMemoryPlatform();
    const count = 96;
    for (let number = 0; number < count; number++) {
      const run = `run-${number}`;
      await start(platform, { runId: run });
      await setRunStatus(platform, reference(1, run), 'waiting');
    }
    const asked: number[] = [];
    for (let slot = 0; slot < 96; slot++) {
      platform.inspection.advance(QUARTER);
      let ofThis = 0;
      platform.inspection.onCall(({ name, moment }) => {
        if (name === 'executions.describe' && moment === 'before') ofThis += 1;
      });
      expect(await sweep(platform)).toEqual([]);
      asked.push(ofThis);
    }
    const all = asked.reduce((sum, one) => sum + one, 0);
    expect(all).toBe(2 * count);
    expect(Math.max(...asked)).toBeLessThan(count / 4);
  });

  it('asks of at most ten at one time', async () => {
    const platform = createMemoryPlatform();
    for (let number = 0; number < 40; number++) await start(platform, { runId: `run-${number}` });
    platform.inspection.advance(QUARTER);
    let atOnce = 0;
    let most = 0;
    const describing = platform.executions.describe;
    const slow = {
      ...platform,
      executions: {
        ...platform.executions,
        describe: async (arn: string) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          // The turn of everybody else who can go on.
          await new Promise(setImmediate);
          atOnce -= 1;
          return await describing(arn);
        },
      },
    };
    await sweepRuns(slow, 'shop', [letters]);
    expect(most).toBe(10);
  });

  it('leaves alone what runs, what is young and what has ended', async () => {
    const platform = await oldRun();
    expect(await sweep(platform)).toEqual([]);

    const young = createMemoryPlatform();
    await start(young);
    young.inspection.executions.clear();
    young.inspection.advance(119_000);
    expect(await sweep(young)).toEqual([]);

    await close(platform, 'published');
    platform.inspection.executions.clear();
    expect(await sweep(platform)).toEqual([]);
    expect((await runNow(platform)).status).toBe('published');
  });

  it('counts the age of a replay from the replay', async () => {
    const platform = await oldRun();
    await close(platform, 'failed');
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    platform.inspection.executions.clear();
    expect(await sweep(platform)).toEqual([]);
    platform.inspection.advance(121_000);
    expect(await sweep(platform)).toEqual(['run-1']);
  });

  it('finds a run that was started a minute before midnight until the day after its execution must have ended', async () => {
    const platform = createMemoryPlatform({ now: '2026-03-02T23:59:00.000Z' });
    await start(platform);
    platform.inspection.advance(3 * DAY + 2 * 60_000);
    endExecution(platform, '1-run-1', 'TIMED_OUT');
    expect(await sweep(platform)).toEqual(['run-1']);
  });

  it('finds a replay of a run that is a month old', async () => {
    const platform = await oldRun();
    await close(platform, 'failed');
    platform.inspection.advance(30 * DAY);
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    platform.inspection.advance(DAY);
    endExecution(platform, '2-run-1', 'ABORTED');
    expect(await sweep(platform)).toEqual(['run-1']);
  });

  it('goes through more runs than one page holds', async () => {
    const platform = createMemoryPlatform();
    for (let count = 0; count < 120; count++) await start(platform, { runId: `run-${count}` });
    platform.inspection.executions.clear();
    platform.inspection.advance(121_000);
    expect(await sweep(platform)).toHaveLength(120);
  });

  it('does not let one run that cannot be asked for keep the others open, and says so at the end', async () => {
    const platform = await oldRun();
    await start(platform, { runId: 'run-2' });
    platform.inspection.advance(121_000);
    platform.inspection.executions.clear();
    const describing = platform.executions.describe;
    const broken = {
      ...platform,
      executions: {
        ...platform.executions,
        describe: async (arn: string) => {
          if (arn.endsWith('run-2')) throw new Error('InvalidArn');
          return await describing(arn);
        },
      },
    };
    await expect(sweepRuns(broken, 'shop', [letters])).rejects.toThrow('InvalidArn');
    expect((await runNow(platform, 'run-1')).status).toBe('failed');
    expect((await runNow(platform, 'run-2')).status).toBe('running');
  });

  it('leaves runs of workflows alone that it does not know, and other stores', async () => {
    const platform = await oldRun();
    platform.inspection.executions.clear();
    expect(await sweepRuns(platform, 'other', [letters])).toEqual([]);
    expect(await sweepRuns(platform, 'shop', [{ ...letters, slug: 'parcels' }])).toEqual([]);
  });

  it('ends in the same state when it dies at any call: closed once, told once', async () => {
    await crashEverywhere(
      async () => {
        const platform = await oldRun();
        endExecution(platform, '1-run-1', 'ABORTED');
        return platform;
      },
      sweep,
      async (platform, crashed) => {
        await sweep(platform);
        expect(alertsOf(platform), crashed).toEqual(['run-failed/run-1/1']);
        expect(auditOf(platform, 'run/run-1'), crashed).toHaveLength(1);
      },
    );
  });
});

describe('a run whose execution was never noted', () => {
  /** The starter died between the record and the execution, or right after it. */
  async function unnoted(change: object): Promise<MemoryPlatform> {
    const platform = await oldRun();
    const { executionArn: _arn, ...run } = await runNow(platform);
    const changed = { ...run, ...change };
    await platform.inspection.records.put({
      key: { pk: 'shop#RUN#run-1', sk: 'RUN' },
      data: changed,
      index: runIndex(changed),
      expected: 'any',
    });
    platform.inspection.setNow(run.startedAt);
    return platform;
  }
  const noted: StageRecord = {
    state: 'Write',
    startedAt: '2026-03-02T09:00:00.000Z',
    endedAt: '2026-03-02T09:00:01.000Z',
    outcome: 'done',
  };

  it('has an hour for its message to come again, then ends as failed, told to its owner, and can be replayed', async () => {
    const platform = await unnoted({});
    platform.inspection.advance(HOUR);
    expect(await sweep(platform)).toEqual([]);
    platform.inspection.advance(1000);
    expect(await sweep(platform)).toEqual(['run-1']);
    expect(await runNow(platform)).toMatchObject({
      status: 'failed',
      why: { en: expect.stringContaining('never started') },
    });
    expect(alertsOf(platform)).toEqual(['run-failed/run-1/1']);
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    expect(await runNow(platform)).toMatchObject({ status: 'running', attempt: 2 });
  });

  it.each([
    ['it waits for a person', { status: 'waiting' }],
    ['a stage of it is noted', { stages: [noted] }],
  ] as const)('has all the time that an execution may take where %s', async (_, change) => {
    const platform = await unnoted(change);
    platform.inspection.advance(letters.timeoutSeconds * 1000);
    expect(await sweep(platform)).toEqual([]);
    platform.inspection.advance(HOUR + 1000);
    expect(await sweep(platform)).toEqual(['run-1']);
    expect(await runNow(platform)).toMatchObject({ why: { en: expect.stringContaining('TIMED_OUT') } });
  });

  it('stays as it is while the kill switch holds it', async () => {
    const platform = await unnoted({ status: 'held' });
    platform.inspection.advance(2 * HOUR);
    expect(await sweep(platform)).toEqual([]);
  });

  it('is closed once and told once though the sweep dies at any call', async () => {
    const crashes = await crashEverywhere(
      async () => {
        const platform = await unnoted({});
        platform.inspection.advance(2 * HOUR);
        return platform;
      },
      sweep,
      async (platform, crashed) => {
        await sweep(platform);
        expect((await runNow(platform)).status, crashed).toBe('failed');
        expect(alertsOf(platform), crashed).toEqual(['run-failed/run-1/1']);
        expect(auditOf(platform, 'run/run-1'), crashed).toHaveLength(1);
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(8);
  });
});
