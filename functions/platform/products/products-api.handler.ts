import * as z from 'zod';
import { anyRole, apiHandler, type Routes, route } from '../handlers/api-handler.ts';
import { listProducts } from './list-products.ts';
import { productsAnswer } from './products-answers.ts';

const listQuery = z.strictObject({
  q: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().optional(),
});

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
};

export const handler = apiHandler(routes);
