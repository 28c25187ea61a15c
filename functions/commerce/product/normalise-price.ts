import { type Money, minorUnits } from '../money.ts';
import { type DecimalSign, NUMBER_PATTERN, readNumber } from './normalise-number.ts';
import { problem, type Reading } from './reading.ts';
import { tidyText } from './tidy-text.ts';

export interface PriceContext {
  readonly decimal?: DecimalSign;
  /** Of the source or the column, where the price names none. */
  readonly currency?: string;
}

/** Signs and words that mean currencies; one that means several needs the source's currency to choose. */
const SIGNS: readonly (readonly [string, readonly string[]])[] = [
  ['US$', ['USD']],
  ['C$', ['CAD']],
  ['CA$', ['CAD']],
  ['A$', ['AUD']],
  ['AU$', ['AUD']],
  ['NZ$', ['NZD']],
  ['HK$', ['HKD']],
  ['S$', ['SGD']],
  ['NT$', ['TWD']],
  ['R$', ['BRL']],
  ['MX$', ['MXN']],
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'TWD', 'MXN', 'CLP', 'COP', 'ARS']],
  ['CN¥', ['CNY']],
  ['JP¥', ['JPY']],
  ['¥', ['CNY', 'JPY']],
  ['RMB', ['CNY']],
  ['人民币', ['CNY']],
  ['日元', ['JPY']],
  ['円', ['JPY']],
  ['元', ['CNY']],
  ['块', ['CNY']],
  ['美元', ['USD']],
  ['美金', ['USD']],
  ['欧元', ['EUR']],
  ['英镑', ['GBP']],
  ['港币', ['HKD']],
  ['港元', ['HKD']],
  ['€', ['EUR']],
  ['EURO', ['EUR']],
  ['£', ['GBP']],
  ['₩', ['KRW']],
  ['₹', ['INR']],
  ['RS', ['INR']],
  ['₽', ['RUB']],
  ['₫', ['VND']],
  ['฿', ['THB']],
  ['₱', ['PHP']],
  ['₺', ['TRY']],
  ['₪', ['ILS']],
  ['₴', ['UAH']],
  ['ZŁ', ['PLN']],
  ['KČ', ['CZK']],
  ['RM', ['MYR']],
  ['RP', ['IDR']],
  ['KR', ['SEK', 'NOK', 'DKK', 'ISK']],
];

const EXPECTED = { en: 'a price with its currency, e.g. CNY 129.00', zh: '带币种的价格，例如 CNY 129.00' };

/**
 * Reads a price into minor units. Refused with the reason: an unknown or doubtful currency, more decimals than the currency
 * has (`JPY 12.5`; zeros do no harm), a range, a sign before the number, an ambiguous `1.234`.
 */
export function readPrice(given: string, context: PriceContext): Reading<Money> {
  const text = tidyText(given);
  const found = new RegExp(
    `^(?<before>[^\\d.,]*?)\\s*(?<number>${NUMBER_PATTERN})\\s*(?<after>[^\\d]*)$`,
    'u',
  ).exec(text);
  const { before = '', number = '', after = '' } = found?.groups ?? {};
  if (found === null || number.includes('/')) return notAPrice(given);
  if (/[-−(]/u.test(before)) return notAPrice(given);
  const currency = readCurrency([before, after.replace(/^[.,]?[-–—]+/u, '')], context.currency);
  if (currency.problem !== undefined) return currency;
  const digits = minorUnits(currency.value);
  if (digits === undefined) return unknownCurrency(currency.value);
  const amount = readNumber(number, context.decimal);
  if (amount.problem !== undefined) return problem(amount.problem.code, EXPECTED, amount.problem.says);
  const minor = toMinor(amount.value, digits);
  if (minor === undefined) return tooManyDecimals(given, currency.value, digits);
  return { value: { amount: minor, currency: currency.value } };
}

/** Whole minor units, or `undefined` where the number is finer than the currency. Binary fractions are put right by rounding at the tenth digit. */
function toMinor(amount: number, digits: number): number | undefined {
  const scaled = Number((amount * 10 ** digits).toPrecision(15));
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}

function readCurrency(words: readonly string[], fallback: string | undefined): Reading<string> {
  const named = words
    .map((word) => word.trim().toUpperCase().replace(/\.$/u, ''))
    .filter((word) => word !== '');
  const asOne = [...new Set(named.flatMap((word) => word.split(' ')))];
  if (asOne.length === 0) return fallback === undefined ? currencyMissing() : { value: fallback };
  let candidates: readonly string[] | undefined;
  for (const word of asOne) {
    const means = meaningOf(word);
    if (means === undefined) return unknownCurrency(word);
    candidates = candidates === undefined ? means : candidates.filter((code) => means.includes(code));
  }
  const [only, ...more] = candidates ?? [];
  if (only === undefined) return unknownCurrency(asOne.join(' '));
  if (more.length === 0) return { value: only };
  if (fallback !== undefined && candidates?.includes(fallback)) return { value: fallback };
  return doubtfulCurrency(asOne.join(' '), candidates ?? []);
}

function meaningOf(word: string): readonly string[] | undefined {
  if (/^[A-Z]{3}$/u.test(word) && minorUnits(word) !== undefined) return [word];
  return SIGNS.find(([sign]) => sign === word)?.[1];
}

function notAPrice(given: string): Reading<never> {
  return problem('NotAPrice', EXPECTED, {
    en: `“${given}” is not one price.`,
    zh: `“${given}”不是一个价格。`,
  });
}

function currencyMissing(): Reading<never> {
  return problem('CurrencyMissing', EXPECTED, {
    en: 'The price names no currency, and none is set for this source. Set it in the mapping.',
    zh: '价格没有写明币种，数据来源也没有设置币种。请在字段映射中设置。',
  });
}

function unknownCurrency(word: string): Reading<never> {
  return problem('UnknownCurrency', EXPECTED, {
    en: `“${word}” is not a currency.`,
    zh: `“${word}”不是已知币种。`,
  });
}

function doubtfulCurrency(word: string, codes: readonly string[]): Reading<never> {
  return problem('DoubtfulCurrency', EXPECTED, {
    en: `“${word}” may mean ${codes.join(', ')}. Set the currency of this source in the mapping.`,
    zh: `“${word}”可能是 ${codes.join('、')}。请在字段映射中设置币种。`,
  });
}

function tooManyDecimals(given: string, currency: string, digits: number): Reading<never> {
  return problem('TooManyDecimals', EXPECTED, {
    en: `“${given}” has more decimals than ${currency} has (${digits}).`,
    zh: `“${given}”的小数位数超过 ${currency} 允许的 ${digits} 位。`,
  });
}
