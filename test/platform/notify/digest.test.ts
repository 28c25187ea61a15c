import { describe, expect, it } from 'vitest';
import { buildDigest, sendDigest } from '../../../functions/platform/notify/digest.ts';
import { type Run, type RunStatus, runIndex, runKey } from '../../../functions/platform/runs/run.ts';
import { ask, decide } from '../approvals/approval-fixtures.ts';
import type { MemoryPlatform } from '../memory/memory-platform.ts';
import { options, recordsOf, shopWithApprovers } from './notify-fixtures.ts';

async function putRun(
  platform: MemoryPlatform,
  id: string,
  status: RunStatus,
  startedAt: string,
  endedAt?: string,
) {
  const run: Run = {
    id,
    store: 'shop',
    workflow: 'image-assets',
    workflowVersion: 1,
    subject: { kind: 'product', id, label: `label of ${id}` },
    trigger: { kind: 'upload' },
    status,
    mode: 'live',
    attempt: 1,
    input: {},
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    stages: [],
  };
  await platform.records.put({
    key: runKey('shop', id),
    data: run,
    index: runIndex(run),
    expected: 'absent',
  });
}

describe('the daily digest', () => {
  it('counts what ended on that day where the shop is, whenever it started', async () => {
    const platform = await shopWithApprovers();
    // In Shanghai 2 March lasts from 1 March 16:00 to 2 March 16:00 UTC.
    const inside = ['2026-03-01T16:00:00.000Z', '2026-03-02T15:59:59.999Z'];
    const outside = ['2026-03-01T15:59:59.999Z', '2026-03-02T16:00:00.000Z'];
    for (const [n, at] of inside.entries()) await putRun(platform, `in-${n}`, 'published', at, at);
    for (const [n, at] of outside.entries()) await putRun(platform, `out-${n}`, 'published', at, at);
    await putRun(platform, 'waited', 'published', '2026-02-17T09:00:00.000Z', '2026-03-02T08:00:00.000Z');
    await putRun(platform, 'failed', 'failed', '2026-03-02T08:00:00.000Z', '2026-03-02T08:01:00.000Z');
    await putRun(platform, 'held', 'held', '2026-03-02T08:00:00.000Z');
    await putRun(platform, 'bad', 'quarantined', '2026-03-02T08:00:00.000Z', '2026-03-02T08:01:00.000Z');
    await putRun(platform, 'open', 'running', '2026-03-02T08:00:00.000Z');
    const digest = await buildDigest(platform, 'shop', '2026-03-02');
    expect(digest.published).toEqual({ count: 3, byWorkflow: { 'image-assets': 3 } });
    expect(digest.failed).toMatchObject({ count: 1, first: [{ id: 'failed', label: 'label of failed' }] });
    expect(digest.stopped.first.map((run) => [run.id, run.status])).toEqual([
      ['bad', 'quarantined'],
      ['held', 'held'],
    ]);
  });

  it('names what waits, the most urgent first, ten at most', async () => {
    const platform = await shopWithApprovers();
    for (let n = 0; n < 12; n++) {
      await ask(platform, { run: `run-${n}`, group: `image-assets/${n}` });
      platform.inspection.advance(60_000);
    }
    const decided = await ask(platform, { run: 'run-x', group: 'image-assets/x' });
    await decide(platform, decided);
    const { waits } = await buildDigest(platform, 'shop', '2026-03-01');
    expect(waits.count).toBe(12);
    expect(waits.first).toHaveLength(10);
    const times = waits.first.map((one) => one.expiresAt);
    expect(times).toEqual(times.toSorted());
  });

  it('is sent once a day, for yesterday where the shop is', async () => {
    const platform = await shopWithApprovers();
    platform.inspection.setNow('2026-03-02T17:00:00.000Z');
    await sendDigest(platform, 'shop', [], options);
    await sendDigest(platform, 'shop', [], options);
    const records = recordsOf(platform);
    expect(new Set(records.map((record) => record.eventId))).toEqual(new Set(['digest/2026-03-02']));
    expect(records.map((record) => record.address).sort()).toEqual([
      'outbox/li',
      'outbox/role/operator',
      'outbox/smith',
    ]);
    platform.inspection.advance(86_400_000);
    await sendDigest(platform, 'shop', [], options);
    expect(recordsOf(platform)).toHaveLength(6);
  });
});
