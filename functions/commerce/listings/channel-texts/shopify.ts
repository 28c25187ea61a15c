import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  HOUSE,
  houseTextRules,
  htmlRule,
  lengthRule,
  onPlatform,
  patternRule,
  requiredRule,
  unconfirmed,
} from './rule-kinds.ts';

const CSV = onPlatform('https://help.shopify.com/en/manual/products/import-export/using-csv');
const TAGS = onPlatform('https://shopify.dev/changelog/product-tags-now-have-a-limit-of-250-per-product');
const PRODUCT = unconfirmed('https://shopify.dev/docs/api/admin-graphql/latest/objects/Product');
const SEO = unconfirmed('https://help.shopify.com/en/manual/promoting-marketing/seo');
/** A translation of Shopify's own table of columns. */
const COLUMNS = byOthers('https://cnblogs.com/ytkah/p/15065734.html');

const ELEMENTS = ['p', 'br', 'ul', 'li', 'h3', 'table', 'tbody', 'tr', 'th', 'td', 'strong'];

/** Names as in the Admin API's `ProductSetInput`, columns as in the product CSV. */
export const SHOPIFY_TEXTS: ChannelTexts = {
  channel: 'shopify',
  title: { en: 'Shopify', zh: 'Shopify' },
  html: { paragraph: 'p', list: 'ul', heading: 'h3', table: true },
  fields: [
    { name: 'handle', column: 'URL handle', form: 'value', title: { en: 'Handle', zh: '网址标识' } },
    { name: 'title', column: 'Title', form: 'line', title: { en: 'Title', zh: '标题' } },
    {
      name: 'descriptionHtml',
      column: 'Description',
      form: 'html',
      title: { en: 'Description', zh: '商品描述' },
    },
    { name: 'vendor', column: 'Vendor', form: 'line', title: { en: 'Vendor', zh: '品牌' } },
    {
      name: 'category',
      column: 'Product category',
      form: 'value',
      title: { en: 'Category', zh: '商品类目' },
    },
    { name: 'productType', column: 'Type', form: 'line', title: { en: 'Type', zh: '商品类型' } },
    { name: 'tags', column: 'Tags', form: 'list', separator: ',', title: { en: 'Tags', zh: '标签' } },
    { name: 'seo.title', column: 'SEO title', form: 'line', title: { en: 'Search title', zh: '搜索标题' } },
    {
      name: 'seo.description',
      column: 'SEO description',
      form: 'line',
      title: { en: 'Search description', zh: '搜索描述' },
    },
    { name: 'sku', column: 'SKU', form: 'value', title: { en: 'SKU', zh: 'SKU' } },
    { name: 'barcode', column: 'Barcode', form: 'value', title: { en: 'Barcode', zh: '条形码' } },
    { name: 'price', column: 'Price', form: 'value', title: { en: 'Price', zh: '价格' } },
    {
      name: 'compareAtPrice',
      column: 'Compare-at price',
      form: 'value',
      title: { en: 'Price before', zh: '划线价' },
    },
  ],
  rules: [
    requiredRule('title', CSV),
    lengthRule('title', { unit: 'characters', max: 255 }, PRODUCT),
    requiredRule('descriptionHtml', HOUSE, { severity: 'warn' }),
    htmlRule('descriptionHtml', ELEMENTS, HOUSE),
    lengthRule('descriptionHtml', { unit: 'utf8-bytes', max: 512_000 }, PRODUCT),
    lengthRule('vendor', { unit: 'characters', max: 255 }, PRODUCT),
    lengthRule('productType', { unit: 'characters', max: 255 }, PRODUCT),
    lengthRule('tags', { unit: 'items', max: 250 }, TAGS),
    lengthRule('seo.title', { unit: 'characters', max: 70 }, SEO, { severity: 'warn' }),
    lengthRule('seo.description', { unit: 'characters', max: 160 }, SEO, { severity: 'warn' }),
    lengthRule('handle', { unit: 'characters', max: 255 }, PRODUCT),
    patternRule(
      'handle',
      '[\\p{Ll}\\p{Lo}\\p{N}]+(?:-[\\p{Ll}\\p{Lo}\\p{N}]+)*',
      { en: 'Small letters, digits and hyphens', zh: '只能使用小写字母、数字和连字符' },
      COLUMNS,
    ),
    ...houseTextRules(
      ['title', 'vendor', 'productType', 'tags', 'seo.title', 'seo.description'],
      ['descriptionHtml'],
    ),
  ],
};
