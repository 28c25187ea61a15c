import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

/** `POST /api/{store}/products`: in the order of the request. */
export const productsWrittenAnswer = z.strictObject({
  results: z.array(
    z.strictObject({
      /** Absent where the product names none that could be read. */
      sku: z.string().optional(),
      /** `late`: the source itself said something newer before. `refused`: nothing of this product was changed; see `says`. */
      outcome: z.enum(['created', 'changed', 'unchanged', 'late', 'refused']),
      /** Of the record as it stands now. */
      version: z.int().min(1).optional(),
      says: saysSchema.optional(),
    }),
  ),
});
export type ProductsWrittenAnswer = z.output<typeof productsWrittenAnswer>;
