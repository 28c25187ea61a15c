import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorAuditDay } from '../../../functions/platform/audit/anchor-audit.ts';
import { appendAudit } from '../../../functions/platform/audit/append-audit.ts';
import { type AuditEntry, entryKey, hashOf, headKey } from '../../../functions/platform/audit/audit-entry.ts';
import { type AuditVerdict, verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

const DAY = 86_400_000;
const dayOf = (platform: MemoryPlatform) => platform.clock.now().slice(0, 10);

/** Appends the streams' entries one after another, a part of them each day, and anchors every day but the last. */
async function shopWith(streams: readonly number[], days: number): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform({ now: '2026-03-02T09:00:00.000Z' });
  for (let day = 0; day < days; day++) {
    for (const [index, length] of streams.entries()) {
      const from = Math.floor((length * day) / days);
      const to = Math.floor((length * (day + 1)) / days);
      for (let n = from + 1; n <= to; n++) {
        await appendAudit(platform, {
          store: 'shop',
          stream: `run/${index}`,
          entryId: `step/${n}`,
          actor: { kind: 'machine', id: 'image-assets' },
          action: 'step',
          subject: `sku/${index}`,
          after: { n },
        });
        platform.inspection.advance(1000);
      }
    }
    if (day === days - 1) break;
    const today = dayOf(platform);
    platform.inspection.advance(DAY);
    await anchorAuditDay(platform, 'shop', today);
  }
  return platform;
}

const read = (platform: MemoryPlatform, stream: string, seq: number) =>
  platform.inspection.records
    .all()
    .find(
      (record) =>
        record.key.table === 'audit' &&
        record.key.pk === `shop#AUDIT#${stream}` &&
        record.key.sk === entryKey('shop', stream, seq).sk,
    )?.data as AuditEntry;

type Tampering = (platform: MemoryPlatform, stream: string, length: number, at: number) => number;

function write(platform: MemoryPlatform, stream: string, seq: number, data: unknown): void {
  platform.inspection.records.tamper(entryKey('shop', stream, seq), data);
}

/** Each answers the number of the first entry that is not what was written. `at` is one of the stream's entries. */
const tamperings: Record<string, Tampering> = {
  edit: (platform, stream, _, at) => {
    write(platform, stream, at, { ...read(platform, stream, at), reason: 'because' });
    return at;
  },
  'edit with its own hash made right': (platform, stream, length, at) => {
    const { hash: _hash, ...entry } = { ...read(platform, stream, at), reason: 'because' };
    write(platform, stream, at, { ...entry, hash: hashOf(entry) });
    // The entry is sound in itself; the next one, or for the newest one the head, contradicts it.
    return at === length ? at : at + 1;
  },
  'delete one and leave a gap': (platform, stream, _, at) => {
    write(platform, stream, at, undefined);
    return at;
  },
  'delete one and close the gap': (platform, stream, length, at) => {
    for (let seq = at; seq < length; seq++) write(platform, stream, seq, read(platform, stream, seq + 1));
    write(platform, stream, length, undefined);
    return at;
  },
  'swap two': (platform, stream, length, at) => {
    const other = at === length ? 1 : length;
    const [one, two] = [read(platform, stream, at), read(platform, stream, other)];
    if (at === other) write(platform, stream, at, { ...one, at: '1999-01-01T00:00:00.000Z' });
    else {
      write(platform, stream, at, two);
      write(platform, stream, other, one);
    }
    return Math.min(at, other);
  },
  'truncate the newest': (platform, stream, length, at) => {
    for (let seq = at; seq <= length; seq++) write(platform, stream, seq, undefined);
    return at;
  },
  'remove the whole stream': (platform, stream, length) => {
    for (let seq = 1; seq <= length; seq++) write(platform, stream, seq, undefined);
    return 1;
  },
  'insert a copy at the end': (platform, stream, length, at) => {
    write(platform, stream, length + 1, read(platform, stream, at));
    return length + 1;
  },
  'append one that fits': (platform, stream, length) => {
    const newest = read(platform, stream, length);
    const { hash, ...entry } = { ...newest, seq: length + 1, previous: newest.hash, entryId: 'forged' };
    write(platform, stream, length + 1, { ...entry, hash: hashOf(entry) });
    expect(hash).toBe(newest.hash);
    return length + 1;
  },
  'put in one between': (platform, stream, _, at) => {
    const key = entryKey('shop', stream, at);
    platform.inspection.records.tamper({ ...key, sk: `${key.sk}a` }, read(platform, stream, at));
    return at + 1;
  },
  'rewrite everything from one on': (platform, stream, length, at) => {
    rewrite(platform, stream, length, at);
    return length;
  },
};

/** With every hash made right: sound in itself. */
function rewrite(platform: MemoryPlatform, stream: string, length: number, at: number): string {
  let previous = at === 1 ? '' : read(platform, stream, at - 1).hash;
  for (let seq = at; seq <= length; seq++) {
    const { hash: _hash, ...entry } = { ...read(platform, stream, seq), previous, reason: 'rewritten' };
    previous = hashOf(entry);
    write(platform, stream, seq, { ...entry, hash: previous });
  }
  return previous;
}

const shop = fc.record({
  streams: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
  days: fc.integer({ min: 1, max: 3 }),
  target: fc.nat(),
  at: fc.nat(),
});

describe('verifying the audit', () => {
  it('finds nothing in what was only appended to', async () => {
    await fc.assert(
      fc.asyncProperty(shop, async ({ streams, days }) => {
        const platform = await shopWith(streams, days);
        expect(await verifyAudit(platform, 'shop')).toEqual({
          ok: true,
          streams: streams.length,
          entries: streams.reduce((sum, length) => sum + length, 0),
        });
      }),
      { numRuns: 25 },
    );
  });

  for (const [name, tamper] of Object.entries(tamperings)) {
    it(`names the first bad entry after somebody did: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(shop, async ({ streams, days, target, at }) => {
          const platform = await shopWith(streams, days);
          const index = target % streams.length;
          const length = streams[index] ?? 1;
          const stream = `run/${index}`;
          const from = 1 + (at % length);
          const seq = tamper(platform, stream, length, from);
          const verdict = await verifyAudit(platform, 'shop');
          expect(verdict).toMatchObject({ ok: false, bad: { kind: 'entry', stream } });
          const found = verdict.ok || verdict.bad.kind !== 'entry' ? 0 : verdict.bad.seq;
          // An anchor may contradict a rewritten entry before the head does, never after.
          const earlier = name.startsWith('rewrite') || name.startsWith('edit with');
          expect(found).toBeGreaterThanOrEqual(earlier ? from : seq);
          expect(found).toBeLessThanOrEqual(seq);
        }),
        { numRuns: 25 },
      );
    });
  }

  it('finds entries that were rewritten together with the head, once a day’s anchor names them', async () => {
    const platform = await shopWith([6], 2);
    const head = platform.inspection.records.all().find((record) => record.key.sk === 'HEAD');
    const hash = rewrite(platform, 'run/0', 6, 2);
    platform.inspection.records.tamper(headKey('shop', 'run/0'), { ...(head?.data as object), hash });
    // The anchor of the first day named entry 3; entry 2 was the first to be changed.
    expect(await verifyAudit(platform, 'shop')).toMatchObject({
      ok: false,
      bad: { code: 'AnchorDiffers', stream: 'run/0', seq: 3 },
    });
  });

  it('finds a stream that was removed together with its head, once anchored', async () => {
    const platform = await shopWith([3, 3], 2);
    for (let seq = 1; seq <= 3; seq++) write(platform, 'run/1', seq, undefined);
    platform.inspection.records.tamper(headKey('shop', 'run/1'), undefined);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({
      ok: false,
      bad: { code: 'EntryMissing', stream: 'run/1', seq: 1 },
    });
  });

  it('finds a removed head', async () => {
    const platform = await shopWith([4], 2);
    platform.inspection.records.tamper(headKey('shop', 'run/0'), undefined);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ bad: { code: 'HeadMissing', seq: 4 } });
  });

  it('says in both languages what is wrong', async () => {
    const platform = await shopWith([2], 1);
    write(platform, 'run/0', 2, undefined);
    const verdict = await verifyAudit(platform, 'shop');
    expect(verdict.ok ? undefined : verdict.bad.says).toEqual({
      en: expect.stringContaining('Entry 2 of run/0 is missing'),
      zh: expect.stringContaining('run/0 的第 2 条记录缺失'),
    });
  });

  it('goes through many streams in pages', async () => {
    const platform = await shopWith([1, 2, 3, 1, 2], 1);
    const verdicts: AuditVerdict[] = [];
    let cursor: string | undefined;
    do {
      const verdict = await verifyAudit(platform, 'shop', { cursor, streamsAtMost: 2 });
      verdicts.push(verdict);
      cursor = verdict.ok ? verdict.cursor : undefined;
    } while (cursor !== undefined);
    expect(verdicts.map((verdict) => (verdict.ok ? verdict.entries : -1))).toEqual([3, 4, 2]);
  });

  it('reads each anchor once and counts each stream once, however small the pages are', async () => {
    for (const page of [{ streamsAtMost: 1 }, { daysAtMost: 2 }, { streamsAtMost: 2, daysAtMost: 90 }]) {
      const platform = await shopWith([4, 7, 1, 6], 4);
      let anchorsRead = 0;
      platform.inspection.onCall(({ name, moment }) => {
        if (name === 'objects.get' && moment === 'before') anchorsRead += 1;
      });
      const count = { streams: 0, entries: 0, pages: 0 };
      let cursor: string | undefined;
      do {
        const verdict = await verifyAudit(platform, 'shop', { ...page, cursor });
        if (!verdict.ok) throw new Error(verdict.bad.says.en);
        count.streams += verdict.streams;
        count.entries += verdict.entries;
        count.pages += 1;
        cursor = verdict.cursor;
      } while (cursor !== undefined);
      expect(count).toMatchObject({ streams: 4, entries: 18 });
      expect(count.pages).toBeGreaterThan(4);
      // A day that a page ends within is read again by the next one.
      expect(anchorsRead).toBeLessThanOrEqual(page.streamsAtMost === undefined ? 3 : 3 + count.pages);
    }
  });

  it('finds an altered anchor on a later page, and refuses a cursor that is none', async () => {
    const platform = await shopWith([4, 4], 4);
    const key = { bucket: 'anchors', key: 'shop/2026-03-02.json' } as const;
    const text = (await platform.objects.get(key)).toString('utf8');
    await platform.inspection.objects.put(key, text.replace('"seq":1', '"seq":2'), {
      contentType: 'application/json',
    });
    let verdict = await verifyAudit(platform, 'shop', { streamsAtMost: 1 });
    while (verdict.ok && verdict.cursor !== undefined) {
      verdict = await verifyAudit(platform, 'shop', { streamsAtMost: 1, cursor: verdict.cursor });
    }
    expect(verdict).toMatchObject({ ok: false, bad: { code: 'AnchorAltered', day: '2026-03-02' } });
    await expect(verifyAudit(platform, 'shop', { cursor: 'bm9uZQ' })).rejects.toMatchObject({
      code: 'CursorInvalid',
    });
  });

  it('is not misled by an entry that is appended while it reads', async () => {
    const platform = await shopWith([2], 1);
    let appended = false;
    platform.inspection.onCall((call) => {
      if (call.name !== 'records.list' || call.moment !== 'before' || appended) return;
      appended = true;
      const newest = read(platform, 'run/0', 2);
      const { hash: _hash, ...entry } = { ...newest, seq: 3, previous: newest.hash, entryId: 'new' };
      write(platform, 'run/0', 3, { ...entry, hash: hashOf(entry) });
      void platform.inspection.records.put({
        key: headKey('shop', 'run/0'),
        data: { stream: 'run/0', seq: 3, hash: hashOf(entry), at: entry.at, recent: [] },
        index: { pk: `shop#AUDITHEAD#changed#${entry.at.slice(0, 10)}`, sk: 'run/0' },
        expected: 'any',
      });
    });
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 3 });
    expect(appended).toBe(true);
  });
});
