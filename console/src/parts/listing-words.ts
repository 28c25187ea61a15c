import type { ListingChannel } from '../../../functions/commerce/listings/listing.ts';
import { listingsTexts as texts } from '../texts/listings-texts.ts';
import type { Says } from '../texts/text.ts';

const channels = {
  shopify: texts.shopify,
  amazon: texts.amazon,
  'google-merchant': texts['google-merchant'],
  ebay: texts.ebay,
  'tiktok-shop': texts['tiktok-shop'],
  tmall: texts.tmall,
  jd: texts.jd,
} as const satisfies Record<ListingChannel, Says>;

/** `amazon/en` as people call it: Amazon · English. */
export function titleOfListing(choice: string): Says {
  const [channel = '', locale = ''] = choice.split('/');
  const name = Object.hasOwn(channels, channel) ? channels[channel as keyof typeof channels] : undefined;
  const language = locale === 'en' ? texts.english : texts.chinese;
  const said = (which: 'en' | 'zh') => `${name?.[which] ?? channel} · ${language[which]}`;
  return { en: said('en'), zh: said('zh') };
}

/** HTML as somebody would read it; it is shown as text whatever it holds. */
export function readableText(text: string): string {
  return text
    .replace(/<\/?(?:p|br|li|tr|h3|ul|ol|table|tbody|thead)\b[^>]*>/gi, '\n')
    .replace(/<\/t[hd]>/gi, '  ')
    .replace(/<[a-z/][^>]*>/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
