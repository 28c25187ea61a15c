import { beforeEach, describe, expect, it } from 'vitest';
import { appendAudit } from '../../../functions/platform/audit/append-audit.ts';
import { routes } from '../../../functions/platform/audit/audit-api.handler.ts';
import type { AuditEntry } from '../../../functions/platform/audit/audit-entry.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { set } from '../runs/run-fixtures.ts';

const DAY = 86_400_000;

/** Ten runs a day on three days, each begun and ended; on the third day a run of the first is looked at again. */
describe('a search of the audit', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform({ now: '2026-03-01T08:00:00.000Z' });
    await addMembers(platform);
    for (let day = 1; day <= 3; day++) {
      for (let run = 0; run < 30; run++) await write(`${day}-${run}`, run % 2 === 0 ? 'otto' : 'anna');
      if (day < 3) platform.inspection.advance(DAY);
    }
    await write('1-4', 'max', 'looked-at');
  });
  async function write(run: string, actor: string, what = 'closed') {
    platform.inspection.advance(1000);
    await appendAudit(platform, {
      store: 'shop',
      stream: `run/${run}`,
      entryId: what,
      actor: { kind: 'person', id: actor },
      action: `run.${what}`,
      subject: `product/SKU-${run}/1`,
    });
  }
  const page = async (query: Record<string, string>, sub = 'anna') =>
    await call(platform, routes, 'GET /api/{store}/audit', { query, sub });
  async function all(query: Record<string, string>): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await page(cursor === undefined ? query : { ...query, cursor });
      entries.push(...(body.entries as AuditEntry[]));
      cursor = body.cursor as string | undefined;
    } while (cursor !== undefined);
    return entries.filter(({ stream }) => stream.startsWith('run/'));
  }

  it('finds every entry once, over all pages', async () => {
    const entries = await all({});
    expect(entries).toHaveLength(91);
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(91);
  });

  it('finds what somebody did, what was done to something, and what happened on a day', async () => {
    expect((await all({ actor: 'otto' })).every(({ actor }) => actor.id === 'otto')).toBe(true);
    expect(await all({ actor: 'otto' })).toHaveLength(45);
    expect((await all({ subject: 'product/SKU-2-7' })).map(({ stream }) => stream)).toEqual(['run/2-7']);
    expect((await all({ subject: 'SKU-2-7' })).map(({ stream }) => stream)).toEqual(['run/2-7']);
    expect(await all({ subject: 'SKU-2' })).toEqual([]);
    expect((await all({ action: 'run' })).length).toBeGreaterThan(0);
    expect((await all({ action: 'run.closed' })).every(({ action }) => action === 'run.closed')).toBe(true);
    expect(await all({ action: 'run.clo' })).toEqual([]);
    expect(await all({ from: '2026-03-02', to: '2026-03-02' })).toHaveLength(30);
    // Its stream has gone on since: it is found under the later day, and is of the first all the same.
    expect(await all({ from: '2026-03-01', to: '2026-03-01' })).toHaveLength(30);
  });

  it('counts days as the shop does', async () => {
    const zone = 'America/Los_Angeles';
    await set(platform, 'shop', { name: 'Tea', zone, currency: 'USD', languages: ['en'], sample: false });
    // 08:00 in London is midnight there: of the three mornings none is of the day before.
    expect(await all({ from: '2026-03-02', to: '2026-03-02' })).toHaveLength(30);
    platform.inspection.setNow('2026-03-04T07:59:58.000Z');
    await write('late', 'otto');
    expect(await all({ from: '2026-03-03' })).toHaveLength(32);
    expect(await all({ from: '2026-03-03', to: '2026-03-03', action: 'run' })).toHaveLength(32);
    await write('next-day', 'otto');
    expect(await all({ from: '2026-03-03', to: '2026-03-03' })).toHaveLength(32);
    expect(await all({ from: '2026-03-04', to: '2026-03-04' })).toHaveLength(1);
    expect(await all({ from: '2026-03-05' })).toEqual([]);
  });

  it('shows a run’s own entries, newest first', async () => {
    const { body } = await page({ run: '1-4' });
    expect((body.entries as AuditEntry[]).map(({ action }) => action)).toEqual([
      'run.looked-at',
      'run.closed',
    ]);
  });

  it('reads a bounded number of streams for a page', async () => {
    const before = platform.inspection.calls();
    const { body } = await page({ actor: 'nobody' });
    expect(body).toMatchObject({ entries: [], cursor: expect.any(String) });
    expect(platform.inspection.calls() - before).toBeLessThanOrEqual(45);
  });

  it('is for approvers and admins', async () => {
    expect((await page({}, 'otto')).status).toBe(403);
    const { status, body } = await page({}, 'max');
    expect(status).toBe(200);
    expect(body.people).toContainEqual({ sub: 'otto', name: expect.any(String) });
    expect((await page({ from: 'yesterday' })).status).toBe(400);
  });
});
