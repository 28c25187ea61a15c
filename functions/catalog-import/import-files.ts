import * as z from 'zod';
import { saysSchema } from '../commerce/says.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectReference } from '../platform/ports/objects.ts';
import type { RunReference } from '../platform/runs/stages.ts';

/** What an attempt of an import keeps in the media bucket: a replay writes beside it, never over it. */
export type ImportFileName =
  | 'columns.json'
  | 'mapping.json'
  | 'refused.csv'
  | `chunk-${number}.json`
  | `report-${number}.json`;

export function importFile({ store, run, attempt }: RunReference, name: ImportFileName): ObjectReference {
  return { bucket: 'media', key: `${store}/imports/${run}/${attempt}/${name}` };
}

const rowSchema = z.strictObject({ line: z.int(), cells: z.record(z.string(), z.string()) });

/** A row, or a product's rows, that were not taken over. */
export const refusedSchema = z.strictObject({
  line: z.int(),
  /** The column that is wrong, where it is one. */
  field: z.string().optional(),
  /** What stands in it, or the beginning of a line that is no row. */
  given: z.string(),
  code: z.string(),
  says: saysSchema,
  /** As the file has them; none for a line that could not be read as a row. */
  rows: z.array(rowSchema),
});
export type Refused = z.output<typeof refusedSchema>;

/** The rows of one product, a line that is no row, or a whole product. */
const unitSchema = z.union([
  z.strictObject({ rows: z.array(rowSchema).min(1) }),
  z.strictObject({ refused: refusedSchema }),
  /** A product as it stands in a file of a known shape. */
  z.strictObject({ line: z.int(), shape: z.enum(['facts', 'shopify']), entry: z.unknown() }),
]);
export type ImportUnit = z.output<typeof unitSchema>;
export const chunkSchema = z.strictObject({ units: z.array(unitSchema) });

const countSchema = z.int().min(0);

/** Products by what happened to them, and rows that were refused. */
export const countsSchema = z.strictObject({
  created: countSchema,
  changed: countSchema,
  unchanged: countSchema,
  /** A newer file of the same source came first. */
  late: countSchema,
  refused: countSchema,
});
export type ImportCounts = z.output<typeof countsSchema>;

export const noCounts: ImportCounts = { created: 0, changed: 0, unchanged: 0, late: 0, refused: 0 };

export const reportSchema = z.strictObject({
  /** When the first chunk began. */
  startedAt: z.iso.datetime(),
  /** Of this chunk and all before it. */
  counts: countsSchema,
  /** Of all so far: refused rows that stand in quarantine one by one. */
  quarantined: countSchema,
  /** Of this chunk. */
  refused: z.array(refusedSchema),
});
export type ChunkReport = z.output<typeof reportSchema>;

export async function writeImportFile(
  platform: Platform,
  reference: RunReference,
  name: ImportFileName,
  content: unknown,
): Promise<void> {
  const body = JSON.stringify(content);
  await platform.objects.put(importFile(reference, name), body, { contentType: 'application/json' });
}

/** What a step before this one wrote. */
export async function readImportFile<T>(
  platform: Platform,
  reference: RunReference,
  name: ImportFileName,
  schema: z.ZodType<T>,
): Promise<T> {
  const bytes = await platform.objects.get(importFile(reference, name));
  return schema.parse(JSON.parse(bytes.toString('utf8')));
}
