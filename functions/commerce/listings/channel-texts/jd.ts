import { advertisingLawRules } from './advertising-law.ts';
import type { ChannelTexts } from './channel-texts.ts';
import {
  byOthers,
  forbiddenRule,
  HOUSE,
  houseTextRules,
  htmlRule,
  lengthRule,
  noEmojiRule,
  requiredRule,
  unconfirmed,
} from './rule-kinds.ts';
import { PROMOTIONAL_PHRASES } from './unwanted-words.ts';

const WARE = unconfirmed('https://open.jd.com/home/home/#/doc/api?apiName=jingdong.ware.write.add');
/** A seller's guide to JD's rules for short titles: a Chinese character counts two, others one. */
const SHORT_TITLE = byOthers('http://m.jlketai.cn/jdnews/26323.html');

const ELEMENTS = ['p', 'br', 'ul', 'li', 'table', 'tbody', 'tr', 'th', 'td', 'strong', 'h3'];

/** Names as in the open platform's `ware`. */
export const JD_TEXTS: ChannelTexts = {
  channel: 'jd',
  title: { en: 'JD', zh: '京东' },
  html: { paragraph: 'p', list: 'ul', heading: 'strong', table: true },
  fields: [
    { name: 'title', column: '商品名称', form: 'line', title: { en: 'Title', zh: '商品名称' } },
    { name: 'shortTitle', column: '短标题', form: 'line', title: { en: 'Short title', zh: '短标题' } },
    {
      name: 'adWords.words',
      column: '广告词',
      form: 'line',
      title: { en: 'Advertising line', zh: '广告词' },
    },
    { name: 'introduction', column: '商品描述', form: 'html', title: { en: 'Description', zh: '商品描述' } },
    { name: 'brandName', column: '品牌', form: 'line', title: { en: 'Brand', zh: '品牌' } },
    { name: 'categoryId', column: '类目', form: 'value', title: { en: 'Category', zh: '类目' } },
    { name: 'outerId', column: '商家SKU', form: 'value', title: { en: 'SKU', zh: '商家 SKU' } },
    { name: 'barCode', column: '条形码', form: 'value', title: { en: 'Barcode', zh: '条形码' } },
    { name: 'jdPrice', column: '京东价', form: 'value', title: { en: 'Price', zh: '京东价' } },
    { name: 'stockNum', column: '库存', form: 'value', title: { en: 'Quantity', zh: '库存' } },
    { name: 'props.*', column: '*', form: 'line', title: { en: 'Attribute', zh: '商品属性' } },
  ],
  rules: [
    requiredRule('title', WARE),
    // Sellers report 45 characters of any kind in the API and up to 100 bytes in the console; this is safe with both.
    lengthRule('title', { unit: 'characters', max: 45 }, WARE),
    lengthRule('title', { unit: 'gbk-bytes', max: 100 }, WARE),
    noEmojiRule('title', WARE),
    forbiddenRule(
      'title',
      { any: PROMOTIONAL_PHRASES, as: 'phrase' },
      { en: 'No promotional text in a title', zh: '标题不得使用促销用语' },
      WARE,
      { severity: 'warn' },
    ),
    lengthRule('shortTitle', { unit: 'gbk-bytes', max: 16 }, SHORT_TITLE),
    lengthRule('shortTitle', { unit: 'gbk-bytes', min: 8 }, SHORT_TITLE, {
      id: 'shortTitle-short',
      severity: 'warn',
    }),
    noEmojiRule('shortTitle', SHORT_TITLE),
    lengthRule('adWords.words', { unit: 'characters', max: 45 }, WARE),
    noEmojiRule('adWords.words', WARE),
    requiredRule('introduction', WARE),
    htmlRule('introduction', ELEMENTS, HOUSE),
    lengthRule('introduction', { unit: 'characters', max: 25_000 }, WARE),
    requiredRule('jdPrice', WARE),
    ...advertisingLawRules(['title', 'shortTitle', 'adWords.words', 'introduction']),
    ...houseTextRules(['title', 'shortTitle', 'adWords.words', 'brandName', 'props.*'], ['introduction']),
  ],
};
