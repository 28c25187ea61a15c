import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  capitalsRule,
  forbiddenRule,
  HOUSE,
  houseTextRules,
  lengthRule,
  noEmojiRule,
  oneOfRule,
  onPlatform,
  requiredEitherRule,
  requiredRule,
  unconfirmed,
} from './rule-kinds.ts';
import { PROMOTIONAL_PHRASES } from './unwanted-words.ts';

const TITLE = onPlatform('https://support.google.com/merchants/answer/6324415');
const STRUCTURED_TITLE = onPlatform(
  'https://googleapis.dev/dotnet/Google.Apis.ShoppingContent.v2_1/latest/api/Google.Apis.ShoppingContent.v2_1.Data.ProductStructuredTitle.html',
);
const DESCRIPTION = onPlatform('https://support.google.com/merchants/answer/6324468');
/** Google's reference of its API, as another cloud that runs it publishes it. */
const STRUCTURED_DESCRIPTION = onPlatform(
  'https://documentation.s3ns.fr/php/docs/reference/shopping-merchant-products/latest/V1.StructuredDescription',
);
const HIGHLIGHT = onPlatform('https://support.google.com/merchants/answer/9216100');
const BRAND = onPlatform('https://support.google.com/merchants/answer/6324351');
const COLOUR = onPlatform('https://support.google.com/merchants/answer/6324487');
const MATERIAL = onPlatform('https://support.google.com/merchants/answer/6324410');
/** How Google's specification is mapped by a shop system; Google's own page could be read only in part. */
const MAPPING = byOthers('https://docs.commercetools.com/agentic-commerce/ai-hub/google/product-data');
/** Known from Google's pages, in parts of them that could not be read again. */
const WORDING = unconfirmed('https://support.google.com/merchants/answer/6324415');
const SPECIFICATION = unconfirmed('https://support.google.com/merchants/answer/7052112');

/** Titles and descriptions, whether a person or a model wrote them. */
const TITLES = ['title', 'structured_title.content'];
const DESCRIPTIONS = ['description', 'structured_description.content'];

/** Names as in the product data specification; the feed folds `structured_title.*` into one column. */
export const GOOGLE_MERCHANT_TEXTS: ChannelTexts = {
  channel: 'google-merchant',
  title: { en: 'Google Merchant Center', zh: 'Google 购物（Merchant Center）' },
  fields: [
    { name: 'id', form: 'value', title: { en: 'Id', zh: '商品 ID' } },
    { name: 'title', form: 'line', title: { en: 'Title', zh: '标题' } },
    {
      name: 'structured_title.digital_source_type',
      form: 'value',
      title: { en: 'Title written by', zh: '标题来源' },
    },
    {
      name: 'structured_title.content',
      form: 'line',
      title: { en: 'Title by a model', zh: '标题（AI 撰写）' },
    },
    { name: 'description', form: 'paragraphs', title: { en: 'Description', zh: '商品描述' } },
    {
      name: 'structured_description.digital_source_type',
      form: 'value',
      title: { en: 'Description written by', zh: '描述来源' },
    },
    {
      name: 'structured_description.content',
      form: 'paragraphs',
      title: { en: 'Description by a model', zh: '商品描述（AI 撰写）' },
    },
    { name: 'product_highlight*', form: 'line', title: { en: 'Highlight', zh: '商品亮点' } },
    { name: 'brand', form: 'line', title: { en: 'Brand', zh: '品牌' } },
    { name: 'gtin', form: 'value', title: { en: 'Barcode', zh: '条形码' } },
    { name: 'item_group_id', form: 'value', title: { en: 'Group of variants', zh: '款式组' } },
    { name: 'google_product_category', form: 'value', title: { en: 'Google category', zh: 'Google 类目' } },
    { name: 'product_type', form: 'line', title: { en: 'Product type', zh: '商品类型' } },
    { name: 'color', form: 'line', title: { en: 'Colour', zh: '颜色' } },
    { name: 'size', form: 'line', title: { en: 'Size', zh: '尺码' } },
    { name: 'material', form: 'line', title: { en: 'Material', zh: '材质' } },
    { name: 'pattern', form: 'line', title: { en: 'Pattern', zh: '图案' } },
    { name: 'condition', form: 'value', title: { en: 'Condition', zh: '状况' } },
    { name: 'price', form: 'value', title: { en: 'Price', zh: '价格' } },
    { name: 'sale_price', form: 'value', title: { en: 'Reduced price', zh: '促销价' } },
    { name: 'availability', form: 'value', title: { en: 'Availability', zh: '库存状态' } },
  ],
  rules: [
    requiredEitherRule('title', 'structured_title.content', TITLE),
    requiredEitherRule('description', 'structured_description.content', DESCRIPTION),
    ...TITLES.map((field) => lengthRule(field, { unit: 'characters', max: 150 }, STRUCTURED_TITLE)),
    ...TITLES.map((field) => capitalsRule(field, 0.7, WORDING)),
    ...DESCRIPTIONS.map((field) =>
      lengthRule(field, { unit: 'characters', max: 5000 }, STRUCTURED_DESCRIPTION),
    ),
    ...DESCRIPTIONS.map((field) => capitalsRule(field, 0.7, WORDING)),
    ...[...TITLES, ...DESCRIPTIONS].map((field) =>
      forbiddenRule(
        field,
        { any: PROMOTIONAL_PHRASES, as: 'phrase' },
        { en: 'No promotional text', zh: '不得使用促销用语' },
        MAPPING,
      ),
    ),
    ...TITLES.map((field) => noEmojiRule(field, HOUSE)),
    oneOfRule('structured_title.digital_source_type', ['default', 'trained_algorithmic_media'], TITLE),
    oneOfRule(
      'structured_description.digital_source_type',
      ['default', 'trained_algorithmic_media'],
      DESCRIPTION,
    ),
    lengthRule('product_highlight*', { unit: 'characters', max: 150 }, HIGHLIGHT),
    lengthRule('product_highlight*', { unit: 'items', max: 100 }, HIGHLIGHT, {
      id: 'product_highlight-count',
    }),
    lengthRule('product_highlight*', { unit: 'items', min: 2 }, HIGHLIGHT, {
      id: 'product_highlight-few',
      severity: 'warn',
    }),
    lengthRule('brand', { unit: 'characters', max: 70 }, BRAND),
    lengthRule('color', { unit: 'characters', max: 100 }, COLOUR),
    lengthRule('size', { unit: 'characters', max: 100 }, SPECIFICATION),
    lengthRule('material', { unit: 'characters', max: 200 }, MATERIAL),
    lengthRule('pattern', { unit: 'characters', max: 100 }, SPECIFICATION),
    lengthRule('product_type', { unit: 'characters', max: 750 }, SPECIFICATION),
    lengthRule('id', { unit: 'characters', max: 50 }, MAPPING),
    requiredRule('id', MAPPING),
    requiredRule('price', SPECIFICATION),
    requiredRule('availability', SPECIFICATION),
    requiredRule('brand', BRAND, { severity: 'warn' }),
    ...houseTextRules([...TITLES, ...DESCRIPTIONS, 'product_highlight*', 'brand', 'product_type']),
  ],
};
