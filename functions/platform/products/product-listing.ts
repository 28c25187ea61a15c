import type { Platform } from '../platform.ts';
import { ConflictError, type RecordKey } from '../ports/records.ts';

/** That there is a product, and since when it is as it is. What stands on it is read from its own records. */
export interface ProductMark {
  readonly sku: string;
  readonly updatedAt: string;
}

/** One partition a shop, so that a page of it is one request: ten thousand products are a megabyte of it. */
export function productsPk(store: string): string {
  return `${store}#PRODUCTS`;
}

export function productMarkKey(store: string, sku: string): RecordKey {
  return { pk: productsPk(store), sk: sku };
}

/**
 * Puts a product on the list, or notes that it changed just now. A hint beside the records that count: whoever loses against
 * another writer of the same moment has nothing to add.
 */
export async function noteProduct(platform: Platform, store: string, sku: string): Promise<void> {
  const data: ProductMark = { sku, updatedAt: platform.clock.now() };
  try {
    await platform.records.put({ key: productMarkKey(store, sku), data, expected: 'any' });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
