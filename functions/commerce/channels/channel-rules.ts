import type { Channel, ChannelRule, IsoDate } from './channel-rule.ts';
import { CHINESE_CHANNELS } from './chinese-channels.ts';
import { MARKETPLACE_CHANNELS } from './marketplace-channels.ts';
import { SOCIAL_CHANNELS } from './social-channels.ts';

/** Every channel that the system knows, in the order in which people read them. */
export const CHANNELS: readonly Channel[] = [
  ...MARKETPLACE_CHANNELS,
  ...CHINESE_CHANNELS,
  ...SOCIAL_CHANNELS,
];

/** @returns the channel of this id, or `undefined` where there is none. */
export function findChannel(id: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.id === id);
}

/** The rules that a file must keep on this day (of the store's time zone). */
export function rulesInForce(channel: Channel, onDate: IsoDate): ChannelRule[] {
  return channel.rules.filter(
    (rule) =>
      (rule.effectiveFrom === undefined || rule.effectiveFrom <= onDate) &&
      (rule.effectiveUntil === undefined || onDate <= rule.effectiveUntil),
  );
}

/** The rules that are announced and not yet in force on this day: they inform, they never fail a file. */
export function futureRules(channel: Channel, onDate: IsoDate): ChannelRule[] {
  return channel.rules.filter((rule) => rule.effectiveFrom !== undefined && onDate < rule.effectiveFrom);
}
