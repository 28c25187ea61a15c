import * as z from 'zod';
import { channelListingSchema } from '../commerce/listings/listing.ts';
import { saysSchema } from '../commerce/says.ts';

const findingSchema = z.object({
  rule: z.string(),
  field: z.string(),
  severity: z.enum(['fail', 'warn', 'inform']),
  measured: saysSchema,
  expected: saysSchema,
  says: saysSchema,
  confirmed: z.boolean(),
});

/** One channel's listing in one language, and whether it may go out. */
export const listedSchema = z.object({
  listing: channelListingSchema,
  /**
   * - `ready`: every rule holds, or only warns · `waiting`: nothing is wrong but the main picture is missing
   * - `refused`: a rule of the channel fails
   */
  state: z.enum(['ready', 'waiting', 'refused']),
  /** What does not hold. */
  findings: z.array(findingSchema),
  /** How many rules were looked at, with those that hold. */
  rules: z.int(),
});
export type Listed = z.output<typeof listedSchema>;
export type Finding = z.output<typeof findingSchema>;
