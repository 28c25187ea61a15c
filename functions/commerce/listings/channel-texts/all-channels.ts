import type { IsoDate } from '../../channels/channel-rule.ts';
import type { ListingChannel } from '../listing.ts';
import type { TextRule } from '../text-rule.ts';
import { AMAZON_TEXTS } from './amazon.ts';
import { type ChannelTexts, meansField } from './channel-texts.ts';
import { EBAY_TEXTS } from './ebay.ts';
import { GOOGLE_MERCHANT_TEXTS } from './google-merchant.ts';
import { JD_TEXTS } from './jd.ts';
import { SHOPIFY_TEXTS } from './shopify.ts';
import { TIKTOK_SHOP_TEXTS } from './tiktok-shop.ts';
import { TMALL_TEXTS } from './tmall.ts';

/** What every channel asks of a listing's texts. */
export const CHANNEL_TEXTS: Readonly<Record<ListingChannel, ChannelTexts>> = {
  shopify: SHOPIFY_TEXTS,
  amazon: AMAZON_TEXTS,
  'google-merchant': GOOGLE_MERCHANT_TEXTS,
  ebay: EBAY_TEXTS,
  'tiktok-shop': TIKTOK_SHOP_TEXTS,
  tmall: TMALL_TEXTS,
  jd: JD_TEXTS,
};

/** The rules of a channel that hold for this language and are not over on this day; announced ones are among them. */
export function textRulesOn(texts: ChannelTexts, locale: 'en' | 'zh-CN', onDate: IsoDate): TextRule[] {
  return texts.rules.filter(
    (rule) =>
      (rule.locales === undefined || rule.locales.includes(locale)) &&
      (rule.effectiveUntil === undefined || onDate <= rule.effectiveUntil),
  );
}

/** Those that speak of this field. */
export function rulesOfField(rules: readonly TextRule[], field: string): TextRule[] {
  return rules.filter((rule) => meansField(rule.field, field));
}
