import { describe, expect, it } from 'vitest';
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

const DAY = 86_400_000;

/** Older than the two minutes in which a run may still be between its record and its execution. */
async function oldRun(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await start(platform);
  platform.inspection.advance(121_000);
  return platform;
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
    expect(await sweep(platform)).toEqual(['run-1']);
  });

  it('leaves alone what runs, what is young, what has no execution yet, what is held and what has ended', async () => {
    const platform = await oldRun();
    expect(await sweep(platform)).toEqual([]);

    const young = createMemoryPlatform();
    await start(young);
    young.inspection.executions.clear();
    young.inspection.advance(119_000);
    expect(await sweep(young)).toEqual([]);

    const { executionArn: _arn, ...unstarted } = await runNow(platform);
    for (const status of ['running', 'waiting', 'held'] as const) {
      const other = createMemoryPlatform();
      const key = { pk: 'shop#RUN#run-1', sk: 'RUN' };
      const index = { pk: `shop#RUN#${status}#2026-03-02`, sk: `${unstarted.startedAt}#run-1` };
      await other.inspection.records.put({ key, index, data: { ...unstarted, status }, expected: 'absent' });
      other.inspection.advance(DAY);
      expect(await sweep(other), status).toEqual([]);
    }

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
