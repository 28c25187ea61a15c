import canonicalize from 'canonicalize';
import { decimalOf } from '../listings/listing-facts.ts';
import type { Money } from '../money.ts';
import type { Says } from '../says.ts';
import type { AttributeValue, ProductFacts, Variant } from './product-record.ts';
import { attributeById } from './vocabulary/find-term.ts';

/** One thing that differs between two states of a product. */
export interface FactChange {
  /** `title.en`, `attributes.material`, `variants.TEE-S.price`, `media`. */
  readonly field: string;
  readonly name: Says;
  /** As people read them; absent: there was or is none. */
  readonly before?: string;
  readonly after?: string;
}

/** The fields in which two states differ, in the order in which a record is read. Nothing: they say the same. */
export function compareFacts(before: ProductFacts, after: ProductFacts): FactChange[] {
  const changes: FactChange[] = [];
  const note = (field: string, name: Says, old: string | undefined, now: string | undefined): void => {
    if (old === now) return;
    changes.push({
      field,
      name,
      ...(old === undefined ? {} : { before: old }),
      ...(now === undefined ? {} : { after: now }),
    });
  };
  for (const locale of ['en', 'zh-CN'] as const) {
    note(`title.${locale}`, inLanguage('Name', '名称', locale), before.title[locale], after.title[locale]);
  }
  for (const [field, name] of PLAIN) note(field, name, before[field], after[field]);
  for (const locale of ['en', 'zh-CN'] as const) {
    const name = inLanguage('Source text', '来源文本', locale);
    note(`sourceText.${locale}`, name, before.sourceText[locale], after.sourceText[locale]);
  }
  for (const id of union(Object.keys(before.attributes), Object.keys(after.attributes))) {
    const [old, now] = [before.attributes[id], after.attributes[id]];
    if (canonicalize(old) === canonicalize(now)) continue;
    note(`attributes.${id}`, attributeName(id), old && wordsOf(old), now && wordsOf(now));
  }
  note('options', { en: 'Options', zh: '规格项' }, optionWords(before), optionWords(after));
  for (const sku of union(skusOf(before), skusOf(after))) changes.push(...compareVariant(sku, before, after));
  note('media', { en: 'Pictures', zh: '图片' }, mediaWords(before), mediaWords(after));
  return changes;
}

const PLAIN: readonly (readonly ['sku' | 'brand' | 'category' | 'categoryGiven' | 'status', Says])[] = [
  ['sku', { en: 'SKU', zh: 'SKU' }],
  ['brand', { en: 'Brand', zh: '品牌' }],
  ['category', { en: 'Category', zh: '类目' }],
  ['categoryGiven', { en: 'Category of the source', zh: '来源类目' }],
  ['status', { en: 'Status', zh: '状态' }],
];

const VARIANT_FIELDS: readonly (readonly [string, Says, (variant: Variant) => string | undefined])[] = [
  ['options', { en: 'Options', zh: '规格' }, ({ options }) => Object.values(options).join(' / ')],
  ['price', { en: 'Price', zh: '价格' }, ({ price }) => moneyWords(price)],
  ['compareAtPrice', { en: 'Former price', zh: '原价' }, ({ compareAtPrice }) => moneyWords(compareAtPrice)],
  ['costPrice', { en: 'Cost price', zh: '成本价' }, ({ costPrice }) => moneyWords(costPrice)],
  ['stock', { en: 'Stock', zh: '库存' }, ({ stock }) => stock?.toString()],
  ['barcode', { en: 'Barcode', zh: '条码' }, ({ barcode }) => barcode],
  [
    'weightGrams',
    { en: 'Packed weight', zh: '包装重量' },
    ({ weightGrams }) => (weightGrams === undefined ? undefined : `${weightGrams} g`),
  ],
];

function compareVariant(sku: string, before: ProductFacts, after: ProductFacts): FactChange[] {
  const old = before.variants.find((variant) => variant.sku === sku);
  const now = after.variants.find((variant) => variant.sku === sku);
  const whole = (variant: Variant): string =>
    [...Object.values(variant.options), moneyWords(variant.price) ?? ''].join(' / ');
  if (old === undefined || now === undefined) {
    const name = { en: `Variant ${sku}`, zh: `规格 ${sku}` };
    return [
      {
        field: `variants.${sku}`,
        name,
        ...(old ? { before: whole(old) } : {}),
        ...(now ? { after: whole(now) } : {}),
      },
    ];
  }
  return VARIANT_FIELDS.flatMap(([field, name, read]) => {
    const [was, is] = [read(old), read(now)];
    if (was === is) return [];
    const named = { en: `${name.en} of ${sku}`, zh: `${sku} 的${name.zh}` };
    return [
      {
        field: `variants.${sku}.${field}`,
        name: named,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}

function inLanguage(en: string, zh: string, locale: 'en' | 'zh-CN'): Says {
  return locale === 'en'
    ? { en: `${en} (English)`, zh: `${zh}（英文）` }
    : { en: `${en} (Chinese)`, zh: `${zh}（中文）` };
}

function attributeName(id: string): Says {
  const attribute = attributeById(id);
  return attribute === undefined
    ? { en: id, zh: id }
    : { en: attribute.name.en, zh: attribute.name['zh-CN'] };
}

/** What the source wrote is what a person recognises; the reading behind it shows where both wrote the same. */
function wordsOf(value: AttributeValue): string {
  switch (value.kind) {
    case 'terms':
      return `${value.given} (${value.terms.map(({ id, share }) => (share === undefined ? id : `${id} ${Math.round(share * 1000) / 10} %`)).join(', ')})`;
    case 'measure':
      return `${value.given} (${value.values.join(' × ')} ${value.unit})`;
    case 'flag':
    case 'text':
      return value.given;
  }
}

function moneyWords(money: Money | undefined): string | undefined {
  return money && `${money.currency} ${decimalOf(money)}`;
}

function optionWords({ options }: ProductFacts): string | undefined {
  return options.length === 0
    ? undefined
    : options.map(({ name, values }) => `${name}: ${values.join(', ')}`).join('; ');
}

function mediaWords({ media }: ProductFacts): string | undefined {
  return media.length === 0 ? undefined : media.map(({ url }) => url).join('\n');
}

function skusOf({ variants }: ProductFacts): string[] {
  return variants.map(({ sku }) => sku);
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
