import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  AttributeValue,
  ListingLocale,
  ProductFacts,
} from '../../functions/commerce/product/product-record.ts';
import type { Attribute } from '../../functions/commerce/product/vocabulary/attribute.ts';
import { ATTRIBUTES } from '../../functions/commerce/product/vocabulary/attributes.ts';
import { attributeById } from '../../functions/commerce/product/vocabulary/find-term.ts';
import { type CategoryWords, composeTexts } from '../../functions/listing/compose/compose-texts.ts';
import { formatMeasure } from '../../functions/listing/compose/format-measure.ts';
import { sayAttribute } from '../../functions/listing/compose/say-attribute.ts';

const terms = (...ids: string[]): AttributeValue => ({
  kind: 'terms',
  terms: ids.map((id) => ({ id })),
  given: ids.join(', '),
});
const measure = (unit: string, ...values: number[]): AttributeValue => ({
  kind: 'measure',
  values,
  unit,
  given: values.join(' x '),
});

const bottle: ProductFacts = {
  sku: 'BOTTLE',
  title: { en: 'Steel water bottle', 'zh-CN': '不锈钢保温瓶' },
  brand: 'Fernhill',
  status: 'draft',
  sourceText: { en: 'The best bottle in the world. Keeps coffee hot for a week!' },
  attributes: {
    material: terms('stainless-steel'),
    color: terms('silver'),
    capacity: measure('ml', 750),
    keepsHot: measure('h', 12),
    dishwasherSafe: { kind: 'flag', value: false, given: 'no' },
    bpaFree: { kind: 'flag', value: true, given: 'yes' },
    handmade: { kind: 'flag', value: false, given: 'no' },
    warranty: measure('months', 24),
    'secret formula': { kind: 'text', text: { en: 'unknown to everybody' }, given: 'unknown to everybody' },
  },
  options: [],
  variants: [{ sku: 'BOTTLE', options: {} }],
  media: [],
};
const category: CategoryWords = { name: { en: 'Water bottle', 'zh-CN': '水杯' }, also: ['flask', '保温杯'] };

const allOf = (texts: ReturnType<typeof composeTexts>) =>
  [
    texts.title,
    texts.subtitle ?? '',
    ...texts.bullets.map(({ text }) => text),
    ...texts.description.map(({ text }) => text),
    ...texts.specifications.flatMap(({ title, rows }) => [
      title,
      ...rows.flatMap(({ name, value }) => [name, value]),
    ]),
  ].join('\n');

describe('texts that rules write', () => {
  it('say the attributes in English', () => {
    const texts = composeTexts(bottle, category, 'en');
    expect(texts.title).toBe('Fernhill steel water bottle, silver, 750 ml');
    expect(texts.bullets.map(({ text }) => text)).toEqual([
      'Made of stainless steel, silver',
      'Keeps drinks hot for 12 hours',
      'BPA-free',
      'Not dishwasher safe',
      'Capacity 750 ml',
      'Warranty: 2 years',
    ]);
  });

  it('say them in Chinese', () => {
    const texts = composeTexts(bottle, category, 'zh-CN');
    expect(texts.title).toBe('Fernhill 不锈钢保温瓶 银色 750ml');
    expect(texts.bullets.map(({ text }) => text)).toEqual([
      '材质：不锈钢，颜色：银色',
      '保温12小时',
      '不含双酚A',
      '不可用洗碗机清洗',
      '容量750ml',
      '保修2年',
    ]);
  });

  it('never repeat what a supplier claims and no attribute says', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const text = allOf(composeTexts(bottle, category, locale));
      expect(text).not.toMatch(/best|week|unknown/i);
    }
  });

  it('say that something is not so where a shopper must know it', () => {
    const { bullets, description, specifications } = composeTexts(bottle, category, 'en');
    const told = [...bullets, ...description].map(({ text }) => text).join('\n');
    expect(told).toContain('Not dishwasher safe.');
    expect(told).not.toMatch(/handmade/i);
    expect(specifications.flatMap(({ rows }) => rows)).toContainEqual({
      name: 'Dishwasher safe',
      value: 'No',
      from: ['dishwasherSafe'],
    });
    expect(specifications.flatMap(({ rows }) => rows).map(({ from }) => from[0])).not.toContain('handmade');
  });

  it('make a title of what is known where the record has none in the language', () => {
    const { en } = bottle.title;
    const untitled = { ...bottle, title: en === undefined ? {} : { en } };
    expect(composeTexts(untitled, category, 'zh-CN').title).toBe('Fernhill 不锈钢 银色 水杯 750ml');
  });

  it('calm a title in capitals, and leave out what points elsewhere or counts to one', () => {
    const loud: ProductFacts = {
      ...bottle,
      title: { en: 'FERNHILL USB TRAVEL BOTTLE' },
      attributes: { color: terms('See picture'), pieces: measure('pcs', 1) },
    };
    expect(composeTexts(loud, category, 'en').title).toBe('Fernhill USB travel bottle');
  });

  it('leave a colour to the variants that differ in it, and list them in the language', () => {
    const family: ProductFacts = {
      ...bottle,
      options: [{ name: 'Colour', values: ['Silver', 'Black'] }],
      variants: [
        { sku: 'B-1', options: { Colour: 'Silver' } },
        { sku: 'B-2', options: { Colour: 'Black' } },
      ],
    };
    const english = composeTexts(family, category, 'en');
    expect(english.title).toBe('Fernhill steel water bottle, 750 ml');
    expect(english.description.at(-1)).toEqual({
      text: 'Colour: choose from silver and black.',
      from: ['option:Colour'],
    });
    expect(composeTexts(family, category, 'zh-CN').description.at(-1)?.text).toBe('颜色可选：银色、黑色。');
  });
});

describe('an attribute in words', () => {
  it.each([
    [
      {
        ...terms(),
        kind: 'terms' as const,
        terms: [
          { id: 'cotton', share: 0.95 },
          { id: 'elastane', share: 0.05 },
        ],
      },
      '95% cotton, 5% elastane',
      '95%棉、5%氨纶',
    ],
    [terms('cotton', 'linen'), 'cotton and linen', '棉、亚麻'],
  ])('joins materials', (value, en, zh) => {
    expect(sayAttribute('material', value, 'en')?.value).toBe(en);
    expect(sayAttribute('material', value, 'zh-CN')?.value).toBe(zh);
  });

  it('keeps a maker’s own word in its own language', () => {
    const value = terms('Midnight Fog');
    expect(sayAttribute('color', value, 'en')?.value).toBe('Midnight Fog');
    expect(sayAttribute('color', value, 'zh-CN')?.value).toBe('Midnight Fog');
    expect(sayAttribute('color', terms('午夜雾'), 'en')).toBeUndefined();
  });

  it.each([
    ['power', [40], 'max. 40 W', 'up to 40 W', '最大40W'],
    ['power', [40], '40 W', '40 W', '40W'],
    ['batteryLife', [30], '最长30小时', 'up to 30 hours', '最长30小时'],
    ['warranty', [36], '36 months', '36 months', '36个月'],
    ['warranty', [36], '3 years', '3 years', '3年'],
  ])('says of %s %j only the limit that its source states: %s', (id, values, given, en, zh) => {
    const attribute = attributeById(id);
    if (attribute?.kind !== 'measure') throw new Error(`${id} is not measured`);
    expect(formatMeasure(attribute, values, 'en', given)).toBe(en);
    expect(formatMeasure(attribute, values, 'zh-CN', given)).toBe(zh);
  });

  it.each([
    ['dimensions', [200, 300, 50], '20 × 30 × 5 cm', '20×30×5cm'],
    ['thickness', [3], '3 mm', '3mm'],
    ['cableLength', [1500], '1.5 m', '1.5m'],
    ['screenSize', [396.24], '15.6 in', '15.6英寸'],
    ['weight', [999], '999 g', '999g'],
    ['weight', [1000], '1 kg', '1kg'],
    ['capacity', [1500], '1.5 L', '1.5L'],
    ['warranty', [12], '1 year', '1年'],
    ['warranty', [18], '18 months', '18个月'],
    ['ageRange', [36, 72], '3–6 years', '3–6岁'],
    ['ageRange', [72, 1188], '6 years and up', '6岁以上'],
    ['length', [15_000], '15 m', '15m'],
    ['pieces', [1], '1 piece', '1件'],
    ['batteryLife', [30], '30 hours', '30小时'],
    ['chargingTime', [0.5], '30 minutes', '30分钟'],
    ['frequency', [2.4e9], '2.4 GHz', '2.4GHz'],
    ['voltage', [220, 240], '220–240 V', '220–240V'],
    ['maxTemperature', [-20], '-20 °C', '-20℃'],
    ['pages', [320], '320 pages', '320页'],
  ])('gives %s %j its unit', (id, values, en, zh) => {
    const attribute = attributeById(id);
    if (attribute?.kind !== 'measure') throw new Error(`${id} is not measured`);
    expect(formatMeasure(attribute, values, 'en')).toBe(en);
    expect(formatMeasure(attribute, values, 'zh-CN')).toBe(zh);
  });
});

/** A value that the vocabulary may hold for an attribute. */
function anyValueOf(attribute: Attribute): fc.Arbitrary<AttributeValue> {
  switch (attribute.kind) {
    case 'terms':
      return fc
        .uniqueArray(fc.constantFrom(...attribute.terms.map(({ id }) => id)), { minLength: 1, maxLength: 3 })
        .map((ids) => terms(...ids));
    case 'measure':
      return fc
        .array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 3 })
        .map((values) => measure('any', ...values));
    case 'flag':
      return fc.boolean().map((value): AttributeValue => ({ kind: 'flag', value, given: String(value) }));
    case 'text':
      return fc.constant<AttributeValue>({
        kind: 'text',
        text: { en: 'plain words', 'zh-CN': '普通文字' },
        given: 'x',
      });
  }
}

describe('whatever the record says', () => {
  const attributes = fc
    .uniqueArray(fc.constantFrom(...ATTRIBUTES), { selector: ({ id }) => id, maxLength: 12 })
    .chain((chosen) =>
      fc
        .tuple(...chosen.map((one) => anyValueOf(one).map((value) => [one.id, value] as const)))
        .map((pairs) => Object.fromEntries(pairs)),
    );

  it('each sentence and row names attributes that are there, and English holds no Chinese', () => {
    fc.assert(
      fc.property(attributes, fc.constantFrom<ListingLocale>('en', 'zh-CN'), (given, locale) => {
        const texts = composeTexts({ ...bottle, attributes: given }, category, locale);
        const grounds = [
          ...texts.bullets,
          ...texts.description,
          ...texts.specifications.flatMap(({ rows }) => rows),
        ].flatMap(({ from }) => from);
        for (const ground of grounds) expect(['title', 'brand', ...Object.keys(given)]).toContain(ground);
        if (locale === 'en') expect(allOf(texts)).not.toMatch(/\p{Script=Han}/u);
        expect(allOf(texts)).not.toMatch(/undefined|NaN|\{v\}/);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('the same record gives the same texts', () => {
    expect(composeTexts(structuredClone(bottle), category, 'en')).toEqual(
      composeTexts(bottle, category, 'en'),
    );
  });
});
