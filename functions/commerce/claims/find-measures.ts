import { inBase, type Unit, unitAt } from './units.ts';

/** A number in a text. */
export interface FoundMeasure {
  readonly start: number;
  readonly end: number;
  /** With the unit, as written. */
  readonly words: string;
  readonly value: number;
  /** Undefined: a number without one. */
  readonly unit?: Unit;
  /** Half a unit of the last digit that was written, in the base of the dimension: what rounding may have changed. */
  readonly rounding: number;
}

const englishNumbers = [
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const larger: Readonly<Record<string, number>> = {
  fifteen: 15,
  eighteen: 18,
  hundred: 100,
  thousand: 1000,
  half: 0.5,
  dozen: 12,
  double: 2,
  triple: 3,
};
const chineseDigits: Readonly<Record<string, number>> = {
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

const numeral = /(?<![a-z\d.])[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:\s?\d?\/\d+)?)/gu;
const numberWord = new RegExp(
  `(?<![a-z])(?:(?:${tens.join('|')})(?:[\\s-](?:one|${englishNumbers.slice(0, 8).join('|')}))?|one|an? hundred|${englishNumbers.join('|')}|${Object.keys(larger).join('|')})(?![a-z])`,
  'gu',
);
const chineseNumber = /[零一二两三四五六七八九十百千]+/gu;
/** After a Chinese numeral, what makes it a number: it is a part of a word otherwise. */
const chineseCounter =
  /^(?:个|只|件|层|段|档|挡|种|款|侧|面|口|格|条|片|块|张|把|双|套|支|颗|人|座|位|次|倍)/u;
const rangeJoint = /^\s?(?:x|×|\*|-|~|to|至|到|\/|and|or|或|和|、)\s?$/u;

/**
 * Numbers with their units; in a range or a row (`30 x 20 cm`, 10-12 小时) the last unit is that of all. Digits inside of names
 * (`ip67`, `a4`) are no numbers of their own.
 *
 * @param text normalised
 */
export function findMeasures(text: string): readonly FoundMeasure[] {
  const found = [...digits(text), ...words(text), ...chineseWords(text)].sort((a, b) => a.start - b.start);
  const measures: FoundMeasure[] = [];
  let next: { unit: Unit; start: number } | undefined;
  for (const { start, end, value, step, isWord } of found.reverse()) {
    const own = unitAt(text.slice(end));
    const isJoined = own === undefined && next !== undefined && rangeJoint.test(text.slice(end, next.start));
    const unit = own?.of ?? (isJoined ? next?.unit : undefined);
    if (isWord && unit === undefined && !isCounted(text, start, end)) continue;
    const stop = end + (own?.length ?? 0);
    measures.push({
      start,
      end: stop,
      words: text.slice(start, stop).trim(),
      value: unit === undefined ? value : inBase(value, unit),
      rounding: (step / 2) * (unit?.factor ?? 1),
      ...(unit === undefined ? {} : { unit }),
    });
    next = unit === undefined ? undefined : { unit, start };
  }
  return measures.reverse();
}

interface Raw {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly step: number;
  /** Letters or characters: it may be a part of an expression. */
  readonly isWord: boolean;
}

function digits(text: string): Raw[] {
  return [...text.matchAll(numeral)].flatMap(({ 0: written, index }) => {
    const end = index + written.length;
    // `ip67`, `m2`, `304l`: a name. A unit that touches the number is found later.
    if (/[\p{L}\d]/u.test(text.slice(end, end + 1)) && unitAt(text.slice(end)) === undefined) {
      if (!/\p{Script=Han}/u.test(text.slice(end, end + 1))) return [];
    }
    // A minus only where nothing stands before it: `usb-3`, `10-12`.
    const before = text.slice(0, index).trimEnd();
    const isSigned =
      /^[+-]/.test(written) &&
      (before === '' || /[(,:，：（]$/u.test(before) || /\s$/.test(text.slice(0, index)));
    const bare = isSigned ? written : written.replace(/^[+-]/, '');
    const start = end - bare.length;
    const value = readNumber(bare);
    const decimals = /\.(\d+)$/.exec(bare)?.[1]?.length ?? 0;
    return Number.isFinite(value) ? [{ start, end, value, step: 10 ** -decimals, isWord: false }] : [];
  });
}

function readNumber(written: string): number {
  const fraction = /^([+-]?\d+)?\s?(\d+)\/(\d+)$/.exec(written);
  if (fraction !== null) {
    const [, whole = '0', top = '0', bottom = '1'] = fraction;
    return Number(whole) + Number(top) / Number(bottom);
  }
  const isThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written);
  return Number(isThousands ? written.replaceAll(',', '') : written.replace(',', '.'));
}

function words(text: string): Raw[] {
  return [...text.matchAll(numberWord)].map(({ 0: written, index }) => {
    const [first = '', second] = written.split(/[\s-]/);
    const of = (word: string) =>
      word === 'one' || word === 'a' || word === 'an'
        ? 1
        : englishNumbers.includes(word)
          ? englishNumbers.indexOf(word) + 2
          : tens.includes(word)
            ? (tens.indexOf(word) + 2) * 10
            : (larger[word] ?? 0);
    const value = second === 'hundred' ? 100 : of(first) + (second === undefined ? 0 : of(second));
    return { start: index, end: index + written.length, value, step: 0, isWord: true };
  });
}

function chineseWords(text: string): Raw[] {
  // 百 and 千 alone are parts of words and of units: 千克.
  const written = [...text.matchAll(chineseNumber)].filter(
    ({ 0: one, index }) => /[一二两三四五六七八九十]/u.test(one) && !/\d/.test(text.slice(index - 1, index)),
  );
  return written.map(({ 0: written, index }) => ({
    start: index,
    end: index + written.length,
    value: readChinese(written),
    step: 0,
    isWord: true,
  }));
}

/** 二十四, 一百五十: up to thousands. */
function readChinese(written: string): number {
  const places: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
  let total = 0;
  let digit: number | undefined;
  for (const character of written) {
    const place = places[character];
    if (place === undefined) digit = chineseDigits[character] ?? 0;
    else {
      total += (digit ?? 1) * place;
      digit = undefined;
    }
  }
  return total + (digit ?? 0);
}

/** Whether a number word counts something: "three pockets", 三个口袋; not "one of", 一款. */
function isCounted(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  if (word === 'one' || word === '一' || word === 'half' || word === '零') return false;
  if (/\p{Script=Han}/u.test(word)) return chineseCounter.test(text.slice(end));
  if (word === 'double' || word === 'triple') return false;
  return /^[\s-](?:[a-z]+[\s-]){0,2}[a-z]{3,}s\b/u.test(text.slice(end));
}
