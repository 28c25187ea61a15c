import * as z from 'zod';
import { type ListingChannel, listingChannelSchema } from '../commerce/listings/listing.ts';
import {
  type ListingLocale,
  listingLocaleSchema,
  productRecordSchema,
} from '../commerce/product/product-record.ts';

export const targetSchema = z.object({ channel: listingChannelSchema, locale: listingLocaleSchema });
export type Target = z.output<typeof targetSchema>;

/** What a run is made of: nothing that it does later depends on what changes meanwhile. */
export const extractedSchema = z.object({
  record: productRecordSchema,
  targets: z.array(targetSchema),
  /** Key in the media bucket of the main picture's file, by listing channel; a channel without one waits for it. */
  pictures: z.partialRecord(listingChannelSchema, z.string()),
  /** Smallest file of the main picture, for lists. */
  thumbnail: z.string().optional(),
  /** Day of the shop's zone: whose rules hold. */
  day: z.iso.date(),
});
export type Extracted = z.output<typeof extractedSchema>;

/** Which file of the picture channels is a listing channel's main picture. */
export const mainPictureOf: Readonly<Record<ListingChannel, string>> = {
  shopify: 'shopify',
  amazon: 'amazon-main',
  'google-merchant': 'google-merchant',
  ebay: 'ebay',
  'tiktok-shop': 'tiktok-shop',
  tmall: 'tmall-main',
  jd: 'jd-main',
};

/** Each selected channel in each of its languages, in the order in which people read channels. */
export function listTargets(selected: Partial<Record<ListingChannel, readonly ListingLocale[]>>): Target[] {
  return listingChannelSchema.options.flatMap((channel) =>
    (selected[channel] ?? []).map((locale) => ({ channel, locale })),
  );
}
