import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';

const placeSchema = z.enum(['title', 'bullets', 'description']);

const leftOutSchema = z.object({
  place: placeSchema,
  /** As the model wrote it. */
  text: z.string(),
  /**
   * - `claim`: it claims what no attribute supports · `contact`: it leads the reader away, by a link, an address or a number
   * - `markup`: it holds more than text · `language`: it is written in another one · `unsupported`: no attribute stands behind it
   */
  why: z.enum(['claim', 'contact', 'markup', 'language', 'unsupported']),
  /** Each blocked claim in words; empty for the other reasons. */
  claims: z.array(saysSchema),
});
export type LeftOut = z.output<typeof leftOutSchema>;

const doubtfulSchema = z.object({ place: placeSchema, text: z.string() });
export type Doubtful = z.output<typeof doubtfulSchema>;

/** What came of asking a model for the texts of one language: kept beside them, also where the rules wrote in the end. */
export const draftedSchema = z.object({
  /**
   * - `written`: its texts are used · `distrusted`: most of what it wrote had to be left out, so all of it was
   * - `unusable`: no draft · `trouble`: no answer · `over-budget`: not asked. In all but the first the rules wrote
   */
  outcome: z.enum(['written', 'distrusted', 'unusable', 'trouble', 'over-budget']),
  /** `openai-text/gpt-6-luna-2026-09-22`: the provider, and the model as the service named it, or as it was asked for. */
  model: z.string(),
  /** `draft-listing@1` */
  prompt: z.string(),
  /** Stable: why there is no draft. */
  code: z.string().optional(),
  /** Why the rules wrote. */
  says: saysSchema.optional(),
  /** Answers that were looked at: 2 where the first had to be sent back. */
  answers: z.int(),
  milliseconds: z.number(),
  /** Millionths of a US dollar that this attempt of the run paid. */
  costMicroUsd: z.int(),
  leftOut: z.array(leftOutSchema),
  /** Sentences in the texts that no attribute stands behind: a person decides. */
  doubtful: z.array(doubtfulSchema),
});
export type Drafted = z.output<typeof draftedSchema>;
