import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { validate } from '../../../functions/platform/handlers/validate.ts';
import { administer, administerSchema } from '../../../functions/platform/members/administer.ts';
import { listMembers } from '../../../functions/platform/members/members.ts';
import { readSetting } from '../../../functions/platform/settings/read-setting.ts';
import { forgetStore, listStores, registerStore } from '../../../functions/platform/stores/list-stores.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { set, start } from '../runs/run-fixtures.ts';

const ada = {
  sub: 'ada',
  name: 'Ada',
  email: 'ada@example.com',
  language: 'en',
  roles: ['admin', 'approver'],
} as const;
const shop = (sample: boolean) => ({
  name: 'Mugs',
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  languages: ['zh'],
  sample,
});

const ask = (platform: MemoryPlatform, request: unknown) =>
  administer(platform, validate(administerSchema, request, 'the event'));
const open = (platform: MemoryPlatform, over: object = {}) =>
  ask(platform, {
    action: 'open-store',
    store: 'shop',
    members: [ada],
    settings: { shop: shop(true) },
    ...over,
  });
const remove = (platform: MemoryPlatform, store = 'shop') => ask(platform, { action: 'remove-store', store });

describe('the list of stores', () => {
  it('holds each once, over more than one page, and forgets', async () => {
    const platform = createMemoryPlatform();
    const ids = Array.from({ length: 130 }, (_, at) => `shop-${at}`);
    for (const id of [...ids, ...ids]) await registerStore(platform, id);
    expect(await listStores(platform)).toEqual([...ids].sort());
    for (const id of [...ids, 'shop-1']) await forgetStore(platform, id);
    expect(await listStores(platform)).toEqual([]);
  });
});

describe('opening a store', () => {
  it('makes it known, puts members and settings, and sets its schedules', async () => {
    const platform = createMemoryPlatform();
    await open(platform, { settings: { shop: shop(true), channels: { selected: ['shopify'] } } });
    expect(await listStores(platform)).toEqual(['shop']);
    expect(await listMembers(platform, 'shop')).toEqual([ada]);
    expect((await readSetting(platform, 'shop', 'channels')).value.selected).toEqual(['shopify']);
    expect(platform.inspection.schedules.get('shop.digest')).toMatchObject({ zone: 'Asia/Shanghai' });
  });

  it('ends in the same state when it dies at any call and is asked for again', async () => {
    await crashEverywhere(
      () => createMemoryPlatform(),
      (platform) => open(platform),
      async (platform, crashed) => {
        await open(platform);
        expect(await listStores(platform), crashed).toEqual(['shop']);
        expect(await listMembers(platform, 'shop'), crashed).toEqual([ada]);
        expect((await readSetting(platform, 'shop', 'shop')).value, crashed).toEqual(shop(true));
        expect(await verifyAudit(platform, 'shop'), crashed).toMatchObject({ ok: true });
      },
    );
  });

  it.each([
    ['without an admin', { members: [{ ...ada, roles: ['approver'] }] }, 'AdminMissing'],
    ['without members', { members: [] }, 'InputInvalid'],
    ['with a wrong address', { members: [{ ...ada, email: 'ada' }] }, 'InputInvalid'],
    ['under a wrong name', { store: 'Shop#1' }, 'InputInvalid'],
    ['with an unknown setting', { settings: { colours: {} } }, 'SettingUnknown'],
    ['with a wrong setting', { settings: { shop: { ...shop(true), zone: 'Moon' } } }, 'SettingInvalid'],
  ])('%s is refused', async (_, over, code) => {
    const platform = createMemoryPlatform();
    await expect((async () => await open(platform, over))()).rejects.toMatchObject({ code });
    // Nothing is scheduled for what did not open wholly.
    expect(platform.inspection.schedules.size).toBe(0);
  });

  it('refuses an action that it does not know', async () => {
    expect(() => validate(administerSchema, { action: 'drop-table', store: 'shop' }, 'it')).toThrow();
  });
});

describe('members by the administer function', () => {
  it('are listed, and removed, but never the last admin', async () => {
    const platform = createMemoryPlatform();
    const bo = { ...ada, sub: 'bo', name: 'Bo', email: 'bo@example.com', roles: ['approver'] };
    await open(platform, { members: [ada, bo] });
    const list = () => ask(platform, { action: 'list-members', store: 'shop' });
    expect((await list()).members?.map(({ sub }) => sub)).toEqual([ada.sub, 'bo']);
    const removing = { action: 'remove-member', store: 'shop', sub: 'bo' };
    expect(await ask(platform, removing)).toEqual({ done: 'remove-member' });
    await ask(platform, removing);
    expect((await list()).members?.map(({ sub }) => sub)).toEqual([ada.sub]);
    await expect(ask(platform, { ...removing, sub: ada.sub })).rejects.toMatchObject({ code: 'LastAdmin' });
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });
});

describe('removing a sample store', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = await furnished();
  });

  async function furnished(): Promise<MemoryPlatform> {
    const fresh = createMemoryPlatform();
    await open(fresh);
    await open(fresh, { store: 'shop-2' });
    await start(fresh);
    await start(fresh, { store: 'shop-2' });
    for (const store of ['shop', 'shop-2']) {
      for (const bucket of ['inbox', 'media'] as const) {
        await fresh.objects.put({ bucket, key: `${store}/images/A/a.jpg` }, 'x', {
          contentType: 'image/jpeg',
        });
      }
    }
    return fresh;
  }

  const left = (p: MemoryPlatform, store: string) =>
    p.inspection.records
      .all()
      .filter(({ key }) => key.table !== 'audit' && key.pk.startsWith(`${store}#`))
      .map(({ key }) => key.pk)
      .filter((pk) => !pk.startsWith(`${store}#AUDIT`));

  async function expectGone(p: MemoryPlatform, why?: string): Promise<void> {
    expect(left(p, 'shop'), why).toEqual([]);
    expect(await listStores(p), why).toEqual(['shop-2']);
    for (const bucket of ['inbox', 'media'] as const) {
      expect(await p.inspection.objects.list(bucket, ''), why).toMatchObject([
        { key: 'shop-2/images/A/a.jpg' },
      ]);
    }
    expect([...p.inspection.schedules.keys()], why).toEqual(['shop-2.digest']);
    expect(await verifyAudit(p, 'shop'), why).toMatchObject({ ok: true });
  }

  it('takes its records, files and schedule, keeps its audit, and leaves its neighbour alone', async () => {
    const neighbour = left(platform, 'shop-2');
    const { removed } = await remove(platform);
    expect(removed).toBeGreaterThanOrEqual(6);
    await expectGone(platform);
    expect(left(platform, 'shop-2')).toEqual(neighbour);
    await open(platform);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
  });

  it('leaves every setting of a shop that is made again with an audit entry', async () => {
    const entries = () =>
      platform.inspection.records
        .all()
        .filter(({ key }) => key.table === 'audit' && key.pk === 'shop#AUDIT#setting/shop').length;
    const before = entries();
    await remove(platform);
    await open(platform);
    await set(platform, 'shop', { ...shop(true), name: 'Mugs again' });
    expect(entries()).toBe(before + 2);
  });

  it('goes on where it died', async () => {
    await crashEverywhere(furnished, remove, async (p, crashed) => {
      await remove(p).catch((error: unknown) => {
        // It died after the last record: there is nothing left to remove.
        expect(error, crashed).toMatchObject({ code: 'NoSample' });
      });
      await expectGone(p, crashed);
    });
  });

  it('takes all versions of its settings, however many', async () => {
    for (let at = 0; at < 130; at++) await set(platform, 'shop', { ...shop(true), name: `Mugs ${at}` });
    await remove(platform);
    await expectGone(platform);
  });

  it('refuses a real shop and an unknown one', async () => {
    await open(platform, { store: 'real', settings: { shop: shop(false) } });
    const before = platform.inspection.records.all();
    for (const store of ['real', 'nowhere']) {
      await expect(remove(platform, store)).rejects.toMatchObject({ code: 'NoSample' });
    }
    expect(platform.inspection.records.all()).toEqual(before);
  });
});
