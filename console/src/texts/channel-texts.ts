import type { Texts } from './text.ts';

/** The channels that the system knows, in the order in which people read them. A test holds them to the channels' own rules. */
export const channelTexts = {
  'amazon-main': { en: 'Amazon main picture', zh: '亚马逊主图' },
  'google-merchant': { en: 'Google Merchant Center', zh: 'Google 购物（Merchant Center）' },
  shopify: { en: 'Shopify product media', zh: 'Shopify 商品图' },
  ebay: { en: 'eBay listing picture', zh: 'eBay 商品图' },
  'tmall-main': { en: 'Tmall / Taobao main picture', zh: '天猫／淘宝主图' },
  'tmall-white': { en: 'Tmall / Taobao white-background picture', zh: '天猫／淘宝白底图' },
  'jd-main': { en: 'JD first picture', zh: '京东首图' },
  douyin: { en: 'Douyin shop main picture', zh: '抖店主图' },
  'tiktok-shop': { en: 'TikTok Shop main picture', zh: 'TikTok Shop 主图' },
  'instagram-square': { en: 'Instagram square', zh: 'Instagram 方图' },
  'instagram-portrait': { en: 'Instagram portrait (4:5)', zh: 'Instagram 竖图（4:5）' },
  pinterest: { en: 'Pinterest pin (2:3)', zh: 'Pinterest 图钉（2:3）' },
  'open-graph': { en: 'Link preview (Open Graph)', zh: '链接预览图（Open Graph）' },
  'web-thumbnail': { en: "The shop's own thumbnail", zh: '网店缩略图' },
} satisfies Texts;
