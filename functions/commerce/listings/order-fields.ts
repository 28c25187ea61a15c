import { CHANNEL_TEXTS } from './channel-texts/all-channels.ts';
import { meansField } from './channel-texts/channel-texts.ts';
import type { ListingChannel } from './listing.ts';

/**
 * A listing's fields in the order in which the channel has them, rows by their number. A record store gives the names of a map
 * back in an order of its own: the first highlight must not become the fifth.
 */
export function orderFields(
  channel: ListingChannel,
  fields: Readonly<Record<string, string>>,
): Record<string, string> {
  const order = CHANNEL_TEXTS[channel].fields;
  const place = (name: string): number => {
    const found = order.findIndex((field) => meansField(field.name, name));
    return found === -1 ? order.length : found;
  };
  const byPlace = (one: string, other: string): number =>
    place(one) - place(other) || one.localeCompare(other, 'en', { numeric: true });
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => byPlace(one, other)));
}
