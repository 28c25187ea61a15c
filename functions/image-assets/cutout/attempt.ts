import * as z from 'zod';

/** One try to cut the product out, in the order in which they were made. Stands in `evidence.json`. */
export const attemptSchema = z.object({
  /** `rules`, or a provider of the setting `ai`. */
  provider: z.string(),
  /** The engine or the vendor's model. */
  model: z.string(),
  /** `cut-out@1`, where the model reads one. */
  prompt: z.string().optional(),
  outcome: z.enum([
    /** Measured, and sure enough to go on with. */
    'accepted',
    /** Measured, and not sure enough: the next one is asked. */
    'doubted',
    /** Answered, but with nothing that could be measured. */
    'unusable',
    'timed-out',
    'rate-limited',
    'no-credit',
    'not-connected',
    'refused',
    'failed',
    'over-budget',
    /** The time of the step was used up. */
    'no-time',
  ]),
  /** Of the error, or of what was wrong with the answer. */
  code: z.string().optional(),
  milliseconds: z.number().int().min(0),
  costMicroUsd: z.number().int().min(0),
  /** Of what could be measured. */
  confidence: z.number().min(0).max(1).optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;
