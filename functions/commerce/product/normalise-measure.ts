import { type DecimalSign, NUMBER_PATTERN, readNumber } from './normalise-number.ts';
import { problem, type Reading } from './reading.ts';
import { tidyText, wordKey } from './tidy-text.ts';
import type { MeasureAttribute } from './vocabulary/attribute.ts';
import { QUANTITIES, type QuantityId, type Unit } from './vocabulary/units.ts';

/** What the source says of all its numbers. */
export interface MeasureContext {
  readonly decimal?: DecimalSign;
  /** Unit of the column, where its values carry none: `Weight (g)`. */
  readonly unit?: string;
}

export interface Measured {
  /** In the quantity's own unit. */
  readonly values: readonly number[];
  readonly unit: string;
  /** The source said `about`. */
  readonly isApproximate: boolean;
}

const ABOUT = /^(?:约|大约|about|approx\.?|approximately|ca\.?|circa|~|≈|±)\s*|(?:左右|上下)$/giu;
const AT_MOST = /^(?:up to|max\.?|maximum|最大|最长|最高|最多|可达|≤|<=|bis zu)\s*:?\s*/iu;
const BOUND =
  /^(?:[<>≤≥]|at least|min\.?|minimum|over|under|more than|less than|最小|至少|不低于|超过|低于)/iu;
/** `L20`, `长20`, `W: 30`: which side it is; the order stays the source's. */
const SIDES =
  /(?<![a-z])(?:length|width|height|depth|diameter|[lwhdøØ⌀])\s*[:=]?\s*(?=\d)|[长宽高深厚]度?\s*[:=]?\s*(?=\d)|(?<=\d\s*(?:mm|cm|m|in|"|'))\s*\(?[lwhd]\)?(?![a-z])/giu;
const BETWEEN = /\s*(?:[x×*✕]|by)\s*/iu;

/** Marks that part a range: `3-6`, `3–6`, `3~6`, `3 to 6`, `3至6`. */
const RANGE = /\s*(?:[-–—~～]|\bto\b|至|到)\s*/iu;

/**
 * Reads a measure in any usual spelling and converts it. A number without a unit needs the column's; a range where one number
 * is meant, a bound (`over 5 kg`) and a unit of something else are problems, never guesses.
 */
export function readMeasure(
  given: string,
  attribute: MeasureAttribute,
  context: MeasureContext,
): Reading<Measured> {
  let text = tidyText(given);
  const about = text.replace(ABOUT, '').trim();
  const isApproximate = about !== text;
  text = attribute.isMaximum ? about.replace(AT_MOST, '') : about;
  const quantity = QUANTITIES[attribute.quantity];
  if (BOUND.test(text) || AT_MOST.test(text)) return bound(given, attribute);
  const isRange = attribute.values === 'range';
  const parts = isRange ? readRange(text) : readSides(text, attribute);
  const fallback = parts.map(({ rest }) => rest).findLast((rest) => rest !== '') ?? context.unit;
  const values: number[] = [];
  for (const part of parts) {
    const value = readPart(
      part.text,
      attribute.quantity,
      context.decimal,
      part.rest === '' ? fallback : undefined,
    );
    if (value.problem !== undefined) return refine(value, given, attribute, text);
    values.push(value.value);
  }
  if (values.length > (attribute.values === 'dimensions' ? 3 : isRange ? 2 : 1))
    return severalValues(given, attribute);
  if (isRange && values.length === 2 && (values[0] ?? 0) > (values[1] ?? 0))
    return severalValues(given, attribute);
  return { value: { values, unit: quantity.unit, isApproximate } };
}

/** What stands behind a number; digits are part of it in `m2`, `g/m2`, `ft2` alone. */
const UNIT_PATTERN = String.raw`[^\d\s](?:\D|(?<=[mM]|ft|FT)[23](?![\d.]))*`;

interface Part {
  readonly text: string;
  /** What follows the last number: its unit. */
  readonly rest: string;
}

function readRange(text: string): Part[] {
  return text
    .split(RANGE)
    .filter((part) => part !== '')
    .map(partOf);
}

function readSides(text: string, { values }: MeasureAttribute): Part[] {
  if (values !== 'dimensions') return [partOf(text)];
  const bare = text.replace(/长[x×*]宽([x×*]高)?|l ?[x×*] ?w( ?[x×*] ?h)?/giu, '');
  const sides = bare.split(BETWEEN).filter((side) => side.trim() !== '');
  if (sides.length === 1) {
    // 长20cm宽30cm高5cm: sides by their names alone.
    const named = bare.split(/[,;、]?\s*(?=[长宽高深厚])/u).filter((side) => side.trim() !== '');
    if (named.length > 1) return named.map((side) => partOf(withoutSide(side)));
  }
  return sides.map((side) => partOf(withoutSide(side)));
}

function withoutSide(text: string): string {
  return text
    .replace(SIDES, '')
    .replace(/^[\s:=]+/u, '')
    .trim();
}

function partOf(text: string): Part {
  const rest =
    new RegExp(`^.*?${NUMBER_PATTERN}(?<rest>\\s*${UNIT_PATTERN}|\\s*)$`, 'u').exec(text)?.groups?.rest ?? '';
  return { text: text.trim(), rest: rest.trim() };
}

/** One number with its unit, or several that add up: `5' 10"`, `1 kg 200 g`, `2h30min`. */
function readPart(
  text: string,
  quantity: QuantityId,
  decimal: DecimalSign | undefined,
  fallback: string | undefined,
): Reading<number> {
  const pair = new RegExp(`(${NUMBER_PATTERN})\\s*(${UNIT_PATTERN})?`, 'uy');
  let sum = 0;
  let lastFactor = Number.POSITIVE_INFINITY;
  let at = 0;
  const minus = quantity === 'temperature' && /^[-−]/u.test(text);
  if (minus) at = 1;
  do {
    pair.lastIndex = at;
    const found = pair.exec(text);
    if (found === null) return unreadable(text);
    at = pair.lastIndex;
    const number = readNumber((found[1] ?? '').trim(), decimal);
    if (number.problem !== undefined) return number;
    const written = (found[2] ?? '').trim().replace(/[,;.]$/u, '');
    const unit = findUnit(quantity, written === '' ? (fallback ?? '') : written);
    if (unit === undefined) return unknownUnit(written === '' ? (fallback ?? '') : written, quantity);
    if (unit.factor >= lastFactor) return unreadable(text);
    lastFactor = unit.factor;
    sum += number.value * unit.factor * (minus ? -1 : 1) + (unit.offset ?? 0);
  } while (at < text.length);
  // 7.5 × 28.349523125 has more digits than anybody measured: twelve significant ones are left.
  return { value: Number(sum.toPrecision(12)) };
}

/** Spellings of each quantity's units, tidied as the texts are: `″` becomes two primes, `m²` m2. */
const spellings: ReadonlyMap<string, ReadonlyMap<string, Unit>> = new Map(
  Object.values(QUANTITIES).map(({ id, units }) => [
    id,
    new Map(
      units.flatMap((unit) =>
        [unit.symbol, ...unit.also].map((word) => [tidyText(word).toLowerCase(), unit] as const),
      ),
    ),
  ]),
);

/** The unit of a quantity by any of its spellings; `undefined` for a unit of something else. */
export function findUnit(quantity: QuantityId, written: string): Unit | undefined {
  const lower = tidyText(written).toLowerCase();
  // Things are counted without a unit more often than with one.
  if (lower === '') return quantity === 'count' ? QUANTITIES.count.units[0] : undefined;
  const known = spellings.get(quantity);
  return known?.get(lower) ?? known?.get(lower.replace(/\.$/u, ''));
}

/** Whether it is a unit of any quantity: what stands in brackets in a column's name. */
export function isUnit(written: string): boolean {
  return wordKey(written) !== '' && quantityIds.some((id) => findUnit(id, written) !== undefined);
}

const quantityIds = Object.keys(QUANTITIES) as QuantityId[];

function expectedOf({ quantity, values }: MeasureAttribute): { en: string; zh: string } {
  const { unit } = QUANTITIES[quantity];
  const example =
    values === 'dimensions' ? `20 × 30 × 5 ${unit}` : values === 'range' ? `3–6 ${unit}` : `20 ${unit}`;
  return { en: `a number with its unit, e.g. ${example}`, zh: `带单位的数字，例如 ${example}` };
}

/** The same problem, told with what this attribute expects; a range gets a sentence of its own. */
function refine(
  {
    problem: found,
  }: { readonly problem: { readonly code: string; readonly says: { en: string; zh: string } } },
  given: string,
  attribute: MeasureAttribute,
  text: string,
): Reading<never> {
  const range = new RegExp(`${NUMBER_PATTERN}\\D{0,12}${RANGE.source}${NUMBER_PATTERN}`, 'iu');
  if (attribute.values !== 'range' && range.test(text)) return severalValues(given, attribute);
  return problem(found.code, expectedOf(attribute), found.says);
}

function severalValues(given: string, attribute: MeasureAttribute): Reading<never> {
  return problem('Range', expectedOf(attribute), {
    en: `“${given}” is a range or a list, and ${attribute.name.en} has one value. Give the one that holds for this product.`,
    zh: `“${given}”是一个范围或多个值，而“${attribute.name['zh-CN']}”只能有一个值。请填写该商品的实际数值。`,
  });
}

function bound(given: string, attribute: MeasureAttribute): Reading<never> {
  return problem('OnlyABound', expectedOf(attribute), {
    en: `“${given}” says only how much it is at most or at least. Give the value itself.`,
    zh: `“${given}”只给出上限或下限，请填写实际数值。`,
  });
}

function unreadable(text: string): Reading<never> {
  const says = { en: `“${text}” is no measure.`, zh: `“${text}”不是可识别的数值。` };
  return problem('NotAMeasure', says, says);
}

function unknownUnit(written: string, quantity: QuantityId): Reading<never> {
  const units = QUANTITIES[quantity].units.map(({ symbol }) => symbol).join(', ');
  const expected = { en: `a unit such as ${units}`, zh: `单位，例如 ${units}` };
  if (written === '') {
    return problem('UnitMissing', expected, {
      en: `The number has no unit. Write it behind the number or into the mapping of the column (${units}).`,
      zh: `数字没有单位。请在数字后写明单位，或在字段映射中设置（${units}）。`,
    });
  }
  return problem('UnknownUnit', expected, {
    en: `“${written}” is not a unit that this field can have (${units}).`,
    zh: `“${written}”不是该字段可用的单位（${units}）。`,
  });
}
