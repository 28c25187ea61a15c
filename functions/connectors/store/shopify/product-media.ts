import * as z from 'zod';
import { askShopify, type ShopifyConnection } from './admin-client.ts';
import { imageSchema, markOf } from './picture-mark.ts';
import { shopifyFault, skuAmbiguous, skuUnknown } from './shopify-errors.ts';
import { sortUserErrors, userErrorsSchema } from './user-errors.ts';

/**
 * What is done with a product's media, by the Files API. `productCreateMedia`, `productUpdateMedia` and `productDeleteMedia` are
 * deprecated in favour of it (https://shopify.dev/docs/api/admin-graphql/latest/mutations/productCreateMedia, version 2026-10,
 * read 2026-11-21): a file is made with `fileCreate`, put on a product and taken off it with `fileUpdate`. A file that Shopify
 * cannot process never reaches the product that way, and one that is taken off stays among the shop's files.
 */

export interface ShopifyProduct {
  readonly id: string;
  readonly title: string;
}

/** One of a product's media. */
export interface ProductMedium {
  readonly id: string;
  readonly alt: string;
  /** Another value when somebody changed the picture behind the id. Empty for a video, or while it is processed. */
  readonly mark: string;
  /** Empty where `mark` is. */
  readonly url: string;
}

/**
 * @throws InvalidInputError `ShopifySkuMissing`, `ShopifySkuAmbiguous`
 */
export async function findProduct(connection: ShopifyConnection, sku: string): Promise<ShopifyProduct> {
  const schema = z.object({
    productVariants: z.object({
      nodes: z.array(
        z.object({ sku: z.string().nullish(), product: z.object({ id: z.string(), title: z.string() }) }),
      ),
    }),
  });
  const { productVariants } = await askShopify(
    connection,
    `query ProductOfSku($query: String!) {
      productVariants(first: 20, query: $query) { nodes { sku product { id title } } }
    }`,
    { query: `sku:${JSON.stringify(sku)}` },
    schema,
  );
  // A search: it may find more than it was asked for, and knows no capital letters.
  const exact = productVariants.nodes.filter((variant) => variant.sku === sku);
  const products = new Map(exact.map(({ product }) => [product.id, product]));
  const [first] = products.values();
  if (first === undefined) throw skuUnknown(sku);
  if (products.size > 1) throw skuAmbiguous(sku);
  return first;
}

/** All media of a product, in their order. */
export async function listMedia(
  connection: ShopifyConnection,
  product: string,
): Promise<readonly ProductMedium[]> {
  const schema = z.object({
    product: z
      .object({
        media: z.object({
          nodes: z.array(z.object({ id: z.string(), alt: z.string().nullish(), image: imageSchema })),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        }),
      })
      .nullable(),
  });
  const found: ProductMedium[] = [];
  let after: string | null = null;
  // A product has at most 250: three pages.
  for (;;) {
    const answer: z.output<typeof schema> = await askShopify(
      connection,
      `query MediaOfProduct($id: ID!, $after: String) {
        product(id: $id) {
          media(first: 100, after: $after) {
            nodes { id alt ... on MediaImage { image { url } } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }`,
      { id: product, after },
      schema,
    );
    // Deleted since it was found by its SKU: looked for again.
    if (answer.product === null) throw shopifyFault('the product is gone');
    const { nodes, pageInfo } = answer.product.media;
    found.push(
      ...nodes.map(({ id, alt, image }) => ({
        id,
        alt: alt ?? '',
        mark: markOf(image),
        url: image?.url ?? '',
      })),
    );
    if (!pageInfo.hasNextPage || pageInfo.endCursor == null) return found;
    after = pageInfo.endCursor;
  }
}

/** Puts a file on a product, as the last of its media. */
export async function attach(connection: ShopifyConnection, product: string, id: string): Promise<void> {
  await updateFile(connection, { id, referencesToAdd: [product] });
}

/** Takes a file off a product. It stays among the shop's files, and whatever else shows it still does. */
export async function detach(connection: ShopifyConnection, product: string, id: string): Promise<void> {
  await updateFile(connection, { id, referencesToRemove: [product] });
}

async function updateFile(connection: ShopifyConnection, file: object): Promise<void> {
  const { fileUpdate } = await askShopify(
    connection,
    `mutation UpdateFile($files: [FileUpdateInput!]!) {
      fileUpdate(files: $files) { files { id } userErrors { field message code } }
    }`,
    { files: [file] },
    z.object({ fileUpdate: z.object({ userErrors: userErrorsSchema }) }),
  );
  sortUserErrors(fileUpdate.userErrors);
}

/** @param index counted from 0, among all media as they are afterwards. @returns the id of the job that does it; none for no change */
export async function moveMedium(
  connection: ShopifyConnection,
  product: string,
  id: string,
  index: number,
): Promise<string | undefined> {
  const { productReorderMedia } = await askShopify(
    connection,
    `mutation MoveMedium($id: ID!, $moves: [MoveInput!]!) {
      productReorderMedia(id: $id, moves: $moves) { job { id } mediaUserErrors { field message code } }
    }`,
    // An UnsignedInt64 travels as text.
    { id: product, moves: [{ id, newPosition: String(index) }] },
    z.object({
      productReorderMedia: z.object({
        job: z.object({ id: z.string() }).nullable(),
        mediaUserErrors: userErrorsSchema,
      }),
    }),
  );
  sortUserErrors(productReorderMedia.mediaUserErrors);
  return productReorderMedia.job?.id;
}

export async function isJobDone(connection: ShopifyConnection, id: string): Promise<boolean> {
  const { job } = await askShopify(
    connection,
    `query StateOfJob($id: ID!) { job(id: $id) { done } }`,
    { id },
    z.object({ job: z.object({ done: z.boolean() }).nullable() }),
  );
  // One that is forgotten is over.
  return job?.done ?? true;
}
