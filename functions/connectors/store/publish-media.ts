import { auditWrites } from '../../platform/audit/append-audit.ts';
import type { Actor } from '../../platform/audit/audit-entry.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import {
  changeRecord,
  type Expected,
  type RecordWrite,
  type StoredRecord,
} from '../../platform/ports/records.ts';
import { noteProduct } from '../../platform/products/product-listing.ts';
import { MediaChangedError, type MediaEntry, type MediaStore, type StoredMedia } from './media-store.ts';
import { type PositionState, type Publication, positionKey, publicationKey } from './publication.ts';

export interface PublishRequest {
  /** The same for every repeat of one act: `<run>-<attempt>`. */
  readonly id: string;
  readonly store: string;
  readonly run: string;
  readonly sku: string;
  readonly position: number;
  readonly entry: MediaEntry;
  /** When the photo came, as a text that sorts: an older one does not take a newer one's place. Left out: the oldest. */
  readonly order?: string | undefined;
  readonly actor: Actor;
}

export type PublishResult =
  | { readonly outcome: 'published'; readonly publication: Publication }
  /** Nothing was written. */
  | {
      readonly outcome: 'conflict';
      /** `theirs`: the catalogue's copy is neither ours nor empty. `newer`: a photo that came later stands there. */
      readonly standing: 'theirs' | 'newer';
      readonly theirs: MediaEntry | undefined;
    };

/**
 * Puts an entry on a product, once. Repeating it after a crash at any point ends in the same state; a copy that somebody
 * else changed since our last write is left alone, and so is one of ours that was made from a later photo, until a later
 * attempt of the same run comes: a person has seen both by then.
 *
 * @throws ConflictError when another publication wrote to the same position at the same moment
 */
export async function publishMedia(
  platform: Platform,
  media: MediaStore,
  request: PublishRequest,
): Promise<PublishResult> {
  const { id, store, run, sku, position, entry, order } = request;
  const begun = await platform.records.get<Publication>(publicationKey(store, id));
  if (begun !== undefined && begun.data.status !== 'writing')
    return { outcome: 'published', publication: begun.data };
  const [present, state] = await Promise.all([
    media.read(store, sku, position),
    platform.records.get<PositionState>(positionKey(store, sku, position)),
  ]);
  const left = leftBehind(present, state?.data);
  const isWritten = present !== undefined && left !== undefined && sameEntry(left.entry, entry);
  const ours = left ?? (present?.etag === state?.data.written?.etag ? state?.data.written : undefined);
  if (present !== undefined && !isWritten && !wasShown(present, state?.data, request)) {
    if (ours === undefined) return await stopAt(platform, request, 'theirs', present);
    if ((ours.order ?? '') > (order ?? '')) return await stopAt(platform, request, 'newer', present);
  }
  const before = isWritten
    ? { replaced: left.replaced, replacedOrder: left.replacedOrder }
    : { replaced: present?.entry ?? ('nothing' as const), replacedOrder: present && ours?.order };
  const at = begun?.data.at ?? platform.clock.now();
  const publication: Publication = {
    id,
    store,
    run,
    sku,
    position,
    entry,
    order,
    ...before,
    status: 'writing',
    at,
  };
  if (!isWritten) await begin(platform, publication, begun, state);
  const put = isWritten
    ? { etag: present.etag }
    : await putOrLook(media, publication, entry, () =>
        media.write(store, sku, position, entry, present === undefined ? 'nothing' : present),
      );
  if (put.etag === undefined) return await stopAt(platform, request, 'theirs', put.found);
  const finished = await finish(platform, request, publication, 'published', put.etag);
  return { outcome: 'published', publication: finished };
}

/**
 * A client that repeats a request whose answer was lost meets its own write, and takes it for somebody else's: what stands
 * there is looked at before that is believed.
 *
 * @returns the etag after the write (empty where the position is), or what somebody else put there
 */
async function putOrLook(
  media: MediaStore,
  { store, sku, position }: Publication,
  wanted: MediaEntry | 'nothing',
  write: () => Promise<string>,
): Promise<{ etag: string } | { etag: undefined; found: StoredMedia | undefined }> {
  try {
    return { etag: await write() };
  } catch (error) {
    if (!(error instanceof MediaChangedError)) throw error;
    const found = await media.read(store, sku, position);
    const isThere = wanted === 'nothing' ? found === undefined : found && sameEntry(found.entry, wanted);
    return isThere === true ? { etag: found?.etag ?? '' } : { etag: undefined, found };
  }
}

/**
 * Puts back what a publication replaced. Repeating it changes nothing.
 *
 * @param reason for the audit
 * @throws InvalidInputError `PublicationUnknown`
 */
export async function revertMedia(
  platform: Platform,
  media: MediaStore,
  store: string,
  id: string,
  actor: Actor,
  reason?: string,
): Promise<PublishResult> {
  const publication = (await platform.records.get<Publication>(publicationKey(store, id)))?.data;
  if (publication === undefined || publication.status === 'writing') throw unknownPublication(id);
  if (publication.status === 'reverted') return { outcome: 'published', publication };
  const { sku, position, entry, replaced } = publication;
  const [present, state] = await Promise.all([
    media.read(store, sku, position),
    platform.records.get<PositionState>(positionKey(store, sku, position)),
  ]);
  const isBack =
    replaced === 'nothing'
      ? present === undefined
      : present !== undefined && sameEntry(present.entry, replaced);
  // A later publication that was reverted wrote this one's files again: ours too, under another etag.
  const isOurs =
    present !== undefined &&
    (present.etag === publication.etag ||
      (present.etag === state?.data.written?.etag && sameEntry(present.entry, entry)));
  if (!isBack && !isOurs) return { outcome: 'conflict', standing: 'theirs', theirs: present?.entry };
  const put =
    isBack || present === undefined
      ? { etag: present?.etag ?? '' }
      : await putOrLook(media, publication, replaced, () =>
          putBack(platform, media, publication, present, state),
        );
  if (put.etag === undefined) return { outcome: 'conflict', standing: 'theirs', theirs: put.found?.entry };
  return {
    outcome: 'published',
    publication: await finish(platform, { actor, reason }, publication, 'reverted', put.etag),
  };
}

/** @returns the etag afterwards; empty where the position is */
async function putBack(
  platform: Platform,
  media: MediaStore,
  publication: Publication,
  present: StoredMedia,
  state: StoredRecord<PositionState> | undefined,
): Promise<string> {
  const { id, store, sku, position, entry, replaced } = publication;
  if (replaced === 'nothing') {
    await media.remove(store, sku, position, present);
    return '';
  }
  const { order, replacedOrder } = publication;
  const begun = {
    publication: id,
    entry: replaced,
    order: replacedOrder,
    replaced: entry,
    replacedOrder: order,
  };
  await platform.records.transact([stateWrite(publication, { ...state?.data, begun }, state)]);
  return await media.write(store, sku, position, replaced, present);
}

/** What a write of ours put there whose process died before it could say so. */
function leftBehind(
  present: StoredMedia | undefined,
  state: PositionState | undefined,
): PositionState['begun'] | undefined {
  const begun = state?.begun;
  if (present === undefined || begun === undefined) return undefined;
  return sameEntry(present.entry, begun.entry) ? begun : undefined;
}

/** Whether this run stopped at this very copy before: a person has seen both, and asked for another attempt. */
function wasShown(present: StoredMedia, state: PositionState | undefined, request: PublishRequest): boolean {
  const { shown } = state ?? {};
  return shown?.etag === present.etag && shown.run === request.run && shown.publication !== request.id;
}

/** Leaves a copy alone, and notes which one it was. */
async function stopAt(
  platform: Platform,
  request: PublishRequest,
  standing: 'theirs' | 'newer',
  theirs: StoredMedia | undefined,
): Promise<PublishResult> {
  const { id, store, run, sku, position } = request;
  if (theirs !== undefined) {
    const shown = { run, publication: id, etag: theirs.etag };
    await changeRecord<PositionState>(platform.records, positionKey(store, sku, position), (now = {}) => ({
      data: { ...now, shown },
    }));
  }
  return { outcome: 'conflict', standing, theirs: theirs?.entry };
}

/** Says what is going to be written before it is. */
async function begin(
  platform: Platform,
  publication: Publication,
  before: StoredRecord<Publication> | undefined,
  state: StoredRecord<PositionState> | undefined,
): Promise<void> {
  const { id, store, entry, order, replaced, replacedOrder } = publication;
  const begun = { publication: id, entry, order, replaced, replacedOrder };
  await platform.records.transact([
    { key: publicationKey(store, id), data: publication, expected: expectedOf(before) },
    stateWrite(publication, { ...state?.data, begun }, state),
  ]);
}

function stateWrite(
  { store, sku, position }: Publication,
  data: PositionState,
  before: StoredRecord<PositionState> | undefined,
): RecordWrite {
  return { key: positionKey(store, sku, position), data, expected: expectedOf(before) };
}

function expectedOf(before: StoredRecord<unknown> | undefined): Expected {
  return before === undefined ? 'absent' : { version: before.version };
}

/** The publication's new status, what we last wrote, and the audit entry, in one transaction. */
async function finish(
  platform: Platform,
  { actor, reason }: { readonly actor: Actor; readonly reason?: string | undefined },
  publication: Publication,
  status: 'published' | 'reverted',
  etag: string,
): Promise<Publication> {
  const { store, sku, position, id } = publication;
  const revertedAt = status === 'reverted' ? { revertedAt: platform.clock.now() } : {};
  const done: Publication = { ...publication, ...revertedAt, status, etag };
  const order = status === 'published' ? publication.order : publication.replacedOrder;
  const state: PositionState = { written: { publication: id, etag, order } };
  const writes: RecordWrite[] = [
    { key: publicationKey(store, id), data: done, expected: 'any' },
    { key: positionKey(store, sku, position), data: state, expected: 'any' },
  ];
  const audit = await auditWrites(platform, {
    store,
    stream: `run/${publication.run}`,
    entryId: `${status}/${id}`,
    actor,
    reason,
    action: `media.${status}`,
    subject: `product/${sku}/${position}`,
    before: status === 'published' ? publication.replaced : publication.entry,
    after: status === 'published' ? publication.entry : publication.replaced,
  });
  await platform.records.transact([...writes, ...audit]);
  await noteProduct(platform, store, sku);
  return done;
}

/**
 * The same files by content; where they lie does not matter. What a shop system shows besides counts where the entry that was
 * meant says something about it.
 */
function sameEntry(one: MediaEntry, meant: MediaEntry): boolean {
  const sums = (entry: MediaEntry) =>
    [
      ...entry.files.map((file) => `${file.channel}:${file.sha256}`),
      ...(entry.derived ?? []).map((file) => `derived/${file.kind}:${file.sha256}`),
      ...(meant.external === undefined ? [] : (entry.external ?? []).map(({ id }) => `external:${id}`)),
    ]
      .sort()
      .join();
  return one.asset === meant.asset && sums(one) === sums(meant);
}

function unknownPublication(id: string): InvalidInputError {
  return new InvalidInputError('PublicationUnknown', {
    en: `There is no finished publication ${id} in this shop.`,
    zh: `本店没有已完成的发布记录 ${id}。`,
  });
}
