import * as z from 'zod';
import { plainTextOf } from '../listings/sanitize-source.ts';
import { isSku } from '../sku-pattern.ts';
import type { ColumnMapping } from './column-mapping.ts';
import type { ProductFacts } from './product-record.ts';
import { readColumns } from './read-columns.ts';
import { type FieldNote, noteOf } from './reading.ts';

const text = z.string().nullish();
const amount = z.union([z.string(), z.number()]).nullish();

/** Of Shopify's REST product only what is read; whatever else it carries is left alone. */
export const shopifyProductSchema = z.object({
  id: z.union([z.int(), z.string()]),
  title: z.string(),
  handle: text,
  body_html: text,
  vendor: text,
  product_type: text,
  status: text,
  published_at: text,
  updated_at: text,
  images: z.array(z.object({ src: z.string(), position: z.int().nullish() })).default([]),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()).nullish() })).default([]),
  variants: z
    .array(
      z.object({
        id: z.union([z.int(), z.string()]),
        sku: text,
        price: amount,
        compare_at_price: amount,
        inventory_quantity: z.number().nullish(),
        inventory_management: text,
        barcode: text,
        grams: z.number().nullish(),
        option1: text,
        option2: text,
        option3: text,
      }),
    )
    .min(1),
});
export type ShopifyProduct = z.output<typeof shopifyProductSchema>;

export type ReadShopifyProduct =
  | { readonly facts: ProductFacts; readonly notes: readonly FieldNote[]; readonly updatedAt?: string }
  | { readonly facts?: undefined; readonly notes: readonly FieldNote[] };

const COLUMNS: ColumnMapping['columns'] = {
  handle: { target: 'family' },
  title: { target: 'title:en' },
  body_html: { target: 'text:en' },
  vendor: { target: 'brand' },
  product_type: { target: 'category' },
  status: { target: 'status' },
  'variants.sku': { target: 'sku' },
  'variants.price': { target: 'price' },
  'variants.compare_at_price': { target: 'compareAtPrice' },
  'variants.inventory_quantity': { target: 'stock' },
  'variants.barcode': { target: 'barcode' },
  'variants.grams': { target: 'weight', unit: 'g' },
  'options1.name': { target: 'optionName:1' },
  'options2.name': { target: 'optionName:2' },
  'options3.name': { target: 'optionName:3' },
  'variants.option1': { target: 'optionValue:1' },
  'variants.option2': { target: 'optionValue:2' },
  'variants.option3': { target: 'optionValue:3' },
  images: { target: 'picture:1' },
};

/**
 * Reads a product of Shopify's REST API or webhooks into facts, by the same rules as a file's rows. Shopify writes points for
 * decimals, counts stock only where it manages it, and names the language nowhere: texts are told by their script.
 *
 * @param shop currency that its prices are in
 */
export function readShopifyProduct(
  product: ShopifyProduct,
  shop: { readonly currency: string },
): ReadShopifyProduct {
  const mapping: ColumnMapping = { columns: COLUMNS, locale: 'en', decimal: '.', currency: shop.currency };
  const family = familyOf(product);
  const rows = product.variants.map((variant, index) => {
    const counted = variant.inventory_management != null && variant.inventory_quantity != null;
    const cells = {
      handle: family,
      'variants.sku': variant.sku || skuOf(product, variant, family),
      'variants.price': String(variant.price ?? ''),
      'variants.compare_at_price': String(variant.compare_at_price ?? ''),
      'variants.inventory_quantity': counted ? String(variant.inventory_quantity) : '',
      'variants.barcode': variant.barcode ?? '',
      'variants.grams': String(variant.grams ?? ''),
      'variants.option1': variant.option1 ?? '',
      'variants.option2': variant.option2 ?? '',
      'variants.option3': variant.option3 ?? '',
    };
    return { line: index + 1, cells: index === 0 ? { ...productCells(product), ...cells } : cells };
  });
  const { facts, notes } = readColumns(rows, mapping);
  const own = [...notes.map(({ line: _line, ...note }) => note), ...imageNotes(product)];
  if (facts === undefined) return { notes: own };
  const options = facts.options.map(({ name }) => renamed(name, product));
  const named: ProductFacts = {
    ...facts,
    options: facts.options.map(({ values }, index) => ({ name: options[index] ?? '', values })),
    variants: facts.variants.map((variant) => ({
      ...variant,
      options: Object.fromEntries(
        facts.options.map(({ name }, index) => [options[index] ?? '', variant.options[name] ?? '']),
      ),
    })),
  };
  const at = product.updated_at;
  return { facts: named, notes: own, ...(at == null ? {} : { updatedAt: at }) };
}

/** The family's name: its handle, as the shop's own addresses carry it; a SKU has no signs that a handle could not have. */
function familyOf({ handle, id }: ShopifyProduct): string {
  return handle != null && isSku(handle) ? handle : `shopify-${id}`;
}

/** Shopify takes variants without a SKU; its own id is one that stays. */
function skuOf(
  { variants }: ShopifyProduct,
  { id }: ShopifyProduct['variants'][number],
  family: string,
): string {
  return variants.length === 1 ? family : `${family}-${id}`.slice(-64).replace(/^[^\p{L}\p{N}]+/u, '');
}

/** Before 2020 `status` was not there: `published_at` said it. */
function productCells(product: ShopifyProduct): Record<string, string> {
  const { title, body_html, vendor, product_type, status, published_at, images, options } = product;
  return {
    title,
    body_html: body_html ?? '',
    vendor: vendor ?? '',
    product_type: product_type ?? '',
    status: status ?? (published_at == null ? 'draft' : 'active'),
    ...Object.fromEntries(options.map(({ name }, index) => [`options${index + 1}.name`, name])),
    images: images
      .toSorted((a, b) => (a.position ?? 99) - (b.position ?? 99))
      .map(({ src }) => src)
      .join('\n'),
  };
}

/** Old exports call a real option `Title`, as the placeholder is: its values say what it is. */
function renamed(name: string, { title }: ShopifyProduct): string {
  if (name !== 'Title') return name;
  return /\p{Script=Han}/u.test(plainTextOf(title)) ? '款式' : 'Variant';
}

/** What a channel could not show is better said at once. */
function imageNotes({ images }: ShopifyProduct): FieldNote[] {
  if (images.length > 0) return [];
  const expected = { en: 'at least one picture', zh: '至少一张图片' };
  const says = { en: 'The product has no picture.', zh: '该商品没有图片。' };
  return [noteOf('images', '', { code: 'NoPicture', expected, says }, 'kept')];
}
