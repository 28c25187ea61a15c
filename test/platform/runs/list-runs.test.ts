import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeRun } from '../../../functions/platform/runs/close-run.ts';
import { daysBack } from '../../../functions/platform/runs/days-back.ts';
import { listRuns } from '../../../functions/platform/runs/list-runs.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { letters, start } from './run-fixtures.ts';

const ids = async (platform: MemoryPlatform, query: Partial<Parameters<typeof listRuns>[2]> = {}) =>
  (await listRuns(platform, 'shop', { days: 7, limit: 50, ...query })).map((run) => run.id);

/** Runs a to e: two on the first day, three on the third. */
async function fiveRuns(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform({ now: '2026-03-01T23:58:00.000Z' });
  for (const [id, at] of [
    ['a', '2026-03-01T23:58:00.000Z'],
    ['b', '2026-03-01T23:59:59.999Z'],
    ['c', '2026-03-03T00:00:00.000Z'],
    ['d', '2026-03-03T08:00:00.000Z'],
    ['e', '2026-03-03T09:00:00.000Z'],
  ] as const) {
    platform.inspection.setNow(at);
    await start(platform, { runId: id });
  }
  return platform;
}

describe('the list of runs', () => {
  it('is newest first over days and statuses, at most as many as asked for', async () => {
    const platform = await fiveRuns();
    expect(await ids(platform)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await ids(platform, { limit: 4 })).toEqual(['e', 'd', 'c', 'b']);
    expect(await ids(platform, { limit: 2 })).toEqual(['e', 'd']);
    expect(await ids(platform, { days: 1 })).toEqual(['e', 'd', 'c']);
    expect(await ids(platform, { days: 2 })).toEqual(['e', 'd', 'c']);
    expect(await ids(platform, { days: 3 })).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('keeps the order when runs of a day have different statuses', async () => {
    const platform = await fiveRuns();
    const reference = { store: 'shop', run: 'd', attempt: 1 };
    await closeRun(platform, letters, reference, { outcome: 'published', by: 'machine' });
    expect(await ids(platform)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await ids(platform, { status: 'published' })).toEqual(['d']);
    expect(await ids(platform, { status: 'running' })).toEqual(['e', 'c', 'b', 'a']);
  });

  it('goes at most 31 days back, however many are asked for', async () => {
    const platform = await fiveRuns();
    platform.inspection.setNow('2026-03-31T12:00:00.000Z');
    expect(await ids(platform, { days: 400 })).toEqual(['e', 'd', 'c', 'b', 'a']);
    platform.inspection.setNow('2026-04-01T00:00:00.000Z');
    expect(await ids(platform, { days: 400 })).toEqual(['e', 'd', 'c']);
  });

  it('holds nothing of another store', async () => {
    const platform = await fiveRuns();
    expect(await listRuns(platform, 'other', { days: 7, limit: 50 })).toEqual([]);
    expect(await listRuns(platform, 'sho', { days: 7, limit: 50 })).toEqual([]);
  });

  it('takes more than one page of a day', async () => {
    const platform = createMemoryPlatform();
    for (let count = 100; count < 250; count++) {
      platform.inspection.advance(1000);
      await start(platform, { runId: `run-${count}` });
    }
    const found = await ids(platform, { limit: 120 });
    expect(found).toHaveLength(120);
    expect(found[0]).toBe('run-249');
    expect(found.at(-1)).toBe('run-130');
    expect((await ids(platform, { limit: 500 })).length).toBe(150);
  });
});

describe('days back', () => {
  it('are UTC days, newest first, across months, leap days and years', () => {
    expect(daysBack('2026-03-01T00:00:00.000Z', 2)).toEqual(['2026-03-01', '2026-02-28']);
    expect(daysBack('2024-03-01T23:59:59.999Z', 2)).toEqual(['2024-03-01', '2024-02-29']);
    expect(daysBack('2026-01-01T12:00:00.000Z', 2)).toEqual(['2026-01-01', '2025-12-31']);
  });

  it('are as many as asked for, each the day before the last', () => {
    const noon = { noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') };
    fc.assert(
      fc.property(fc.date(noon), fc.integer({ min: 1, max: 400 }), (date, count) => {
        const days = daysBack(date.toISOString(), count);
        expect(days).toHaveLength(count);
        expect(days[0]).toBe(date.toISOString().slice(0, 10));
        for (const [at, day] of days.slice(1).entries()) {
          expect(Date.parse(days[at] ?? '') - Date.parse(day)).toBe(86_400_000);
        }
      }),
    );
  });
});
