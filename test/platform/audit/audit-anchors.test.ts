import { beforeEach, describe, expect, it } from 'vitest';
import { anchorAuditDay } from '../../../functions/platform/audit/anchor-audit.ts';
import { appendAudit } from '../../../functions/platform/audit/append-audit.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { Crash, crashAt, createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

let platform: MemoryPlatform;

const append = (stream: string, entryId: string) =>
  appendAudit(platform, {
    store: 'shop',
    stream,
    entryId,
    actor: { kind: 'system', id: 'test' },
    action: 'step',
    subject: stream,
  });

async function dayWith(day: string, stream: string): Promise<void> {
  platform.inspection.setNow(`${day}T10:00:00.000Z`);
  await append(stream, day);
}

async function anchorAt(instant: string, day: string) {
  platform.inspection.setNow(instant);
  return await anchorAuditDay(platform, 'shop', day);
}

const overwrite = (day: string, body: string) =>
  platform.inspection.objects.put({ bucket: 'anchors', key: `shop/${day}.json` }, body, {
    contentType: 'application/json',
  });

beforeEach(() => {
  platform = createMemoryPlatform();
});

describe('anchoring a day of the audit', () => {
  it('writes the heads that changed that day, once', async () => {
    await dayWith('2026-03-02', 'run/b');
    await append('run/a', '1');
    await append('run/a', '2');
    const first = await anchorAt('2026-03-03T00:15:00.000Z', '2026-03-02');
    expect(first.written).toBe(true);
    expect(first.anchor.heads.map(({ stream, seq }) => [stream, seq])).toEqual([
      ['run/a', 2],
      ['run/b', 1],
    ]);
    const again = await anchorAt('2026-03-03T00:20:00.000Z', '2026-03-02');
    expect(again).toEqual({ written: false, anchor: first.anchor });
  });

  it('refuses a day that is not over for a quarter of an hour', async () => {
    await dayWith('2026-03-02', 'run/a');
    await expect(anchorAt('2026-03-03T00:14:59.999Z', '2026-03-02')).rejects.toMatchObject({
      code: 'AnchorDayNotOver',
    });
  });

  it('covers the days on which the system did not anchor, and refuses them afterwards', async () => {
    await dayWith('2025-04-02', 'run/a');
    await dayWith('2026-03-01', 'run/b');
    const { anchor } = await anchorAt('2026-03-04T01:00:00.000Z', '2026-03-03');
    expect(anchor.heads.map((head) => head.stream)).toEqual(['run/a', 'run/b']);
    await expect(anchorAt('2026-03-04T01:00:00.000Z', '2026-03-02')).rejects.toMatchObject({
      code: 'AnchorDayPassed',
    });
  });

  it('finishes after a crash at any call', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; ; call++) {
        platform = createMemoryPlatform();
        await dayWith('2026-03-01', 'run/a');
        await anchorAt('2026-03-02T01:00:00.000Z', '2026-03-01');
        await dayWith('2026-03-02', 'run/a');
        crashAt(platform, call, moment);
        const crashed = await anchorAt('2026-03-03T01:00:00.000Z', '2026-03-02').then(
          () => false,
          (error: unknown) => error instanceof Crash,
        );
        platform.inspection.onCall(undefined);
        const { anchor } = await anchorAt('2026-03-03T01:00:00.000Z', '2026-03-02');
        expect(anchor).toMatchObject({ day: '2026-03-02', previous: { day: '2026-03-01' } });
        expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 2 });
        if (!crashed) break;
        expect(call).toBeLessThan(80);
      }
    }
  });
});

describe('verifying the anchors', () => {
  beforeEach(async () => {
    for (const day of ['2026-03-01', '2026-03-02', '2026-03-03']) {
      await dayWith(day, 'run/a');
      await anchorAt(`2026-03-0${Number(day.slice(-1)) + 1}T01:00:00.000Z`, day);
    }
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, streams: 1, entries: 3 });
  });

  for (const day of ['2026-03-01', '2026-03-02', '2026-03-03']) {
    it(`names the anchor of ${day} when it was changed`, async () => {
      const key = { bucket: 'anchors', key: `shop/${day}.json` } as const;
      const text = (await platform.objects.get(key)).toString('utf8');
      await overwrite(day, text.replace('"seq":', '"seq":1'));
      expect(await verifyAudit(platform, 'shop')).toMatchObject({
        ok: false,
        bad: { kind: 'anchor', code: 'AnchorAltered', day },
      });
    });

    it(`names the anchor of ${day} when it is gone`, async () => {
      await platform.inspection.objects.remove({ bucket: 'anchors', key: `shop/${day}.json` });
      expect(await verifyAudit(platform, 'shop')).toMatchObject({
        ok: false,
        bad: { kind: 'anchor', code: 'AnchorMissing', day },
      });
    });
  }

  it('names an anchor that was slipped in', async () => {
    await overwrite('2026-02-27', '{"store":"shop","day":"2026-02-27","previous":null,"heads":[]}');
    expect(await verifyAudit(platform, 'shop')).toMatchObject({
      ok: false,
      bad: { kind: 'anchor', code: 'AnchorAltered', day: '2026-02-27' },
    });
  });

  it('names an anchor that is no JSON any more', async () => {
    await overwrite('2026-03-03', 'gone');
    expect(await verifyAudit(platform, 'shop')).toMatchObject({
      bad: { code: 'AnchorAltered', day: '2026-03-03' },
    });
  });
});
