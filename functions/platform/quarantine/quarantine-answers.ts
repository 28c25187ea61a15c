import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

export const quarantineItemSchema = z.strictObject({
  id: z.string(),
  store: z.string(),
  workflow: z.string(),
  /** `refused`: can never work as it is. `unassigned`: lacks only the product that it belongs to. */
  kind: z.enum(['refused', 'unassigned']),
  run: z.string().optional(),
  attempt: z.int().min(1),
  subject: z.strictObject({ kind: z.string(), id: z.string(), label: z.string() }),
  code: z.string(),
  says: saysSchema,
  /** Where the original is; a link by `POST /api/{store}/media/links`. */
  original: z
    .strictObject({
      bucket: z.enum(['inbox', 'media', 'lake', 'anchors']),
      key: z.string(),
      version: z.string().optional(),
    })
    .optional(),
  message: z.string().optional(),
  status: z.enum(['open', 'retried']),
  at: z.iso.datetime(),
  since: z.iso.datetime(),
  retriedAt: z.iso.datetime().optional(),
  retriedBy: z.string().optional(),
});

/** `GET /api/{store}/quarantine`: newest first. With `kind` a page may be short and still have a cursor. */
export const quarantineAnswer = z.strictObject({
  items: z.array(quarantineItemSchema),
  cursor: z.string().optional(),
});
export type QuarantineItem = z.output<typeof quarantineItemSchema>;
export type QuarantineAnswer = z.output<typeof quarantineAnswer>;
