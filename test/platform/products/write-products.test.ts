import { beforeEach, describe, expect, it } from 'vitest';
import type { ProductRecord } from '../../../functions/commerce/product/product-record.ts';
import { productKey } from '../../../functions/platform/products/save-product.ts';
import { routes } from '../../../functions/platform/products/write-products-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

const write = 'POST /api/{store}/products';

const mug = (sku: string, amount = 5900) => ({
  sku,
  title: { en: 'Enamel mug' },
  status: 'published',
  sourceText: {},
  attributes: {},
  options: [],
  variants: [{ sku, options: {}, price: { amount, currency: 'CNY' } }],
  media: [],
});

describe('products that come by the API', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const post = (body: unknown, sub = 'otto') => call(platform, routes, write, { sub, body });
  const outcomes = async (body: unknown) => {
    const { results } = (await post(body)).body as { results: { sku?: string; outcome: string }[] };
    return results.map(({ sku, outcome }) => `${sku ?? '?'} ${outcome}`);
  };

  it('are created, changed or left as they are, each by itself; one that is wrong keeps no other back', async () => {
    expect(await outcomes({ products: [mug('A'), mug('no sku!'), 'nothing', mug('B')] })).toEqual([
      'A created',
      'no sku! refused',
      '? refused',
      'B created',
    ]);
    expect(await outcomes({ products: [mug('A', 4900), mug('B')] })).toEqual(['A changed', 'B unchanged']);
    const record = await platform.records.get<ProductRecord>(productKey('shop', 'A'));
    expect(record?.data).toMatchObject({ version: 2, source: { kind: 'api', name: 'api' } });
  });

  it('are answered alike when a request is repeated under its id', async () => {
    const body = { products: [mug('A')], requestId: 'r-1' };
    expect([await outcomes(body), await outcomes(body)]).toEqual([['A created'], ['A created']]);
    expect(platform.inspection.events.filter(({ name }) => name === 'ProductCreated')).toHaveLength(2);
    expect(new Set(platform.inspection.events.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it('of an older state of the same source come too late', async () => {
    await post({ products: [mug('A')], source: 'pim', updatedAt: '2026-03-02T09:00:00Z' });
    const older = { products: [mug('A', 1)], source: 'pim', updatedAt: '2026-03-01T09:00:00Z' };
    expect(await outcomes(older)).toEqual(['A late']);
  });

  it('are at most a hundred a request', async () => {
    const products = Array.from({ length: 101 }, (_, n) => mug(`P-${n}`));
    expect(await post({ products })).toMatchObject({ status: 400, body: { code: 'InputInvalid' } });
    expect((await outcomes({ products: products.slice(1) })).every((one) => one.endsWith('created'))).toBe(
      true,
    );
  });
});
