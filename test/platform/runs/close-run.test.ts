import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { closeEndedRun, executionEndedSchema } from '../../../functions/platform/runs/close-ended-run.ts';
import type { Closing } from '../../../functions/platform/runs/close-run.ts';
import { type Outcome, outcomeSchema } from '../../../functions/platform/runs/run.ts';
import { recordStage, setRunStatus } from '../../../functions/platform/runs/stages.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import {
  alertsOf,
  auditOf,
  close,
  LETTERS_MACHINE,
  letters,
  reference,
  runNow,
  start,
} from './run-fixtures.ts';

async function running(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await start(platform);
  return platform;
}

const stage = (state: string, note = '1') => ({
  state,
  startedAt: '2026-03-02T09:00:00.000Z',
  endedAt: '2026-03-02T09:00:01.000Z',
  outcome: 'done' as const,
  engine: note,
});

describe('closing a run', () => {
  it('keeps outcome, reason and result, with one audit entry', async () => {
    const platform = await running();
    platform.inspection.advance(5000);
    const why = { en: 'A reviewer rejected it', zh: '审核人拒绝' };
    await close(platform, 'rejected', { why, result: { letters: 2 } });
    expect(await runNow(platform)).toMatchObject({
      status: 'rejected',
      endedAt: '2026-03-02T09:00:05.000Z',
      why,
      result: { letters: 2 },
    });
    expect(auditOf(platform, 'run/run-1')).toMatchObject([
      { action: 'run.rejected', subject: 'letter/L-1', reason: why.en, after: { letters: 2 } },
    ]);
    expect(alertsOf(platform)).toEqual([]);
  });

  it('happens once, whoever comes in whatever order, and the first one’s word stands', async () => {
    const closer = fc.record({
      by: fc.constantFrom<Closing['by']>('machine', 'status-event', 'sweep'),
      outcome: fc.constantFrom<Outcome>(...outcomeSchema.options),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(closer, { minLength: 1, maxLength: 5 }), async (closers) => {
        const platform = await running();
        for (const { by, outcome } of closers) await close(platform, outcome, { by });
        expect((await runNow(platform)).status).toBe(closers[0]?.outcome);
        expect(auditOf(platform, 'run/run-1')).toMatchObject([{ actor: { id: closers[0]?.by } }]);
        expect(alertsOf(platform)).toEqual(closers[0]?.outcome === 'failed' ? ['run-failed/run-1/1'] : []);
      }),
      { numRuns: 40 },
    );
  });

  it('happens once when three closers come at the same time', async () => {
    const platform = await running();
    const closed = await Promise.all(
      (['machine', 'status-event', 'sweep'] as const).map((by) => close(platform, 'failed', { by })),
    );
    expect(closed.map((run) => run?.status)).toEqual(['failed', 'failed', 'failed']);
    expect(auditOf(platform, 'run/run-1')).toHaveLength(1);
    expect(alertsOf(platform)).toEqual(['run-failed/run-1/1']);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });

  it('raises one alert id and writes one entry when the process dies at any call and the sweep comes later', async () => {
    const crashes = await crashEverywhere(
      running,
      (platform) => close(platform, 'failed', { by: 'machine' }),
      async (platform, crashed) => {
        // The sweep finds a run only while it is open: what is closed must have been told.
        if ((await runNow(platform)).status === 'running') await close(platform, 'failed', { by: 'sweep' });
        expect(alertsOf(platform), crashed).toEqual(['run-failed/run-1/1']);
        expect(auditOf(platform, 'run/run-1'), crashed).toHaveLength(1);
        expect((await runNow(platform)).status, crashed).toBe('failed');
      },
    );
    expect(crashes).toBeGreaterThanOrEqual(8);
  });

  it('tells the owner what failed and why', async () => {
    const platform = await running();
    await close(platform, 'failed', { why: { en: 'broken', zh: '故障' } });
    expect(platform.inspection.events).toMatchObject([
      {
        name: 'AlertRaised',
        owner: 'post-team',
        workflow: 'letters',
        subject: { id: 'L-1' },
        why: { en: 'broken' },
      },
    ]);
  });

  it('goes on when a late stage is noted at the same moment', async () => {
    const platform = await running();
    await Promise.all([
      close(platform, 'published'),
      recordStage(platform, reference(), stage('Write')),
      setRunStatus(platform, reference(), 'waiting'),
    ]);
    expect((await runNow(platform)).status).toBe('published');
  });

  it('of a run that is unknown or on a later attempt changes nothing', async () => {
    const platform = await running();
    expect(await close(createMemoryPlatform(), 'failed')).toBeUndefined();
    await close(platform, 'failed');
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    expect(await close(platform, 'published', {}, 1)).toMatchObject({ status: 'running', attempt: 2 });
    await close(platform, 'failed', {}, 1);
    expect(alertsOf(platform)).toEqual(['run-failed/run-1/1']);
    await close(platform, 'failed', {}, 2);
    expect(alertsOf(platform)).toEqual(['run-failed/run-1/1', 'run-failed/run-1/2']);
    expect(auditOf(platform, 'run/run-1')).toHaveLength(2);
  });
});

describe('a stage of a run', () => {
  it('that runs again replaces its own entry', async () => {
    const platform = await running();
    await recordStage(platform, reference(), stage('Write', '1'));
    await recordStage(platform, reference(), stage('Send', '1'));
    await recordStage(platform, reference(), stage('Write', '2'));
    const { stages } = await runNow(platform);
    expect(stages.map(({ state, engine }) => `${state} ${engine}`).sort()).toEqual(['Send 1', 'Write 2']);
  });

  it('that comes late, for an older attempt or a closed run, changes nothing', async () => {
    const platform = await running();
    await close(platform, 'failed');
    const closed = await runNow(platform);
    await recordStage(platform, reference(1), stage('Write'));
    await setRunStatus(platform, reference(1), 'waiting');
    expect(await runNow(platform)).toEqual(closed);
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'run-1', attempt: 2 });
    const replayed = await runNow(platform);
    await recordStage(platform, reference(1), stage('Write'));
    await setRunStatus(platform, reference(1), 'waiting');
    expect(await runNow(platform)).toEqual(replayed);
    await recordStage(platform, reference(1, 'unknown'), stage('Write'));
  });

  it('leaves the record untouched where the status is so already', async () => {
    const platform = await running();
    await setRunStatus(platform, reference(), 'waiting');
    const before = platform.inspection.records.all();
    await setRunStatus(platform, reference(), 'waiting');
    expect(platform.inspection.records.all()).toEqual(before);
  });
});

describe('the status event of an execution', () => {
  const ended = (detail: object) => executionEndedSchema.parse({ source: 'aws.states', detail });
  const input = JSON.stringify({ store: 'shop', run: 'run-1', attempt: 1, mode: 'live', input: {} });

  it.each([
    ['FAILED', 'TransientError', null, 'TransientError'],
    ['TIMED_OUT', null, null, 'TIMED_OUT'],
    ['ABORTED', undefined, 'stopped by hand', 'ABORTED stopped by hand'],
  ] as const)('%s closes its run as failed, with what is known', async (status, error, cause, detail) => {
    const platform = await running();
    await closeEndedRun(platform, [letters], ended({ status, input, error, cause }));
    const run = await runNow(platform);
    expect(run).toMatchObject({ status: 'failed', why: { en: expect.stringContaining(`(${detail})`) } });
    expect(auditOf(platform, 'run/run-1')).toMatchObject([{ actor: { kind: 'system', id: 'status-event' } }]);
  });

  it('reads the reason that a task gave', async () => {
    const platform = await running();
    const errorMessage = JSON.stringify({ code: 'InkEmpty', text: { en: 'No ink', zh: '没有墨水' } });
    const cause = JSON.stringify({ errorType: 'ConfigurationError', errorMessage });
    await closeEndedRun(
      platform,
      [letters],
      ended({ status: 'FAILED', input, error: 'ConfigurationError', cause }),
    );
    expect(await runNow(platform)).toMatchObject({ why: { en: 'No ink', zh: '没有墨水' } });
  });

  it.each([
    ['its run is unknown', JSON.stringify({ store: 'shop', run: 'run-2', attempt: 1 }), [letters]],
    ['somebody started it by hand', JSON.stringify({ hello: 'world' }), [letters]],
    ['its workflow is not in the registry', input, []],
  ])('changes nothing where %s', async (_, text, manifests) => {
    const platform = await running();
    await closeEndedRun(platform, manifests, ended({ status: 'FAILED', input: text }));
    expect((await runNow(platform)).status).toBe('running');
  });
});
