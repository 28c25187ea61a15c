import * as z from 'zod';
import { runReferenceSchema } from '../platform/handlers/task-handler.ts';
import { outcomeSchema } from '../platform/runs/run.ts';

/** A file of products in the inbox. */
export const fileSchema = z.object({
  /** What its mapping of columns is kept under. */
  source: z.string().min(1),
  fileName: z.string(),
  original: z.object({ bucket: z.literal('inbox'), key: z.string().min(1), version: z.string().optional() }),
  uploadedAt: z.iso.datetime({ offset: true }),
});
export type CatalogFile = z.output<typeof fileSchema>;

/** What ReadTable found. */
export const tableSchema = z.object({
  format: z.enum(['csv', 'xlsx', 'json']),
  rows: z.int().min(0),
  needsReview: z.boolean(),
  /** The machine's backstop for an unanswered question, seconds. */
  reviewSeconds: z.int().positive(),
});
export type ReadTableOutput = z.output<typeof tableSchema>;

/** What CutChunks made of it. */
export const cutSchema = z.object({ chunks: z.int().min(0), products: z.int().min(0), rows: z.int().min(0) });
export type Cut = z.output<typeof cutSchema>;

/** What the question about columns answers; see `MachineAnswer` in `platform/approvals`. Unasked it is just an approval. */
export const decisionSchema = z.object({
  decision: z.enum(['approve', 'reject', 'expired']),
  approvalId: z.string().optional(),
  comment: z.string().nullish(),
  decidedBy: z.string().nullish(),
  decidedAt: z.iso.datetime().nullish(),
  /** Corrections of the proposed mapping, as the person sent them. */
  edits: z.unknown().optional(),
});

const jobSchema = runReferenceSchema.extend({ mode: z.enum(['live', 'dry-run']), file: fileSchema });

export const readTableInputSchema = jobSchema;
export const askColumnsInputSchema = jobSchema.extend({ table: tableSchema, token: z.string().min(1) });
export const cutChunksInputSchema = jobSchema.extend({ decision: decisionSchema });
export const importChunkInputSchema = jobSchema.extend({ cut: cutSchema, chunk: z.int().min(0) });

/** A run must close whatever went wrong before: only its reference and its outcome have to be there. */
export const recordInputSchema = runReferenceSchema.extend({
  mode: z.enum(['live', 'dry-run']).catch('live'),
  file: fileSchema.partial().catch({}),
  outcome: outcomeSchema,
  failure: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).catch({}),
  table: tableSchema.partial().catch({}),
  cut: cutSchema.partial().catch({}),
  /** How many chunks were imported. */
  chunk: z.int().min(0).catch(0),
  decision: decisionSchema.partial().catch({}),
});
export type RecordInput = z.output<typeof recordInputSchema>;
