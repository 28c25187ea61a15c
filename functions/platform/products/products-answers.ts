import * as z from 'zod';

export const productStateSchema = z.enum([
  /** A person is asked about it, whatever stands in the catalogue. */
  'waiting',
  /** Every photo that has a place stands in the catalogue. */
  'published',
  /** Some photos stand there, others are at work, wait or were refused. */
  'partly',
  /** None does. */
  'unpublished',
]);

export const listedProductSchema = z.strictObject({
  sku: z.string(),
  state: productStateSchema,
  /** Photos that have a place, and those of them that stand in the catalogue. */
  photos: z.int().min(0),
  pictures: z.int().min(0),
  /** Key in the media bucket of a small file of the main picture; absent where there is none. */
  thumbnail: z.string().optional(),
  /** The question that has waited longest, where one waits. */
  approval: z.string().optional(),
  updatedAt: z.iso.datetime(),
});

/** `GET /api/{store}/products`: a page in order of the SKU. With `q` a page may be short and still have a cursor. */
export const productsAnswer = z.strictObject({
  products: z.array(listedProductSchema),
  cursor: z.string().optional(),
});
export type ProductsAnswer = z.output<typeof productsAnswer>;

/** `POST /api/{store}/products/known`: in the order in which they were asked. */
export const knownSkusAnswer = z.strictObject({
  skus: z.array(
    z.strictObject({
      sku: z.string(),
      isKnown: z.boolean(),
      /** Products that may be meant where there is none of this SKU. */
      near: z.array(z.string()),
    }),
  ),
});
export type KnownSkusAnswer = z.output<typeof knownSkusAnswer>;
