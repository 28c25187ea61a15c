import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DaySpending,
  reserve,
  settle,
  spendingKey,
} from '../../../functions/platform/ai/daily-budget.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { set } from '../runs/run-fixtures.ts';

const of = { store: 'shop', workflow: 'image-assets' };
const MICRO_USD_PER_CENT = 10_000;

async function shopWith(cents: number, zone = 'UTC'): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  await set(platform, 'ai', { providers: [], dailyBudget: { amountMinor: cents, currency: 'USD' } });
  await set(platform, 'shop', { name: 'Shop', zone, currency: 'CNY', languages: ['zh'], sample: false });
  return platform;
}

async function spent(platform: MemoryPlatform, day = '2026-03-02'): Promise<DaySpending | undefined> {
  return (await platform.records.get<DaySpending>(spendingKey('shop', 'image-assets', day)))?.data;
}

describe('the budget of a day', () => {
  it('lets calls go until they could go over it', async () => {
    const platform = await shopWith(10);
    expect(await reserve(platform, of, 60_000)).toBeDefined();
    expect(await reserve(platform, of, 60_000)).toBeUndefined();
    expect(await reserve(platform, of, 40_000)).toBeDefined();
    expect(await reserve(platform, of, 1)).toBeUndefined();
    expect(await spent(platform)).toEqual({ committedMicroUsd: 100_000, calls: 2 });
  });

  it('counts what was charged in place of what was reserved', async () => {
    const platform = await shopWith(10);
    const first = await reserve(platform, of, 90_000);
    if (first === undefined) throw new Error('nothing was reserved');
    await settle(platform, first, 20_000);
    expect(await spent(platform)).toMatchObject({ committedMicroUsd: 20_000 });
    const second = await reserve(platform, of, 80_000);
    if (second === undefined) throw new Error('nothing was reserved');
    // Dearer than anybody thought.
    await settle(platform, second, 95_000);
    expect(await spent(platform)).toMatchObject({ committedMicroUsd: 115_000, calls: 2 });
    expect(await reserve(platform, of, 1)).toBeUndefined();
  });

  it('counts a call whose process died as if it had cost the most', async () => {
    const platform = await shopWith(10);
    await reserve(platform, of, 70_000);
    expect(await reserve(platform, of, 70_000)).toBeUndefined();
  });

  it('is never overdrawn by calls at the same moment, however they end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 60 }),
        fc.array(
          fc.record({
            most: fc.integer({ min: 1, max: 90_000 }),
            share: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          {
            minLength: 1,
            maxLength: 25,
          },
        ),
        async (cents, calls) => {
          const platform = await shopWith(cents);
          const limit = cents * MICRO_USD_PER_CENT;
          let paid = 0;
          await Promise.all(
            calls.map(async ({ most, share }) => {
              const reservation = await reserve(platform, of, most);
              if (reservation === undefined) return;
              expect((await spent(platform))?.committedMicroUsd).toBeLessThanOrEqual(limit);
              const charged = Math.floor(most * share);
              paid += charged;
              await settle(platform, reservation, charged);
            }),
          );
          expect(paid).toBeLessThanOrEqual(limit);
          expect((await spent(platform))?.committedMicroUsd ?? 0).toBe(paid);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes exactly as many of forty calls at once as it has money for', async () => {
    const platform = await shopWith(5);
    const all = await Promise.all(Array.from({ length: 40 }, () => reserve(platform, of, 10_000)));
    expect(all.filter((one) => one !== undefined)).toHaveLength(5);
    expect(await spent(platform)).toEqual({ committedMicroUsd: 50_000, calls: 5 });
  });

  it('begins anew with the day of the shop’s zone', async () => {
    const platform = await shopWith(1, 'Asia/Shanghai');
    platform.inspection.setNow('2026-03-02T15:59:00.000Z');
    expect(await reserve(platform, of, 10_000)).toBeDefined();
    expect(await reserve(platform, of, 10_000)).toBeUndefined();
    platform.inspection.setNow('2026-03-02T16:00:00.000Z');
    expect(await reserve(platform, of, 10_000)).toBeDefined();
    expect(await spent(platform, '2026-03-03')).toMatchObject({ calls: 1 });
  });

  it('is settled on the day that it was reserved on, even after midnight', async () => {
    const platform = await shopWith(1);
    platform.inspection.setNow('2026-03-02T23:59:59.000Z');
    const reservation = await reserve(platform, of, 10_000);
    if (reservation === undefined) throw new Error('nothing was reserved');
    platform.inspection.setNow('2026-03-03T00:00:05.000Z');
    await settle(platform, reservation, 0);
    expect(await spent(platform, '2026-03-02')).toMatchObject({ committedMicroUsd: 0 });
    expect(await spent(platform, '2026-03-03')).toBeUndefined();
  });

  it('is one for each workflow and each shop', async () => {
    const platform = await shopWith(1);
    expect(await reserve(platform, of, 10_000)).toBeDefined();
    expect(await reserve(platform, { ...of, workflow: 'try-on' }, 10_000)).toBeDefined();
    expect(await reserve(platform, { ...of, store: 'other' }, 10_000)).toBeDefined();
    expect(await reserve(platform, of, 10_000)).toBeUndefined();
  });

  it('holds nothing that is free, not even when it is spent', async () => {
    const platform = await shopWith(0);
    expect(await reserve(platform, of, 0)).toBeDefined();
    expect(await spent(platform)).toBeUndefined();
  });
});
