import type { Texts } from './text.ts';

/** Of listings: their approval view and their part of a product's page. */
export const listingsTexts = {
  shopify: { en: 'Shopify', zh: 'Shopify 店铺' },
  amazon: { en: 'Amazon', zh: '亚马逊' },
  'google-merchant': { en: 'Google Merchant Center', zh: 'Google 购物' },
  ebay: { en: 'eBay', zh: 'eBay 站点' },
  'tiktok-shop': { en: 'TikTok Shop', zh: 'TikTok 小店' },
  tmall: { en: 'Tmall / Taobao', zh: '天猫／淘宝' },
  jd: { en: 'JD', zh: '京东' },
  english: { en: 'English', zh: '英文' },
  chinese: { en: 'Chinese', zh: '中文' },
  listings: { en: 'Listings', zh: '商品文案' },
  stateReady: { en: 'Ready', zh: '可发布' },
  stateWaiting: { en: 'Waits for the main picture', zh: '等待商品主图' },
  stateRefused: { en: 'Refused by a rule', zh: '未通过渠道规则' },
  statePublished: { en: 'Published', zh: '已发布' },
  stateNone: { en: 'Nothing written yet', zh: '尚未生成' },
  refusedByPerson: { en: 'Left out', zh: '已排除' },
  refuse: { en: 'Leave out', zh: '排除' },
  refuseThis: { en: 'Leave this listing out, or take it back in', zh: '排除或恢复此文案' },
  next: { en: 'Next listing', zh: '下一条文案' },
  previous: { en: 'Previous listing', zh: '上一条文案' },
  publishes: (count: number, waiting: number, refused: number) => ({
    en: `Publishes ${count === 1 ? '1 listing' : `${count} listings`}.${waiting > 0 ? ` ${waiting} more once the main picture is there.` : ''}${refused > 0 ? ` ${refused} stay back: a rule of the channel refuses them.` : ''}`,
    zh: `将发布 ${count} 条文案。${waiting > 0 ? `另有 ${waiting} 条待商品主图就绪后发布。` : ''}${refused > 0 ? `${refused} 条未通过渠道规则，不会发布。` : ''}`,
  }),
  rulesHold: (rules: number) => ({
    en: `All ${rules} rules of the channel hold.`,
    zh: `渠道的 ${rules} 条规则全部通过。`,
  }),
  measured: (measured: string, expected: string) => ({
    en: `Measured: ${measured}. Should be: ${expected}.`,
    zh: `实测：${measured}。要求：${expected}。`,
  }),
  unconfirmed: { en: 'not confirmed by the channel itself', zh: '未经渠道官方确认' },
  engine: (engine: string) => ({ en: `Written by ${engine}`, zh: `由 ${engine} 撰写` }),
  category: (id: string, percent: string) => ({
    en: `Category: ${id} (confidence ${percent})`,
    zh: `类目：${id}（置信度 ${percent}）`,
  }),
  aboutProduct: { en: 'About the product', zh: '商品数据' },
  loading: { en: 'Loading the texts', zh: '正在加载文案' },
  notLoaded: {
    en: 'The whole texts could not be loaded; their titles and findings stand here. Load the page again before you decide.',
    zh: '未能加载完整文案，此处仅显示标题和检查结果。请刷新页面后再决定。',
  },
} satisfies Texts;
