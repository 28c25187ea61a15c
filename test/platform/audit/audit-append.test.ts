import { describe, expect, it } from 'vitest';
import { type AuditInput, appendAudit, auditWrites } from '../../../functions/platform/audit/append-audit.ts';
import type { AuditEntry } from '../../../functions/platform/audit/audit-entry.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { Crash, crashAt, createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

const saved: AuditInput = {
  store: 'shop',
  stream: 'setting/shop',
  entryId: 'saved/1',
  actor: { kind: 'person', id: 'li' },
  action: 'setting.saved',
  subject: 'setting/shop',
};

function entries(platform: MemoryPlatform): AuditEntry[] {
  return platform.inspection.records
    .all()
    .filter((record) => record.key.table === 'audit')
    .map((record) => record.data as AuditEntry);
}

describe('appending to the audit', () => {
  it('numbers the entries of a stream and chains them by hash', async () => {
    const platform = createMemoryPlatform();
    await appendAudit(platform, saved);
    await appendAudit(platform, { ...saved, entryId: 'saved/2', before: { a: 1 }, after: { a: 2 } });
    const [first, second] = entries(platform);
    expect([first?.seq, second?.seq, first?.previous]).toEqual([1, 2, '']);
    expect(second?.previous).toBe(first?.hash);
    expect(second?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('writes an entry id once, also in a stream longer than the head remembers', async () => {
    const platform = createMemoryPlatform();
    for (let n = 1; n <= 130; n++) await appendAudit(platform, { ...saved, entryId: `saved/${n}` });
    expect(await appendAudit(platform, { ...saved, entryId: 'saved/1' })).toBe(false);
    expect(await appendAudit(platform, { ...saved, entryId: 'saved/130' })).toBe(false);
    expect(entries(platform)).toHaveLength(130);
  });

  it('writes an entry once when the process dies at any call and the step is repeated', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; call <= 2; call++) {
        const platform = createMemoryPlatform();
        crashAt(platform, call, moment);
        await expect(appendAudit(platform, saved)).rejects.toBeInstanceOf(Crash);
        await appendAudit(platform, saved);
        expect(entries(platform)).toHaveLength(1);
        expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 1 });
      }
    }
  });

  it('lets writers of one stream wait for each other', async () => {
    const platform = createMemoryPlatform();
    const ids = [1, 2, 3, 4, 5, 6].map((n) => `item/${n}`);
    await Promise.all(ids.map((entryId) => appendAudit(platform, { ...saved, entryId })));
    expect(entries(platform).map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(entries(platform).map((entry) => entry.entryId))).toEqual(new Set(ids));
  });

  it('keeps only hash and size of a value too large to keep, and nothing of a member but the id', async () => {
    const platform = createMemoryPlatform();
    const member = { kind: 'person', id: 'li', email: 'li@example.com' } as const;
    await appendAudit(platform, { ...saved, actor: member, after: { text: 'x'.repeat(9000) } });
    const [entry] = entries(platform);
    expect(entry?.after).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), bytes: 9011 });
    expect(JSON.stringify(entry)).not.toContain('example.com');
  });

  it('survives a value that the store would change: dates, undefined fields', async () => {
    const platform = createMemoryPlatform();
    const after = { when: new Date('2026-01-01T00:00:00Z'), gone: undefined, list: [undefined, 1] };
    await appendAudit(platform, { ...saved, after });
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 1 });
  });

  it('goes into the transaction of the caller, and not without it', async () => {
    const platform = createMemoryPlatform();
    const key = { pk: 'shop#THING#1', sk: 'THING' };
    const writes = await auditWrites(platform, saved);
    await platform.records.transact([{ key, data: { n: 1 }, expected: 'absent' }, ...writes]);
    expect(await auditWrites(platform, saved)).toEqual([]);
    const other = await auditWrites(platform, { ...saved, entryId: 'saved/2' });
    await expect(
      platform.records.transact([{ key, data: { n: 2 }, expected: 'absent' }, ...other]),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(entries(platform)).toHaveLength(1);
  });
});
