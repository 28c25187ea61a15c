import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';

/** What was found about the product as a whole, and whether a person must look. */
export const qualitySchema = z.object({
  findings: z.array(
    z.object({
      /** PascalCase, stable. */
      code: z.string(),
      /** `warn`: a person should look before it goes out. `inform`: for whoever looks anyway. */
      severity: z.enum(['warn', 'inform']),
      says: saysSchema,
    }),
  ),
  needsReview: z.boolean(),
  /** Why, for the person who is asked; empty when nobody is. */
  reasons: z.array(saysSchema),
});
export type Quality = z.output<typeof qualitySchema>;
