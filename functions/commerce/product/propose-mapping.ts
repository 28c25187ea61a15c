import { minorUnits } from '../money.ts';
import { isGtin } from './barcode.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { COLUMN_NAMES } from './column-names.ts';
import { isUnit } from './normalise-measure.ts';
import { type DecimalSign, NUMBER_PATTERN } from './normalise-number.ts';
import { readPrice } from './normalise-price.ts';
import type { ListingLocale } from './product-record.ts';
import { readAttribute } from './read-attribute.ts';
import { tidyText, wordKey } from './tidy-text.ts';
import { attributeById, findAttribute } from './vocabulary/find-term.ts';

/** A column with the first different values that it holds. */
export interface ColumnSamples {
  readonly name: string;
  readonly samples: readonly string[];
}

export interface ProposedColumn {
  readonly name: string;
  readonly target: string;
  readonly unit?: string;
  /** 0 a guess, 1 certain: named as everybody names it and its values fit. */
  readonly confidence: number;
}

export interface ProposedMapping {
  /** All columns, those that are not read as `ignore` or `other`. */
  readonly mapping: ColumnMapping;
  readonly columns: readonly ProposedColumn[];
  /** What no column says and no product can do without. */
  readonly missing: readonly ('sku' | 'title')[];
}

/** How sure a way of recognising is. A name by heart may still be meant otherwise; values alone are a hint. */
const SURE = {
  byName: 0.97,
  byAttribute: 0.92,
  byPart: 0.6,
  byValues: 0.7,
  unknown: 0.3,
  twice: 0.4,
} as const;

/** Confidence of a column whose values its target cannot read. */
const MISFIT = 0.5;

const byName = new Map<string, string>();
for (const [target, names] of Object.entries(COLUMN_NAMES))
  for (const name of names) byName.set(wordKey(name), target);

/**
 * Proposes what each column means by its name and its values. A target that only one column can have goes to the surest; the
 * file's language, decimal sign and currency are told from names and values, and left open where these do not say.
 */
export function proposeMapping(
  columns: readonly ColumnSamples[],
  shop: { readonly currency?: string } = {},
): ProposedMapping {
  const locale = localeOf(columns);
  const decimal = decimalOf(columns, locale);
  const currency = currencyOf(columns) ?? shop.currency;
  const proposed = withoutRivals(columns.map((column) => propose(column, locale, { decimal, currency })));
  const targets = proposed.map(({ target }) => target);
  const missing: ('sku' | 'title')[] = [];
  if (!targets.includes('sku')) missing.push('sku');
  if (!targets.some((target) => target.startsWith('title:'))) missing.push('title');
  return {
    mapping: {
      locale,
      ...(decimal === undefined ? {} : { decimal }),
      ...(currency === undefined ? {} : { currency }),
      columns: Object.fromEntries(
        proposed.map(({ name, target, unit }) => [name, { target, ...(unit === undefined ? {} : { unit }) }]),
      ),
    },
    columns: proposed,
    missing,
  };
}

interface ValueContext {
  readonly decimal: DecimalSign | undefined;
  readonly currency: string | undefined;
}

function propose(column: ColumnSamples, locale: ListingLocale, context: ValueContext): ProposedColumn {
  const { name } = column;
  const { bare, unit, language } = partsOf(name);
  const found = byNames(bare, column, language, locale) ?? byValues(column, locale);
  if (found === undefined)
    return { name, target: `other:${tidyText(name).slice(0, 100)}`, confidence: SURE.unknown };
  const fits = shareThatFits(found.target, column.samples, unit, locale, context);
  const confidence = fits < MISFIT ? found.confidence * fits : found.confidence;
  return { name, target: found.target, ...(unit === undefined ? {} : { unit }), confidence };
}

interface NameParts {
  readonly bare: string;
  readonly unit?: string;
  readonly language?: ListingLocale;
}

const ENGLISH = /[\s(_-]+(?:en|eng|english|英文)\)?$|^(?:english|英文|英语)[\s_]*/iu;
const CHINESE = /[\s(_-]+(?:zh|cn|zh[-_]cn|chinese|中文)\)?$|^(?:chinese|中文)[\s_]*/iu;

/** `Weight (g)` → Weight, g · `标题(英文)` → 标题, en · `Width in cm` → Width, cm. */
function partsOf(name: string): NameParts {
  const text = tidyText(name);
  if (ENGLISH.test(text)) return { bare: text.replace(ENGLISH, '').replace(/[(\s]+$/u, ''), language: 'en' };
  if (CHINESE.test(text))
    return { bare: text.replace(CHINESE, '').replace(/[(\s]+$/u, ''), language: 'zh-CN' };
  const [, before = '', within = ''] =
    /^(.+?)\s*(?:[([]([^()[\]]{1,12})[)\]]|(?:\/|\bin )\s*(\S{1,8}))$/u.exec(text) ?? [];
  const unit = within || (/(?:\/|\bin )\s*(\S{1,8})$/u.exec(text)?.[1] ?? '');
  if (
    before !== '' &&
    unit !== '' &&
    (isUnit(unit) || /^(?:元|rmb|[a-z]{3})$/iu.test(unit)) &&
    byName.get(wordKey(text)) === undefined
  ) {
    return isUnit(unit) ? { bare: before, unit } : { bare: before };
  }
  return { bare: text };
}

type Found = { readonly target: string; readonly confidence: number };

function byNames(
  bare: string,
  { name, samples }: ColumnSamples,
  language: ListingLocale | undefined,
  locale: ListingLocale,
): Found | undefined {
  const option = /^(?:option\s*([123])\s*(name|value)|规格([123])(名称?|值))$/iu.exec(bare);
  if (option !== null) {
    const kind = /^(?:name|名)/iu.test(option[2] ?? option[4] ?? '') ? 'optionName' : 'optionValue';
    return { target: `${kind}:${option[1] ?? option[3]}`, confidence: SURE.byName };
  }
  const numbered = /^(.*?)[\s_]*(\d{1,2})$/u.exec(bare);
  const named = byName.get(wordKey(bare)) ?? (numbered === null ? undefined : listName(numbered[1] ?? ''));
  if (named !== undefined) {
    const number =
      named === 'picture' ? Math.max(1, Number(numbered?.[2] ?? (isMore(bare) ? 2 : 1))) : undefined;
    const own = language ?? languageOf(samples) ?? (/\p{Script=Han}/u.test(name) ? 'zh-CN' : locale);
    const target = named.endsWith(':*') ? `${named.slice(0, -1)}${own}` : named;
    return { target: number === undefined ? target : `picture:${number}`, confidence: SURE.byName };
  }
  const attribute = findAttribute(bare);
  if (attribute !== undefined) return { target: `attribute:${attribute.id}`, confidence: SURE.byAttribute };
  const dotted = /^(?:metafield|attribute|属性)\s*[.:：]\s*(?:custom\.)?(.+?)(?:\s*\[.*\])?$/iu.exec(
    bare,
  )?.[1];
  const inner = dotted === undefined ? undefined : findAttribute(dotted);
  if (inner !== undefined) return { target: `attribute:${inner.id}`, confidence: SURE.byAttribute };
  return byPart(bare);
}

/** Names that come numbered: `image 2`, `bullet_point3`. Of others (`price 2`) a number says that it is another thing. */
function listName(name: string): string | undefined {
  const target = byName.get(wordKey(name));
  return target === 'picture' || target === 'text:*' ? target : undefined;
}

function isMore(name: string): boolean {
  return /additional|other|附图/iu.test(name);
}

/** The last two words, or the last one: `main fabric composition` → composition. */
function byPart(bare: string): Found | undefined {
  const words = bare.toLowerCase().split(/[\s_./-]+/u);
  for (const part of [words.slice(-2).join(' '), words.slice(-1).join(' ')]) {
    const attribute = part === bare.toLowerCase() ? undefined : findAttribute(part);
    if (attribute !== undefined) return { target: `attribute:${attribute.id}`, confidence: SURE.byPart };
  }
  return undefined;
}

function byValues({ samples }: ColumnSamples, locale: ListingLocale): Found | undefined {
  if (samples.length < 2) return undefined;
  if (samples.every((sample) => isGtin(tidyText(sample))))
    return { target: 'barcode', confidence: SURE.byValues };
  if (samples.every((sample) => /^https?:\/\/\S+\.(?:jpe?g|png|webp|gif|avif)/iu.test(sample.trim()))) {
    return { target: 'picture:1', confidence: SURE.byValues };
  }
  for (const id of ['color', 'material', 'origin']) {
    if (
      shareThatFits(`attribute:${id}`, samples, undefined, locale, { decimal: '.', currency: undefined }) ===
      1
    ) {
      return { target: `attribute:${id}`, confidence: SURE.byValues };
    }
  }
  return undefined;
}

/** Share of the values that the target can read, 0..1; 1 where there are none or the target reads anything. */
function shareThatFits(
  target: string,
  samples: readonly string[],
  unit: string | undefined,
  locale: ListingLocale,
  { decimal = '.', currency = 'CNY' }: ValueContext,
): number {
  const given = samples.filter((sample) => sample.trim() !== '');
  if (given.length === 0) return 1;
  const attribute = target.startsWith('attribute:') ? attributeById(target.slice(10)) : undefined;
  const fits = (sample: string): boolean => {
    if (attribute !== undefined) {
      const { value } = readAttribute('', sample, attribute, {
        locale,
        decimal,
        ...(unit === undefined ? {} : { unit }),
      });
      return value !== undefined && value.kind === attribute.kind;
    }
    if (target === 'price' || target === 'compareAtPrice' || target === 'costPrice') {
      return readPrice(sample, { decimal, currency }).problem === undefined;
    }
    if (target === 'barcode') return /^[\d\s-]{6,17}$|e\+/iu.test(tidyText(sample));
    if (target === 'stock') return /^-?[\d.,]+\D{0,3}$/u.test(tidyText(sample));
    return true;
  };
  return given.filter(fits).length / given.length;
}

/** Targets that one column has; the surest keeps it, or the first of equals. */
const SINGLE =
  /^(?:sku|family|title:.+|brand|category|price|compareAtPrice|costPrice|currency|stock|barcode|weight|weightUnit)$/u;

function withoutRivals(columns: readonly ProposedColumn[]): ProposedColumn[] {
  return columns.map((column, index) => {
    if (!SINGLE.test(column.target)) return column;
    const isBeaten = columns.some(
      (other, at) =>
        other.target === column.target &&
        (other.confidence > column.confidence || (other.confidence === column.confidence && at < index)),
    );
    return isBeaten ? { ...column, target: 'ignore', confidence: SURE.twice } : column;
  });
}

/** Chinese where most names of columns are; else where the values are. */
function localeOf(columns: readonly ColumnSamples[]): ListingLocale {
  const names = columns.filter(({ name }) => /\p{Script=Han}/u.test(name)).length;
  if (names > columns.length / 2) return 'zh-CN';
  if (names > 0) return 'en';
  const texts = columns.flatMap(({ samples }) => samples).filter((sample) => /\p{L}{2}/u.test(sample));
  const chinese = texts.filter((text) => /\p{Script=Han}/u.test(text)).length;
  return texts.length > 0 && chinese > texts.length / 2 ? 'zh-CN' : 'en';
}

function languageOf(samples: readonly string[]): ListingLocale | undefined {
  if (samples.length === 0) return undefined;
  const chinese = samples.filter((sample) => /\p{Script=Han}/u.test(sample)).length;
  return chinese > samples.length / 2 ? 'zh-CN' : 'en';
}

/** By numbers that can be read one way only; Chinese sources write points. */
function decimalOf(columns: readonly ColumnSamples[], locale: ListingLocale): DecimalSign | undefined {
  const number = new RegExp(NUMBER_PATTERN, 'gu');
  const seen = new Set<string>();
  for (const sample of columns.flatMap(({ samples }) => samples)) {
    const text = tidyText(sample);
    if (/https?:|\p{L}{4}/u.test(text)) continue;
    for (const [found] of text.matchAll(number)) {
      const sign = /^\d+([.,])\d{1,2}$|^\d{1,3}(?:[.,' ]\d{3})+([.,])\d{1,2}$/u.exec(found);
      const decimal = sign?.[1] ?? sign?.[2];
      if (decimal !== undefined) seen.add(decimal);
    }
  }
  if (seen.size === 1) return seen.has(',') ? ',' : '.';
  return seen.size === 0 && locale === 'zh-CN' ? '.' : undefined;
}

/** Of prices whose column names it: `Price (EUR)`, `售价(元)`. Several make none. */
function currencyOf(columns: readonly ColumnSamples[]): string | undefined {
  const named = columns.flatMap(({ name }) => {
    const [, code = ''] =
      /(?:price|preis|cost|价)\s*[\s(_/[]\s*([a-z]{3}|元|rmb)\)?\]?$/iu.exec(tidyText(name)) ?? [];
    if (code === '元' || code.toUpperCase() === 'RMB') return ['CNY'];
    return minorUnits(code.toUpperCase()) === undefined ? [] : [code.toUpperCase()];
  });
  const [first] = named;
  return new Set(named).size === 1 ? first : undefined;
}
