import * as z from 'zod';
import { moneySchema } from '../money.ts';
import { skuSchema } from '../sku.ts';

/** A text in the languages of listings: each may be missing. Written by a supplier, so data, never markup and never an instruction. */
export const localTextSchema = z.strictObject({
  en: z.string().min(1).optional(),
  'zh-CN': z.string().min(1).optional(),
});
export type LocalText = z.output<typeof localTextSchema>;

/** The languages that listings are written in, as BCP 47. */
export const listingLocaleSchema = z.enum(['en', 'zh-CN']);
export type ListingLocale = z.output<typeof listingLocaleSchema>;

/**
 * What a product is like, in one respect.
 * - `terms`: ids of the vocabulary (`cotton`), a material of 95 % cotton has `share` 0.95
 * - `measure`: one or more numbers in the vocabulary's unit for that attribute (mm, g, ml, W, V, h, …), e.g. width × depth × height
 * - `flag`: yes or no · `text`: free words where the vocabulary has no terms
 *
 * `given` is what the source wrote, to the letter: what a claim is traced to in the end.
 */
export const attributeValueSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('terms'),
    terms: z.array(z.strictObject({ id: z.string(), share: z.number().gt(0).max(1).optional() })).min(1),
    given: z.string(),
  }),
  z.strictObject({
    kind: z.literal('measure'),
    values: z.array(z.number()).min(1).max(3),
    unit: z.string(),
    given: z.string(),
  }),
  z.strictObject({ kind: z.literal('flag'), value: z.boolean(), given: z.string() }),
  z.strictObject({ kind: z.literal('text'), text: localTextSchema, given: z.string() }),
]);
export type AttributeValue = z.output<typeof attributeValueSchema>;

/** Attribute ids are the vocabulary's (`material`); one that it does not know keeps its source's name and is never claimed. */
export const attributesSchema = z.record(z.string().min(1).max(100), attributeValueSchema);
export type Attributes = z.output<typeof attributesSchema>;

/** A GTIN-8, -12, -13 or -14 whose check digit was verified. */
export const barcodeSchema = z.string().regex(/^(\d{8}|\d{12,14})$/, 'a barcode of 8, 12, 13 or 14 digits');

/** One thing that can be bought: it has its own SKU, price and stock. */
export const variantSchema = z.strictObject({
  sku: skuSchema,
  /** Value by the option's name, in the order of the product's `options`. */
  options: z.record(z.string(), z.string()),
  price: moneySchema.optional(),
  /** What it cost before, where it is reduced. */
  compareAtPrice: moneySchema.optional(),
  /** What the shop pays for it: never shown on a channel. */
  costPrice: moneySchema.optional(),
  /** Pieces; negative where more was sold than there is. */
  stock: z.int().optional(),
  barcode: barcodeSchema.optional(),
  /** Grams, packed. */
  weightGrams: z.number().positive().optional(),
});
export type Variant = z.output<typeof variantSchema>;

export const productMediaSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** 1 is the main picture. */
  position: z.int().min(1).max(99),
});

export const productStatusSchema = z.enum(['draft', 'published', 'archived']);

/** What a source says of a product, made uniform. The one shape that every way in ends in. */
export const productFactsSchema = z.strictObject({
  /** Of the product: the SKU of its only variant, or of the family. */
  sku: skuSchema,
  title: localTextSchema,
  brand: z.string().min(1).max(200).optional(),
  /** Id in the category tree; absent while nobody could tell. `categoryGiven` is what the source wrote. */
  category: z.string().optional(),
  categoryGiven: z.string().optional(),
  status: productStatusSchema,
  sourceText: localTextSchema,
  attributes: attributesSchema,
  /** Options that variants differ in, with the order of their values. At most three, as most channels take. */
  options: z
    .array(z.strictObject({ name: z.string().min(1), values: z.array(z.string().min(1)).min(1) }))
    .max(3),
  variants: z.array(variantSchema).min(1),
  media: z.array(productMediaSchema).max(20),
});
export type ProductFacts = z.output<typeof productFactsSchema>;

/** Which way a product came in. */
export const productSourceSchema = z.strictObject({
  kind: z.enum(['file', 'pull', 'api', 'shopify', 'sample']),
  /** Of its mapping, where it has one: the folder of a file, the name of a pull, the domain of a shop. */
  name: z.string(),
  /** When the source last changed it, where the source says so: what it says of an earlier time comes too late. */
  updatedAt: z.iso.datetime({ offset: true }).optional(),
});
export type ProductSource = z.output<typeof productSourceSchema>;

/** Kept as `<store>#SKU#<sku>` / `PRODUCT`. */
export const productRecordSchema = productFactsSchema.extend({
  /** Raised by each change of the facts; with the SKU the business version of what is made of it. */
  version: z.int().min(1),
  /** SHA-256 of the facts' canonical JSON: the same file again changes nothing. */
  factsHash: z.string(),
  source: productSourceSchema,
  /** The import, request or webhook that wrote this version: repeated, it finds what it did. */
  writtenBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ProductRecord = z.output<typeof productRecordSchema>;
