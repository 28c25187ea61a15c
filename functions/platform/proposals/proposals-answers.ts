import * as z from 'zod';
import { saysSchema } from '../../commerce/says.ts';

export const proposalSchema = z.strictObject({
  /** Made of what it proposes: the same proposal has the same id. */
  id: z.string(),
  workflow: z.string(),
  says: saysSchema,
  /** Newest decisions that it was judged by, and how many of them approved everything unchanged. */
  decisions: z.int().min(1),
  unchanged: z.int().min(0),
  since: z.iso.datetime(),
  /** Why people were asked, with how often each. */
  reasons: z.array(z.strictObject({ says: saysSchema, count: z.int().min(1) })),
  /** What accepting asks for; a second admin confirms it. */
  change: z.strictObject({
    setting: z.string(),
    path: z.string(),
    before: z.unknown(),
    after: z.unknown(),
  }),
});

/** `GET /api/{store}/proposals` */
export const proposalsAnswer = z.strictObject({ proposals: z.array(proposalSchema) });

/** `POST /api/{store}/proposals/{id}/dismiss`: not shown again until as many decisions more were taken. */
export const dismissedAnswer = z.strictObject({ dismissed: z.string() });
export type Proposal = z.output<typeof proposalSchema>;
export type ProposalsAnswer = z.output<typeof proposalsAnswer>;
