import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnMapping } from '../../../functions/commerce/product/column-mapping.ts';
import { productFactsSchema } from '../../../functions/commerce/product/product-record.ts';
import { productKeyOf, readColumns } from '../../../functions/commerce/product/read-columns.ts';

function mappingOf(columns: Record<string, string>, more: Partial<ColumnMapping> = {}): ColumnMapping {
  return {
    columns: Object.fromEntries(Object.entries(columns).map(([column, target]) => [column, { target }])),
    locale: 'en',
    currency: 'CNY',
    ...more,
  };
}

const mapping = mappingOf({
  SKU: 'sku',
  Style: 'family',
  Name: 'title:en',
  名称: 'title:zh-CN',
  Details: 'text:en',
  Brand: 'brand',
  Category: 'category',
  Price: 'price',
  Was: 'compareAtPrice',
  Stock: 'stock',
  EAN: 'barcode',
  Weight: 'weight',
  Fabric: 'attribute:material',
  Colour: 'attribute:color',
  Size: 'attribute:size',
  Care: 'attribute:care',
  Measures: 'attribute:dimensions',
  Photo: 'picture:1',
  Mood: 'other:Mood',
});

const tee = {
  SKU: 'TEE-1',
  Name: 'Cotton tee',
  名称: '棉T恤',
  Details: '<p>A tee.</p><script>alert(1)</script>',
  Brand: 'Morrow',
  Category: 'Clothing > T-Shirts',
  Price: '¥129.00',
  Was: '159',
  Stock: '12',
  EAN: '4006381333931',
  Weight: '0,18 kg',
  Fabric: '棉95% 氨纶5%',
  Colour: 'Navy Blue',
  Size: 'M',
  Care: '30°C机洗, do not bleach',
  Measures: '20 x 30 CM',
  Photo: 'https://example.com/1.jpg https://example.com/2.jpg',
  Mood: 'calm',
};

function only(cells: Record<string, string>, by: ColumnMapping = mapping) {
  return readColumns([{ line: 2, cells }], by);
}

describe('readColumns', () => {
  it('reads one row into facts in canonical units and terms', () => {
    const { facts, notes } = only(tee);
    expect(notes).toEqual([]);
    expect(productFactsSchema.parse(facts)).toEqual(facts);
    expect(facts).toMatchObject({
      sku: 'TEE-1',
      title: { en: 'Cotton tee', 'zh-CN': '棉T恤' },
      category: 'apparel/t-shirts',
      categoryGiven: 'Clothing > T-Shirts',
      status: 'draft',
      sourceText: { en: 'A tee.' },
      options: [],
      variants: [
        {
          sku: 'TEE-1',
          price: { amount: 12900, currency: 'CNY' },
          compareAtPrice: { amount: 15900, currency: 'CNY' },
          stock: 12,
          barcode: '4006381333931',
          weightGrams: 180,
        },
      ],
    });
    expect(facts?.attributes).toEqual({
      material: {
        kind: 'terms',
        terms: [
          { id: 'cotton', share: 0.95 },
          { id: 'elastane', share: 0.05 },
        ],
        given: '棉95% 氨纶5%',
      },
      color: { kind: 'terms', terms: [{ id: 'navy' }], given: 'Navy Blue' },
      size: { kind: 'terms', terms: [{ id: 'm' }], given: 'M' },
      care: {
        kind: 'terms',
        terms: [{ id: 'machine-wash-30' }, { id: 'do-not-bleach' }],
        given: '30°C机洗, do not bleach',
      },
      dimensions: { kind: 'measure', values: [200, 300], unit: 'mm', given: '20 x 30 CM' },
      Mood: { kind: 'text', text: { en: 'calm' }, given: 'calm' },
    });
    expect(facts?.media).toEqual([
      { url: 'https://example.com/1.jpg', position: 1 },
      { url: 'https://example.com/2.jpg', position: 2 },
    ]);
  });

  it('makes options of the attributes in which the rows of a family differ', () => {
    const rows = [
      { ...tee, SKU: 'T-S', Style: 'T', Size: 'S', EAN: '' },
      { ...tee, SKU: 'T-M', Style: 'T', Size: 'M', EAN: '' },
    ].map((cells, index) => ({ line: index + 2, cells }));
    const { facts } = readColumns(rows, mapping);
    expect(facts?.sku).toBe('T');
    expect(facts?.options).toEqual([{ name: 'Size', values: ['S', 'M'] }]);
    expect(facts?.variants.map(({ options }) => options)).toEqual([{ Size: 'S' }, { Size: 'M' }]);
    expect(facts?.attributes.size).toBeUndefined();
    expect(facts?.attributes.color).toBeDefined();
  });

  it('leaves out an attribute that the rows contradict each other on, and says so', () => {
    const rows = [
      { ...tee, SKU: 'T-S', Style: 'T', Size: 'S', EAN: '', Care: 'hand wash' },
      { ...tee, SKU: 'T-M', Style: 'T', Size: 'M', EAN: '', Care: 'dry clean' },
    ].map((cells, index) => ({ line: index + 2, cells }));
    const { facts, notes } = readColumns(rows, mapping);
    expect(facts?.attributes.care).toBeUndefined();
    expect(notes).toMatchObject([
      { line: 3, field: 'Care', given: 'dry clean', code: 'Contradiction', outcome: 'left-out' },
    ]);
  });

  it.each([
    ['Price', '1.234', 'AmbiguousNumber'],
    ['Price', '0', 'ZeroPrice'],
    ['Price', 'on request', 'NotAPrice'],
    ['EAN', '4006381333932', 'WrongCheckDigit'],
    ['Stock', 'plenty', 'NotAStock'],
    ['SKU', 'TEE 1', 'NotASku'],
    ['SKU', '', 'SkuMissing'],
  ])('refuses the product where its %s is “%s”', (column, value, code) => {
    const { facts, notes } = only({ ...tee, [column]: value });
    expect(facts).toBeUndefined();
    expect(notes.filter(({ outcome }) => outcome === 'refused')).toMatchObject([{ line: 2, code }]);
  });

  it('refuses a product without a name', () => {
    const { facts, notes } = only({ ...tee, Name: '<script>x</script>', 名称: '' });
    expect(facts).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'TitleMissing', outcome: 'refused' }]);
  });

  it('leaves out what it cannot read, with the reason, and takes the product over', () => {
    const { facts, notes } = only({
      ...tee,
      Fabric: 'moon dust',
      Measures: 'about a hand',
      Was: '99',
      Photo: 'photo1.jpg',
    });
    expect(facts?.attributes.material).toBeUndefined();
    expect(facts?.variants[0]?.compareAtPrice).toBeUndefined();
    expect(facts?.media).toEqual([]);
    expect(notes.map(({ field, code, outcome }) => [field, code, outcome])).toEqual([
      ['Fabric', 'UnknownTerm', 'left-out'],
      ['Measures', 'NotAMeasure', 'left-out'],
      ['Was', 'NotReduced', 'left-out'],
      ['Photo', 'NotAnAddress', 'left-out'],
    ]);
  });

  it('reads ambiguous numbers where the mapping says which sign the source uses', () => {
    const point = only({ ...tee, Price: '1.234', Was: '' }, { ...mapping, decimal: ',' });
    expect(point.facts?.variants[0]?.price?.amount).toBe(123400);
    const comma = only({ ...tee, Price: '1,234', Was: '' }, { ...mapping, decimal: '.' });
    expect(comma.facts?.variants[0]?.price?.amount).toBe(123400);
  });

  it('groups rows by family, else by SKU', () => {
    expect(productKeyOf({ SKU: 'A', Style: 'F' }, mapping)).toBe('F');
    expect(productKeyOf({ SKU: 'A', Style: ' ' }, mapping)).toBe('A');
    expect(productKeyOf({ Name: 'x' }, mapping)).toBeUndefined();
  });

  it('reads a Shopify export: options by name, further rows with pictures only', () => {
    const shopify = mappingOf({
      Handle: 'family',
      Title: 'title:en',
      'Body (HTML)': 'text:en',
      'Option1 Name': 'optionName:1',
      'Option1 Value': 'optionValue:1',
      'Variant SKU': 'sku',
      'Variant Price': 'price',
      'Image Src': 'picture:1',
      'Image Position': 'picturePosition',
    });
    const { facts, notes } = readColumns(
      [
        {
          line: 2,
          cells: {
            Handle: 'mug',
            Title: 'Mug',
            'Body (HTML)': '<p>Holds tea.</p>',
            'Option1 Name': 'Color',
            'Option1 Value': 'Red',
            'Variant SKU': 'MUG-R',
            'Variant Price': '12.00',
            'Image Src': 'https://example.com/b.jpg',
            'Image Position': '2',
          },
        },
        {
          line: 3,
          cells: { Handle: 'mug', 'Option1 Value': 'Blue', 'Variant SKU': 'MUG-B', 'Variant Price': '12.00' },
        },
        {
          line: 4,
          cells: { Handle: 'mug', 'Image Src': 'https://example.com/a.jpg', 'Image Position': '1' },
        },
      ],
      shopify,
    );
    expect(notes).toEqual([]);
    expect(facts?.sku).toBe('mug');
    expect(facts?.options).toEqual([{ name: 'Color', values: ['Red', 'Blue'] }]);
    expect(facts?.media.map(({ url }) => url)).toEqual([
      'https://example.com/a.jpg',
      'https://example.com/b.jpg',
    ]);
  });

  it('leaves Amazon’s parent row out of the variants', () => {
    const amazon = mappingOf({
      item_sku: 'sku',
      parent_sku: 'family',
      item_name: 'title:en',
      size_name: 'attribute:size',
      standard_price: 'price',
    });
    const { facts } = readColumns(
      [
        { line: 4, cells: { item_sku: 'P', item_name: 'Tee' } },
        {
          line: 5,
          cells: {
            item_sku: 'P-S',
            parent_sku: 'P',
            item_name: 'Tee S',
            size_name: 'S',
            standard_price: '9',
          },
        },
        {
          line: 6,
          cells: {
            item_sku: 'P-M',
            parent_sku: 'P',
            item_name: 'Tee M',
            size_name: 'M',
            standard_price: '9',
          },
        },
      ],
      amazon,
    );
    expect(facts?.sku).toBe('P');
    expect(facts?.title.en).toBe('Tee');
    expect(facts?.variants.map(({ sku }) => sku)).toEqual(['P-S', 'P-M']);
  });

  it('refuses variants that a shopper could not tell apart', () => {
    const rows = ['A', 'B'].map((sku, index) => ({
      line: index + 2,
      cells: { ...tee, SKU: sku, Style: 'F', EAN: '' },
    }));
    const { facts, notes } = readColumns(rows, mapping);
    expect(facts).toBeUndefined();
    expect(notes).toMatchObject([{ line: 3, code: 'SameOptions', outcome: 'refused' }]);
  });

  it('takes any text in any cell: facts that keep the schema, or a reason', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('=1+1', '<b>x', '1.234', '20 x', '%', '10% 90%'),
    );
    const columns = Object.keys(mapping.columns);
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom(...columns), cell), { minLength: 1, maxLength: 3 }),
        (cells) => {
          const rows = cells.map((own, index) => ({ line: index + 2, cells: { ...tee, ...own } }));
          const { facts, notes } = readColumns(rows, mapping);
          if (facts === undefined) expect(notes.some(({ outcome }) => outcome === 'refused')).toBe(true);
          else expect(productFactsSchema.safeParse(facts).error).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});
