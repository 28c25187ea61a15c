import * as z from 'zod';

/** ISO 4217, alphabetic. Whether the code exists is `minorUnits`' to say. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, e.g. CNY');

/** Money is whole minor units (fen, cents; yen has no smaller one) with its currency, never a float. */
export const moneySchema = z.strictObject({ amount: z.int(), currency: currencySchema });
export type Money = z.output<typeof moneySchema>;

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/**
 * How many decimals a currency has by ISO 4217 (CNY 2, JPY 0, KWD 3); `undefined` for a code that there is not. ECMA-402 binds
 * `Intl` to ISO's list for the digits of a currency style, so no table of our own grows old.
 */
export function minorUnits(currency: string): number | undefined {
  if (!known.has(currency)) return undefined;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
}
