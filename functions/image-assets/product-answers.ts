import * as z from 'zod';
import { languageSchema, saysSchema } from '../commerce/says.ts';

const verdict = z.enum(['pass', 'warn', 'fail', 'withheld', 'unchecked']);

const file = z.strictObject({
  title: saysSchema,
  /** Of a channel's file: the channel. */
  channel: z.string().optional(),
  name: z.string(),
  /** In the media bucket; links by `POST /api/{store}/media/links`. */
  key: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  /** Of a film. */
  seconds: z.number().optional(),
  verdict,
  /** A person kept it back when the rest was approved: it was not published. */
  isRefused: z.boolean(),
  /** What asks for a look comes first. */
  evidence: z.array(
    z.strictObject({ verdict: z.enum(['pass', 'warn', 'fail', 'withheld']), says: saysSchema }),
  ),
});

const source = z.strictObject({
  title: saysSchema,
  bucket: z.enum(['inbox', 'media']),
  key: z.string(),
  version: z.string().optional(),
  /** What to lay under what is see-through. */
  under: z.enum(['checkerboard', 'saturated']),
});

const publication = z.strictObject({
  id: z.string(),
  run: z.string(),
  position: z.int().min(1),
  asset: z.string(),
  status: z.enum(['writing', 'published', 'reverted']),
  at: z.iso.datetime(),
  /** When it was taken back, where that is known. */
  revertedAt: z.iso.datetime().optional(),
  /** What stood there before. */
  replaced: z.strictObject({ asset: z.string(), thumbnail: z.string().optional() }).nullable(),
  thumbnail: z.string().optional(),
  /** It is the newest of its position and stands there; the catalogue is asked again when it is reverted. */
  isRevertible: z.boolean(),
});

const photo = z.strictObject({
  asset: z.string(),
  fileName: z.string(),
  /** 1 is the main picture; absent where it has no place (yet). */
  position: z.int().min(1).optional(),
  status: saysSchema,
  run: z.string(),
  at: z.iso.datetime().optional(),
  engines: z.array(z.string()),
  /** 0..1, of the cut-out. */
  confidence: z.number().optional(),
  isAccepted: z.boolean().optional(),
  costMicroUsd: z.int().min(0),
  remarks: z.array(saysSchema),
  sources: z.array(source),
  channels: z.array(file),
  derived: z.array(file),
  notMade: z.array(z.strictObject({ title: saysSchema, says: saysSchema })),
});

/** `GET /api/{store}/products/{sku}`: the newest photos first. */
export const productAnswer = z.strictObject({
  sku: z.string(),
  /** What the catalogue shows by position: the main picture first. */
  positions: z.array(
    z.strictObject({ position: z.int().min(1), asset: z.string(), thumbnail: z.string().optional() }),
  ),
  photos: z.array(photo),
  /** Older photos that are not listed. */
  leftOut: z.int().min(0),
  publications: z.array(publication),
});
export type ProductAnswer = z.output<typeof productAnswer>;

/** `POST /api/{store}/products/{sku}/contact-sheet`: links to the sheet as a page and as a picture. */
export const contactSheetAnswer = z.strictObject({
  sku: z.string(),
  language: languageSchema,
  photos: z.int().min(1),
  leftOut: z.int().min(0),
  html: z.url(),
  png: z.url(),
  validForSeconds: z.int().min(1),
});

/** `POST /api/{store}/products/{sku}/pictures`: the request's id, for whoever repeats it. */
export const picturesRequestedAnswer = z.strictObject({ requestId: z.string() });
