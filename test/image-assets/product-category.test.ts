import { beforeAll, describe, expect, it } from 'vitest';
import { task as inspect } from '../../functions/image-assets/inspect-photo.handler.ts';
import { isApparel } from '../../functions/image-assets/is-apparel.ts';
import { task as makeTryOn } from '../../functions/image-assets/make-try-on.handler.ts';
import { readCategory } from '../../functions/image-assets/read-category.ts';
import { standsUpright } from '../../functions/image-assets/stands-upright.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../platform/memory/memory-platform.ts';
import { runNow } from '../platform/runs/run-fixtures.ts';
import { perform, startPhoto, studioPhoto } from './photo-job.ts';

describe('a category of garments', () => {
  it.each([
    'apparel',
    'Clothing',
    ' APPAREL ',
    'Ａｐｐａｒｅｌ',
    'Apparel & Accessories > Clothing > Dresses',
    'women/clothing',
    '女装',
    '服饰>女装>连衣裙',
  ])('is %s', (category) => {
    expect(isApparel(category)).toBe(true);
  });

  it.each(['', 'kitchen', 'Apparel & Accessories > Jewelry', 'shoes', 'clothing hangers', '鞋'])(
    'is not %s',
    (category) => {
      expect(isApparel(category)).toBe(false);
    },
  );
});

describe('a category of things that stand on their base', () => {
  it.each(['kitchen', 'Home & Garden > Lighting > Lamps', 'Home Decor', '家具/餐椅'])('is %s', (category) => {
    expect(standsUpright(category)).toBe(true);
  });

  it.each(['', 'apparel', 'books', 'home', 'shoes', 'kitchen towels'])('is not %s', (category) => {
    expect(standsUpright(category)).toBe(false);
  });
});

const beside = { bucket: 'inbox', key: 'shop/images/MUG-1/product.json' } as const;

async function shopWith(file?: string | Buffer): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  if (file !== undefined) await platform.objects.put(beside, file, { contentType: 'application/json' });
  return platform;
}

describe('the category of a product', () => {
  it('stands in the file beside its photos, before there is a record', async () => {
    expect(await readCategory(await shopWith(), 'shop', 'MUG-1')).toEqual({});
    const platform = await shopWith('\uFEFF{ "category": " apparel ", "price": 12 }');
    expect(await readCategory(platform, 'shop', 'MUG-1')).toEqual({ category: 'apparel' });
    expect(await readCategory(platform, 'shop', 'MUG-2')).toEqual({});
    await platform.records.put({
      key: { pk: 'shop#SKU#MUG-1', sk: 'PRODUCT' },
      data: { category: 'kitchen', title: 'Mug' },
      expected: 'absent',
    });
    expect(await readCategory(platform, 'shop', 'MUG-1')).toEqual({ category: 'kitchen' });
  });

  it.each([
    ['no JSON', '{ category: apparel'],
    ['no object', '"apparel"'],
    ['null', 'null'],
    ['without a category', '{}'],
    ['with a number for it', '{ "category": 7 }'],
    ['with an empty one', '{ "category": "  " }'],
    ['with a whole text for it', JSON.stringify({ category: 'a'.repeat(201) })],
    ['of binary', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])],
    ['nested a thousandfold', `{"category":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['far too large', JSON.stringify({ category: 'apparel', more: 'x'.repeat(3_000_000) })],
    ['empty', ''],
  ])('is not read from a file that is %s, which is said', async (_, file) => {
    const found = await readCategory(await shopWith(file), 'shop', 'MUG-1');
    expect(found).toEqual({
      unusable: { en: expect.stringContaining('product.json'), zh: expect.stringContaining('product.json') },
    });
  });
});

describe('Inspect', () => {
  let photo: Buffer;
  beforeAll(async () => {
    photo = await studioPhoto();
  });

  it.each([
    ['{ "category": "Apparel & Accessories > Clothing" }', true],
    ['{ "category": "kitchen" }', false],
    [undefined, false],
    ['broken', false],
  ])('says of a product beside whose photos stands %s whether it is worn: %s', async (file, apparel) => {
    const platform = await shopWith(file);
    const job = await startPhoto(platform, photo);
    expect(await perform(platform, inspect, job)).toMatchObject({ apparel, position: 1 });
  });
});

it('TryOnVersion says on the run that nobody is there to make one', async () => {
  const platform = await shopWith('{ "category": "apparel" }');
  const job = await startPhoto(platform, await studioPhoto());
  const asset = await perform(platform, inspect, job);
  const cutout = { made: true, accepted: true, confidence: 0.9, engine: 'rules/x@1' };
  expect(await perform(platform, makeTryOn, { ...job, asset, cutout })).toEqual({ made: false });
  const stage = (await runNow(platform)).stages.at(-1);
  expect(stage).toMatchObject({
    state: 'TryOnVersion',
    note: { en: expect.stringContaining('No try-on provider'), zh: expect.stringContaining('试穿') },
  });
  const kept = await platform.objects.get({ bucket: 'media', key: `shop/MUG-1/${asset.asset}/tryon.json` });
  expect(JSON.parse(kept.toString())).toMatchObject({ made: false, code: 'no-try-on-provider' });
});
