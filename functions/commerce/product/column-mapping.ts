import * as z from 'zod';
import { currencySchema } from '../money.ts';
import { listingLocaleSchema } from './product-record.ts';
import { attributeById } from './vocabulary/find-term.ts';

/** Targets without a detail. */
const plain = [
  'sku',
  'family',
  'brand',
  'category',
  'status',
  'price',
  'compareAtPrice',
  'costPrice',
  'currency',
  'stock',
  'barcode',
  'weight',
  'weightUnit',
  'picturePosition',
  'ignore',
] as const;

/** Targets with a detail behind a colon: `title:en`, `attribute:material`, `option:Colour`, `optionName:1`, `picture:2`. */
const detailed = [
  'title',
  'text',
  'option',
  'optionName',
  'optionValue',
  'picture',
  'attribute',
  'other',
] as const;

/**
 * What a column means.
 * - `sku` of the variant · `family` what the variants of one product have in common · `weight` packed, of the variant
 * - `title:<locale>`, `text:<locale>`: several columns of text become paragraphs in the file's order
 * - `attribute:<id>` of the vocabulary · `other:<name>` kept under the source's name, never claimed
 * - `option:<name>`: the values stand in the column · `optionName:1` and `optionValue:1`: so does the name
 * - `picture:<n>`: one address, or several parted by a space, comma, bar or line · `picturePosition` of the address in the same row
 */
const columnTargetSchema = z
  .string()
  .max(150)
  .refine(
    (target) => parseTarget(target) !== undefined,
    'a target such as sku, title:en or attribute:material',
  );

export type PlainTarget = (typeof plain)[number];
export type DetailedTarget = (typeof detailed)[number];
export interface ColumnTarget {
  readonly to: PlainTarget | DetailedTarget;
  /** Empty for plain targets. */
  readonly detail: string;
}

/** Kept per source, proposed by us, corrected by a person once. */
export const columnMappingSchema = z.strictObject({
  /** By the column's name; a column that is not named is not read. */
  columns: z.record(
    z.string(),
    z.strictObject({
      target: columnTargetSchema,
      /** Unit of its numbers where they carry none. */
      unit: z.string().max(20).optional(),
    }),
  ),
  /** Language of texts and of free words. */
  locale: listingLocaleSchema,
  decimal: z.enum(['.', ',']).optional(),
  /** Of prices that name none. */
  currency: currencySchema.optional(),
});
export type ColumnMapping = z.output<typeof columnMappingSchema>;

/** The parts of a target, or `undefined` for one that there is not. */
export function parseTarget(target: string): ColumnTarget | undefined {
  const colon = target.indexOf(':');
  if (colon === -1) {
    const to = plain.find((name) => name === target);
    return to === undefined ? undefined : { to, detail: '' };
  }
  const to = detailed.find((name) => name === target.slice(0, colon));
  const detail = target.slice(colon + 1);
  if (to === undefined || detail === '' || !isDetail(to, detail)) return undefined;
  return { to, detail };
}

function isDetail(to: DetailedTarget, detail: string): boolean {
  switch (to) {
    case 'title':
    case 'text':
      return listingLocaleSchema.safeParse(detail).success;
    case 'optionName':
    case 'optionValue':
      return /^[123]$/u.test(detail);
    case 'picture':
      return /^[1-9]\d?$/u.test(detail);
    case 'attribute':
      return attributeById(detail) !== undefined;
    case 'option':
    case 'other':
      return detail.length <= 100;
  }
}
