import type { Variant } from '../../product/product-record.ts';
import { decimalOf, ownBarcode } from '../listing-facts.ts';
import { orderFields } from '../order-fields.ts';
import type { FeedItem } from './feed-item.ts';

/** A text that says who wrote it, as Google wants of what a model wrote. */
export interface StructuredText {
  readonly digitalSourceType: string;
  readonly content: string;
}

/** One value of one attribute; a repeated attribute has several. */
export interface GoogleAttribute {
  readonly name: string;
  readonly value: string | StructuredText;
}
export type GoogleItem = readonly GoogleAttribute[];

/** Attributes that take several values. */
export const REPEATED: ReadonlySet<string> = new Set(['product_highlight']);

/** A product as Google has it: an item for each variant, which `item_group_id` ties together. */
export function googleItems({ listing, product, picture }: FeedItem): readonly GoogleItem[] {
  const { fields, sku } = listing;
  const all = picture === undefined ? fields : { ...fields, image_link: picture };
  const variants = product?.variants ?? [];
  if (product === undefined || variants.length < 2) return [attributesOf(all)];
  return variants.map((variant) =>
    attributesOf({ ...all, ...fieldsOfVariant(variant), item_group_id: sku.slice(0, LONGEST_GROUP_ID) }),
  );
}

/** Characters. */
const LONGEST_GROUP_ID = 50;

/** Which of Google's attributes an option's name means. */
const OPTIONS: Readonly<Record<string, string>> = {
  color: 'color',
  colour: 'color',
  颜色: 'color',
  size: 'size',
  尺码: 'size',
  尺寸: 'size',
  material: 'material',
  材质: 'material',
  pattern: 'pattern',
  图案: 'pattern',
};

/** An empty text takes away what the listing says of the product as a whole. */
function fieldsOfVariant(variant: Variant): Record<string, string> {
  const { price, compareAtPrice } = variant;
  const isReduced =
    price !== undefined &&
    compareAtPrice?.currency === price.currency &&
    compareAtPrice.amount > price.amount;
  const inWords = (money: typeof price) =>
    money === undefined ? '' : `${decimalOf(money)} ${money.currency}`;
  const options = Object.entries(variant.options).flatMap(([name, value]) => {
    const attribute = OPTIONS[name.toLowerCase()];
    return attribute === undefined ? [] : [[attribute, value]];
  });
  return {
    id: variant.sku,
    gtin: ownBarcode({ variants: [variant] }) ?? '',
    price: inWords(isReduced ? compareAtPrice : price),
    sale_price: isReduced ? inWords(price) : '',
    availability: variant.stock !== undefined && variant.stock <= 0 ? 'out_of_stock' : 'in_stock',
    ...Object.fromEntries(options),
  };
}

function attributesOf(fields: Readonly<Record<string, string>>): GoogleItem {
  return Object.entries(orderFields('google-merchant', fields)).flatMap(([name, text]): GoogleAttribute[] => {
    if (text === '' || name.endsWith('.digital_source_type')) return [];
    const plain = name.replace(/^(product_highlight)\d+$/, '$1');
    if (!name.endsWith('.content')) return [{ name: plain, value: text }];
    const of = name.slice(0, -'.content'.length);
    const digitalSourceType = fields[`${of}.digital_source_type`] ?? 'default';
    return [{ name: of, value: { digitalSourceType, content: text } }];
  });
}
