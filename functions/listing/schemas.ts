import * as z from 'zod';
import { skuSchema } from '../commerce/sku.ts';
import { runReferenceSchema } from '../platform/handlers/task-handler.ts';
import { outcomeSchema } from '../platform/runs/run.ts';

/** What a run is started with, and what Extract adds: references, never the record itself. */
export const productSchema = z.object({
  sku: skuSchema,
  /** Of the product record that the run is about. */
  version: z.int().min(1),
  /** Why nothing is to be done: the record changed again and has a newer run, or the product is archived. */
  passedOver: z.enum(['newer', 'archived']).optional(),
});
export type ListedProduct = z.output<typeof productSchema>;

/** The input of every stage. */
export const stageInputSchema = runReferenceSchema.extend({ product: productSchema });

/** What CheckQuality decided. */
export const checkedSchema = z.object({
  needsReview: z.boolean(),
  /** The machine's backstop for an unanswered review, seconds. */
  reviewSeconds: z.int().positive(),
  listings: z.object({ ready: z.int(), waiting: z.int(), refused: z.int() }),
});
export type Checked = z.output<typeof checkedSchema>;

export const reviewInputSchema = stageInputSchema.extend({ token: z.string().min(1) });

/** What the review answers; see `MachineAnswer` in `platform/approvals`. Without a review it is just an approval. */
export const decisionSchema = z.object({
  decision: z.enum(['approve', 'reject', 'expired']),
  approvalId: z.string().optional(),
  rejectedChoices: z.array(z.string()).default([]),
  edits: z.unknown().optional(),
  decidedBy: z.string().nullish(),
  comment: z.string().nullish(),
  decidedAt: z.iso.datetime().nullish(),
});

export const publishInputSchema = stageInputSchema.extend({ decision: decisionSchema });

export const publishedSchema = z.object({
  /** `completed`: nothing could go out yet, every listing waits for its main picture or was refused. */
  outcome: z.enum(['published', 'completed', 'conflict']),
  published: z.int(),
  waiting: z.int(),
  refused: z.int(),
  conflicts: z.int(),
});
export type Published = z.output<typeof publishedSchema>;

/** A run must close whatever went wrong before: only its reference and its outcome have to be there. */
export const recordInputSchema = runReferenceSchema.extend({
  product: productSchema.partial().catch({}),
  outcome: outcomeSchema,
  failure: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).catch({}),
  checked: checkedSchema.partial().catch({}),
  decision: decisionSchema.partial().catch({}),
  published: publishedSchema.partial().catch({}),
});
