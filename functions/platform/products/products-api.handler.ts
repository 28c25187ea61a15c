import * as z from 'zod';
import { skuSchema } from '../../commerce/sku.ts';
import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { knowSkus } from './know-skus.ts';
import { listProducts } from './list-products.ts';
import { knownSkusAnswer, productsAnswer } from './products-answers.ts';

const listQuery = z.strictObject({
  q: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().optional(),
});

const knownBody = z.strictObject({ skus: z.array(skuSchema).min(1).max(500) });

export const routes: Routes = {
  'GET /api/{store}/products': route({
    summary: 'Products in order of the SKU, with how many of their photos stand in the catalogue',
    answers: { 200: productsAnswer },
    roles: anyRole,
    query: listQuery,
    run: async (platform, { store, query }) => ({
      status: 200,
      body: await listProducts(platform, store, query),
    }),
  }),
  'POST /api/{store}/products/known': route({
    summary: 'Which SKUs the shop has, and which of its own may be meant by the others; changes nothing',
    answers: { 200: knownSkusAnswer },
    roles: anyRole,
    body: knownBody,
    run: async (platform, { store, body }) => ({
      status: 200,
      body: await knowSkus(platform, store, body.skus),
    }),
  }),
};

export const handler = apiHandler(routes);
