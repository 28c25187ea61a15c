import { CHANNEL_TEXTS } from '../channel-texts/all-channels.ts';
import { type ChannelField, meansField } from '../channel-texts/channel-texts.ts';
import type { ChannelListing } from '../listing.ts';
import { orderFields } from '../order-fields.ts';
import type { FeedItem } from './feed-item.ts';

/** Cells by their column's header, in the order of the columns. */
export type FeedRow = ReadonlyMap<string, string>;

/** What a listing says in its channel's columns, with what the channel's file has beside it. Of Google see `google-items.ts`. */
export function feedRow(item: FeedItem): Map<string, string> {
  const row = listingRow(item.listing);
  const before = item.listing.channel === 'ebay' ? ebayAction : [];
  return new Map([...before, ...row, ...constantsOf(item).filter(([column]) => !row.has(column))]);
}

/** In the order of the channel's own fields; named ones (`aspects.*`) by their names. */
function listingRow({ channel, fields }: ChannelListing): Map<string, string> {
  const row = new Map<string, string>();
  const ordered = orderFields(channel, fields);
  for (const field of CHANNEL_TEXTS[channel].fields) {
    for (const [name, text] of Object.entries(ordered)) {
      if (text === '' || !meansField(field.name, name)) continue;
      const rest = field.name.endsWith('*') ? name.slice(field.name.length - 1) : '';
      const column = columnOf(field, rest);
      const before = row.get(column);
      const value = isJoined(field) ? `${rest}:${text}` : (numbers[`${channel}.${name}.${text}`] ?? text);
      // An attribute that a supplier called as the channel calls a field of its own: the field stands.
      if (before === undefined) row.set(column, value);
      else if (isJoined(field)) row.set(column, `${before};${value}`);
    }
  }
  return row;
}

function columnOf(field: ChannelField, rest: string): string {
  const pattern = field.column ?? field.name;
  return pattern.endsWith('*') ? `${pattern.slice(0, -1)}${rest}` : pattern;
}

/** Named fields that share one column: `材质:棉;颜色:蓝`. */
function isJoined({ name, column }: ChannelField): boolean {
  return name.endsWith('.*') && column !== undefined && !column.includes('*');
}

/** Where the file has numbers for what the API has words. */
const numbers: Readonly<Record<string, string>> = { 'ebay.condition.NEW': '1000' };

/** The first column of eBay's file. A draft: the seller looks at it there before it is for sale. */
const ebayAction = [['Action', 'Draft']] as const;

function constantsOf({ listing, product, picture }: FeedItem): readonly (readonly [string, string])[] {
  const image = (column: string) => (picture === undefined ? [] : [[column, picture] as const]);
  switch (listing.channel) {
    case 'shopify':
      return [
        ...(product === undefined ? [] : [['Status', shopifyStatus[product.status]] as const]),
        ...image('Product image URL'),
      ];
    case 'amazon':
      return image('main_image_url');
    case 'ebay':
      // A draft: the seller looks at it there before it is for sale.
      return [['Action', 'Draft'], ['Format', 'FixedPrice'], ['Duration', 'GTC'], ...image('Item photo URL')];
    case 'tiktok-shop':
      return image('Main image');
    case 'google-merchant':
    case 'tmall':
    case 'jd':
      return [];
  }
}

const shopifyStatus = { draft: 'Draft', published: 'Active', archived: 'Archived' } as const;
