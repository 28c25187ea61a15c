import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  capitalsRule,
  HOUSE,
  houseTextRules,
  htmlRule,
  lengthRule,
  noEmojiRule,
  onPlatform,
  requiredRule,
} from './rule-kinds.ts';

const TITLE = onPlatform(
  'https://developer.ebay.com/api-docs/user-guides/static/trading-user-guide/listing-title.html',
);
/** The generated description of eBay's own Inventory API contract. */
const PRODUCT = byOthers(
  'https://github.com/zVPS/ebay-sell-inventory-php-client/blob/main/docs/Model/Product.md',
);

const ELEMENTS = ['b', 'strong', 'br', 'ol', 'ul', 'li', 'table', 'tbody', 'tr', 'td', 'th', 'thead'];

/** Names as in the Inventory API's `product`, columns as in Seller Hub's upload file. */
export const EBAY_TEXTS: ChannelTexts = {
  channel: 'ebay',
  title: { en: 'eBay', zh: 'eBay' },
  html: { paragraph: 'br', list: 'ul', heading: 'strong', table: true },
  fields: [
    { name: 'sku', column: 'Custom label (SKU)', form: 'value', title: { en: 'SKU', zh: 'SKU' } },
    { name: 'title', column: 'Title', form: 'line', title: { en: 'Title', zh: '标题' } },
    { name: 'subtitle', column: 'Subtitle', form: 'line', title: { en: 'Subtitle', zh: '副标题' } },
    {
      name: 'description',
      column: 'Description',
      form: 'html',
      title: { en: 'Description', zh: '商品描述' },
    },
    { name: 'brand', column: 'C:Brand', form: 'line', title: { en: 'Brand', zh: '品牌' } },
    { name: 'aspects.*', column: 'C:*', form: 'line', title: { en: 'Item specific', zh: '商品属性' } },
    { name: 'ean', column: 'P:EAN', form: 'value', title: { en: 'EAN', zh: 'EAN 条码' } },
    { name: 'upc', column: 'P:UPC', form: 'value', title: { en: 'UPC', zh: 'UPC 条码' } },
    { name: 'categoryId', column: 'Category ID', form: 'value', title: { en: 'Category', zh: '类目' } },
    { name: 'price', column: 'Start price', form: 'value', title: { en: 'Price', zh: '价格' } },
    { name: 'currency', column: 'Currency', form: 'value', title: { en: 'Currency', zh: '币种' } },
    { name: 'quantity', column: 'Quantity', form: 'value', title: { en: 'Quantity', zh: '库存数量' } },
    { name: 'condition', column: 'Condition ID', form: 'value', title: { en: 'Condition', zh: '状况' } },
  ],
  rules: [
    requiredRule('title', TITLE),
    lengthRule('title', { unit: 'characters', max: 80 }, TITLE),
    capitalsRule('title', 0.7, HOUSE, { severity: 'warn' }),
    noEmojiRule('title', HOUSE),
    lengthRule('subtitle', { unit: 'characters', max: 55 }, TITLE),
    noEmojiRule('subtitle', HOUSE),
    requiredRule('description', PRODUCT),
    lengthRule('description', { unit: 'characters', max: 4000 }, PRODUCT),
    htmlRule('description', ELEMENTS, PRODUCT),
    lengthRule('brand', { unit: 'characters', max: 65 }, PRODUCT),
    lengthRule('aspects.*', { unit: 'characters', max: 50 }, PRODUCT),
    requiredRule('price', HOUSE),
    ...houseTextRules(['title', 'subtitle', 'brand', 'aspects.*'], ['description']),
  ],
};
