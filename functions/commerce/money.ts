import * as z from 'zod';

/** ISO 4217, alphabetic. Whether the code exists is `minorUnits`' to say. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code, e.g. CNY');

/** Money is whole minor units (fen, cents; yen has no smaller one) with its currency, never a float. */
export const moneySchema = z.strictObject({ amount: z.int(), currency: currencySchema });
export type Money = z.output<typeof moneySchema>;
