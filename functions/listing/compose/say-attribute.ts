import type { AttributeValue, ListingLocale } from '../../commerce/product/product-record.ts';
import type { Attribute, TermsAttribute } from '../../commerce/product/vocabulary/attribute.ts';
import { attributeById, termById } from '../../commerce/product/vocabulary/find-term.ts';
import { formatMeasure } from './format-measure.ts';

/** An attribute in the words of one language. */
export interface SaidAttribute {
  readonly id: string;
  /** `Material`, `材质` */
  readonly name: string;
  /** `95% cotton, 5% elastane`; of a flag `Yes`. */
  readonly value: string;
  /** Of a flag: whether it is so. */
  readonly flag?: boolean;
}

/** English readers do not read Chinese; the other way round see {@link latinOnly}. */
const writtenIn: Readonly<Record<ListingLocale, RegExp>> = {
  en: /^[\p{Script=Latin}\p{N}\p{P}\p{S}\p{Z}]+$/u,
  'zh-CN': /\p{Script=Han}/u,
};

/**
 * What the record says of one attribute, in a language; undefined where the vocabulary does not know it, or has no words for it
 * in that language. Only what is said here may be claimed.
 */
export function sayAttribute(
  id: string,
  value: AttributeValue,
  locale: ListingLocale,
): SaidAttribute | undefined {
  const attribute = attributeById(id);
  if (attribute === undefined) return undefined;
  const said = sayValue(attribute, value, locale);
  if (said === undefined || said === '') return undefined;
  const flag = value.kind === 'flag' ? { flag: value.value } : {};
  return { id, name: shownName(attribute, locale), value: said, ...flag };
}

/** What shoppers call it, where the vocabulary must tell two apart that sources confuse. */
function shownName({ id, name }: Attribute, locale: ListingLocale): string {
  return id === 'netContent' && locale === 'zh-CN' ? '净含量' : name[locale];
}

function sayValue(attribute: Attribute, value: AttributeValue, locale: ListingLocale): string | undefined {
  switch (value.kind) {
    case 'terms':
      return attribute.kind === 'terms' ? sayTerms(attribute, value.terms, locale) : undefined;
    case 'measure':
      return attribute.kind === 'measure'
        ? formatMeasure(attribute, value.values, locale, value.given)
        : undefined;
    case 'flag':
      return sayFlag(value.value, locale);
    case 'text':
      return value.text[locale] ?? (locale === 'zh-CN' ? latinOnly(value.text.en) : undefined);
  }
}

/**
 * A name that Chinese shoppers read as it is (`Ficus elastica`, `Aqua, Glycerin`, `Midnight Fog`): left away it would be a fact
 * that the shop must state, and does not.
 */
function latinOnly(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= 200 && writtenIn.en.test(text) && !/[.!?]\s/.test(text)
    ? text
    : undefined;
}

/** `See picture`, `如图`: an answer to a spreadsheet, none to a shopper. */
const pointsElsewhere =
  /^(?:see |as (?:shown|pictured|in)|refer|various|assorted|other|mixed$|如图|见|详见|参考|其他|其它|多种)/iu;

function sayFlag(isSo: boolean, locale: ListingLocale): string {
  if (locale === 'en') return isSo ? 'Yes' : 'No';
  return isSo ? '是' : '否';
}

function sayTerms(
  attribute: TermsAttribute,
  terms: readonly { readonly id: string; readonly share?: number | undefined }[],
  locale: ListingLocale,
): string | undefined {
  const words = terms.map(({ id, share }) => {
    const known = termById(attribute, id)?.name[locale];
    const isReadable = writtenIn[locale].test(id) || (locale === 'zh-CN' && latinOnly(id) !== undefined);
    const word = known ?? (isReadable && !pointsElsewhere.test(id) ? id : undefined);
    if (word === undefined) return undefined;
    if (share === undefined) return word;
    const percent = `${Math.round(share * 1000) / 10}%`;
    return locale === 'en' ? `${percent} ${word}` : `${percent}${word}`;
  });
  // A composition with a part left out would claim another one.
  if (words.some((word) => word === undefined)) return undefined;
  const hasShares = terms.some(({ share }) => share !== undefined);
  return joinWords(words as string[], locale, hasShares);
}

/** `a, b and c`; of shares `95% a, 5% b`. */
export function joinWords(words: readonly string[], locale: ListingLocale, isPlainList = false): string {
  if (locale === 'zh-CN') return words.join('、');
  if (isPlainList || words.length < 2) return words.join(', ');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** All that the record says in the language, in the vocabulary's order of telling. */
export function sayAll(
  attributes: Readonly<Record<string, AttributeValue>>,
  locale: ListingLocale,
): ReadonlyMap<string, SaidAttribute> {
  const said = Object.entries(attributes).flatMap(([id, value]) => sayAttribute(id, value, locale) ?? []);
  return new Map(said.map((one) => [one.id, one]));
}
