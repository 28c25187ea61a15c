import { problem, type Reading } from './reading.ts';

/** Which sign parts whole from fraction in a source: `1.5` or `1,5`. */
export type DecimalSign = '.' | ',';

/** A number as people write it, within a longer text: `1 1/2`, `3/4`, `1,234.5`, `1 234,5`, `7,5`. For building expressions. */
export const NUMBER_PATTERN = String.raw`(?:\d+ +\d+\/\d+|\d+\/\d+|\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*|[.,]\d+)`;

const EXPECTED = { en: 'a number, e.g. 12.5', zh: '数字，例如 12.5' };

/** Groups of three from the right, or as in India of two before the last three. */
const GROUPED = /^\d{1,3}(?:([.,'’ ])\d{3})(?:\1\d{3})*$|^\d{1,2}(?:,\d{2})+,\d{3}$/u;

/**
 * Reads a number that `tidyText` has been over. Of `1.234` nobody can tell whether it is a good one or more than a thousand
 * unless the source's decimal sign is known: it is refused as `AmbiguousNumber` then. `0.750` is not ambiguous, no grouped number
 * begins with a zero.
 */
export function readNumber(text: string, decimal?: DecimalSign): Reading<number> {
  const fraction = /^(?:(\d+) +)?(\d+)\/(\d+)$/u.exec(text);
  if (fraction !== null) return readFraction(fraction);
  if (!/^(?:\d|[.,]\d)/u.test(text) || !/^[\d.,'’ ]+$/u.test(text)) return notANumber(text);
  const signs = [...text].filter((sign) => !/\d/u.test(sign));
  if (signs.length === 0) return { value: Number(text) };
  const last = signs.at(-1) ?? '';
  const isSingle = signs.filter((sign) => sign === last).length === 1;
  const canBeDecimal = (last === '.' || last === ',') && isSingle;
  const at = text.lastIndexOf(last);
  const whole = text.slice(0, at);
  const asDecimal = canBeDecimal && (/^\d*$/u.test(whole) || GROUPED.test(whole));
  const asGroups = GROUPED.test(text) && !text.startsWith('0');
  if (asDecimal && asGroups && decimal === undefined) return ambiguous(text);
  if (asDecimal && !(asGroups && decimal !== last)) {
    return { value: Number(`${whole.replace(/\D/gu, '') || '0'}.${text.slice(at + 1)}`) };
  }
  if (asGroups) return { value: Number(text.replace(/\D/gu, '')) };
  return notANumber(text);
}

function readFraction([text, whole = '0', upper = '', lower = '']: RegExpExecArray): Reading<number> {
  if (Number(lower) === 0) return notANumber(text);
  return { value: Number(whole) + Number(upper) / Number(lower) };
}

function notANumber(text: string): Reading<number> {
  return problem('NotANumber', EXPECTED, {
    en: `“${text}” is not a number.`,
    zh: `“${text}”不是数字。`,
  });
}

function ambiguous(text: string): Reading<number> {
  const digits = text.replace(/\D/gu, '');
  const small = text.replace(/[.,]/u, '.');
  return problem('AmbiguousNumber', EXPECTED, {
    en: `“${text}” may mean ${small} or ${digits}. Say in the mapping which sign the source uses for decimals, or write the number without thousands separators.`,
    zh: `“${text}”可能是 ${small}，也可能是 ${digits}。请在字段映射中说明小数点符号，或去掉千位分隔符。`,
  });
}
