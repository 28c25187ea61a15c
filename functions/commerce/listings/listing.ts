import * as z from 'zod';
import { listingLocaleSchema } from '../product/product-record.ts';

/** Where a product is listed. Pictures have channels of their own, finer ones (`tmall-main`, `tmall-white`). */
export const listingChannelSchema = z.enum([
  'shopify',
  'amazon',
  'google-merchant',
  'ebay',
  'tiktok-shop',
  'tmall',
  'jd',
]);
export type ListingChannel = z.output<typeof listingChannelSchema>;

/** Which attributes of the product record a text says: `material`, `title`, `brand`, `option:Colour`, …; none for a text without a claim. */
export const groundedTextSchema = z.strictObject({ text: z.string(), from: z.array(z.string()) });
export type GroundedText = z.output<typeof groundedTextSchema>;

/** What a channel shows of a product in one language, before it takes the channel's own form. */
export const listingTextsSchema = z.strictObject({
  title: z.string(),
  /** eBay's second line; other channels leave it away. */
  subtitle: z.string().optional(),
  /** Key selling points, most important first. */
  bullets: z.array(groundedTextSchema),
  /** Plain text; paragraphs. A channel that takes HTML gets it made from these, never from a source's markup. */
  description: z.array(groundedTextSchema),
  /** Specification sections: what stands in a table. */
  specifications: z.array(
    z.strictObject({
      title: z.string(),
      rows: z.array(z.strictObject({ name: z.string(), value: z.string(), from: z.array(z.string()) })),
    }),
  ),
  /** Search words that are not shown; absent where the channel has no such field. */
  keywords: z.array(z.string()),
});
export type ListingTexts = z.output<typeof listingTextsSchema>;

/** How sure somebody was: 0 not at all, 1 certain. */
const confidence = z.number().min(0).max(1);

export const classificationSchema = z.strictObject({
  /** Id in our category tree. */
  category: z.string(),
  productType: z.string(),
  collection: z.string(),
  tags: z.array(z.string()),
  /** The channel's own category: its id where it has published ids, and its path. */
  channelCategories: z.partialRecord(
    listingChannelSchema,
    z.strictObject({ id: z.string().optional(), path: z.string() }),
  ),
  confidence,
  engine: z.string(),
});
export type Classification = z.output<typeof classificationSchema>;

/** A listing as a channel gets it: what its validators look at, its feed carries and a person approves. */
export const channelListingSchema = z.strictObject({
  channel: listingChannelSchema,
  locale: listingLocaleSchema,
  sku: z.string(),
  /** By the channel's own field names (`title`, `bullet_point1`, `structured_description`): exactly what is sent. */
  fields: z.record(z.string(), z.string()),
  /** What each field says, by the field's name: attributes of the product record. */
  grounds: z.record(z.string(), z.array(z.string())),
  /** Which engine wrote the texts: `rules/listing@1`, or a model with its prompt. */
  engine: z.string(),
});
export type ChannelListing = z.output<typeof channelListingSchema>;
