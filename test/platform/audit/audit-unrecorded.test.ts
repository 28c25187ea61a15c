import { beforeEach, describe, expect, it } from 'vitest';
import { anchorAuditDay } from '../../../functions/platform/audit/anchor-audit.ts';
import { headKey } from '../../../functions/platform/audit/audit-entry.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { putMember } from '../../../functions/platform/members/members.ts';
import type { StoredRecord } from '../../../functions/platform/ports/records.ts';
import { closeRun } from '../../../functions/platform/runs/close-run.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { ask, decide } from '../approvals/approval-fixtures.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { LETTERS_MACHINE, letters, reference, set, start } from '../runs/run-fixtures.ts';

const DAY = 86_400_000;
const SECOND_DAY = '2026-03-03';

let platform: MemoryPlatform;
let approval: string;

const close = (run: string) =>
  closeRun(platform, letters, reference(1, run), { outcome: 'published', by: 'machine' });

/** The first day is anchored; on the second one run is closed, and another that had waited overnight is decided and closed. */
beforeEach(async () => {
  platform = createMemoryPlatform({ now: '2026-03-02T09:00:00.000Z' });
  await start(platform, { runId: 'waited' });
  const asked = await ask(platform, { run: 'waited' });
  approval = `approval/${asked.id}`;
  platform.inspection.advance(DAY);
  await anchorAuditDay(platform, 'shop', '2026-03-02');
  await start(platform, { runId: 'quick' });
  await close('quick');
  await decide(platform, asked);
  await close('waited');
  await set(platform, 'dry-run', { letters: true });
  const member = {
    sub: 'li',
    name: 'Li',
    email: 'li@example.com',
    language: 'zh',
    roles: ['admin'],
  } as const;
  await putMember(platform, 'shop', { ...member, roles: [...member.roles] }, { kind: 'system', id: 'test' });
  expect(await verifyAudit(platform, 'shop')).toEqual({ ok: true, streams: 5, entries: 5 });
});

const recordsOf = (stream: string) =>
  platform.inspection.records
    .all()
    .filter(({ key }) => key.pk === `shop#AUDIT#${stream}` || key.pk === headKey('shop', stream).pk);

function removeWhole(stream: string): readonly StoredRecord<unknown>[] {
  const removed = recordsOf(stream);
  expect(removed).toHaveLength(2);
  for (const { key } of removed) platform.inspection.records.tamper(key, undefined);
  return removed;
}

async function anchorSecondDay() {
  platform.inspection.advance(DAY);
  return (await anchorAuditDay(platform, 'shop', SECOND_DAY)).anchor;
}

const missing = (stream: string) => ({
  ok: false,
  bad: { kind: 'entry', code: 'StreamMissing', stream, seq: 1 },
});

describe('an audit stream that was removed with its head before any anchor named it', () => {
  const streams = [
    ['of a run', () => 'run/quick'],
    ['of a run that began on a day before', () => 'run/waited'],
    ['of an approval', () => approval],
    ['of a setting', () => 'setting/dry-run'],
    ['of a member', () => 'member/li'],
  ] as const;

  it.each(streams)('%s is found at once, and after the next anchor for good', async (_, nameOf) => {
    const stream = nameOf();
    removeWhole(stream);
    expect(await verifyAudit(platform, 'shop')).toMatchObject(missing(stream));
    expect((await anchorSecondDay()).missing).toEqual([stream]);
    platform.inspection.advance(60 * DAY);
    expect(await verifyAudit(platform, 'shop')).toMatchObject(missing(stream));
  });

  it('is sound again when it was brought back as it was', async () => {
    const removed = removeWhole('run/quick');
    await anchorSecondDay();
    for (const { key, data } of removed) platform.inspection.records.tamper(key, data);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });

  it('is told as a missing head where entries are left', async () => {
    platform.inspection.records.tamper(headKey('shop', 'run/quick'), undefined);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({
      bad: { code: 'HeadMissing', stream: 'run/quick', seq: 1 },
    });
  });
});

describe('what has no audit stream by right', () => {
  it('is a run that is still open', async () => {
    await start(platform, { runId: 'open' });
    await start(platform, { runId: 'again' });
    await close('again');
    await replayRun(platform, letters, LETTERS_MACHINE, { store: 'shop', runId: 'again', attempt: 2 });
    removeWhole('run/again');
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
    expect(await anchorSecondDay()).not.toHaveProperty('missing');
  });
});
