import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';

/**
 * `image-assets`' payload of an approval, as whoever shows it reads it. Payloads of version 1 wait for a decision up to two
 * weeks after an update: what they lack is left empty here.
 */

const value = z.union([z.number(), z.string()]);
const demandSchema = z.object({
  min: z.number().optional(),
  max: z.number().optional(),
  oneOf: z.array(z.string()).optional(),
});

/** A rule that one or more files break, or will break: several files share it where all of it is the same. */
const reviewFindingSchema = z.object({
  /** Its id within the channel; `web-thumbnail`'s `no-halo` is also `shopify`'s. */
  rule: z.string(),
  /** `later`: the rule is in force from `effectiveFrom` on. */
  answer: z.enum(['fail', 'warn', 'later']),
  measured: value,
  demanded: demandSchema,
  /** `px`, `bytes`, `level`, `ratio`, `count`, `delta-e`, `seconds` or `text`. */
  unit: z.string(),
  /** Whose rule it is: the channel's own, what others write about the channel, or decided here. */
  publisher: z.enum(['platform', 'third-party', 'house']),
  /** Read in the channel's own documentation, or decided here. */
  confirmed: z.boolean(),
  effectiveFrom: z.string().optional(),
  /** The rule, and what was measured. */
  says: saysSchema,
});
export type ReviewFinding = z.output<typeof reviewFindingSchema>;

const reviewedFileSchema = z.object({
  file: z.object({ key: z.string() }),
  sha256: z.string(),
  width: z.number(),
  height: z.number(),
  answer: z.enum(['pass', 'warn', 'fail']),
  withheld: z.boolean(),
  /** Places in the payload's `findings`. */
  findings: z.array(z.number().int().nonnegative()).default([]),
});

export const reviewPayloadSchema = z.object({
  version: z.number().int().default(1),
  cutout: z.object({ confidence: z.number(), engine: z.string() }),
  pictures: z.array(reviewedFileSchema.extend({ channel: z.string(), title: saysSchema.optional() })),
  derived: z
    .array(
      reviewedFileSchema.extend({
        choice: z.string(),
        /** `scene`, `hero`, `video`, …; the length of what moves, seconds. */
        kind: z.string().optional(),
        seconds: z.number().optional(),
      }),
    )
    .default([]),
  /** The worst first. */
  findings: z.array(reviewFindingSchema).default([]),
  /** How many of the mildest did not fit; they stand in `evidence`, like everything that was kept. */
  findingsLeftOut: z.number().int().nonnegative().default(0),
  /** `validation.json`, and the SHA-256 of its bytes. */
  evidence: z.object({ file: z.object({ key: z.string() }), sha256: z.string() }).optional(),
});
