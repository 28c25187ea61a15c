import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CATEGORIES,
  channelCategory,
  departmentOf,
  findCategory,
} from '../../../functions/commerce/product/categories/category-tree.ts';
import { compareFacts } from '../../../functions/commerce/product/compare-facts.ts';
import {
  type ChannelRequirement,
  measureCompleteness,
} from '../../../functions/commerce/product/completeness.ts';
import { findDoubles } from '../../../functions/commerce/product/find-doubles.ts';
import type { ProductFacts } from '../../../functions/commerce/product/product-record.ts';
import { attributeById } from '../../../functions/commerce/product/vocabulary/find-term.ts';
import { sampleFacts } from '../../../sample/products.ts';

function sample(sku: string): ProductFacts {
  const found = sampleFacts.find((facts) => facts.sku === sku);
  if (found === undefined) throw new Error(`no ${sku}`);
  return structuredClone(found);
}

describe('the category tree', () => {
  it('has a department for each category and asks only for attributes of the vocabulary', () => {
    expect(new Set(CATEGORIES.map(({ id }) => id)).size).toBe(CATEGORIES.length);
    for (const category of CATEGORIES) {
      if (category.id.includes('/')) expect(departmentOf(category), category.id).toBeDefined();
      for (const id of category.attributes) expect(attributeById(id), `${category.id}: ${id}`).toBeDefined();
      expect(findCategory(category.id)).toBe(category);
    }
  });

  it.each([
    ['Clothing > T-Shirts', 'apparel/t-shirts'],
    ['女装/连衣裙', 'apparel/dresses'],
    ['Home & Garden > Kitchen & Dining > Tableware > Drinkware > Mugs', 'kitchen/mugs'],
    ['2169', 'kitchen/mugs'],
    ['home decor', 'home decor'],
    ['蓝牙耳机', 'electronics/headphones'],
    ['Office > Fountain pens', 'stationery/pens'],
  ])('finds “%s”', (given, id) => {
    expect(findCategory(given)?.id).toBe(id);
  });

  it('does not guess from a name that it does not know', () => {
    expect(findCategory('Cult Products')).toBeUndefined();
  });

  it('says which channel categories are confirmed', () => {
    const mugs = findCategory('mugs');
    if (mugs === undefined) throw new Error('no mugs');
    expect(channelCategory(mugs, 'google-merchant')).toMatchObject({ id: '2169', confirmed: true });
    expect(channelCategory(mugs, 'tmall')).toEqual({ path: '厨房用品 > 马克杯', confirmed: false });
  });
});

describe('compareFacts', () => {
  it('finds nothing between a record and its copy, in any order of keys', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sampleFacts), (facts) => {
        const turned = {
          ...facts,
          attributes: Object.fromEntries(Object.entries(facts.attributes).reverse()),
        };
        expect(compareFacts(facts, turned)).toEqual([]);
      }),
    );
  });

  it('names each field that changed, as people read it', () => {
    const before = sample('TEE-COTTON-CORAL');
    const after = sample('TEE-COTTON-CORAL');
    after.title.en = 'Tee, coral';
    after.attributes.fit = { kind: 'terms', terms: [{ id: 'slim' }], given: 'slim fit' };
    delete after.attributes.season;
    const [first, second] = after.variants;
    if (first === undefined || second === undefined) throw new Error('no variants');
    first.price = { amount: 9900, currency: 'CNY' };
    after.variants = after.variants.filter(({ sku }) => sku !== second.sku);
    expect(compareFacts(before, after).map(({ field, before: was, after: is }) => [field, was, is])).toEqual([
      ['title.en', 'Cotton T-shirt, coral', 'Tee, coral'],
      ['attributes.fit', 'regular fit (regular)', 'slim fit (slim)'],
      ['attributes.season', 'summer (summer)', undefined],
      ['variants.TEE-COTTON-CORAL-S.price', 'CNY 129.00', 'CNY 99.00'],
      ['variants.TEE-COTTON-CORAL-M', 'M / CNY 129.00', undefined],
    ]);
  });
});

const REQUIREMENTS: readonly ChannelRequirement[] = [
  { channel: 'shopify', locale: 'en', facts: ['title', 'price', 'picture'], categoryAttributes: false },
  { channel: 'tmall', locale: 'zh-CN', facts: ['title', 'brand', 'barcode'], categoryAttributes: true },
];

describe('measureCompleteness', () => {
  it('gives the share of what each channel asks for, and what to do about the rest', () => {
    const tee = sample('TEE-COTTON-CORAL');
    delete tee.title['zh-CN'];
    delete tee.attributes.fit;
    const [shopify, tmall] = measureCompleteness(tee, REQUIREMENTS);
    expect(shopify).toMatchObject({ percent: 66, gaps: [{ field: 'media' }] });
    expect(tmall?.gaps.map(({ field }) => field)).toEqual(['title.zh-CN', 'attributes.fit']);
    // Three facts and eight attributes, of which size is an option of the variants.
    expect(tmall?.percent).toBe(Math.floor((9 / 11) * 100));
  });

  it('is 100 only where nothing is missing', () => {
    const [shopify] = measureCompleteness(sample('TEE-COTTON-CORAL'), REQUIREMENTS, 1);
    expect(shopify).toEqual({ channel: 'shopify', locale: 'en', percent: 100, gaps: [] });
  });

  it('names each variant that lacks what the others have', () => {
    const tee = sample('TEE-COTTON-CORAL');
    delete tee.variants[1]?.barcode;
    const [, tmall] = measureCompleteness(tee, REQUIREMENTS);
    expect(tmall?.gaps.map(({ field }) => field)).toEqual(['variants.TEE-COTTON-CORAL-M.barcode']);
  });
});

describe('findDoubles', () => {
  it('finds nothing in the sample shop', () => {
    expect(findDoubles(sampleFacts)).toEqual([]);
  });

  it('finds SKUs and barcodes that two products have, whatever zeros a barcode is written with', () => {
    const [mug, lamp] = [sample('MUG-ENAMEL-SAGE'), sample('LAMP-DESK-BRASS')];
    const [first, second] = [mug.variants[0], lamp.variants[0]];
    if (first === undefined || second === undefined) throw new Error('no variants');
    second.sku = first.sku;
    first.barcode = '036000291452';
    second.barcode = '0036000291452';
    expect(findDoubles([mug, lamp]).map(({ fault, products }) => [fault, products])).toEqual([
      ['double-barcode', [mug.sku, lamp.sku]],
      ['double-sku', [mug.sku, lamp.sku]],
    ]);
  });

  it('finds names that differ in spelling only, and options that mean the same', () => {
    const [tee, shoe] = [sample('TEE-COTTON-CORAL'), sample('SHOE-CANVAS-NAVY')];
    shoe.brand = 'SAMPLERY';
    shoe.options = shoe.options.map((option) => ({ ...option, name: '尺码' }));
    expect(findDoubles([tee, shoe]).map(({ fault, about }) => [fault, about])).toEqual([
      ['inconsistent-name', 'SAMPLERY / Samplery'],
      ['inconsistent-name', 'Size / 尺码'],
    ]);
  });

  it('finds variants that do not agree, and media without a product', () => {
    const tee = sample('TEE-COTTON-CORAL');
    const [first, second] = tee.variants;
    if (first === undefined || second === undefined) throw new Error('no variants');
    first.price = { amount: 1900, currency: 'USD' };
    delete second.stock;
    expect(
      findDoubles(
        [tee],
        [
          { sku: 'GONE', name: 'GONE/1.jpg' },
          { sku: second.sku, name: 'kept.jpg' },
        ],
      ).map(({ fault, about }) => [fault, about]),
    ).toEqual([
      ['inconsistent-unit', 'TEE-COTTON-CORAL price'],
      ['inconsistent-variants', 'TEE-COTTON-CORAL stock'],
      ['orphaned-media', 'GONE/1.jpg'],
    ]);
  });
});
