import { readFlag } from './normalise-flag.ts';
import { type MeasureContext, readMeasure } from './normalise-measure.ts';
import { readTerms } from './normalise-terms.ts';
import type { AttributeValue, ListingLocale } from './product-record.ts';
import { type FieldNote, noteOf } from './reading.ts';
import { tidyText } from './tidy-text.ts';
import type { Attribute } from './vocabulary/attribute.ts';

export interface AttributeContext extends MeasureContext {
  /** Language of free words. */
  readonly locale: ListingLocale;
}

export interface ReadAttribute {
  readonly value?: AttributeValue;
  readonly notes: readonly FieldNote[];
}

/**
 * Reads one attribute of a source into the vocabulary. What cannot be read is left out with a note; a word of the source's own
 * is kept as free text where the attribute is open to such words.
 *
 * @param field name of the column or path, for the notes
 */
export function readAttribute(
  field: string,
  given: string,
  attribute: Attribute,
  context: AttributeContext,
): ReadAttribute {
  switch (attribute.kind) {
    case 'measure': {
      const read = readMeasure(given, attribute, context);
      if (read.problem !== undefined) return { notes: [noteOf(field, given, read.problem, 'left-out')] };
      const { values, unit, isApproximate } = read.value;
      const value: AttributeValue = { kind: 'measure', values: [...values], unit, given };
      return { value, notes: isApproximate ? [approximate(field, given)] : [] };
    }
    case 'terms': {
      const read = readTerms(given, attribute);
      if (read.problem === undefined) {
        return { value: { kind: 'terms', terms: read.value.map((term) => ({ ...term })), given }, notes: [] };
      }
      const isOwnWord = attribute.open && read.problem.code === 'UnknownTerm' && !/\d\s*%/u.test(given);
      if (!isOwnWord) return { notes: [noteOf(field, given, read.problem, 'left-out')] };
      return { value: freeText(given, context.locale), notes: [noteOf(field, given, read.problem, 'kept')] };
    }
    case 'flag': {
      const read = readFlag(given);
      if (read.problem !== undefined) return { notes: [noteOf(field, given, read.problem, 'left-out')] };
      return { value: { kind: 'flag', value: read.value, given }, notes: [] };
    }
    case 'text':
      return { value: freeText(given, context.locale), notes: [] };
  }
}

/** In the language that it is written in: Chinese characters make it Chinese, Latin letters alone leave it the source's. */
export function freeText(given: string, locale: ListingLocale): AttributeValue {
  const written = /\p{Script=Han}/u.test(given) ? 'zh-CN' : locale;
  return { kind: 'text', text: { [written]: tidyText(given) }, given };
}

function approximate(field: string, given: string): FieldNote {
  return noteOf(
    field,
    given,
    {
      code: 'Approximate',
      expected: { en: 'an exact value', zh: '准确数值' },
      says: {
        en: `“${given}” is an approximate value; the listing will say the number alone.`,
        zh: `“${given}”是约数；商品信息中将只写数字。`,
      },
    },
    'kept',
  );
}
