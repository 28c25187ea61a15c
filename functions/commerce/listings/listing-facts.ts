import type { Money } from '../money.ts';
import type { ProductFacts, Variant } from '../product/product-record.ts';
import type { ListingTexts } from './listing.ts';

/** A text and what of the product record it says. */
export interface GroundedValue {
  readonly text: string;
  readonly from: readonly string[];
}

/** What channels have fields for, and how the record may name it: ids of attributes and names of options. */
const NAMES = {
  color: ['color', 'colour', '颜色'],
  size: ['size', '尺码', '尺寸', '规格'],
  material: ['material', '材质', '面料'],
  pattern: ['pattern', '图案'],
} as const;

/**
 * What a specification says of an attribute, in the listing's language; else the one value that all variants share. Several
 * values (a shirt in four colours) belong to the variants and are nothing that the product as a whole is.
 */
export function factOf(
  what: keyof typeof NAMES,
  texts: ListingTexts,
  product: ProductFacts,
): GroundedValue | undefined {
  const names: readonly string[] = NAMES[what];
  const option = product.options.find(({ name }) => names.includes(name.toLowerCase()));
  if (option !== undefined && option.values.length > 1) return undefined;
  for (const { rows } of texts.specifications) {
    const row = rows.find(({ from }) => from.some((ground) => names.includes(ground.toLowerCase())));
    if (row !== undefined) return { text: row.value, from: row.from };
  }
  const value = option?.values[0];
  return option === undefined || value === undefined
    ? undefined
    : { text: value, from: [`option:${option.name}`] };
}

/** The lowest price among the variants: what a listing of the whole product says. */
export function lowestPriced(product: ProductFacts): Variant | undefined {
  return product.variants
    .filter(({ price }) => price !== undefined)
    .sort((a, b) => (a.price?.amount ?? 0) - (b.price?.amount ?? 0))[0];
}

/** The barcode of a product that is sold in one variant only: a family has none of its own. */
export function ownBarcode(product: Pick<ProductFacts, 'variants'>): string | undefined {
  const barcode = product.variants.length === 1 ? product.variants[0]?.barcode : undefined;
  return barcode === undefined || isInStore(barcode) ? undefined : barcode;
}

/**
 * Codes that a shop prints for its own tills: EAN beginning with 2, UPC with 2 or 4 (GS1 General Specifications, restricted
 * circulation numbers). Two shops may have the same one, so that no channel takes them for a GTIN.
 */
function isInStore(barcode: string): boolean {
  if (barcode.length === 13) return /^(?:2|0[24])/.test(barcode);
  return barcode.length === 12 && /^[24]/.test(barcode);
}

/** Pieces of all variants together, none below zero; `undefined` where the shop does not count them. */
export function piecesInStock(product: ProductFacts): number | undefined {
  const counted = product.variants.filter(({ stock }) => stock !== undefined);
  if (counted.length === 0) return undefined;
  return counted.reduce((sum, { stock = 0 }) => sum + Math.max(0, stock), 0);
}

/** An amount with the currency's decimals and a point, as files of channels want it: `1299.00`, of yen `1299`. */
export function decimalOf({ amount, currency }: Money): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  if (digits === 0) return String(amount);
  const sign = amount < 0 ? '-' : '';
  const whole = String(Math.abs(amount)).padStart(digits + 1, '0');
  return `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** A name for addresses: small letters and digits joined by hyphens, `cotton-shirt`. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lo}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}
