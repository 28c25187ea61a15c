import type {
  Attribute,
  MeasureAttribute,
} from '../../../functions/commerce/product/vocabulary/attribute.ts';
import { QUANTITIES, type Unit } from '../../../functions/commerce/product/vocabulary/units.ts';
import type { TrueValue } from './seeded-products.ts';

/** Numbers in [0, 1). */
export type Random = () => number;

/** A true value as suppliers spell it: other units, full-width forms, capitals, the other language, decimal commas. */
export function spell(attribute: Attribute, value: TrueValue, random: Random): string {
  switch (value.kind) {
    case 'flag':
      return one(
        random,
        value.value ? ['yes', 'Y', '是', 'TRUE', '√', '有'] : ['no', 'N', '否', 'FALSE', '无'],
      );
    case 'text':
      return value.text.en ?? '';
    case 'measure':
      return attribute.kind === 'measure' ? spellMeasure(attribute, value.values, random) : '';
    case 'terms': {
      const words = value.terms.map(({ id, share }) => ({ word: spellTerm(attribute, id, random), share }));
      if (words.some(({ share }) => share !== undefined)) return spellComposition(words, random);
      return words.map(({ word }) => word).join(one(random, [', ', '、', ' / ', ' + ']));
    }
  }
}

function one<T>(random: Random, among: readonly T[]): T {
  const found = among[Math.floor(random() * among.length)];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}

function spellTerm(attribute: Attribute, id: string, random: Random): string {
  const term = attribute.kind === 'terms' ? attribute.terms.find((known) => known.id === id) : undefined;
  if (term === undefined) throw new Error(`no term ${id} of ${attribute.id}`);
  const word = one(random, [term.name.en, term.name['zh-CN'], ...term.also]);
  return one(random, [word, word, word.toUpperCase(), ` ${word}  `, fullWidth(word)]);
}

function spellComposition(
  words: readonly { word: string; share?: number | undefined }[],
  random: Random,
): string {
  const before = random() < 0.5;
  const percent = (share = 0): string => `${Math.round(share * 100)}${one(random, ['%', ' %', '％'])}`;
  return words
    .map(({ word, share }) =>
      before ? `${percent(share)} ${word.trim()}` : `${word.trim()} ${percent(share)}`,
    )
    .join(one(random, [' ', ', ', ' / ']));
}

function spellMeasure(
  { quantity, values: shape }: MeasureAttribute,
  values: readonly number[],
  random: Random,
): string {
  const units: readonly Unit[] = QUANTITIES[quantity].units;
  const writable = units.filter((unit) => values.every((value) => isWritable(value, unit)));
  const unit = one(random, writable);
  const symbol = one(random, [
    unit.symbol,
    unit.symbol,
    unit.symbol.toUpperCase(),
    ...unit.also.filter((word) => /\p{Script=Han}|^[a-z]+$/u.test(word)),
  ]);
  const gap = one(random, ['', ' ']);
  const comma = random() < 0.2;
  const numbers = values.map((value) => {
    const text = String(inUnit(value, unit));
    return comma ? text.replace('.', ',') : text;
  });
  if (shape === 'dimensions' && numbers.length > 1) {
    const sign = one(random, [' x ', '×', '*', ' X ', ' by ']);
    return random() < 0.5
      ? `${numbers.join(sign)}${gap}${symbol}`
      : numbers.map((number) => `${number}${gap}${symbol}`).join(sign);
  }
  if (shape === 'range' && numbers.length > 1)
    return `${numbers.join(one(random, ['-', '–', '~', ' to ']))}${gap}${symbol}`;
  const text = `${numbers[0]}${gap}${symbol}`;
  return random() < 0.15 ? fullWidth(text) : text;
}

function inUnit(value: number, { factor, offset = 0 }: Unit): number {
  return Number(((value - offset) / factor).toPrecision(12));
}

/** With two decimals at most: three could be thousands. Nobody writes a hose in tonnes. */
function isWritable(value: number, unit: Unit): boolean {
  const number = inUnit(value, unit);
  return number === Number(number.toFixed(2)) && (number === 0 || (number >= 0.01 && number < 100_000));
}

/** ０．５ｋｇ */
function fullWidth(text: string): string {
  return text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
