import { skuSchema } from '../commerce/sku.ts';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { listingsAnswer } from './listings-answers.ts';
import { readListings } from './read-listings.ts';

export const routes: Routes = {
  'GET /api/{store}/products/{sku}/listings': route({
    summary:
      'The listings of a product on every channel: what stands there, what it replaced, what the last run found',
    answers: { 200: listingsAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const sku = validate(skuSchema, param(request, 'sku'), { en: 'the SKU', zh: 'SKU' });
      const listings = await readListings(platform, request.store, sku);
      return listings === undefined
        ? problem(404, 'ProductUnknown', unknownProduct(sku))
        : { status: 200, body: listings };
    },
  }),
};

export const handler = apiHandler(routes);

const unknownProduct = (sku: string) => ({
  en: `There is no product record ${sku} in this shop yet. Check the SKU, or import it first.`,
  zh: `本店还没有商品记录 ${sku}。请核对 SKU，或先导入该商品。`,
});
