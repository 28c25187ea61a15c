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

/** A copy of the platform's answer to `alibaba.item.publish.schema.get`: `maxLengthRule`, 60, in bytes, inclusive. */
const SCHEMA = byOthers('https://blog.csdn.net/QQ569893796/article/details/129554773');
/** A client generated from the platform's own list of its APIs: `taobao.item.add`. */
const ITEM_ADD = byOthers('https://pkg.go.dev/github.com/changkong/open_taobao/api/product');
const SELLER_RULES = unconfirmed('https://rule.tmall.com/');

const ELEMENTS = ['p', 'br', 'ul', 'li', 'table', 'tbody', 'tr', 'th', 'td', 'strong', 'h3'];

/** Names as in the data package that sellers import (淘宝数据包), columns as its second row names them. */
export const TMALL_TEXTS: ChannelTexts = {
  channel: 'tmall',
  title: { en: 'Tmall / Taobao', zh: '天猫／淘宝' },
  html: { paragraph: 'p', list: 'ul', heading: 'strong', table: true },
  fields: [
    { name: 'title', column: '宝贝名称', form: 'line', title: { en: 'Title', zh: '宝贝标题' } },
    { name: 'subtitle', column: '宝贝卖点', form: 'line', title: { en: 'Selling points', zh: '宝贝卖点' } },
    { name: 'description', column: '宝贝描述', form: 'html', title: { en: 'Description', zh: '宝贝描述' } },
    { name: 'cid', column: '宝贝类目', form: 'value', title: { en: 'Category', zh: '宝贝类目' } },
    { name: 'price', column: '宝贝价格', form: 'value', title: { en: 'Price', zh: '宝贝价格' } },
    { name: 'num', column: '宝贝数量', form: 'value', title: { en: 'Quantity', zh: '宝贝数量' } },
    { name: 'outer_id', column: '商家编码', form: 'value', title: { en: 'SKU', zh: '商家编码' } },
    { name: 'barcode', column: '商品条形码', form: 'value', title: { en: 'Barcode', zh: '商品条形码' } },
    { name: 'props.*', column: '宝贝属性', form: 'line', title: { en: 'Attribute', zh: '宝贝属性' } },
  ],
  rules: [
    requiredRule('title', SCHEMA),
    lengthRule('title', { unit: 'gbk-bytes', max: 60 }, SCHEMA),
    noEmojiRule('title', SELLER_RULES),
    forbiddenRule(
      'title',
      { any: PROMOTIONAL_PHRASES, as: 'phrase' },
      { en: 'No promotional text in a title', zh: '标题不得使用促销用语' },
      SELLER_RULES,
      { severity: 'warn' },
    ),
    lengthRule('subtitle', { unit: 'characters', max: 150 }, SELLER_RULES),
    noEmojiRule('subtitle', SELLER_RULES),
    requiredRule('description', ITEM_ADD),
    lengthRule('description', { unit: 'characters', max: 24_999 }, ITEM_ADD),
    lengthRule('description', { unit: 'characters', min: 6 }, ITEM_ADD, { id: 'description-short' }),
    htmlRule('description', ELEMENTS, HOUSE),
    lengthRule('outer_id', { unit: 'gbk-bytes', max: 64 }, SCHEMA),
    requiredRule('price', ITEM_ADD),
    ...advertisingLawRules(['title', 'subtitle', 'description']),
    ...houseTextRules(['title', 'subtitle', 'props.*'], ['description']),
  ],
};
