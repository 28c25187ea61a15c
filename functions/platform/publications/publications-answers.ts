import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';
import { problemSchema } from '../handlers/problem-answer.ts';

const file = z.strictObject({
  key: z.string(),
  sha256: z.string(),
  width: z.int(),
  height: z.int(),
  format: z.enum(['jpeg', 'png', 'webp', 'mp4', 'html']),
});

/** A product's picture at one position, as the catalogue has it. */
export const mediaEntrySchema = z.strictObject({
  asset: z.string(),
  files: z.array(file.extend({ channel: z.string() })),
  derived: z.array(file.extend({ kind: z.string() })).optional(),
  /** What a connected shop system shows there instead of a file of ours. */
  external: z.array(z.strictObject({ channel: z.string(), id: z.string(), url: z.string() })).optional(),
});

/** `POST /api/{store}/publications/{id}/revert` */
export const revertAnswer = z.strictObject({
  id: z.string(),
  store: z.string(),
  run: z.string(),
  sku: z.string(),
  position: z.int().min(1),
  entry: mediaEntrySchema,
  order: z.string().optional(),
  replaced: z.union([mediaEntrySchema, z.literal('nothing')]),
  replacedOrder: z.string().optional(),
  status: z.enum(['writing', 'published', 'reverted']),
  etag: z.string().optional(),
  at: z.iso.datetime(),
  revertedAt: z.iso.datetime().optional(),
  /** What could not be taken out of the picture library, and why. */
  left: saysSchema.optional(),
});

/** 409: what stands there by now; absent where nothing does. */
export const revertConflictAnswer = problemSchema.extend({ theirs: mediaEntrySchema.optional() });
export type RevertAnswer = z.output<typeof revertAnswer>;
