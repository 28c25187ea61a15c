import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ChannelListing } from '../../commerce/listings/listing.ts';
import type { RecordKey } from '../../platform/ports/records.ts';

/** A channel's listing in one language, as the shop's own catalogue has it: kept as `<store>#SKU#<sku>` / `LISTING#…`. */
export interface StandingListing {
  readonly listing: ChannelListing;
  /** SHA-256 of the listing's canonical JSON. */
  readonly hash: string;
  /** Of the product record that it was made of. */
  readonly productVersion: number;
  /** What wrote it; a person's own change has no publication. */
  readonly publication?: string;
  readonly run?: string;
  /** The member who changed it by hand since: nothing of ours writes over that. */
  readonly changedBy?: string;
  readonly at: string;
  /** What stood there before; `nothing` where the channel had no listing. */
  readonly replaced: Omit<StandingListing, 'replaced'> | 'nothing';
}

/** A listing that was taken down leaves this, so that what it replaced is still known. */
export interface RemovedListing {
  readonly removed: true;
  readonly at: string;
}

export function listingKey(
  store: string,
  { sku, channel, locale }: Pick<ChannelListing, 'sku' | 'channel' | 'locale'>,
): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: `LISTING#${channel}#${locale}` };
}

export function hashListing(listing: ChannelListing): string {
  return createHash('sha256')
    .update(canonicalize(listing) ?? '')
    .digest('hex');
}
