import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import type { Member } from '../../../functions/platform/members/member.ts';
import {
  listMembers,
  listMembersWithRole,
  putMember,
  readMember,
  removeMember,
} from '../../../functions/platform/members/members.ts';
import { requireOneOf } from '../../../functions/platform/members/require-role.ts';
import { Crash, crashAt, createMemoryPlatform } from '../memory/memory-platform.ts';

const system = { kind: 'system', id: 'init' } as const;
const wang: Member = {
  sub: 'wang',
  name: 'Wang Fang',
  email: 'wang@example.com',
  language: 'zh',
  roles: ['admin'],
};
const li: Member = { sub: 'li', name: 'Li Na', email: 'li@example.com', language: 'zh', roles: ['approver'] };

describe('members of a shop', () => {
  it('are listed with their roles', async () => {
    const platform = createMemoryPlatform();
    await putMember(platform, 'shop', wang, system);
    await putMember(platform, 'shop', li, system);
    expect(await listMembers(platform, 'shop')).toEqual([li, wang]);
    expect(await listMembersWithRole(platform, 'shop', 'approver')).toEqual([li]);
    expect(await readMember(platform, 'shop', 'li')).toEqual(li);
  });

  it('are strangers to every other shop', async () => {
    const platform = createMemoryPlatform();
    await putMember(platform, 'shop', wang, system);
    expect(await readMember(platform, 'other', 'wang')).toBeUndefined();
    expect(await listMembers(platform, 'other')).toEqual([]);
  });

  it('lose their access when removed, and may come back, all of it on record', async () => {
    const platform = createMemoryPlatform();
    await putMember(platform, 'shop', wang, system);
    for (let round = 0; round < 3; round++) {
      await putMember(platform, 'shop', li, { kind: 'person', id: 'wang' });
      await removeMember(platform, 'shop', 'li', { kind: 'person', id: 'wang' });
      await removeMember(platform, 'shop', 'li', { kind: 'person', id: 'wang' });
    }
    expect(await readMember(platform, 'shop', 'li')).toBeUndefined();
    expect(await listMembers(platform, 'shop')).toEqual([wang]);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, streams: 2, entries: 7 });
    expect(
      JSON.stringify(platform.inspection.records.all().filter((record) => record.key.table === 'audit')),
    ).not.toContain('example.com');
  });

  it('cannot lock themselves out: the last admin stays', async () => {
    const platform = createMemoryPlatform();
    await putMember(platform, 'shop', wang, system);
    const refused = { name: 'InvalidInputError', code: 'LastAdmin' };
    await expect(removeMember(platform, 'shop', 'wang', system)).rejects.toMatchObject(refused);
    await expect(putMember(platform, 'shop', { ...wang, roles: ['operator'] }, system)).rejects.toMatchObject(
      refused,
    );
    await putMember(platform, 'shop', { ...li, roles: ['admin'] }, system);
    await removeMember(platform, 'shop', 'wang', system);
    expect(await listMembers(platform, 'shop')).toHaveLength(1);
  });

  it('need a valid record', async () => {
    const platform = createMemoryPlatform();
    await expect(
      putMember(platform, 'shop', { ...li, email: 'li', roles: [] }, system),
    ).rejects.toMatchObject({
      code: 'MemberInvalid',
      text: { en: expect.stringContaining('email, roles') },
    });
  });

  it('are written once when the process dies and the step is repeated', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; call <= 3; call++) {
        const platform = createMemoryPlatform();
        crashAt(platform, call, moment);
        await expect(putMember(platform, 'shop', li, system)).rejects.toBeInstanceOf(Crash);
        await putMember(platform, 'shop', li, system);
        expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 1 });
      }
    }
  });

  it('do only what their roles allow', () => {
    expect(() => requireOneOf(li, ['admin', 'approver'])).not.toThrow();
    expect(() => requireOneOf(li, ['admin'])).toThrow(expect.objectContaining({ code: 'Forbidden' }));
    expect(() => requireOneOf(wang, ['approver', 'operator'])).toThrow(
      expect.objectContaining({ code: 'Forbidden' }),
    );
  });
});
