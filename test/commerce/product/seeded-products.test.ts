import { describe, expect, it } from 'vitest';
import { categoryById } from '../../../functions/commerce/product/categories/category-tree.ts';
import { productFactsSchema } from '../../../functions/commerce/product/product-record.ts';
import { proposeMapping } from '../../../functions/commerce/product/propose-mapping.ts';
import { readColumns } from '../../../functions/commerce/product/read-columns.ts';
import { sampleFacts } from '../../../sample/products.ts';
import { seededMapping, seedProducts, type TrueValue } from './seeded-products.ts';

const products = seedProducts();

describe('two hundred seeded products', () => {
  it('are the same for the same seed, in departments that the sample shop lacks', () => {
    expect(seedProducts(20, 7)).toEqual(seedProducts(20, 7));
    expect(seedProducts(20, 8)).not.toEqual(seedProducts(20, 7));
    const had = new Set(sampleFacts.map(({ category }) => category));
    for (const { truth } of products) {
      expect(categoryById(truth.category), truth.category).toBeDefined();
      expect(had).not.toContain(truth.category);
    }
  });

  it('have faults of every kind', () => {
    const faults = products.flatMap(({ truth }) => Object.values(truth.faults));
    for (const kind of ['missing', 'contradictory', 'unreadable'] as const) {
      expect(faults.filter((fault) => fault === kind).length, kind).toBeGreaterThan(20);
    }
  });

  it.each(products.map((product) => [product.truth.sku, product] as const))(
    '%s is read as what is true of it',
    (_sku, { rows, truth }) => {
      const { facts, notes } = readColumns(rows, seededMapping);
      expect(facts, JSON.stringify(notes)).toBeDefined();
      if (facts === undefined) return;
      expect(productFactsSchema.parse(facts)).toEqual(facts);
      expect(facts.sku).toBe(truth.variants.length === 1 ? truth.variants[0] : truth.sku);
      expect(facts.variants.map(({ sku }) => sku)).toEqual(truth.variants);
      for (const { price } of facts.variants) expect(price).toEqual({ amount: truth.price, currency: 'CNY' });
      for (const [id, wanted] of Object.entries(truth.attributes)) {
        const fault = truth.faults[id];
        const got = facts.attributes[id];
        if (fault === undefined) expectSame(got, wanted, `${id}: ${JSON.stringify(rows[0]?.cells)}`);
        // A word of the source's own may stay as text, never as a term or a measure.
        else if (got !== undefined) expect(got.kind, `${id} ${fault}`).toBe('text');
        if (fault === 'contradictory' || fault === 'unreadable') expect(notes.length, id).toBeGreaterThan(0);
      }
    },
  );

  it('come with columns that are all recognised', () => {
    const names = Object.keys(seededMapping.columns);
    const columns = names.map((name) => ({ name, samples: [] }));
    const { mapping } = proposeMapping(columns);
    for (const [name, { target }] of Object.entries(mapping.columns)) {
      expect(target, name).toBe(seededMapping.columns[name]?.target);
    }
  });
});

function expectSame(got: unknown, wanted: TrueValue, about: string): void {
  if (wanted.kind !== 'measure') {
    expect(got, about).toMatchObject(wanted);
    return;
  }
  expect(got, about).toMatchObject({ kind: 'measure' });
  const values = (got as { values: number[] }).values;
  expect(values.length, about).toBe(wanted.values.length);
  for (const [index, value] of wanted.values.entries()) expect(values[index], about).toBeCloseTo(value, 6);
}
