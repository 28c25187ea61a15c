import type { ListingLocale } from '../product-record.ts';
import type { QuantityId } from './units.ts';

/** A name in each language of listings. */
export type Named = Readonly<Record<ListingLocale, string>>;

/** One value that an attribute may have. */
export interface Term {
  /** Kebab-case, stable: it stands in records. */
  readonly id: string;
  readonly name: Named;
  /** Other spellings, in either language. Only what means the same: charcoal is no spelling of grey. */
  readonly also: readonly string[];
}

interface AttributeBase {
  /** camelCase, stable: it stands in records. */
  readonly id: string;
  readonly name: Named;
  /** Names that sources give it, in either language. */
  readonly also: readonly string[];
}

export interface TermsAttribute extends AttributeBase {
  readonly kind: 'terms';
  readonly terms: readonly Term[];
  /** Whether a product may have several at once (materials), or several mean a contradiction (gender). */
  readonly several: boolean;
  /** Whether a word that is no term is kept as free text (a colour of the maker's own), or left out (a certification). */
  readonly open: boolean;
}

export interface MeasureAttribute extends AttributeBase {
  readonly kind: 'measure';
  readonly quantity: QuantityId;
  /**
   * - `one`: one number · `dimensions`: one to three, in the order given (`20 × 30 × 5 cm`)
   * - `range`: one, or the least and the most (`3–6 years`)
   */
  readonly values: 'one' | 'dimensions' | 'range';
  /** `up to 30 h` says all that this attribute says: it is a maximum by its name. */
  readonly isMaximum: boolean;
}

export interface FlagAttribute extends AttributeBase {
  readonly kind: 'flag';
}

export interface TextAttribute extends AttributeBase {
  readonly kind: 'text';
}

/** What a product can be asked: its kind says how the answer is read and written. */
export type Attribute = TermsAttribute | MeasureAttribute | FlagAttribute | TextAttribute;

/** A line of a term table: id, English, Chinese, further spellings. Tables stay readable as tables. */
export function term(id: string, en: string, zh: string, ...also: string[]): Term {
  return { id, name: { en, 'zh-CN': zh }, also };
}

/** An attribute whose values are terms. `one` and `closed` differ from what most are: several, and open to words of the source. */
export function termsAttribute(
  id: string,
  en: string,
  zh: string,
  also: readonly string[],
  terms: readonly Term[],
  is: { readonly one?: true; readonly closed?: true } = {},
): TermsAttribute {
  const name = { en, 'zh-CN': zh };
  return { kind: 'terms', id, name, also, terms, several: is.one !== true, open: is.closed !== true };
}

/** An attribute that is measured. */
export function measureAttribute(
  id: string,
  en: string,
  zh: string,
  also: readonly string[],
  quantity: QuantityId,
  is: { readonly values?: 'dimensions' | 'range'; readonly maximum?: true } = {},
): MeasureAttribute {
  const name = { en, 'zh-CN': zh };
  return {
    kind: 'measure',
    id,
    name,
    also,
    quantity,
    values: is.values ?? 'one',
    isMaximum: is.maximum === true,
  };
}

/** An attribute that is so or not. */
export function flagAttribute(id: string, en: string, zh: string, ...also: string[]): FlagAttribute {
  return { kind: 'flag', id, name: { en, 'zh-CN': zh }, also };
}

/** An attribute in free words. */
export function textAttribute(id: string, en: string, zh: string, ...also: string[]): TextAttribute {
  return { kind: 'text', id, name: { en, 'zh-CN': zh }, also };
}
