import type { ChannelListing } from '../../commerce/listings/listing.ts';
import { auditWrites } from '../../platform/audit/append-audit.ts';
import type { Actor } from '../../platform/audit/audit-entry.ts';
import type { Platform } from '../../platform/platform.ts';
import { ConflictError, type StoredRecord } from '../../platform/ports/records.ts';
import { hashListing, listingKey, type RemovedListing, type StandingListing } from './listing-store.ts';

export interface PublishListing {
  /** The same for every repeat of one act: `<run>-<attempt>`. */
  readonly publication: string;
  readonly store: string;
  readonly run: string;
  readonly listing: ChannelListing;
  readonly productVersion: number;
  readonly actor: Actor;
}

/**
 * - `published`: it stands there, by this act or by an earlier repeat of it
 * - `unchanged`: the very same stood there already
 * - `theirs`: a person changed the copy since our last write · `newer`: it was made of a later version of the product
 */
export type ListingOutcome = 'published' | 'unchanged' | 'theirs' | 'newer';

type Stored = StandingListing | RemovedListing;

/**
 * Puts a listing into the shop's own catalogue, once, with its audit entry; keeps what it replaced. A copy that a person
 * changed, or that is of a later version of the product, is left alone. Safe to repeat.
 *
 * @throws ConflictError when three others were faster
 */
export async function publishListing(platform: Platform, request: PublishListing): Promise<ListingOutcome> {
  const { store, listing } = request;
  const key = listingKey(store, listing);
  const hash = hashListing(listing);
  for (let tries = 1; ; tries++) {
    const present = await platform.records.get<Stored>(key);
    const standing = standingIn(present);
    const settled = settle(standing, request, hash);
    if (settled !== undefined) return settled;
    try {
      await write(platform, request, { hash, present, standing });
      return 'published';
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === 3) throw error;
    }
  }
}

function standingIn(present: StoredRecord<Stored> | undefined): StandingListing | undefined {
  return present === undefined || 'removed' in present.data ? undefined : present.data;
}

function settle(
  standing: StandingListing | undefined,
  { publication, productVersion }: PublishListing,
  hash: string,
): ListingOutcome | undefined {
  if (standing === undefined) return undefined;
  if (standing.publication === publication) return 'published';
  if (standing.hash === hash) return 'unchanged';
  if (standing.changedBy !== undefined) return 'theirs';
  return standing.productVersion > productVersion ? 'newer' : undefined;
}

interface Present {
  readonly hash: string;
  readonly present: StoredRecord<Stored> | undefined;
  readonly standing: StandingListing | undefined;
}

async function write(
  platform: Platform,
  { publication, store, run, listing, productVersion, actor }: PublishListing,
  { hash, present, standing }: Present,
): Promise<void> {
  const data: StandingListing = {
    listing,
    hash,
    productVersion,
    publication,
    run,
    at: platform.clock.now(),
    replaced: standing === undefined ? 'nothing' : withoutReplaced(standing),
  };
  const expected = present === undefined ? ('absent' as const) : { version: present.version };
  const audit = await auditWrites(platform, {
    store,
    stream: `run/${run}`,
    entryId: `listing/${publication}/${listing.channel}/${listing.locale}`,
    actor,
    action: 'listing.published',
    subject: subjectOf(listing),
    ...(standing === undefined ? {} : { before: standing.listing.fields }),
    after: listing.fields,
    model: listing.engine,
  });
  await platform.records.transact([{ key: listingKey(store, listing), data, expected }, ...audit]);
}

function withoutReplaced({
  replaced: _replaced,
  ...standing
}: StandingListing): Omit<StandingListing, 'replaced'> {
  return standing;
}

function subjectOf({ sku, channel, locale }: Pick<ChannelListing, 'sku' | 'channel' | 'locale'>): string {
  return `product/${sku}/listing/${channel}/${locale}`;
}

export interface RevertListing {
  readonly store: string;
  readonly sku: string;
  readonly channel: ChannelListing['channel'];
  readonly locale: ChannelListing['locale'];
  /** What is to be taken back: a person saw this one. */
  readonly publication: string;
  readonly actor: Actor;
  readonly reason?: string | undefined;
}

/**
 * Puts back what a publication replaced, or takes the listing down where nothing stood there. Repeating it changes nothing.
 *
 * @returns `changed` where something else stands there by now; it was left alone
 */
export async function revertListing(
  platform: Platform,
  request: RevertListing,
): Promise<'reverted' | 'changed'> {
  const { store, actor, reason, publication } = request;
  const key = listingKey(store, request);
  const present = await platform.records.get<Stored>(key);
  const standing = standingIn(present);
  if (present === undefined || standing === undefined) return present === undefined ? 'changed' : 'reverted';
  if (standing.publication !== publication || standing.changedBy !== undefined) return 'changed';
  const { replaced } = standing;
  const at = platform.clock.now();
  const data: Stored =
    replaced === 'nothing' ? { removed: true, at } : { ...replaced, at, replaced: withoutReplaced(standing) };
  const audit = await auditWrites(platform, {
    store,
    stream: `product/${request.sku}`,
    actor,
    reason,
    action: 'listing.reverted',
    subject: subjectOf(request),
    before: standing.listing.fields,
    ...(replaced === 'nothing' ? {} : { after: replaced.listing.fields }),
  });
  await platform.records.transact([{ key, data, expected: { version: present.version } }, ...audit]);
  return 'reverted';
}
