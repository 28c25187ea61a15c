import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  capitalsRule,
  forbiddenRule,
  HOUSE,
  houseTextRules,
  htmlRule,
  lengthRule,
  noChineseRule,
  noEmojiRule,
  onPlatform,
  patternRule,
  requiredRule,
} from './rule-kinds.ts';
import { PROMOTIONAL_PHRASES } from './unwanted-words.ts';

/** The descriptions of TikTok's Create Product API (202309) in types generated from them. */
const API = byOthers(
  'https://github.com/lywzx/tiktok-partner-api/blob/HEAD/packages/tk-origin-api/src/products/CreateProduct.ts',
);
const GUIDE = onPlatform(
  'https://seller-vn.tiktok.com/university/essay?knowledge_id=5918681919178512&lang=en',
);
/** TikTok's own page for its catalogue, which feeds the shop's advertisements. */
const CATALOGUE = onPlatform('https://ads.tiktok.com/help/article/catalog-product-parameters');

const ELEMENTS = ['p', 'br', 'ul', 'ol', 'li', 'strong', 'b', 'em', 'i', 'u'];

/** Names as in the Create Product API. */
export const TIKTOK_SHOP_TEXTS: ChannelTexts = {
  channel: 'tiktok-shop',
  title: { en: 'TikTok Shop', zh: 'TikTok Shop' },
  html: { paragraph: 'p', list: 'ul', heading: 'strong', table: false },
  fields: [
    { name: 'title', column: 'Product name', form: 'line', title: { en: 'Title', zh: '商品名称' } },
    {
      name: 'description',
      column: 'Product description',
      form: 'html',
      title: { en: 'Description', zh: '商品描述' },
    },
    { name: 'category_id', column: 'Category', form: 'value', title: { en: 'Category', zh: '类目' } },
    { name: 'brand', column: 'Brand', form: 'line', title: { en: 'Brand', zh: '品牌' } },
    { name: 'product_attributes.*', column: '*', form: 'line', title: { en: 'Attribute', zh: '商品属性' } },
    { name: 'seller_sku', column: 'Seller SKU', form: 'value', title: { en: 'SKU', zh: '商家编码' } },
    { name: 'identifier_code', column: 'GTIN', form: 'value', title: { en: 'Barcode', zh: '条形码' } },
    { name: 'price', column: 'Retail price', form: 'value', title: { en: 'Price', zh: '价格' } },
    { name: 'currency', form: 'value', title: { en: 'Currency', zh: '币种' } },
    { name: 'quantity', column: 'Quantity', form: 'value', title: { en: 'Quantity', zh: '库存数量' } },
  ],
  rules: [
    requiredRule('title', API),
    lengthRule('title', { unit: 'characters', max: 255 }, API),
    // At least one in American and British shops, 25 in all others. A shorter one is worth a look everywhere.
    lengthRule('title', { unit: 'characters', min: 25 }, API, {
      id: 'title-short',
      severity: 'warn',
      locales: ['en'],
    }),
    capitalsRule('title', 0.7, HOUSE, { severity: 'warn' }),
    noEmojiRule('title', CATALOGUE),
    noChineseRule('title', API, { locales: ['en'] }),
    // A Chinese listing is a seller's draft here: nothing can be left of its title, so that a person must know.
    patternRule(
      'title',
      '[^\\p{Script=Han}]*',
      { en: 'TikTok Shop takes no Chinese titles', zh: 'TikTok Shop 不接受中文标题' },
      API,
      { severity: 'warn', locales: ['zh-CN'] },
    ),
    forbiddenRule(
      'title',
      { any: PROMOTIONAL_PHRASES, as: 'phrase' },
      { en: 'No promotional text in a title', zh: '标题不得使用促销用语' },
      GUIDE,
    ),
    requiredRule('description', API),
    lengthRule('description', { unit: 'characters', max: 10_000 }, API),
    htmlRule('description', ELEMENTS, API),
    lengthRule('description', { unit: 'words', min: 30 }, GUIDE, {
      id: 'description-short',
      severity: 'warn',
      locales: ['en'],
    }),
    lengthRule('seller_sku', { unit: 'characters', max: 50 }, API),
    lengthRule('product_attributes.*', { unit: 'characters', max: 50 }, API),
    requiredRule('price', API),
    ...houseTextRules(['title', 'brand', 'product_attributes.*'], ['description']),
  ],
};
