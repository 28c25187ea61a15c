import { isNearSku } from '../../commerce/near-skus.ts';
import type { Platform } from '../platform.ts';
import { type ProductMark, productsPk } from './product-listing.ts';
import type { KnownSkusAnswer } from './products-answers.ts';

/** A megabyte, one request, holds some seven thousand marks; beyond it a product may be taken for a new one, which is only asked about. */
const LOOKED_AT_MOST = 20_000;
/** Each is compared with every product of the shop: 50 with 20,000 take some tenths of a second. */
const COMPARED_AT_MOST = 50;
const SUGGESTED_AT_MOST = 3;

/** Which SKUs the shop has, and for those that it has not which ones may be meant. In the order in which they were asked. */
export async function knowSkus(
  platform: Platform,
  store: string,
  skus: readonly string[],
): Promise<KnownSkusAnswer> {
  const known = await readSkus(platform, store);
  let compared = 0;
  const answers = skus.map((sku) => {
    if (known.has(sku)) return { sku, isKnown: true, near: [] };
    compared += 1;
    const near = compared > COMPARED_AT_MOST ? [] : [...known].filter((one) => isNearSku(sku, one));
    return { sku, isKnown: false, near: near.slice(0, SUGGESTED_AT_MOST) };
  });
  return { skus: answers };
}

async function readSkus(platform: Platform, store: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<ProductMark>(
      { pk: productsPk(store) },
      { cursor, limit: 10_000 },
    );
    for (const { data } of page.items) found.add(data.sku);
    cursor = page.cursor;
  } while (cursor !== undefined && found.size < LOOKED_AT_MOST);
  return found;
}
