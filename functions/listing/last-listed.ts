import * as z from 'zod';
import type { Platform } from '../platform/platform.ts';
import { changeRecord, type RecordKey } from '../platform/ports/records.ts';
import type { RunReference } from '../platform/runs/stages.ts';

/** Which run last wrote a product's listings, kept as `<store>#SKU#<sku>` / `LISTED`: what it found stands in its files. */
export const lastListedSchema = z.object({
  run: z.string(),
  attempt: z.int().min(1),
  /** Of the product record. */
  version: z.int().min(1),
  at: z.iso.datetime(),
  /** Choices (`amazon/en`) that a person left out when the rest was approved. */
  refused: z.array(z.string()).optional(),
});
export type LastListed = z.output<typeof lastListedSchema>;

type Job = RunReference & { readonly product: { readonly sku: string; readonly version: number } };

export function lastListedKey(store: string, sku: string): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: 'LISTED' };
}

/** A run of an older version that comes late changes nothing. Safe to repeat. */
export async function noteListed(
  platform: Platform,
  { store, run, attempt, product }: Job,
  refused: readonly string[] = [],
): Promise<void> {
  await changeRecord<LastListed>(platform.records, lastListedKey(store, product.sku), (present) => {
    if (present !== undefined && present.version > product.version) return undefined;
    const data: LastListed = { run, attempt, version: product.version, at: platform.clock.now() };
    return { data: refused.length === 0 ? data : { ...data, refused: [...refused] } };
  });
}
