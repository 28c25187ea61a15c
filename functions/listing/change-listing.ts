import { CHANNEL_TEXTS } from '../commerce/listings/channel-texts/all-channels.ts';
import { findField } from '../commerce/listings/channel-texts/channel-texts.ts';
import { checkListing, passes } from '../commerce/listings/check-listing.ts';
import type { ChannelListing } from '../commerce/listings/listing.ts';
import type { TextEvidence } from '../commerce/listings/text-rule.ts';
import {
  hashListing,
  listingKey,
  type RemovedListing,
  type StandingListing,
} from '../connectors/store/listing-store.ts';
import { auditWrites } from '../platform/audit/append-audit.ts';
import type { Actor } from '../platform/audit/audit-entry.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { dayInZone } from '../platform/settings/shop-time.ts';

export interface ChangeListing {
  readonly store: string;
  readonly place: Pick<ChannelListing, 'sku' | 'channel' | 'locale'>;
  /** All fields as they are to be; an empty text takes a field away. */
  readonly fields: Readonly<Record<string, string>>;
  /** Of the listing that the person saw. */
  readonly hash: string;
  /** Only asks what the rules would say; nothing is written. */
  readonly isCheck?: boolean | undefined;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

export type ListingChange =
  | { readonly outcome: 'changed' | 'unchanged'; readonly standing: StandingListing }
  /** Something else stands there than what the person saw. */
  | { readonly outcome: 'conflict'; readonly standing: StandingListing }
  | { readonly outcome: 'refused'; readonly failing: readonly TextEvidence[] };

/**
 * A person's own wording of a standing listing, checked by the rules of the day as any other. From then on no run writes over it.
 *
 * @throws InvalidInputError `ListingUnknown` where nothing stands; `FieldUnknown`, `FieldFixed`
 * @throws ConflictError when somebody else was faster
 */
export async function changeListing(platform: Platform, request: ChangeListing): Promise<ListingChange> {
  const { store, place } = request;
  const key = listingKey(store, place);
  const present = await platform.records.get<StandingListing | RemovedListing>(key);
  if (present === undefined || 'removed' in present.data) throw unknownListing(place);
  const standing = present.data;
  if (standing.hash !== request.hash) return { outcome: 'conflict', standing };
  const listing = changedListing(standing.listing, request.fields);
  const hash = hashListing(listing);
  if (hash === standing.hash) return { outcome: 'unchanged', standing };
  const shop = await readSetting(platform, store, 'shop');
  const evidence = checkListing(listing, dayInZone(platform.clock.now(), shop.value.zone));
  if (!passes(evidence)) {
    const failing = evidence.filter(({ holds, severity }) => !holds && severity === 'fail');
    return { outcome: 'refused', failing };
  }
  if (request.isCheck === true) return { outcome: 'unchanged', standing };
  const { replaced: _replaced, ...before } = standing;
  const data: StandingListing = {
    listing,
    hash,
    productVersion: standing.productVersion,
    changedBy: request.actor.id,
    at: platform.clock.now(),
    replaced: before,
  };
  const audit = await auditWrites(platform, {
    store,
    stream: `product/${place.sku}`,
    actor: request.actor,
    reason: request.reason,
    action: 'listing.changed',
    subject: `product/${place.sku}/listing/${place.channel}/${place.locale}`,
    before: standing.listing.fields,
    after: listing.fields,
  });
  await platform.records.transact([{ key, data, expected: { version: present.version } }, ...audit]);
  return { outcome: 'changed', standing: data };
}

/** What a listing repeats from the product record as it is: another value is a matter of the record. */
const FACTS: ReadonlySet<string> = new Set(['sku', 'barcode', 'price', 'compareAtPrice', 'stock']);

function changedListing(listing: ChannelListing, wanted: Readonly<Record<string, string>>): ChannelListing {
  const texts = CHANNEL_TEXTS[listing.channel];
  for (const [name, text] of Object.entries({ ...blank(listing.fields), ...wanted })) {
    if (text === (listing.fields[name] ?? '')) continue;
    const field = findField(texts, name);
    if (field === undefined) throw unknownField(name);
    if (!isEditable(listing, name) || (field.form === 'value' && !isOneLine(text))) throw fixedField(name);
  }
  const fields = Object.fromEntries(Object.entries(wanted).filter(([, text]) => text !== ''));
  const kept = Object.entries(listing.grounds).filter(([name]) => fields[name] === listing.fields[name]);
  return { ...listing, fields, grounds: Object.fromEntries(kept) };
}

/** Whether a person may word a field: any text, and of the values only what is no fact of the product record. */
export function isEditable({ channel, grounds }: ChannelListing, name: string): boolean {
  const form = findField(CHANNEL_TEXTS[channel], name)?.form;
  if (form !== 'value') return form !== undefined;
  const from = grounds[name] ?? [];
  return from.length > 0 && !from.some((one) => FACTS.has(one));
}

/** Fields that the request leaves away are taken away. */
function blank(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, '']));
}

function isOneLine(text: string): boolean {
  return /^[^\p{Cc}<>]{0,300}$/u.test(text);
}

function unknownListing({ sku, channel, locale }: ChangeListing['place']): InvalidInputError {
  return new InvalidInputError('ListingUnknown', {
    en: `No listing of ${sku} stands on ${channel} (${locale}), so there is nothing to change. Approve one first.`,
    zh: `${sku} 在 ${channel}（${locale}）上没有已发布的文案，无法修改。请先审核发布。`,
  });
}

function unknownField(name: string): InvalidInputError {
  return new InvalidInputError('FieldInvalid', {
    en: `The channel has no field ${name}. Nothing was changed.`,
    zh: `该渠道没有字段 ${name}，未作任何修改。`,
  });
}

function fixedField(name: string): InvalidInputError {
  return new InvalidInputError('FieldFixed', {
    en: `${name} repeats the product record. Change it in the product data; the listing is then written anew.`,
    zh: `${name} 取自商品数据，请在商品数据中修改，之后会重新生成文案。`,
  });
}
