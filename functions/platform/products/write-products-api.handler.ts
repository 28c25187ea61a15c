import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { productFactsSchema, productSourceSchema } from '../../commerce/product/product-record.ts';
import { InvalidInputError } from '../errors.ts';
import { apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { validate } from '../handlers/validate.ts';
import type { Platform } from '../platform.ts';
import { saveProduct } from './save-product.ts';
import { type ProductsWrittenAnswer, productsWrittenAnswer } from './write-products-answers.ts';

/** A hundred with long texts are within the 256 KB that a request may have; more come as a file. */
const mostProducts = 100;

/** Each is three requests one after the other; so many are under way at once. */
const atOnce = 8;

const bodySchema = z.strictObject({
  /** Each is read by itself: one that is wrong keeps no other back. */
  products: z.array(z.unknown()).min(1).max(mostProducts),
  /** Whose word it is: what the same source said of an earlier time does not undo what it said later. */
  source: z.string().min(1).max(100).default('api'),
  /** When the source last changed them. */
  updatedAt: productSourceSchema.shape.updatedAt,
  /** A client that repeats a request after a time-out repeats its id, and is answered what the first one did. */
  requestId: z.string().min(1).max(100).optional(),
});
type Body = z.output<typeof bodySchema>;

type Written = ProductsWrittenAnswer['results'][number];

export const routes: Routes = {
  'POST /api/{store}/products': route({
    summary: 'Creates or changes up to 100 products; the same facts again change nothing',
    answers: { 200: productsWrittenAnswer },
    roles: ['operator', 'admin'],
    body: bodySchema,
    run: async (platform, { store, member, body }) => {
      const writtenBy = `api/${body.requestId ?? randomUUID()}`;
      const results: Written[] = [];
      for (let start = 0; start < body.products.length; start += atOnce) {
        const group = body.products.slice(start, start + atOnce);
        const write = (product: unknown) =>
          writeOne(platform, product, { ...body, store, writtenBy, by: member.sub });
        results.push(...(await Promise.all(group.map(write))));
      }
      return { status: 200, body: { results } satisfies ProductsWrittenAnswer };
    },
  }),
};

export const handler = apiHandler(routes);

interface Writing extends Pick<Body, 'source' | 'updatedAt'> {
  readonly store: string;
  readonly writtenBy: string;
  /** The member. */
  readonly by: string;
}

const namedSchema = z.object({ sku: z.string() });

async function writeOne(
  platform: Platform,
  product: unknown,
  { store, source, updatedAt, writtenBy, by }: Writing,
): Promise<Written> {
  try {
    const facts = validate(productFactsSchema, product, { en: 'the product', zh: '商品' });
    const { outcome, record } = await saveProduct(platform, {
      store,
      facts,
      source: { kind: 'api', name: source, ...(updatedAt === undefined ? {} : { updatedAt }) },
      writtenBy,
      actor: { kind: 'person', id: by },
    });
    return { sku: facts.sku, outcome, version: record.version };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const named = namedSchema.safeParse(product).data;
    return { ...named, outcome: 'refused', says: error.text };
  }
}
