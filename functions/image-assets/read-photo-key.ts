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

/** Beside a product's photos: what is known of it before there is a record. No photo, so it starts no run. */
export const productFileName = 'product.json';

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

/**
 * The position that a file's name gives a photo of a SKU: `2.jpg` and `SKU_2.jpg` are 2, `SKU.jpg` is 1.
 * Any other name gives none: the next free one is taken.
 */
export function readPosition(fileName: string, sku: string): number | undefined {
  const stem = stemOf(fileName);
  if (stem === sku) return 1;
  const digits = /^(?:(?<prefix>.+)_)?(?<number>[1-9][0-9]?)$/u.exec(stem)?.groups;
  if (digits === undefined || (digits.prefix !== undefined && digits.prefix !== sku)) return undefined;
  return Number(digits.number);
}

/** Names that cameras, phones and chat programs give: they look like a SKU and are none. */
const deviceNames =
  /^(img|dsc|dscn|dscf|dji|pxl|mvimg|gopr|p\d{7}|screenshot|screen|image|photo|picture|pic|untitled|scan|mmexport|wechat|whatsapp|wx_camera|[0-9a-f]{8}-[0-9a-f]{4}-|\d{8}_\d{6})[-_ ]?\d*/i;

/** ASCII only: a Chinese file name is a title far more often than a SKU. */
const skuInName = /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/;

/**
 * What a path relative to a folder of photos says: `SKU.jpg`, `SKU_2.jpg` or `SKU/2.jpg`. Undefined where no SKU can be
 * read; none is ever invented.
 */
export function readSkuFromPath(path: string): { sku: string; position: number | undefined } | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const fileName = parts.at(-1) ?? '';
  if (parts.length === 2 && skuSchema.safeParse(parts[0]).success) {
    const sku = parts[0] as string;
    return { sku, position: readPosition(fileName, sku) };
  }
  if (parts.length !== 1) return undefined;
  const stem = stemOf(fileName);
  const { sku = stem, number } = /^(?<sku>.+)_(?<number>[1-9][0-9]?)$/.exec(stem)?.groups ?? {};
  if (!skuInName.test(sku) || deviceNames.test(stem) || /^\d{1,3}$/.test(sku)) return undefined;
  return { sku, position: number === undefined ? 1 : Number(number) };
}

function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot <= 0 ? fileName : fileName.slice(0, dot);
}
