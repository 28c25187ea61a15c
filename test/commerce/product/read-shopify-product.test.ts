import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { productFactsSchema } from '../../../functions/commerce/product/product-record.ts';
import {
  readShopifyProduct,
  shopifyProductSchema,
} from '../../../functions/commerce/product/read-shopify-product.ts';

const folder = join(process.env.STOREHAND_DATA ?? '../shared/data', 'shopify');
const present = existsSync(join(folder, 'product.json'));

function product(more: Record<string, unknown> = {}, variant: Record<string, unknown> = {}) {
  return shopifyProductSchema.parse({
    id: 7,
    title: 'Mug',
    handle: 'mug',
    published_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-02T00:00:00Z',
    images: [{ src: 'https://example.com/mug.jpg', position: 1 }],
    options: [{ name: 'Title' }],
    variants: [{ id: 1, sku: 'MUG', price: '12.50', option1: 'Default Title', ...variant }],
    ...more,
  });
}

describe('readShopifyProduct', () => {
  it.runIf(present)('reads the product fixture: one record of four variants', () => {
    const { product: given } = z
      .object({ product: shopifyProductSchema })
      .parse(JSON.parse(readFileSync(join(folder, 'product.json'), 'utf8')));
    const { facts, notes } = readShopifyProduct(given, { currency: 'USD' });
    expect(notes).toEqual([]);
    expect(productFactsSchema.parse(facts)).toEqual(facts);
    expect(facts).toMatchObject({
      sku: 'ipod-nano',
      title: { en: 'IPod Nano - 8GB' },
      brand: 'Apple',
      categoryGiven: 'Cult Products',
      status: 'published',
      options: [{ name: 'Variant', values: ['Pink', 'Red', 'Green', 'Black'] }],
      media: [{ url: 'http://static.shopify.com/s/files/1/6909/3384/products/ipod-nano.png?0', position: 1 }],
    });
    expect(facts?.category).toBeUndefined();
    expect(facts?.sourceText.en).toMatch(/^It's the small iPod .* speaks volumes\.$/u);
    expect(facts?.variants[0]).toEqual({
      sku: 'IPOD2008PINK',
      options: { Variant: 'Pink' },
      price: { amount: 19900, currency: 'USD' },
      stock: 10,
      weightGrams: 200,
    });
  });

  it.runIf(present)('reads every product of the list fixture', () => {
    const given = z
      .array(shopifyProductSchema)
      .parse(JSON.parse(readFileSync(join(folder, 'products.json'), 'utf8')));
    const read = given.map((one) => readShopifyProduct(one, { currency: 'USD' }));
    expect(read.length).toBeGreaterThan(1);
    for (const { facts } of read) {
      expect(facts?.sku).toBe('IPOD2008PINK');
      expect(facts?.variants).toHaveLength(1);
    }
  });

  it('takes the default variant for a product without options, known by its own SKU', () => {
    const { facts } = readShopifyProduct(product(), { currency: 'EUR' });
    expect(facts).toMatchObject({
      sku: 'MUG',
      options: [],
      variants: [{ price: { amount: 1250, currency: 'EUR' } }],
    });
    expect(facts?.variants[0]?.stock).toBeUndefined();
  });

  it('leaves a product that is not published a draft, and one that is archived out of the shop', () => {
    const status = (more: Record<string, unknown>) =>
      readShopifyProduct(product(more), { currency: 'EUR' }).facts?.status;
    expect(status({ published_at: null })).toBe('draft');
    expect(status({ status: 'archived' })).toBe('archived');
    expect(status({ status: 'active' })).toBe('published');
  });

  it('gives a variant without a SKU one that stays the same', () => {
    const without = product({ handle: null }, { sku: '' });
    expect(readShopifyProduct(without, { currency: 'EUR' }).facts?.variants[0]?.sku).toBe('shopify-7');
  });

  it('refuses a product with a wrong barcode, and says so for the variant', () => {
    const { facts, notes } = readShopifyProduct(product({}, { barcode: '4006381333932' }), {
      currency: 'EUR',
    });
    expect(facts).toBeUndefined();
    expect(notes).toMatchObject([{ field: 'variants.barcode', code: 'WrongCheckDigit', outcome: 'refused' }]);
  });
});
