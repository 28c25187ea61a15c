import type { ProductFacts } from '../../product/product-record.ts';
import type { ChannelListing } from '../listing.ts';

/** One product of a channel's file. */
export interface FeedItem {
  readonly listing: ChannelListing;
  /** For what a listing says of the product as a whole only: its variants. Left out: it goes in as one thing. */
  readonly product?: Pick<ProductFacts, 'options' | 'variants' | 'status'> | undefined;
  /** A public address of the main picture, where there is one. */
  readonly picture?: string | undefined;
}
