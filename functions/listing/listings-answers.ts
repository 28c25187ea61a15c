import * as z from 'zod';
import { listingChannelSchema } from '../commerce/listings/listing.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import { saysSchema } from '../commerce/says.ts';
import { problemSchema } from '../platform/handlers/problem-answer.ts';

const finding = z.strictObject({
  rule: z.string(),
  field: z.string(),
  severity: z.enum(['fail', 'warn', 'inform']),
  measured: saysSchema,
  expected: saysSchema,
  says: saysSchema,
  /** Read in the channel's own documentation. */
  confirmed: z.boolean(),
});

/** A listing as it stands or stood in the shop's catalogue. */
const copy = z.strictObject({
  fields: z.record(z.string(), z.string()),
  engine: z.string(),
  /** SHA-256 of the listing: whoever changes it says which one was seen. */
  hash: z.string(),
  productVersion: z.int().min(1),
  /** What wrote it; absent where a person did. */
  publication: z.string().optional(),
  run: z.string().optional(),
  changedBy: z.string().optional(),
  at: z.iso.datetime(),
});

const standing = copy.extend({
  /** What stood there before; null where nothing did. */
  replaced: copy.nullable(),
  /** It is ours and nobody changed it since. */
  isRevertible: z.boolean(),
  /** Fields that a person may word anew; the others repeat the product record. */
  editable: z.array(z.string()),
});

const latest = z.strictObject({
  run: z.string(),
  productVersion: z.int().min(1),
  state: z.enum(['ready', 'waiting', 'refused']),
  isRefusedByPerson: z.boolean(),
  fields: z.record(z.string(), z.string()),
  engine: z.string(),
  /** How many rules were looked at, and what does not hold. */
  rules: z.int().min(0),
  findings: z.array(finding),
});

const one = z.strictObject({
  channel: listingChannelSchema,
  locale: listingLocaleSchema,
  /** The shop lists on it. What was listed before it was taken away is still told of. */
  isSelected: z.boolean(),
  /**
   * - `published`: it stands in the channel's file · `ready`: written, and a person decides or it is about to go out
   * - `waiting`: for the main picture · `refused`: by a rule or by a person · `none`: nothing was written yet
   */
  state: z.enum(['published', 'ready', 'waiting', 'refused', 'none']),
  standing: standing.optional(),
  /** What the last run made of it, whether it went out or not. */
  latest: latest.optional(),
});
export type ListingAnswer = z.output<typeof one>;

/** `GET /api/{store}/products/{sku}/listings` */
export const listingsAnswer = z.strictObject({
  sku: z.string(),
  /** Of the product record as it is now. */
  version: z.int().min(1).optional(),
  listings: z.array(one),
});
export type ListingsAnswer = z.output<typeof listingsAnswer>;

/** A listing after it was changed or reverted; `standing` is absent where it was taken down. */
export const changedListingAnswer = z.strictObject({
  sku: z.string(),
  channel: listingChannelSchema,
  locale: listingLocaleSchema,
  standing: standing.optional(),
});
export type ChangedListingAnswer = z.output<typeof changedListingAnswer>;

/** 400 to a change that a rule of the channel refuses: `findings` has every one that fails. */
export const listingRefusedAnswer = problemSchema.extend({ findings: z.array(finding).optional() });

/** `POST /api/{store}/feeds/{channel}` */
export const feedAnswer = z.strictObject({
  channel: listingChannelSchema,
  locale: listingLocaleSchema,
  format: z.enum(['csv', 'tsv', 'xml']),
  files: z.array(
    z.strictObject({
      name: z.string(),
      /** In the media bucket. */
      key: z.string(),
      url: z.url(),
      bytes: z.int().min(1),
      /** Lines or items below the heading; a product with variants may have several. */
      rows: z.int().min(1),
      products: z.int().min(1),
    }),
  ),
  validForSeconds: z.int().min(1),
  /** Products of this part of the catalogue without a listing there. */
  unlisted: z.int().min(0),
  /** Whose listings are not in the files, and why; at most 100 are named. */
  leftOut: z.array(z.strictObject({ sku: z.string(), says: saysSchema })),
  leftOutCount: z.int().min(0),
  /** SKUs with a text that begins like a formula: in the file an apostrophe stands before it. At most 100. */
  defused: z.array(z.string()),
  /** What to do with the files, and what they cannot know. */
  says: saysSchema,
  /** There is more than one answer holds: ask again with it. */
  cursor: z.string().optional(),
});
export type FeedAnswer = z.output<typeof feedAnswer>;
