import { beforeEach, describe, expect, it } from 'vitest';
import { settingNames } from '../../../functions/platform/settings/setting-catalogue.ts';
import { routes } from '../../../functions/platform/settings/settings-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

describe('the API of settings', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const at = (method: string, rest: string, name: string, body?: unknown, sub = 'max') =>
    call(platform, routes, `${method} /api/{store}/settings/{name}${rest}`, { params: { name }, body, sub });
  const save = (value: unknown, over: object = {}, sub = 'max') =>
    at('PUT', '', 'dry-run', { value, ...over }, sub);
  const undo = (body: object = {}, sub = 'max') => at('POST', '/undo', 'dry-run', body, sub);

  it('tells a member who they are and what shop this is', async () => {
    expect(await call(platform, routes, 'GET /api/{store}/me', { sub: 'anna' })).toMatchObject({
      status: 200,
      body: { store: 'shop', member: { sub: 'anna', roles: ['approver'] }, shop: { zone: 'UTC' } },
    });
  });

  it('lists all settings with their titles in both languages and who may change them', async () => {
    const { body } = await call(platform, routes, 'GET /api/{store}/settings', { sub: 'anna' });
    const settings = body.settings as { name: string }[];
    expect(settings.map(({ name }) => name)).toEqual([...settingNames]);
    for (const setting of settings) {
      expect(setting).toMatchObject({
        title: { en: expect.stringMatching(/[a-z]/i), zh: expect.stringMatching(/./) },
        version: 0,
        mayChange: expect.any(Array),
      });
    }
  });

  it('saves, shows, lists and undoes versions, with whose and why', async () => {
    expect(await save({ letters: true }, { reason: 'try it' })).toEqual({
      status: 200,
      body: { name: 'dry-run', value: { letters: true }, version: 1 },
    });
    await save({ letters: false });
    expect(await undo({ reason: 'back' })).toMatchObject({ body: { value: { letters: true }, version: 3 } });
    expect(await undo()).toMatchObject({ body: { value: {}, version: 4 } });
    expect(await undo()).toMatchObject({ status: 400, body: { code: 'NothingToUndo' } });
    expect(await at('GET', '', 'dry-run', undefined, 'anna')).toMatchObject({
      body: { value: {}, version: 4 },
    });
    const { body } = await at('GET', '/versions', 'dry-run');
    expect(body.versions).toMatchObject([
      { version: 4, reason: 'changed by hand' },
      { version: 3, reason: 'back', restores: 1 },
      { version: 2 },
      { version: 1, reason: 'try it', by: { kind: 'person', id: 'max' } },
    ]);
  });

  it('refuses a version that somebody else has changed meanwhile', async () => {
    await save({ letters: true }, { expectedVersion: 0 });
    expect(await save({}, { expectedVersion: 0 })).toMatchObject({ status: 409, body: { code: 'Conflict' } });
    expect((await undo({ expectedVersion: 0 })).status).toBe(409);
    expect((await undo({ expectedVersion: 1 })).status).toBe(200);
  });

  it.each([
    ['an unknown setting', 'GET', 'colours', undefined, 'max', 404, 'SettingUnknown'],
    ['a name that every object has', 'GET', 'constructor', undefined, 'max', 404, 'SettingUnknown'],
    ['a value that does not fit', 'PUT', 'dry-run', { value: 3 }, 'max', 400, 'SettingInvalid'],
    ['no value', 'PUT', 'dry-run', {}, 'max', 400, 'InputInvalid'],
    ['an unknown field', 'PUT', 'dry-run', { value: {}, force: 1 }, 'max', 400, 'InputInvalid'],
    ['an empty reason', 'PUT', 'dry-run', { value: {}, reason: ' ' }, 'max', 400, 'InputInvalid'],
    ['a member who may not', 'PUT', 'dry-run', { value: {} }, 'otto', 403, 'Forbidden'],
  ] as const)('refuses %s', async (_, method, name, body, sub, status, code) => {
    expect(await at(method, '', name, body, sub)).toMatchObject({ status, body: { code } });
    expect(await at('GET', '', 'dry-run')).toMatchObject({ body: { version: 0 } });
  });

  it('tells each field of a value its own trouble, for a form', async () => {
    const value = { name: '', zone: 'Moon', currency: 'CNY', languages: ['zh'], sample: false };
    const { body } = await at('PUT', '', 'shop', { value });
    expect(body.fields).toMatchObject([
      { path: 'name' },
      { path: 'zone', says: { zh: expect.stringContaining('IANA') } },
    ]);
  });

  it('lets anybody pull the brake', async () => {
    const body = { value: { letters: true } };
    for (const sub of ['otto', 'anna', 'max']) {
      expect((await at('PUT', '', 'kill-switches', body, sub)).status, sub).toBe(200);
    }
  });
});
