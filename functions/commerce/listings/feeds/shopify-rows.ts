import { decimalOf, ownBarcode } from '../listing-facts.ts';
import type { FeedItem } from './feed-item.ts';
import { type FeedRow, feedRow } from './feed-row.ts';

/** Columns of a variant; those of its product stand on the first line only. */
const HANDLE = 'URL handle';

/** A product as Shopify's file has it: a line for each variant, which the handle ties together. */
export function shopifyRows(item: FeedItem): readonly FeedRow[] {
  const whole = feedRow(item);
  const { product } = item;
  if (product === undefined) return [whole];
  return product.variants.map((variant, index) => {
    const handle = whole.get(HANDLE);
    const row = new Map(index === 0 ? whole : handle === undefined ? [] : [[HANDLE, handle]]);
    const put = (column: string, value: string | undefined): void => {
      if (value === undefined) row.delete(column);
      else row.set(column, value);
    };
    product.options.forEach(({ name }, place) => {
      put(`Option${place + 1} name`, index === 0 ? name : undefined);
      put(`Option${place + 1} value`, variant.options[name]);
    });
    put('SKU', variant.sku);
    put('Barcode', ownBarcode({ variants: [variant] }));
    // A person may have set another price in the listing: of a product with one variant it is that one's.
    if (product.variants.length > 1 || !row.has('Price')) {
      put('Price', variant.price && decimalOf(variant.price));
      put('Compare-at price', variant.compareAtPrice && decimalOf(variant.compareAtPrice));
    }
    put('Inventory quantity', variant.stock === undefined ? undefined : String(variant.stock));
    put('Weight value (grams)', variant.weightGrams === undefined ? undefined : String(variant.weightGrams));
    return row;
  });
}
