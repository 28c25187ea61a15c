import { beforeEach, describe, expect, it } from 'vitest';
import { routesWith } from '../../../functions/platform/members/members-api.handler.ts';
import type { KnownPerson } from '../../../functions/platform/ports/people.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf } from '../runs/run-fixtures.ts';

describe('the API of members', () => {
  let platform: MemoryPlatform;
  let invited: string[];
  beforeEach(async () => {
    platform = createMemoryPlatform();
    invited = [];
    await addMembers(platform);
  });
  const routes = routesWith({
    findOrInvite: async (email): Promise<KnownPerson> => {
      // Eve has a sign-in: she works for another shop.
      if (email === 'eve@example.com') return { sub: 'eve', isInvited: false };
      invited.push(email);
      return { sub: `sub-of-${email}`, isInvited: true };
    },
  });
  const list = async (sub = 'max') => await call(platform, routes, 'GET /api/{store}/members', { sub });
  const add = (body: object, sub = 'max') =>
    call(platform, routes, 'POST /api/{store}/members', { sub, body });
  const change = (who: string, body: object, sub = 'max') =>
    call(platform, routes, 'PUT /api/{store}/members/{sub}', { sub, params: { sub: who }, body });
  const remove = (who: string, sub = 'max') =>
    call(platform, routes, 'DELETE /api/{store}/members/{sub}', { sub, params: { sub: who } });
  const mia = { name: 'Mia', email: 'Mia@Example.com', language: 'zh', roles: ['approver'] };

  it('lists the members of this shop only, to its members', async () => {
    const { body } = await list();
    expect((body.members as { sub: string }[]).map(({ sub }) => sub)).toEqual(['ada', 'anna', 'max', 'otto']);
    // Every member may know who else works here.
    for (const sub of ['otto', 'anna']) expect((await list(sub)).status).toBe(200);
  });

  it('invites somebody who has no sign-in, and adds somebody who has one without a mail', async () => {
    expect(await add(mia)).toMatchObject({
      status: 201,
      body: { isInvited: true, member: { sub: 'sub-of-mia@example.com', roles: ['approver'] } },
    });
    expect(invited).toEqual(['mia@example.com']);
    expect(await add({ ...mia, name: 'Eve', email: 'eve@example.com' })).toMatchObject({
      status: 201,
      body: { isInvited: false, member: { sub: 'eve' } },
    });
    expect(auditOf(platform, 'member/eve')).toMatchObject([
      { action: 'member.added', actor: { kind: 'person', id: 'max' }, after: ['approver'] },
    ]);
  });

  it('invites nobody twice, and nobody for whoever may not', async () => {
    await add(mia);
    expect(await add({ ...mia, email: 'mia@example.COM' })).toMatchObject({
      status: 409,
      body: { code: 'MemberExists' },
    });
    for (const sub of ['otto', 'anna', 'eve']) await add({ ...mia, email: 'x@example.com' }, sub);
    for (const wrong of [{ email: 'x' }, { roles: [] }, { roles: ['owner'] }, { sub: 'me' }]) {
      expect((await add({ ...mia, email: 'y@example.com', ...wrong })).status).toBe(400);
    }
    expect(invited).toEqual(['mia@example.com']);
  });

  it('changes roles and names, and leaves what is not named', async () => {
    expect(await change('otto', { roles: ['operator', 'approver'] })).toMatchObject({
      status: 200,
      body: { member: { sub: 'otto', name: 'otto', roles: ['operator', 'approver'] } },
    });
    expect((await change('nobody', { roles: ['admin'] })).status).toBe(404);
    expect((await change('eve', { roles: ['admin'] })).status).toBe(404);
    expect((await change('otto', { email: 'other@example.com' })).status).toBe(400);
  });

  it('takes access away, but never the last admin’s', async () => {
    expect(await remove('otto')).toMatchObject({ status: 200, body: { removed: 'otto' } });
    expect((await list('otto')).status).toBe(404);
    expect((await remove('ada')).status).toBe(200);
    expect(await remove('max')).toMatchObject({ status: 400, body: { code: 'LastAdmin' } });
    expect(await change('max', { roles: ['operator'] })).toMatchObject({ body: { code: 'LastAdmin' } });
    expect((await list()).status).toBe(200);
  });
});
