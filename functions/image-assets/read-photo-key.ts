import { productFileName, readPosition } from '../commerce/photo-names.ts';
import { skuSchema } from '../commerce/sku.ts';

export type PhotoKey =
  | {
      readonly kind: 'photo';
      readonly store: string;
      readonly sku: string;
      readonly position?: number;
      readonly fileName: string;
    }
  | { readonly kind: 'unassigned'; readonly store: string; readonly fileName: string }
  /** Below `images/`, but no SKU can be read from it. */
  | { readonly kind: 'no-sku'; readonly store: string; readonly fileName: string }
  | { readonly kind: 'other' };

/**
 * Reads an inbox key: `<store>/images/<sku>/<file>` or `<store>/unassigned/<file>`. The position stands in the file's name,
 * see `readPosition`.
 */
export function readPhotoKey(key: string): PhotoKey {
  const [store = '', area, ...rest] = key.split('/');
  const fileName = rest.at(-1) ?? '';
  if (store === '' || fileName === '') return { kind: 'other' };
  if (area === 'unassigned') return { kind: 'unassigned', store, fileName };
  if (area !== 'images') return { kind: 'other' };
  const sku = rest.length === 2 ? skuSchema.safeParse(rest[0]) : undefined;
  if (sku?.success !== true) return { kind: 'no-sku', store, fileName };
  if (fileName === productFileName) return { kind: 'other' };
  const position = readPosition(fileName, sku.data);
  return { kind: 'photo', store, sku: sku.data, fileName, ...(position === undefined ? {} : { position }) };
}
