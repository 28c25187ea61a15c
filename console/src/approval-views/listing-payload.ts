import type { Listed } from '../../../functions/listing/listed.ts';
import type { reviewPayload } from '../../../functions/listing/review-payload.ts';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';
import { listingsTexts as texts } from '../texts/listings-texts.ts';
import type { Says } from '../texts/text.ts';

type Payload = ReturnType<typeof reviewPayload>;
export type ListingReview = Payload;
export type ReviewedListing = Payload['listings'][number];

/**
 * The payload of an item of `listing`; undefined for one that this release does not know. It comes from our own API, so it is
 * not checked field by field, only that it is one of ours.
 */
export function readListingReview({
  payload,
}: Pick<ApprovalAnswer['items'][number], 'payload'>): ListingReview | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  if (!('listings' in payload && 'file' in payload && Array.isArray(payload.listings))) return undefined;
  return payload as Payload;
}

/** The file that the payload refers to, as the run wrote it. @throws Error where it is something else */
export function readListedFile(file: unknown): ReadonlyMap<string, Listed> {
  if (!Array.isArray(file)) throw new Error('not a file of listings');
  const listed = file as readonly Listed[];
  return new Map(listed.map((one) => [`${one.listing.channel}/${one.listing.locale}`, one]));
}

const channels = {
  shopify: texts.shopify,
  amazon: texts.amazon,
  'google-merchant': texts['google-merchant'],
  ebay: texts.ebay,
  'tiktok-shop': texts['tiktok-shop'],
  tmall: texts.tmall,
  jd: texts.jd,
} as const satisfies Record<Listed['listing']['channel'], Says>;

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
