import * as z from 'zod';
import type { ChannelListing } from '../commerce/listings/listing.ts';
import { listingChannelSchema } from '../commerce/listings/listing.ts';
import { orderFields } from '../commerce/listings/order-fields.ts';
import { listingLocaleSchema } from '../commerce/product/product-record.ts';
import type { RemovedListing, StandingListing } from '../connectors/store/listing-store.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { Platform } from '../platform/platform.ts';
import { productKey } from '../platform/products/save-product.ts';
import { readSetting } from '../platform/settings/read-setting.ts';
import { isEditable } from './change-listing.ts';
import { choiceOf } from './choices.ts';
import { listTargets } from './extracted.ts';
import { type LastListed, lastListedKey, lastListedSchema } from './last-listed.ts';
import type { Listed } from './listed.ts';
import type { ListingAnswer, ListingsAnswer } from './listings-answers.ts';
import { readRunFile } from './run-files.ts';

type Stored = StandingListing | RemovedListing;

/** Seven channels in two languages are fourteen. */
const LISTINGS_AT_MOST = 100;

/** Everything that is known of a product's listings; undefined for a product that nothing is known of. */
export async function readListings(
  platform: Platform,
  store: string,
  sku: string,
): Promise<ListingsAnswer | undefined> {
  const [record, setting, stored, latest] = await Promise.all([
    platform.records.get<{ version: number }>(productKey(store, sku)),
    readSetting(platform, store, 'listing-channels'),
    platform.records.list<Stored>(
      { pk: `${store}#SKU#${sku}`, skPrefix: 'LISTING#' },
      { limit: LISTINGS_AT_MOST },
    ),
    readLatest(platform, store, sku),
  ]);
  if (record === undefined && stored.items.length === 0) return undefined;
  const standing = new Map(
    stored.items.flatMap(({ data }) => ('removed' in data ? [] : [[choiceOf(data.listing), data] as const])),
  );
  const listed = new Map((latest?.listed ?? []).map((one) => [choiceOf(one.listing), one]));
  const selected = new Set(listTargets(setting.value.channels).map(choiceOf));
  const listings = allTargets.flatMap((target): ListingAnswer[] => {
    const choice = choiceOf(target);
    const [copy, one] = [standing.get(choice), listed.get(choice)];
    const isSelected = selected.has(choice);
    if (!isSelected && copy === undefined) return [];
    const last = one === undefined || latest === undefined ? undefined : latestAnswer(one, latest.pointer);
    return [
      {
        ...target,
        isSelected,
        state: stateOf(copy, last),
        ...(copy === undefined ? {} : { standing: standingAnswer(copy) }),
        ...(last === undefined ? {} : { latest: last }),
      },
    ];
  });
  return { sku, ...(record === undefined ? {} : { version: record.data.version }), listings };
}

const allTargets = listingChannelSchema.options.flatMap((channel) =>
  listingLocaleSchema.options.map((locale) => ({ channel, locale })),
);

interface Latest {
  readonly pointer: LastListed;
  readonly listed: readonly Listed[];
}

/** Undefined where no run got so far, or its files were cleared away. */
async function readLatest(platform: Platform, store: string, sku: string): Promise<Latest | undefined> {
  const stored = await platform.records.get(lastListedKey(store, sku));
  if (stored === undefined) return undefined;
  const pointer = lastListedSchema.parse(stored.data);
  const { run, attempt } = pointer;
  try {
    return {
      pointer,
      listed: await readRunFile(platform, { store, run, attempt, product: { sku } }, 'listed'),
    };
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

function latestAnswer(
  { listing, state, rules, findings }: Listed,
  { run, version, refused = [] }: LastListed,
): NonNullable<ListingAnswer['latest']> {
  const { fields, engine } = listing;
  const isRefusedByPerson = refused.includes(choiceOf(listing));
  return { run, productVersion: version, state, isRefusedByPerson, fields, engine, rules, findings };
}

function stateOf(
  standing: StandingListing | undefined,
  latest: ListingAnswer['latest'],
): ListingAnswer['state'] {
  if (standing !== undefined) return 'published';
  if (latest === undefined) return 'none';
  return latest.isRefusedByPerson ? 'refused' : latest.state;
}

/** What the routes tell of a standing listing. */
export function standingAnswer(standing: StandingListing): NonNullable<ListingAnswer['standing']> {
  const { replaced } = standing;
  const { channel, fields } = standing.listing;
  return {
    ...copyAnswer(standing),
    replaced: replaced === 'nothing' ? null : copyAnswer(replaced),
    isRevertible: standing.publication !== undefined && standing.changedBy === undefined,
    editable: Object.keys(orderFields(channel, fields)).filter((name) => isEditable(standing.listing, name)),
  };
}

function copyAnswer(copy: Omit<StandingListing, 'replaced'>) {
  const { listing, hash, productVersion, publication, run, changedBy, at } = copy;
  const { channel, fields, engine }: ChannelListing = listing;
  return {
    fields: orderFields(channel, fields),
    engine,
    hash,
    productVersion,
    ...(publication === undefined ? {} : { publication }),
    ...(run === undefined ? {} : { run }),
    ...(changedBy === undefined ? {} : { changedBy }),
    at,
  };
}
