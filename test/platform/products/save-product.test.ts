import { beforeEach, describe, expect, it } from 'vitest';
import type { ProductFacts } from '../../../functions/commerce/product/product-record.ts';
import { productMarkKey } from '../../../functions/platform/products/product-listing.ts';
import {
  productKey,
  type SaveProduct,
  saveProduct,
} from '../../../functions/platform/products/save-product.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

const mug: ProductFacts = {
  sku: 'MUG-1',
  title: { en: 'Mug', 'zh-CN': '马克杯' },
  status: 'draft',
  sourceText: {},
  attributes: {},
  options: [],
  variants: [{ sku: 'MUG-1', options: {}, price: { amount: 5900, currency: 'CNY' } }],
  media: [{ url: 'https://pictures.test/mug.jpg', position: 1 }],
};
const dearer: ProductFacts = {
  ...mug,
  variants: [{ sku: 'MUG-1', options: {}, price: { amount: 6900, currency: 'CNY' } }],
};

const wanted = (facts: ProductFacts, writtenBy: string, updatedAt?: string): SaveProduct => ({
  store: 'shop',
  facts,
  source: { kind: 'file', name: 'catalog', ...(updatedAt === undefined ? {} : { updatedAt }) },
  writtenBy,
  actor: { kind: 'system', id: 'catalog-import' },
});

describe('a product that is saved', () => {
  let platform: MemoryPlatform;
  beforeEach(() => {
    platform = createMemoryPlatform();
  });

  const eventIds = () => platform.inspection.events.map(({ name, eventId }) => `${name} ${eventId}`);

  it('stands on the list of products, in the audit, and is told of with its pictures', async () => {
    const { outcome, record } = await saveProduct(platform, wanted(mug, 'import-1'));
    expect({ outcome, version: record.version }).toEqual({ outcome: 'created', version: 1 });
    expect((await platform.records.get(productMarkKey('shop', 'MUG-1')))?.data).toMatchObject({
      sku: 'MUG-1',
    });
    const entries = await platform.records.list<{ action: string; after: unknown }>({
      table: 'audit',
      pk: 'shop#AUDIT#product/MUG-1',
    });
    expect(platform.inspection.events).toMatchObject([
      { name: 'ProductCreated', store: 'shop', sku: 'MUG-1', version: 1, pictures: mug.media },
    ]);
    expect(entries.items.map(({ data }) => data.action)).toEqual(['product.created']);
  });

  it('changes nothing when another file says the same in another order', async () => {
    await saveProduct(platform, wanted(mug, 'import-1'));
    const turned = Object.fromEntries(Object.entries(mug).reverse()) as ProductFacts;
    const { outcome, record } = await saveProduct(platform, wanted(turned, 'import-2'));
    expect({ outcome, version: record.version }).toEqual({ outcome: 'unchanged', version: 1 });
    expect(eventIds()).toEqual(['ProductCreated product/MUG-1/1']);
  });

  it('has a new version when something else is said, and is told of as changed', async () => {
    await saveProduct(platform, wanted(mug, 'import-1'));
    const { outcome, record } = await saveProduct(platform, wanted(dearer, 'import-2'));
    expect({ outcome, version: record.version }).toEqual({ outcome: 'changed', version: 2 });
    expect(eventIds()).toEqual(['ProductCreated product/MUG-1/1', 'ProductChanged product/MUG-1/2']);
  });

  it('keeps its outcome when the step is repeated, and is told of again under the same id', async () => {
    await saveProduct(platform, wanted(mug, 'import-1'));
    expect((await saveProduct(platform, wanted(mug, 'import-1'))).outcome).toBe('created');
    await saveProduct(platform, wanted(dearer, 'import-2'));
    expect((await saveProduct(platform, wanted(dearer, 'import-2'))).outcome).toBe('changed');
    expect(eventIds()).toEqual([
      'ProductCreated product/MUG-1/1',
      'ProductCreated product/MUG-1/1',
      'ProductChanged product/MUG-1/2',
      'ProductChanged product/MUG-1/2',
    ]);
  });

  it('is not set back by what its source said earlier', async () => {
    await saveProduct(platform, wanted(dearer, 'webhook-2', '2026-02-02T10:00:00+08:00'));
    const { outcome, record } = await saveProduct(platform, wanted(mug, 'webhook-1', '2026-02-02T01:00:00Z'));
    expect(outcome).toBe('late');
    expect(record.variants[0]?.price?.amount).toBe(6900);
  });

  it('is read again when somebody else was faster', async () => {
    await saveProduct(platform, wanted(mug, 'import-1'));
    let isFirst = true;
    const overtaken: MemoryPlatform = {
      ...platform,
      records: Object.assign(Object.create(platform.records) as MemoryPlatform['records'], {
        transact: async (writes: Parameters<MemoryPlatform['records']['transact']>[0]) => {
          if (isFirst) {
            isFirst = false;
            await saveProduct(platform, wanted({ ...mug, brand: 'Other' }, 'import-3'));
          }
          await platform.records.transact(writes);
        },
      }),
    };
    const { record } = await saveProduct(overtaken, wanted(dearer, 'import-2'));
    expect(record.version).toBe(3);
    expect((await platform.records.get(productKey('shop', 'MUG-1')))?.data).toMatchObject({ version: 3 });
  });
});
