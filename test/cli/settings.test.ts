import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../bin/failures.ts';
import { readSettingValue } from '../../bin/setting-values.ts';
import { aLocalShop } from './typed-line.ts';

describe('a typed setting value', () => {
  const shop = { name: 'A', languages: ['en'], sample: false, nested: { list: [1, 2] } };

  it.each<[string[], unknown]>([
    [['{"whole": true}'], { whole: true }],
    [['0.5'], 0.5],
    [['name=B'], { ...shop, name: 'B' }],
    [['name=365'], { ...shop, name: '365' }],
    [['name="quoted"'], { ...shop, name: 'quoted' }],
    [['name=a=b'], { ...shop, name: 'a=b' }],
    [['sample=true'], { ...shop, sample: true }],
    [['languages=zh,en'], { ...shop, languages: ['zh', 'en'] }],
    [['languages=["zh"]'], { ...shop, languages: ['zh'] }],
    [['languages=zh'], { ...shop, languages: ['zh'] }],
    [['nested.list.1=7'], { ...shop, nested: { list: [1, 7] } }],
    [['nested.new.deeper=x'], { ...shop, nested: { list: [1, 2], new: { deeper: 'x' } } }],
    [['name=B', 'sample=true'], { ...shop, name: 'B', sample: true }],
  ])('%j', (words, expected) => {
    expect(readSettingValue(shop, words)).toEqual(expected);
  });

  it.each([
    [['nonsense']],
    [['name=B', 'nonsense']],
    [['name.first=B']],
    [['nested.list.9=1']],
    [['nested.list.x=1']],
  ])('%j is wrong usage', (words) => {
    expect(() => readSettingValue(shop, words)).toThrow(CommandFailure);
  });

  it('is any JSON document, unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readSettingValue({}, [JSON.stringify(value)])).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('changes one part and leaves all others as they are, whatever the names', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,10}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.integer()), name, fc.integer(), (present, key, value) => {
        const changed = readSettingValue(present, [`${key}=${value}`]);
        expect(new Map(Object.entries(changed as object))).toEqual(
          new Map(Object.entries(present)).set(key, value),
        );
      }),
    );
  });

  it('cannot reach the prototype of things', () => {
    readSettingValue({}, ['__proto__.polluted=1']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('settings', () => {
  const local = aLocalShop();
  const path = '/api/sample/settings/channels';

  it('lists them with title, version and who may change them', async () => {
    const setting = {
      name: 'channels',
      title: { en: 'Channels', zh: '渠道' },
      description: { en: 'Where', zh: '哪里' },
      mayChange: ['admin', 'operator'],
      value: { selected: ['shopify'] },
      version: 0,
    };
    local.shop.on('GET /api/sample/settings', { settings: [setting] });
    expect((await local.run('settings list')).out).toMatch(
      /channels +Channels +default +operator, admin +\{"selected":\["shopify"\]\}/,
    );
    expect((await local.run('settings list --lang zh')).out).toMatch(/channels +渠道 +默认 +运营、管理员/);
  });

  it('shows one with its value', async () => {
    local.shop.on(`GET ${path}`, { name: 'channels', value: { selected: ['shopify'] }, version: 3 });
    const { out } = await local.run('settings get channels');
    expect(out).toContain('"selected": [');
    expect(out).toMatch(/Version +3/);
  });

  it('saves a changed part over the version that was read, with the reason', async () => {
    local.shop.on(`GET ${path}`, { name: 'channels', value: { selected: ['shopify'] }, version: 3 });
    local.shop.onCall(`PUT ${path}`, ({ body }) => ({
      status: 200,
      body: { name: 'channels', value: (body as { value: unknown }).value, version: 4 },
    }));
    const line = ['settings', 'set', 'channels', 'selected=ebay,shopify', '--reason', 'we sell on eBay'];
    const { exit, out } = await local.run(line);
    expect(exit).toBe(0);
    expect(out).toContain('Saved channels as version 4. Back again: npx storehand settings undo channels');
    expect(local.shop.to(`PUT ${path}`)[0]?.body).toEqual({
      value: { selected: ['ebay', 'shopify'] },
      expectedVersion: 3,
      reason: 'we sell on eBay',
    });
  });

  it('saves no new version of the same value', async () => {
    local.shop.on(`GET ${path}`, { name: 'channels', value: { selected: ['shopify'] }, version: 3 });
    expect((await local.run('settings set channels selected=shopify')).out).toContain('nothing was saved');
    expect(local.shop.to(`PUT ${path}`)).toHaveLength(0);
  });

  it('acts as a member who may change it', async () => {
    const thresholds = '/api/sample/settings/image-thresholds';
    local.shop.on(`GET ${thresholds}`, {
      name: 'image-thresholds',
      value: { reviewBelowConfidence: 0.8 },
      version: 0,
    });
    local.shop.on(`PUT ${thresholds}`, { name: 'image-thresholds', value: {}, version: 1 });
    await local.run('settings set image-thresholds reviewBelowConfidence=0.9');
    // Admin or approver may: the first of them on this machine is the operator, who is an admin too.
    expect(local.shop.to(`PUT ${thresholds}`)[0]?.token).toContain('op@local.test');
    expect(local.shop.to(`PUT ${thresholds}`)[0]?.body).toMatchObject({
      value: { reviewBelowConfidence: 0.9 },
    });
  });

  it('undoes, and lists versions page by page with who and why', async () => {
    local.shop.on(`POST ${path}/undo`, { name: 'channels', value: {}, version: 5 });
    expect((await local.run('settings undo channels')).out).toContain('as version 5');
    expect(local.shop.to(`POST ${path}/undo`)[0]?.body).toEqual({});
    const version = (number: number, id: string) => ({
      name: 'channels',
      version: number,
      value: { selected: [] },
      at: '2026-11-21T01:00:00.000Z',
      by: { kind: 'person', id },
      reason: `reason ${number}`,
    });
    local.shop.onCall(`GET ${path}/versions`, ({ query }) => ({
      status: 200,
      body: query.has('cursor')
        ? { versions: [version(1, 'somebody')] }
        : { versions: [version(2, 'sub-op')], cursor: 'more' },
    }));
    const { out } = await local.run('settings versions channels');
    expect(out).toMatch(/2 +2026-11-21 09:00 +Li Lei +reason 2/);
    expect(out).toMatch(/1 +2026-11-21 09:00 +somebody +reason 1/);
  });
});
