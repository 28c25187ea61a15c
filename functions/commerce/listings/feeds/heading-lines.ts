import { CHANNEL_TEXTS } from '../channel-texts/all-channels.ts';
import type { ListingChannel } from '../listing.ts';
import type { FeedItem } from './feed-item.ts';

/** What stands above the lines: the names of the columns, as the channel wants them. */
export function headingLines(
  channel: ListingChannel,
  columns: readonly string[],
  items: readonly FeedItem[],
): readonly (readonly string[])[] {
  if (channel === 'ebay') {
    const action = ebayAction(items[0]?.listing.fields.currency);
    return [columns.map((column) => (column === 'Action' ? action : column))];
  }
  // The package's version, the names for programs, and those for people below.
  if (channel === 'tmall') return [['version 1.00'], columns.map(tmallName), columns];
  return [columns];
}

/** Site and country by currency, which the first heading says for the whole file; the sites that have one of their own. */
const EBAY_SITES: Readonly<Record<string, readonly [site: string, country: string]>> = {
  USD: ['US', 'US'],
  GBP: ['UK', 'GB'],
  AUD: ['Australia', 'AU'],
  CAD: ['Canada', 'CA'],
  EUR: ['Germany', 'DE'],
};

function ebayAction(currency: string | undefined): string {
  const [site, country] = EBAY_SITES[currency ?? ''] ?? [];
  const where =
    site === undefined || currency === undefined
      ? ''
      : `SiteID=${site}|Country=${country}|Currency=${currency}|`;
  return `Action(${where}Version=1193|CC=UTF-8)`;
}

/** Where the data package calls a field otherwise than the API does. */
const TMALL_NAMES: Readonly<Record<string, string>> = { 宝贝属性: 'cateProps' };

function tmallName(column: string): string {
  const field = CHANNEL_TEXTS.tmall.fields.find((one) => one.column === column);
  return TMALL_NAMES[column] ?? field?.name ?? column;
}
