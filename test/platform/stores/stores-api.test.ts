import { describe, expect, it } from 'vitest';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { registerStore } from '../../../functions/platform/stores/list-stores.ts';
import { routes } from '../../../functions/platform/stores/stores-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform } from '../memory/memory-platform.ts';

async function twoShops() {
  const platform = createMemoryPlatform();
  await addMembers(platform);
  for (const store of ['shop', 'other', 'nobodys']) await registerStore(platform, store);
  await saveSetting(platform, {
    store: 'shop',
    name: 'shop',
    value: { name: 'Tea & Co', zone: 'Asia/Shanghai', currency: 'CNY', languages: ['zh'], sample: true },
    actor: { kind: 'system', id: 'init' },
    reason: 'opened',
  });
  return platform;
}

describe('the list of shops', () => {
  it('names the shops of the signed-in person with their facts and roles, and no other', async () => {
    const platform = await twoShops();
    const { status, body } = await call(platform, routes, 'GET /api/stores', { sub: 'otto' });
    expect(status).toBe(200);
    expect(body.stores).toEqual([
      {
        store: 'shop',
        name: 'Tea & Co',
        zone: 'Asia/Shanghai',
        currency: 'CNY',
        languages: ['zh'],
        isSample: true,
        roles: ['operator'],
      },
    ]);
    const eves = await call(platform, routes, 'GET /api/stores', { sub: 'eve' });
    expect(eves.body.stores).toMatchObject([{ store: 'other' }]);
  });

  it('is empty for somebody who is signed in and a member nowhere', async () => {
    const { status, body } = await call(await twoShops(), routes, 'GET /api/stores', { sub: 'stranger' });
    expect([status, body]).toEqual([200, { stores: [] }]);
  });

  it('reads one record for each shop, and one more for each of the person’s own', async () => {
    const platform = await twoShops();
    const before = platform.inspection.calls();
    await call(platform, routes, 'GET /api/stores', { sub: 'eve' });
    // The list, three memberships, one shop's setting.
    expect(platform.inspection.calls() - before).toBe(5);
  });
});
