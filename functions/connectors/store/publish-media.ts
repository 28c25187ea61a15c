import { auditWrites } from '../../platform/audit/append-audit.ts';
import type { Actor } from '../../platform/audit/audit-entry.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { changeRecord, type RecordKey, type RecordWrite } from '../../platform/ports/records.ts';
import { MediaChangedError, type MediaEntry, type MediaStore, type StoredMedia } from './media-store.ts';
import { type LastWrite, lastWriteKey, type Publication, publicationKey } from './publication.ts';

export interface PublishRequest {
  /** The same for every repeat of one act: `<run>-<attempt>`. */
  readonly id: string;
  readonly store: string;
  readonly run: string;
  readonly sku: string;
  readonly position: number;
  readonly entry: MediaEntry;
  readonly actor: Actor;
}

export type PublishResult =
  | { readonly outcome: 'published'; readonly publication: Publication }
  /** The catalogue's copy is neither ours nor empty: nothing was written. */
  | { readonly outcome: 'conflict'; readonly theirs: MediaEntry | undefined };

/**
 * Puts an entry on a product, once. Repeating it after a crash at any point ends in the same state; a copy that somebody
 * else changed since our last write is left alone.
 */
export async function publishMedia(
  platform: Platform,
  media: MediaStore,
  request: PublishRequest,
): Promise<PublishResult> {
  const { store, sku, position, entry } = request;
  const key = publicationKey(store, request.id);
  const begun = (await platform.records.get<Publication>(key))?.data;
  if (begun !== undefined && begun.status !== 'writing') return { outcome: 'published', publication: begun };
  const [present, ours] = await Promise.all([
    media.read(store, sku, position),
    platform.records.get<LastWrite>(lastWriteKey(store, sku, position)),
  ]);
  // Our own write of the attempt that died before it could say so.
  const written = begun !== undefined && present !== undefined && sameEntry(present.entry, entry);
  if (!written && present !== undefined && present.etag !== ours?.data.etag) {
    return { outcome: 'conflict', theirs: present.entry };
  }
  const publication = begun ?? (await begin(platform, key, request, present));
  try {
    const etag = written
      ? present.etag
      : await media.write(
          store,
          sku,
          position,
          entry,
          present === undefined ? 'nothing' : { etag: present.etag },
        );
    return {
      outcome: 'published',
      publication: await finish(platform, request.actor, publication, 'published', etag),
    };
  } catch (error) {
    if (!(error instanceof MediaChangedError)) throw error;
    return { outcome: 'conflict', theirs: (await media.read(store, sku, position))?.entry };
  }
}

/**
 * Puts back what a publication replaced. Repeating it changes nothing.
 *
 * @throws InvalidInputError `PublicationUnknown`
 */
export async function revertMedia(
  platform: Platform,
  media: MediaStore,
  store: string,
  id: string,
  actor: Actor,
): Promise<PublishResult> {
  const publication = (await platform.records.get<Publication>(publicationKey(store, id)))?.data;
  if (publication === undefined || publication.status === 'writing') throw unknownPublication(id);
  if (publication.status === 'reverted') return { outcome: 'published', publication };
  const { sku, position, replaced, etag } = publication;
  const present = await media.read(store, sku, position);
  const back =
    replaced === 'nothing'
      ? present === undefined
      : present !== undefined && sameEntry(present.entry, replaced);
  if (!back && (present === undefined || present.etag !== etag))
    return { outcome: 'conflict', theirs: present?.entry };
  let restored = present?.etag ?? '';
  if (!back && present !== undefined) {
    if (replaced === 'nothing') await media.remove(store, sku, position, present);
    else restored = await media.write(store, sku, position, replaced, present);
  }
  return {
    outcome: 'published',
    publication: await finish(platform, actor, publication, 'reverted', restored),
  };
}

async function begin(
  platform: Platform,
  key: RecordKey,
  request: PublishRequest,
  present: StoredMedia | undefined,
): Promise<Publication> {
  const { id, store, run, sku, position, entry } = request;
  const at = platform.clock.now();
  const replaced = present?.entry ?? ('nothing' as const);
  const fresh: Publication = { id, store, run, sku, position, entry, replaced, status: 'writing', at };
  const begun = await changeRecord<Publication>(platform.records, key, (now) =>
    now === undefined ? { data: fresh } : undefined,
  );
  return begun ?? fresh;
}

/** The publication's new status, what we last wrote, and the audit entry, in one transaction. */
async function finish(
  platform: Platform,
  actor: Actor,
  publication: Publication,
  status: 'published' | 'reverted',
  etag: string,
): Promise<Publication> {
  const { store, sku, position, id } = publication;
  const done: Publication = { ...publication, status, etag };
  const last: LastWrite = { publication: id, etag };
  const writes: RecordWrite[] = [
    { key: publicationKey(store, id), data: done, expected: 'any' },
    { key: lastWriteKey(store, sku, position), data: last, expected: 'any' },
  ];
  const audit = await auditWrites(platform, {
    store,
    stream: `run/${publication.run}`,
    entryId: `${status}/${id}`,
    actor,
    action: `media.${status}`,
    subject: `product/${sku}/${position}`,
    before: publication.replaced,
    after: status === 'published' ? publication.entry : publication.replaced,
  });
  await platform.records.transact([...writes, ...audit]);
  return done;
}

/** The same files by content; where they lie does not matter. */
function sameEntry(one: MediaEntry, other: MediaEntry): boolean {
  const sums = (entry: MediaEntry) =>
    entry.files
      .map((file) => `${file.channel}:${file.sha256}`)
      .sort()
      .join();
  return one.asset === other.asset && sums(one) === sums(other);
}

function unknownPublication(id: string): InvalidInputError {
  return new InvalidInputError('PublicationUnknown', {
    en: `There is no finished publication ${id} in this shop.`,
    zh: `本店没有已完成的发布记录 ${id}。`,
  });
}
