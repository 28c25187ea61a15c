import { beforeEach, describe, expect, it } from 'vitest';
import { removeMember } from '../../../functions/platform/members/members.ts';
import { diffValues } from '../../../functions/platform/settings/diff-values.ts';
import { settingCatalogue } from '../../../functions/platform/settings/setting-catalogue.ts';
import type { PendingChange } from '../../../functions/platform/settings/settings-answers.ts';
import { routes } from '../../../functions/platform/settings/settings-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf } from '../runs/run-fixtures.ts';

const standard = settingCatalogue['approval-policy'].default;
const never = { ...standard, workflows: { 'image-assets': { when: 'never' } } };
const reason = 'the last two hundred were approved unchanged';

describe('a change of the approval policy', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const params = { name: 'approval-policy' };
  const save = (body: object, sub = 'max') =>
    call(platform, routes, 'PUT /api/{store}/settings/{name}', { params, body, sub });
  const current = async () =>
    (await call(platform, routes, 'GET /api/{store}/settings/{name}', { params })).body;
  const ask = async (value: unknown = never) => (await save({ value, reason })).body.change as PendingChange;
  const decide = (verb: 'confirm' | 'refuse', id: string, sub = 'ada', body: object = {}) =>
    call(platform, routes, `POST /api/{store}/changes/{id}/${verb}`, { params: { id }, body, sub });
  const list = async () =>
    (await call(platform, routes, 'GET /api/{store}/changes')).body.changes as PendingChange[];

  it('waits, and says for whom and what would change', async () => {
    const { status, body } = await save({ value: never, reason });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      otherAdmins: 1,
      says: { en: expect.stringContaining('another admin') },
      change: {
        status: 'pending',
        askedBy: 'max',
        reason,
        basedOnVersion: 0,
        differences: [{ path: 'workflows.image-assets', after: expect.objectContaining({ when: 'never' }) }],
      },
    });
    expect((await current()).version).toBe(0);
    expect(await list()).toMatchObject([{ status: 'pending' }]);
  });

  it('is in force once a second admin confirms it, in both names', async () => {
    const { id } = await ask();
    expect(await decide('confirm', id)).toMatchObject({
      status: 200,
      body: { change: { status: 'confirmed', closedBy: 'ada' } },
    });
    expect(await current()).toMatchObject({
      version: 1,
      value: { workflows: { 'image-assets': { when: 'never' } } },
    });
    const versions = await call(platform, routes, 'GET /api/{store}/settings/{name}/versions', { params });
    expect(versions.body.versions).toMatchObject([{ by: { id: 'max' }, confirmedBy: 'ada', reason }]);
    expect(
      auditOf(platform, 'setting/approval-policy').map(({ action, actor }) => [action, actor.id]),
    ).toEqual([
      ['setting.change-asked', 'max'],
      ['setting.saved', 'ada'],
    ]);
    // Sent again: the same.
    expect((await decide('confirm', id)).status).toBe(200);
    expect((await current()).version).toBe(1);
  });

  it('is not confirmed by whoever asked, nor by somebody who is no admin', async () => {
    const { id } = await ask();
    expect(await decide('confirm', id, 'max')).toMatchObject({ status: 403, body: { code: 'FourEyes' } });
    expect(await decide('confirm', id, 'anna')).toMatchObject({ status: 403, body: { code: 'Forbidden' } });
    expect((await current()).version).toBe(0);
  });

  it('needs a reason, and something to change', async () => {
    expect(await save({ value: never })).toMatchObject({ status: 400, body: { code: 'ReasonMissing' } });
    expect(await save({ value: standard, reason })).toMatchObject({
      status: 400,
      body: { code: 'NothingChanges' },
    });
    expect((await save({ value: never, reason }, 'anna')).status).toBe(403);
    expect((await save({ value: never, reason, expectedVersion: 3 })).status).toBe(409);
    expect(await list()).toEqual([]);
  });

  it('is refused by another admin, or withdrawn by the one who asked', async () => {
    const first = await ask();
    expect(await decide('refuse', first.id, 'ada', { comment: 'too early' })).toMatchObject({
      body: { change: { status: 'refused', comment: 'too early' } },
    });
    platform.inspection.advance(1000);
    const second = await ask();
    expect(await decide('refuse', second.id, 'max')).toMatchObject({
      body: { change: { status: 'withdrawn' } },
    });
    for (const { id } of [first, second]) {
      expect(await decide('confirm', id)).toMatchObject({ status: 400, body: { code: 'ChangeClosed' } });
    }
    expect((await list()).map(({ status }) => status)).toEqual(['withdrawn', 'refused']);
    expect((await current()).version).toBe(0);
  });

  it('expires after seven days', async () => {
    const { id } = await ask();
    platform.inspection.advance(7 * 86_400_000);
    expect(await list()).toMatchObject([{ id, status: 'expired' }]);
    expect(await decide('confirm', id)).toMatchObject({ status: 400, body: { code: 'ChangeExpired' } });
    expect((await current()).version).toBe(0);
  });

  it('does not overwrite what was changed since it was asked for', async () => {
    const first = await ask();
    platform.inspection.advance(1000);
    const second = await ask({ ...standard, workflows: { 'image-assets': { when: 'always' } } });
    await decide('confirm', second.id);
    expect(await decide('confirm', first.id)).toMatchObject({ status: 409, body: { code: 'Conflict' } });
    expect(await current()).toMatchObject({ value: { workflows: { 'image-assets': { when: 'always' } } } });
  });

  it('is undone the same way: asked, then confirmed', async () => {
    await decide('confirm', (await ask()).id);
    platform.inspection.advance(1000);
    const undo = await call(platform, routes, 'POST /api/{store}/settings/{name}/undo', {
      params,
      body: { reason: 'it let a halo through' },
      sub: 'ada',
    });
    expect(undo.status).toBe(202);
    await decide('confirm', (undo.body.change as PendingChange).id, 'max');
    expect(await current()).toMatchObject({ version: 2, value: standard });
  });

  it('says what to do in a shop with one admin, and holds to the rule there too', async () => {
    await removeMember(platform, 'shop', 'ada', { kind: 'system', id: 'test' });
    const { status, body } = await save({ value: never, reason });
    expect(status).toBe(202);
    expect(body).toMatchObject({ otherAdmins: 0, says: { en: expect.stringContaining('Invite') } });
  });
});

describe('the difference of two values', () => {
  it('names each path that was added, taken away or changed, and lists as a whole', () => {
    const before = { a: 1, b: { c: [1, 2], d: 'x' }, gone: true };
    const after = { a: 1, b: { c: [2, 1], d: 'x', e: null } };
    expect(diffValues(before, after)).toEqual([
      { path: 'b.c', before: [1, 2], after: [2, 1] },
      { path: 'b.e', after: null },
      { path: 'gone', before: true },
    ]);
    expect(diffValues(before, structuredClone(before))).toEqual([]);
    expect(diffValues('all', ['a'])).toEqual([{ path: '', before: 'all', after: ['a'] }]);
  });

  it('is shown between versions of a setting; 0 is the default', async () => {
    const platform = createMemoryPlatform();
    await addMembers(platform);
    const params = { name: 'dry-run' };
    for (const value of [{ letters: true }, { letters: true, post: true }]) {
      await call(platform, routes, 'PUT /api/{store}/settings/{name}', { params, body: { value } });
    }
    const diff = (query: Record<string, string>) =>
      call(platform, routes, 'GET /api/{store}/settings/{name}/diff', { params, query });
    expect((await diff({})).body).toEqual({
      name: 'dry-run',
      from: 1,
      to: 2,
      differences: [{ path: 'post', after: true }],
    });
    expect((await diff({ from: '0', to: '2' })).body.differences).toHaveLength(2);
    expect((await diff({ to: '3' })).status).toBe(404);
  });
});
