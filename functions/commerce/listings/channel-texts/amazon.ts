import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  capitalsRule,
  forbiddenRule,
  HOUSE,
  houseTextRules,
  htmlRule,
  lengthRule,
  noEmojiRule,
  onPlatform,
  repeatedWordRule,
  requiredRule,
  unconfirmed,
} from './rule-kinds.ts';
import { PROMOTIONAL_PHRASES, SMALL_WORDS } from './unwanted-words.ts';

const TITLE = onPlatform('https://sellercentral-europe.amazon.com/help/hub/reference/external/201100890');
const TITLE_NEWS = onPlatform(
  'https://sellercentral.amazon.it/seller-forums/discussions/t/5a52c895-8d38-42f2-b58c-6d9795219649',
);
/** Announced in June 2026; Amazon's own notice wants a login, three independent references agree on it. */
const SHORT_TITLE = byOthers(
  'https://dev.to/toolmaxo/amazon-cut-product-titles-to-75-characters-a-small-checker-that-finds-every-problem-2b0a',
);
const BULLETS = byOthers('https://www.skills.sh/kuudoai/skills/amazon-sp-listing-optimizer');
/** Amazon's announcement of July 2024 as an agency repeats it. */
const BULLET_NEWS = byOthers(
  'https://goatconsulting.com/amazon-policy/amazon-product-detail-page-rules-violation-policy-compliance',
);
const DETAIL_PAGE = onPlatform(
  'https://sellercentral.amazon.com/gp/help/external/help.html?itemID=200390640&language=en_US',
);
/** Known to sellers from category templates, which want a login. */
const TEMPLATE = unconfirmed('https://sellercentral.amazon.com/help/hub/reference/G1641');

/** What Amazon takes out of bullet points itself, or hides the product for. */
const BULLET_PHRASES: readonly string[] = [
  ...PROMOTIONAL_PHRASES,
  'eco-friendly',
  'eco friendly',
  'environmentally friendly',
  'antimicrobial',
  'anti-microbial',
  'antibacterial',
  'anti-bacterial',
  'full refund',
  'unconditional guarantee',
  'not applicable',
  'n/a',
  'tbd',
  'to be decided',
  'copy pending',
];

/** Names as in the flat file. */
export const AMAZON_TEXTS: ChannelTexts = {
  channel: 'amazon',
  title: { en: 'Amazon', zh: '亚马逊' },
  html: { paragraph: 'br', list: 'br', heading: 'none', table: false },
  fields: [
    { name: 'item_sku', form: 'value', title: { en: 'SKU', zh: 'SKU' } },
    { name: 'item_name', form: 'line', title: { en: 'Title', zh: '商品名称' } },
    { name: 'title_differentiation', form: 'line', title: { en: 'Item highlights', zh: '商品亮点' } },
    { name: 'brand_name', form: 'line', title: { en: 'Brand', zh: '品牌' } },
    { name: 'product_description', form: 'html', title: { en: 'Description', zh: '商品描述' } },
    { name: 'bullet_point*', form: 'line', title: { en: 'Bullet point', zh: '商品要点' } },
    { name: 'generic_keywords', form: 'list', separator: ' ', title: { en: 'Search terms', zh: '搜索词' } },
    { name: 'item_type_keyword', form: 'value', title: { en: 'Item type', zh: '商品类型' } },
    { name: 'recommended_browse_nodes', form: 'value', title: { en: 'Browse node', zh: '分类节点' } },
    { name: 'color_name', form: 'line', title: { en: 'Colour', zh: '颜色' } },
    { name: 'size_name', form: 'line', title: { en: 'Size', zh: '尺码' } },
    { name: 'material_type', form: 'line', title: { en: 'Material', zh: '材质' } },
    { name: 'external_product_id', form: 'value', title: { en: 'Barcode', zh: '条形码' } },
    { name: 'external_product_id_type', form: 'value', title: { en: 'Kind of barcode', zh: '条码类型' } },
    { name: 'standard_price', form: 'value', title: { en: 'Price', zh: '价格' } },
    { name: 'currency', form: 'value', title: { en: 'Currency', zh: '币种' } },
    { name: 'quantity', form: 'value', title: { en: 'Quantity', zh: '库存数量' } },
  ],
  rules: [
    requiredRule('item_name', TITLE),
    lengthRule('item_name', { unit: 'characters', max: 200 }, TITLE, { effectiveFrom: '2025-01-21' }),
    // A longer title is accepted, and then shortened by Amazon itself; media products are exempt.
    lengthRule('item_name', { unit: 'characters', max: 75 }, SHORT_TITLE, {
      id: 'item_name-shown',
      severity: 'warn',
      effectiveFrom: '2026-07-27',
    }),
    forbiddenRule(
      'item_name',
      { any: ['!', '$', '?', '_', '{', '}', '^', '¬', '¦'], as: 'character' },
      { en: 'None of ! $ ? _ { } ^ ¬ ¦ in a title', zh: '标题不得使用 ! $ ? _ { } ^ ¬ ¦' },
      TITLE_NEWS,
      { effectiveFrom: '2025-01-21' },
    ),
    repeatedWordRule('item_name', 2, SMALL_WORDS, TITLE_NEWS, { effectiveFrom: '2025-01-21' }),
    forbiddenRule(
      'item_name',
      { any: PROMOTIONAL_PHRASES, as: 'phrase' },
      { en: 'No promotional phrases in a title', zh: '标题不得使用促销用语' },
      TITLE,
    ),
    capitalsRule('item_name', 0.7, TITLE, { severity: 'warn' }),
    noEmojiRule('item_name', HOUSE),
    lengthRule('title_differentiation', { unit: 'characters', max: 125 }, SHORT_TITLE),
    noEmojiRule('title_differentiation', HOUSE),
    lengthRule('bullet_point*', { unit: 'items', max: 5 }, BULLETS, { id: 'bullet_point-count' }),
    lengthRule('bullet_point*', { unit: 'items', min: 3 }, BULLETS, {
      id: 'bullet_point-few',
      severity: 'warn',
    }),
    lengthRule('bullet_point*', { unit: 'characters', max: 255 }, BULLETS),
    lengthRule('bullet_point*', { unit: 'characters', min: 10 }, BULLETS, {
      id: 'bullet_point-short',
      severity: 'warn',
    }),
    noEmojiRule('bullet_point*', BULLET_NEWS, { effectiveFrom: '2024-08-15' }),
    forbiddenRule(
      'bullet_point*',
      { any: ['™', '®', '€', '…', '†', '‡', '¢', '£', '¥', '©', '±', '~'], as: 'character' },
      { en: 'No special characters in a bullet point', zh: '商品要点不得使用特殊符号' },
      BULLET_NEWS,
      { effectiveFrom: '2024-08-15' },
    ),
    forbiddenRule(
      'bullet_point*',
      { any: BULLET_PHRASES, as: 'phrase' },
      {
        en: 'No promotion, guarantee, placeholder or environmental claim in a bullet point',
        zh: '商品要点不得使用促销、保证、占位或环保宣传用语',
      },
      BULLET_NEWS,
      { effectiveFrom: '2024-08-15' },
    ),
    requiredRule('product_description', HOUSE, { severity: 'warn' }),
    htmlRule('product_description', ['br'], DETAIL_PAGE),
    lengthRule('product_description', { unit: 'characters', max: 2000 }, TEMPLATE),
    lengthRule('generic_keywords', { unit: 'utf8-bytes', max: 249 }, SHORT_TITLE),
    lengthRule('brand_name', { unit: 'characters', max: 100 }, TEMPLATE),
    requiredRule('brand_name', TEMPLATE, { severity: 'warn' }),
    requiredRule('standard_price', TEMPLATE),
    ...houseTextRules(
      ['item_name', 'title_differentiation', 'bullet_point*', 'generic_keywords', 'brand_name'],
      ['product_description'],
    ),
  ],
};
