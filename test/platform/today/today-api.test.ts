import { beforeEach, describe, expect, it } from 'vitest';
import { spendingKey } from '../../../functions/platform/ai/daily-budget.ts';
import { noteProduct } from '../../../functions/platform/products/product-listing.ts';
import { putInQuarantine } from '../../../functions/platform/quarantine/quarantine.ts';
import { runIndex, runKey } from '../../../functions/platform/runs/run.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { daySpan } from '../../../functions/platform/settings/shop-time.ts';
import { measureRuns } from '../../../functions/platform/today/measure-runs.ts';
import type { TodayAnswer } from '../../../functions/platform/today/today-answers.ts';
import { routes } from '../../../functions/platform/today/today-api.handler.ts';
import { ask } from '../approvals/approval-fixtures.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, runNow, set, start } from '../runs/run-fixtures.ts';

const shanghai = { name: 'Tea', zone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh'], sample: true };

describe('today', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    // 23:00 in Shanghai.
    platform = createMemoryPlatform({ now: '2026-03-02T15:00:00.000Z' });
    await addMembers(platform);
    await set(platform, 'shop', shanghai);
  });
  const today = async () => {
    const { status, body } = await call(platform, routes, 'GET /api/{store}/today', { sub: 'otto' });
    expect(status).toBe(200);
    return body as unknown as TodayAnswer;
  };

  it('says in an empty shop what to do first', async () => {
    const { steps, waits, failed, ran, measures, isSample, mode } = await today();
    expect(isSample).toBe(true);
    expect(steps.map(({ name, isDone }) => [name, isDone])).toEqual([
      ['upload-photos', false],
      ['decide-approvals', false],
      ['choose-channels', false],
      ['connect-shop', false],
      ['invite-second-person', true],
    ]);
    expect([waits.approvals.count, waits.unassigned.count, failed.count, ran.total]).toEqual([0, 0, 0, 0]);
    expect(measures.map(({ value }) => value)).toEqual([null, null, null]);
    expect(mode).toMatchObject({ kind: 'rules', spentMicroUsd: 0, budgetMicroUsd: 5_000_000 });
  });

  it('counts the runs of the shop’s day, not of the day in London', async () => {
    await start(platform, { runId: 'evening' });
    // Midnight in Shanghai is 16:00 in London.
    platform.inspection.setNow('2026-03-02T16:00:00.000Z');
    await start(platform, { runId: 'night' });
    platform.inspection.setNow('2026-03-03T15:59:59.000Z');
    await start(platform, { runId: 'next-evening' });
    expect(await today()).toMatchObject({
      day: '2026-03-03',
      from: '2026-03-02T16:00:00.000Z',
      until: '2026-03-03T16:00:00.000Z',
      ran: { total: 2, byStatus: { running: 2 } },
    });
  });

  it('tells what waits, with how long the oldest has', async () => {
    const asked = platform.clock.now();
    await ask(platform);
    platform.inspection.advance(60_000);
    await ask(platform, { run: 'run-9', group: 'g/9' });
    const record = { store: 'shop', workflow: 'image-assets', attempt: 1, code: 'X' };
    const says = { en: 'No SKU', zh: '没有 SKU' };
    const subject = { kind: 'photo', id: 'a.jpg', label: 'a.jpg' };
    await putInQuarantine(platform, { ...record, id: 'q1', kind: 'unassigned', subject, says });
    await putInQuarantine(platform, { ...record, id: 'q2', kind: 'refused', subject, says });
    await set(platform, 'kill-switches', { letters: true });
    await start(platform, { runId: 'held' });
    const { waits } = await today();
    expect(waits).toMatchObject({
      approvals: { count: 2, oldestAt: asked },
      unassigned: { count: 1, oldestAt: platform.clock.now() },
      quarantine: { count: 1 },
      held: { count: 1 },
    });
  });

  it('says nothing of limits while every workflow is on', async () => {
    expect((await today()).limits).toEqual([]);
  });

  it('says who switched a workflow off, when and why, and how many starts are held since', async () => {
    const held = async (runId: string, slug: string) => {
      await start(platform, { runId });
      const data = { ...(await runNow(platform, runId)), workflow: slug, status: 'held' } as const;
      await platform.records.put({
        key: runKey('shop', runId),
        data,
        index: runIndex(data),
        expected: 'any',
      });
    };
    await held('before', 'image-assets');
    platform.inspection.advance(60_000);
    const at = platform.clock.now();
    const actor = { kind: 'person', id: 'otto', roles: ['operator'] } as const;
    const name = 'kill-switches';
    const off = {
      store: 'shop',
      name,
      value: { 'image-assets': true },
      actor,
      reason: 'wrong backdrop',
    } as const;
    await saveSetting(platform, off);
    platform.inspection.advance(60_000);
    await set(platform, name, { 'image-assets': true, letters: true });
    await held('since', 'image-assets');
    await held('of-another', 'letters');
    expect((await today()).limits).toEqual([
      {
        workflow: 'image-assets',
        title: expect.objectContaining({ en: expect.any(String) }),
        kind: 'off',
        since: { at, by: { kind: 'person', id: 'otto' }, byName: 'otto', reason: 'wrong backdrop' },
        held: { count: 1, isMore: false },
        see: { page: 'workflows' },
      },
    ]);
  });

  it.each([
    ['dry-run', { 'image-assets': true }],
    ['pilot', { 'image-assets': { skus: ['MUG-1'] } }],
  ] as const)('says that a workflow does not publish everything: %s', async (kind, value) => {
    await set(platform, kind, value);
    const [limit] = (await today()).limits;
    expect(limit).toMatchObject({ kind, see: { page: 'settings', query: { name: kind } } });
    expect(limit?.since).toEqual({
      at: platform.clock.now(),
      by: { kind: 'system', id: 'test' },
      reason: 'test',
    });
    expect(limit).not.toHaveProperty('held');
  });

  it('tells what failed this week, newest first, and what models cost today', async () => {
    for (const run of ['a', 'b']) {
      platform.inspection.advance(1000);
      await start(platform, { runId: run });
    }
    await close(platform, 'failed', { why: { en: 'It broke', zh: '出错' } }).catch(() => undefined);
    for (const run of ['a', 'b']) {
      const key = { pk: `shop#RUN#${run}`, sk: 'RUN' };
      const present = await runNow(platform, run);
      await platform.records.put({
        key,
        data: { ...present, status: 'failed' },
        index: { pk: 'shop#RUN#failed#2026-03-02', sk: `${present.startedAt}#${run}` },
        expected: 'any',
      });
    }
    await platform.records.put({
      key: spendingKey('shop', 'image-assets', '2026-03-02'),
      data: { committedMicroUsd: 70_000, calls: 2 },
      expected: 'absent',
    });
    const { failed, mode } = await today();
    expect([failed.count, failed.newest.map(({ run }) => run)]).toEqual([2, ['b', 'a']]);
    expect(mode.spentMicroUsd).toBe(70_000);
  });

  it('asks as often of a shop with a thousand runs as of an empty one', async () => {
    const requests = async () => {
      const before = platform.inspection.calls();
      await today();
      return platform.inspection.calls() - before;
    };
    const empty = await requests();
    for (let count = 0; count < 1000; count++) await start(platform, { runId: `run-${count}` });
    for (let count = 0; count < 300; count++) await noteProduct(platform, 'shop', `SKU-${count}`);
    expect(await requests()).toBeLessThanOrEqual(empty);
    expect(empty).toBeLessThanOrEqual(110);
  });
});

describe('a shop’s day', () => {
  it('has 23 hours when the clock is put forward', () => {
    const { from, until } = daySpan('2026-03-29', 'Europe/Berlin');
    expect((Date.parse(until) - Date.parse(from)) / 3_600_000).toBe(23);
  });
});

describe('the business measures', () => {
  const photo = { kind: 'photo', id: 'A', label: 'A · 1.jpg' } as const;

  it('are the median time of published runs, and how many runs needed a person', async () => {
    const platform = createMemoryPlatform();
    await start(platform, { subject: photo });
    const run = await runNow(platform);
    const at = (minutes: number) => new Date(Date.parse(run.startedAt) + minutes * 60_000).toISOString();
    const stage = { state: 'Write', startedAt: run.startedAt, endedAt: run.startedAt } as const;
    const published = { ...run, status: 'published' } as const;
    const measured = measureRuns([
      { ...published, endedAt: at(1), stages: [{ ...stage, outcome: 'done' }] },
      { ...published, endedAt: at(2), stages: [{ ...stage, outcome: 'warned' }] },
      { ...published, endedAt: at(30), result: { approval: 'a1' } },
      { ...published, endedAt: at(4), attempt: 2 },
    ]);
    expect(measured.map(({ name, value, sample }) => [name, value, sample])).toEqual([
      ['median-minutes-to-published', 3, 4],
      ['published-untouched', 0.5, 4],
      ['fallback', 0.5, 4],
    ]);
    const ofListing = { ...published, subject: { ...photo, kind: 'product' }, endedAt: at(0) };
    expect(measureRuns([ofListing]).map(({ sample }) => sample)).toEqual([0, 0, 0]);
  });

  it.each(['waiting', 'rejected', 'expired'] as const)(
    'count what is %s as needing a person',
    async (status) => {
      const platform = createMemoryPlatform({ now: '2026-03-02T15:00:00.000Z' });
      await addMembers(platform);
      for (const [id, is] of [
        ['a', 'published'],
        ['b', 'published'],
        ['c', 'published'],
        ['d', status],
        ['e', 'failed'],
      ] as const) {
        await start(platform, { runId: id, subject: photo });
        const data = { ...(await runNow(platform, id)), status: is };
        await platform.records.put({ key: runKey('shop', id), data, index: runIndex(data), expected: 'any' });
      }
      const { body } = await call(platform, routes, 'GET /api/{store}/today', { sub: 'otto' });
      const { measures } = body as unknown as TodayAnswer;
      expect(measures.map(({ value, sample }) => [value, sample])).toEqual([
        [null, 3],
        [0.75, 4],
        [0.25, 4],
      ]);
    },
  );
});
