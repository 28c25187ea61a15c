import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { checkDigitOf } from '../../../functions/commerce/product/barcode.ts';
import type { ColumnMapping } from '../../../functions/commerce/product/column-mapping.ts';
import type { AttributeValue } from '../../../functions/commerce/product/product-record.ts';
import type { Attribute } from '../../../functions/commerce/product/vocabulary/attribute.ts';
import { attributeById } from '../../../functions/commerce/product/vocabulary/find-term.ts';
import { type Random, spell } from './odd-spellings.ts';
import { SEEDED_COLOURS, SEEDED_TEMPLATES, type SeededTemplate } from './seeded-templates.ts';

/** What was done to an attribute on its way into the supplier's file. */
export type SeededFault = 'missing' | 'contradictory' | 'unreadable';

export interface SeededTruth {
  readonly sku: string;
  readonly category: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** What is true of the product, without `given`; one with a fault is not to be in the record. */
  readonly attributes: Readonly<Record<string, TrueValue>>;
  readonly faults: Readonly<Record<string, SeededFault>>;
  /** Fen. */
  readonly price: number;
  readonly variants: readonly string[];
}

type Without<Value> = Value extends unknown ? Omit<Value, 'given'> : never;
export type TrueValue = Without<AttributeValue>;

export interface SeededProduct {
  /** As the supplier's file has them; `line` counts through the whole file. */
  readonly rows: readonly { readonly line: number; readonly cells: Readonly<Record<string, string>> }[];
  readonly truth: SeededTruth;
}

const PLAIN_COLUMNS = {
  'Item code': 'sku',
  'Style no': 'family',
  'Product name': 'title:en',
  商品名称: 'title:zh-CN',
  Description: 'text:en',
  Brand: 'brand',
  Category: 'category',
  Price: 'price',
  Stock: 'stock',
  EAN: 'barcode',
} as const;

const USED = [
  ...new Set(
    SEEDED_TEMPLATES.flatMap(({ attributes, varies }) => [
      ...Object.keys(attributes),
      ...(varies ? [varies] : []),
    ]),
  ),
];

/** The mapping of the supplier's columns: each attribute has an English and, second, a Chinese one. */
export const seededMapping: ColumnMapping = {
  locale: 'en',
  currency: 'CNY',
  columns: Object.fromEntries([
    ...Object.entries(PLAIN_COLUMNS).map(([column, target]) => [column, { target }] as const),
    ...USED.flatMap((id) => {
      const { en, zh } = columnsOf(id);
      return [en, zh].map((column) => [column, { target: `attribute:${id}` }] as const);
    }),
  ]),
};

function columnsOf(id: string): { en: string; zh: string } {
  const name = known(id).name;
  return { en: name.en, zh: name['zh-CN'] };
}

function known(id: string): Attribute {
  const attribute = attributeById(id);
  if (attribute === undefined) throw new Error(`no attribute ${id}`);
  return attribute;
}

const BRANDS = ['Morrow', 'Fernhill', 'Kumo', 'Lindqvist', 'Oak & Ash', 'Tidewater', '云野'] as const;

/** Invented products as a careless supplier would send them, the same for the same seed, each with what is true of it. */
export function seedProducts(count = 200, seed = 1): SeededProduct[] {
  const generator = xoroshiro128plus(seed);
  const random: Random = () => uniformFloat64(generator);
  const products: SeededProduct[] = [];
  let line = 2;
  for (let index = 0; index < count; index++) {
    const template = SEEDED_TEMPLATES[index % SEEDED_TEMPLATES.length];
    if (template === undefined) break;
    const product = seedProduct(template, index, line, random);
    line += product.rows.length;
    products.push(product);
  }
  return products;
}

function pick<T>(random: Random, among: readonly T[]): T {
  const found = among[Math.floor(random() * among.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

function seedProduct(template: SeededTemplate, index: number, line: number, random: Random): SeededProduct {
  const [nounEn, nounZh] = pick(random, template.nouns);
  const [adjectiveEn, adjectiveZh] = pick(random, template.adjectives);
  const sku = `S${String(index + 1).padStart(3, '0')}-${template.category.split('/')[1]?.slice(0, 6).toUpperCase()}`;
  const brand = pick(random, BRANDS);
  const price = template.price[0] + Math.floor(random() * (template.price[1] - template.price[0]));
  const title = { en: `${brand} ${adjectiveEn} ${nounEn}`, zh: `${brand}${adjectiveZh}${nounZh}` };
  const { cells, truth, faults } = seedAttributes(template, random);
  const shared = {
    'Product name': random() < 0.1 ? title.en.toUpperCase() : title.en,
    商品名称: title.zh,
    Description:
      random() < 0.5
        ? `<p>${adjectiveEn} ${nounEn} by ${brand}.</p>`
        : `${adjectiveEn} ${nounEn} by ${brand}.`,
    Brand: brand,
    Category: random() < 0.2 ? '' : template.category,
    ...cells,
  };
  const own = (number: number) => ({
    Price: spellPrice(price, random),
    Stock: String(Math.floor(random() * 200)),
    EAN: random() < 0.2 ? '' : barcodeOf(1000 + index * 4 + number),
  });
  const colours = template.varies === 'color' ? chooseColours(random) : [];
  const rows =
    colours.length < 2
      ? [{ line, cells: { 'Item code': sku, ...shared, ...own(0), ...colourCell(colours) } }]
      : colours.map((colour, number) => ({
          line: line + number,
          cells: {
            'Item code': `${sku}-${number + 1}`,
            'Style no': sku,
            ...shared,
            ...own(number),
            Price: spellPrice(price, random),
            ...colourCell([colour]),
          },
        }));
  const [only] = colours;
  const attributes =
    colours.length === 1 && only !== undefined
      ? { ...truth, color: { kind: 'terms' as const, terms: [{ id: only }] } }
      : truth;
  const variants = rows.map(({ cells: { 'Item code': code } }) => code);
  return { rows, truth: { sku, category: template.category, title, attributes, faults, price, variants } };
}

function chooseColours(random: Random): string[] {
  const count = pick(random, [1, 1, 2, 3]);
  const start = Math.floor(random() * SEEDED_COLOURS.length);
  return Array.from(
    { length: count },
    (_, at) => SEEDED_COLOURS[(start + at) % SEEDED_COLOURS.length] ?? 'black',
  );
}

function colourCell([colour]: readonly string[]): Record<string, string> {
  const attribute = known('color');
  const name =
    attribute.kind === 'terms' ? attribute.terms.find(({ id }) => id === colour)?.name.en : undefined;
  return name === undefined ? {} : { [columnsOf('color').en]: name };
}

interface SeededAttributes {
  readonly cells: Readonly<Record<string, string>>;
  readonly truth: Readonly<Record<string, TrueValue>>;
  readonly faults: Readonly<Record<string, SeededFault>>;
}

function seedAttributes({ attributes }: SeededTemplate, random: Random): SeededAttributes {
  const cells: Record<string, string> = {};
  const truth: Record<string, TrueValue> = {};
  const faults: Record<string, SeededFault> = {};
  for (const [id, values] of Object.entries(attributes)) {
    const attribute = known(id);
    const chosen = pick(random, values);
    const { en, zh } = columnsOf(id);
    const dice = random();
    truth[id] = trueValue(attribute, chosen);
    cells[en] = spell(attribute, truth[id], random);
    const others = values.filter((value) => value !== chosen);
    if (dice < 0.12) {
      faults[id] = 'missing';
      cells[en] = pick(random, ['', 'N/A', '-', '待定', 'TBC']);
    } else if (dice < 0.18 && others.length > 0) {
      faults[id] = 'contradictory';
      cells[zh] = spell(attribute, trueValue(attribute, pick(random, others)), random);
    } else if (dice < 0.23 && attribute.kind !== 'text') {
      faults[id] = 'unreadable';
      cells[en] =
        attribute.kind === 'measure'
          ? pick(random, ['see picture', 'approx. various', '20-30-40 blorps'])
          : 'see picture';
    } else if (dice < 0.33) {
      // Said twice, in two spellings: no fault.
      cells[zh] = spell(attribute, truth[id], random);
    }
  }
  return { cells, truth, faults };
}

function trueValue(attribute: Attribute, chosen: string | number | boolean | readonly number[]): TrueValue {
  if (typeof chosen === 'boolean') return { kind: 'flag', value: chosen };
  if (attribute.kind === 'measure') {
    const values = typeof chosen === 'object' ? [...chosen] : [Number(chosen)];
    return { kind: 'measure', values, unit: '' };
  }
  if (attribute.kind === 'text') return { kind: 'text', text: { en: String(chosen) } };
  const terms = String(chosen)
    .split('+')
    .map((part) => {
      const [id = '', share] = part.split(':');
      return share === undefined ? { id } : { id, share: Number(share) / 100 };
    });
  return { kind: 'terms', terms };
}

function spellPrice(fen: number, random: Random): string {
  const yuan = (fen / 100).toFixed(2);
  return pick(random, [yuan, `¥${yuan}`, `${yuan}元`, `CNY ${yuan}`, `￥ ${yuan}`, `RMB ${yuan}`]);
}

/** GS1 keeps the prefix 20 for numbers within a shop. */
function barcodeOf(number: number): string {
  const digits = `201${String(number).padStart(9, '0')}`;
  return `${digits}${checkDigitOf(digits)}`;
}
