import * as z from 'zod';
import { skuSchema } from '../commerce/sku.ts';
import { runReferenceSchema } from '../platform/handlers/task-handler.ts';
import { digitalSources } from './provenance/digital-source.ts';

export const objectReferenceSchema = z.object({
  bucket: z.enum(['inbox', 'media', 'lake', 'anchors']),
  key: z.string().min(1),
  version: z.string().optional(),
});

/** Browsers and servers take about 2,000 characters; a longer one, a `data:` address say, would not fit into a run's record. */
export const pictureUrlSchema = z.url().max(2048);

/** What a run is started with: a photo in the inbox, or one that is still to be fetched. */
export const photoSchema = z.object({
  sku: skuSchema,
  /** 1 is the main picture. Absent: the next free one. */
  position: z.number().int().min(1).max(99).optional(),
  fileName: z.string(),
  original: objectReferenceSchema.optional(),
  url: pictureUrlSchema.optional(),
  /**
   * When it came, as a text that sorts: the event's time, and S3's sequencer where there is one. Runs are worked on and
   * decided in any order; this keeps an older photo from taking a newer one's place.
   */
  order: z.string().optional(),
});
export type Photo = z.infer<typeof photoSchema>;

/** A photo whose bytes are in the inbox. */
export const storedPhotoSchema = photoSchema.extend({ original: objectReferenceSchema });
export type StoredPhoto = z.infer<typeof storedPhotoSchema>;

/** What Inspect found out; the fields that later states need. */
export const assetSchema = z.object({
  sku: skuSchema,
  /** The first 16 hex digits of the SHA-256 of the original's bytes. */
  asset: z.string().regex(/^[0-9a-f]{16}$/),
  position: z.number().int().min(1).max(99),
  /** The run that worked on the same bytes for the same SKU before. */
  duplicateOf: z.string().optional(),
  /** Whether the shop wants derived pictures of it; then `derived.json` stands beside its files from Derive on. */
  derive: z.boolean().optional(),
  /** How the original's pixels came about, where its metadata says so: what is made of it says so too. */
  digitalSource: z.enum(digitalSources).optional(),
  /** Whether the shop wants its photos retouched. */
  retouch: z.boolean().optional(),
  /** Retouch changed something: `retouched.png` stands for the original in all that follows. */
  retouched: z.boolean().optional(),
  /** The product is worn: by its category. */
  apparel: z.boolean().optional(),
  /** The product stands on its base: by its category. Neither: its outline tells. */
  stands: z.boolean().optional(),
});
export type Asset = z.infer<typeof assetSchema>;

export const cutoutSchema = z.object({
  /** False where there is no usable matte at all. */
  made: z.boolean(),
  accepted: z.boolean(),
  confidence: z.number().min(0).max(1),
  engine: z.string(),
});
export type Cutout = z.infer<typeof cutoutSchema>;

/** What Validate decided. */
export const checkedSchema = z.object({
  needsReview: z.boolean(),
  /** The machine's backstop for an unanswered review, seconds. */
  reviewSeconds: z.number().int().positive(),
  channels: z.object({ pass: z.number(), warn: z.number(), fail: z.number(), withheld: z.number() }),
});
export type Checked = z.infer<typeof checkedSchema>;

/** What the review answers; see `MachineAnswer` in `platform/approvals`. Without a review it is just an approval. */
export const decisionSchema = z.object({
  decision: z.enum(['approve', 'reject', 'expired']),
  approvalId: z.string().optional(),
  rejectedChoices: z.array(z.string()).default([]),
  comment: z.string().nullish(),
  decidedBy: z.string().nullish(),
  decidedAt: z.iso.datetime().nullish(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const fetchInputSchema = runReferenceSchema.extend({
  photo: photoSchema.extend({ url: pictureUrlSchema }),
});
export const inspectInputSchema = runReferenceSchema.extend({ photo: storedPhotoSchema });
export const retouchInputSchema = inspectInputSchema.extend({ asset: assetSchema });
export const cutoutInputSchema = runReferenceSchema.extend({ photo: storedPhotoSchema, asset: assetSchema });
export const formatInputSchema = cutoutInputSchema.extend({ cutout: cutoutSchema });
export const deriveInputSchema = formatInputSchema;
export const tryOnInputSchema = formatInputSchema;
export const validateInputSchema = formatInputSchema;
export const reviewInputSchema = cutoutInputSchema.extend({ token: z.string().min(1) });
export const publishInputSchema = cutoutInputSchema.extend({ decision: decisionSchema });
