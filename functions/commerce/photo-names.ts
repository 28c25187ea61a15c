import { isSku } from './sku-pattern.ts';

/** Beside a product's photos: what is known of it before there is a record. No photo, so it starts no run. */
export const productFileName = 'product.json';

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
  const [folder = ''] = parts;
  if (parts.length === 2 && isSku(folder)) return { sku: folder, position: readPosition(fileName, folder) };
  if (parts.length !== 1) return undefined;
  const stem = stemOf(fileName);
  const { sku = stem, number } = /^(?<sku>.+)_(?<number>[1-9][0-9]?)$/.exec(stem)?.groups ?? {};
  if (!skuInName.test(sku) || deviceNames.test(stem) || /^\d{1,3}$/.test(sku)) return undefined;
  return { sku, position: number === undefined ? 1 : Number(number) };
}

/** Where a file goes in the inbox. */
export interface PhotoPlace {
  /** Undefined: no SKU can be read from the name; a person says it later. */
  readonly sku: string | undefined;
  /** Its name in the inbox: its own, or one made of its folders where two would have the same. */
  readonly fileName: string;
  /** No photo: it says what is known of the product whose photos are worked on, so it goes before them. */
  readonly isDescription: boolean;
}

/**
 * The place of one of several files that are brought together.
 *
 * @param path relative to the folder that was chosen, by `/`; of a single file its name
 * @param sku the product of all of them; undefined: read from the path. `SKU/product.json` and `SKU.json` describe a product
 * @param taken places of the others: two photos without SKU from two folders may share a name, and the second would replace
 *   the first in the inbox. The place that is given is added
 */
export function placePhoto(path: string, sku: string | undefined, taken: Set<string>): PhotoPlace {
  const itsSku = sku ?? skuOf(path);
  const isDescription = itsSku !== undefined && [productFileName, `${itsSku}.json`].includes(nameOf(path));
  const fileName = isDescription ? productFileName : freeName(path, `${itsSku ?? ''}/`, taken);
  return { sku: itsSku, fileName, isDescription };
}

/** A lone `product.json` belongs to no product: its name is not one. */
function skuOf(path: string): string | undefined {
  return path === productFileName ? undefined : readSkuFromPath(path)?.sku;
}

/** The file's own name, or one made of its folders, or a numbered one, that none in `taken` has in the folder; it is added there. */
export function freeName(path: string, folder: string, taken: Set<string>): string {
  const joined = path.replaceAll('/', '_');
  const numbered = Array.from({ length: taken.size }, (_, index) => `${index + 2}_${joined}`);
  const free = [nameOf(path), joined, ...numbered].find((name) => !taken.has(folder + name)) ?? joined;
  taken.add(folder + free);
  return free;
}

/** Photos of a product stand together, its main one first: `SKU.jpg`, `SKU_2.jpg`, and behind them those without a number. */
export function byProduct(one: string, other: string): number {
  const [a, b] = [readSkuFromPath(one), readSkuFromPath(other)];
  const inOrder = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });
  return (
    inOrder(a?.sku ?? one, b?.sku ?? other) ||
    (a?.position ?? Number.POSITIVE_INFINITY) - (b?.position ?? Number.POSITIVE_INFINITY) ||
    inOrder(one, other)
  );
}

/** `.DS_Store` and the like, and whatever lies in a hidden folder. */
export function isHiddenPath(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot <= 0 ? fileName : fileName.slice(0, dot);
}
