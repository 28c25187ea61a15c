import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';

const cellsSchema = z.record(z.string(), z.string());

/** A refused row as its file has it: what a person mends. */
export const refusedRowAnswer = z.strictObject({
  id: z.string(),
  source: z.string(),
  /** The column that is wrong, where it is one. */
  field: z.string().optional(),
  says: saysSchema,
  /** All rows of the product. */
  rows: z.array(z.strictObject({ line: z.int(), cells: cellsSchema })),
});

/** `POST /api/{store}/quarantine/{id}/row`: what became of the product. */
export const rowSentAnswer = z.strictObject({
  sku: z.string(),
  outcome: z.enum(['created', 'changed', 'unchanged', 'late']),
});

/** 422: it is refused still, and nothing was changed. */
export const rowRefusedAnswer = z.strictObject({
  code: z.string(),
  text: saysSchema,
  field: z.string().optional(),
  line: z.int(),
});
