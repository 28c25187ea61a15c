import { skuSchema } from '../commerce/sku.ts';
import { anyRole, apiHandler, param, problem, type Routes, route } from '../platform/handlers/api-handler.ts';
import { validate } from '../platform/handlers/validate.ts';
import { productAnswer } from './product-answers.ts';
import { readProduct } from './read-product.ts';

export const routes: Routes = {
  'GET /api/{store}/products/{sku}': route({
    summary: 'One product: its photos, cut-outs and files with what was measured, and what was published',
    answers: { 200: productAnswer },
    roles: anyRole,
    run: async (platform, request) => {
      const sku = validate(skuSchema, param(request, 'sku'), { en: 'the SKU', zh: 'SKU' });
      const product = await readProduct(platform, request.store, sku);
      return product === undefined
        ? problem(404, 'ProductUnknown', unknownProduct(sku))
        : { status: 200, body: product };
    },
  }),
};

export const handler = apiHandler(routes);

const unknownProduct = (sku: string) => ({
  en: `There is no product ${sku} in this shop yet. Check the SKU, or upload a photo of it first.`,
  zh: `本店还没有商品 ${sku}。请核对 SKU，或先上传其照片。`,
});
