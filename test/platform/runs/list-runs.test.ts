import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeRun } from '../../../functions/platform/runs/close-run.ts';
import { daysBack } from '../../../functions/platform/runs/days-back.ts';
import { listRuns } from '../../../functions/platform/runs/list-runs.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { letters, set, start } from './run-fixtures.ts';

const ids = async (platform: MemoryPlatform, query: Partial<Parameters<typeof listRuns>[2]> = {}) =>
  (await listRuns(platform, 'shop', { days: 7, limit: 50, ...query })).runs.map((run) => run.id);

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

  it.each([
    // Midnight there is 16:00 of the day before in London: 08:00 on the 3rd was already the afternoon.
    ['Asia/Shanghai', '2026-03-03T15:59:59.999Z', ['e', 'd', 'c'], ['e', 'd', 'c', 'b', 'a']],
    ['Asia/Shanghai', '2026-03-03T16:00:00.000Z', [], ['e', 'd', 'c']],
    // Midnight there is 08:00 in London.
    ['America/Los_Angeles', '2026-03-04T07:59:59.999Z', ['e', 'd'], ['e', 'd', 'c']],
    ['Pacific/Kiritimati', '2026-03-03T09:59:59.999Z', ['e', 'd', 'c'], ['e', 'd', 'c', 'b', 'a']],
  ])('counts days as the shop does: %s at %s', async (zone, now, today, twoDays) => {
    const platform = await fiveRuns();
    await set(platform, 'shop', { name: 'Tea', zone, currency: 'EUR', languages: ['en'], sample: false });
    platform.inspection.setNow(now);
    expect(await ids(platform, { days: 1 })).toEqual(today);
    expect(await ids(platform, { days: 2 })).toEqual(twoDays);
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
    expect(await listRuns(platform, 'other', { days: 7, limit: 50 })).toEqual({ runs: [] });
    expect(await listRuns(platform, 'sho', { days: 7, limit: 50 })).toEqual({ runs: [] });
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

  it('comes page by page: every run once, in the order of one long list, whatever the page', async () => {
    const platform = await fiveRuns();
    for (let count = 10; count < 40; count++) {
      platform.inspection.advance(1000);
      await start(platform, { runId: `run-${count}`, subject: subjectOf(count) });
      if (count % 4 === 0) {
        const reference = { store: 'shop', run: `run-${count}`, attempt: 1 };
        await closeRun(platform, letters, reference, { outcome: 'published', by: 'machine' });
      }
    }
    const all = await ids(platform, { limit: 500 });
    const ofThree = await ids(platform, { limit: 500, subject: 'L-0' });
    expect([all.length, ofThree.length]).toEqual([35, 10]);
    for (const limit of [1, 2, 7, 34, 35, 36]) {
      expect((await walk(platform, { limit })).flat(), String(limit)).toEqual(all);
      expect((await walk(platform, { limit, subject: 'L-0' })).flat(), String(limit)).toEqual(ofThree);
    }
  });

  it('reads a bounded number of records for a page, however little a filter leaves', async () => {
    const platform = createMemoryPlatform();
    for (let count = 1000; count < 2000; count++) {
      platform.inspection.advance(1000);
      await start(platform, { runId: `run-${count}`, subject: subjectOf(count) });
    }
    const pages = await walk(platform, { limit: 50, subject: 'nothing' });
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat()).toEqual([]);
  });

  it('refuses the cursor of another list', async () => {
    const platform = await fiveRuns();
    const { cursor } = await listRuns(platform, 'shop', { days: 7, limit: 1 });
    const refused = { code: 'CursorInvalid' };
    const other = { days: 7, limit: 1, cursor };
    await expect(listRuns(platform, 'other', other)).rejects.toMatchObject(refused);
    await expect(listRuns(platform, 'shop', { ...other, status: 'running' })).rejects.toMatchObject(refused);
    await expect(listRuns(platform, 'shop', { ...other, cursor: 'x' })).rejects.toMatchObject(refused);
  });
});

const subjectOf = (count: number) => ({ kind: 'letter', id: `L-${count % 3}`, label: 'a letter' });

async function walk(platform: MemoryPlatform, query: Partial<Parameters<typeof listRuns>[2]>) {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listRuns(platform, 'shop', { days: 7, limit: 50, ...query, cursor });
    pages.push(page.runs.map((run) => run.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

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
