import type { ChannelListing } from '../commerce/listings/listing.ts';

/** How a listing is named where a person refuses it by itself: `amazon/en`. */
export function choiceOf({ channel, locale }: Pick<ChannelListing, 'channel' | 'locale'>): string {
  return `${channel}/${locale}`;
}
