import { describe, expect, it } from 'vitest';
import { categoryById } from '../../functions/commerce/product/categories/category-tree.ts';
import { productFactsSchema } from '../../functions/commerce/product/product-record.ts';
import { sampleFacts } from '../../sample/products.ts';
import { sampleProducts } from '../../sample/shop.ts';

describe('the records of the sample shop', () => {
  it('are whole for each of the twelve products, in both languages', () => {
    expect(sampleFacts.map(({ sku }) => sku)).toEqual(sampleProducts.map(({ sku }) => sku));
    for (const facts of sampleFacts) {
      expect(productFactsSchema.parse(facts)).toEqual(facts);
      expect(facts.title.en && facts.title['zh-CN']).toBeTruthy();
      expect(facts.sourceText.en).toContain('Invented');
      expect(facts.sourceText['zh-CN']).toContain('虚构');
    }
  });

  it('have barcodes of their own and a category of the tree, with most of what it asks for', () => {
    const barcodes = sampleFacts.flatMap(({ variants }) => variants.map(({ barcode }) => barcode));
    expect(new Set(barcodes).size).toBe(barcodes.length);
    for (const { sku, category, attributes, options } of sampleFacts) {
      const asked = categoryById(category ?? '')?.attributes ?? [];
      const known = asked.filter(
        (id) => attributes[id] !== undefined || options.some(({ name }) => name.toLowerCase() === id),
      );
      expect(known.length / asked.length, sku).toBeGreaterThanOrEqual(0.7);
    }
  });
});
