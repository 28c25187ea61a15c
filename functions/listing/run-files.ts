import * as z from 'zod';
import { classificationSchema, listingTextsSchema } from '../commerce/listings/listing.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import type { RunReference } from '../platform/runs/stages.ts';
import { draftedSchema } from './drafted.ts';
import { extractedSchema } from './extracted.ts';
import { listedSchema } from './listed.ts';
import { qualitySchema } from './quality.ts';

/**
 * What a run's stages leave behind for the later ones, in the media bucket below `<store>/<sku>/listing/<run>-<attempt>/`. A
 * stage that is repeated writes the same file again.
 */
const files = {
  /** The record as the run saw it, what it is to be listed on, and the pictures that there were. */
  extracted: extractedSchema,
  /** Title, key points, description and specifications by language. */
  texts: z.partialRecord(listingLocaleSchema, z.object({ texts: listingTextsSchema, engine: z.string() })),
  /** What came of asking a model, by language; none where the shop has no model. */
  drafts: z.partialRecord(listingLocaleSchema, draftedSchema),
  /** How often this attempt waited for the model. */
  waits: z.object({ times: z.int().min(0) }),
  classification: classificationSchema,
  /** The listing of each channel and language, with what its rules found. */
  listed: z.array(listedSchema),
  quality: qualitySchema,
} as const;
type FileName = keyof typeof files;
type FileValue<N extends FileName> = z.output<(typeof files)[N]>;

export type Job = Pick<RunReference, 'store' | 'run' | 'attempt'> & {
  readonly product: { readonly sku: string };
};

export function runFile({ store, run, attempt, product }: Job, name: FileName): ObjectReference {
  return { bucket: 'media', key: `${store}/${product.sku}/listing/${run}-${attempt}/${name}.json` };
}

export async function writeRunFile<N extends FileName>(
  platform: Platform,
  job: Job,
  name: N,
  value: FileValue<N>,
): Promise<void> {
  await platform.objects.put(runFile(job, name), JSON.stringify(value), { contentType: 'application/json' });
}

/** @throws InvalidInputError `ObjectMissing` when the stage that writes it did not run */
export async function readRunFile<N extends FileName>(
  platform: Platform,
  job: Job,
  name: N,
): Promise<FileValue<N>> {
  const bytes = await platform.objects.get(runFile(job, name));
  return files[name].parse(JSON.parse(bytes.toString('utf8'))) as FileValue<N>;
}
