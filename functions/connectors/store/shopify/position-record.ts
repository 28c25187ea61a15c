import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RecordKey, Records } from '../../../platform/ports/records.ts';
import type { MediaEntry } from '../media-store.ts';
import type { Placed } from './placement.ts';

/** A medium as it stood at a position. */
export interface Occupant {
  readonly id: string;
  readonly mark: string;
  /** For people to look at. */
  readonly url: string;
  /** We put it there. */
  readonly ours: boolean;
}

/**
 * What we did, or are about to do, at one position of one Shopify product. Shopify has no conditional write and no
 * transaction; this record, written before each step that Shopify would not forget, makes up for both.
 *
 * The write that it tells of is *finished* when the built-in catalogue's etag is no longer `over`: the catalogue is
 * written last, so until then everybody sees what stood there before.
 */
export interface PositionRecord {
  readonly sku: string;
  readonly position: number;
  /** The built-in catalogue's etag that the write replaces; `nothing` for an empty position. */
  readonly over: string;
  /** What the position showed before. */
  readonly before?: Occupant | undefined;
  /** Of the entry that is written. */
  readonly wanted: string;
  /** Of our file, where it is one; an id alone is somebody else's picture put back. */
  readonly sha256?: string | undefined;
  /** What is to stand there. */
  readonly target?: string | undefined;
  /** The target's mark when it stood there: another one later is a picture that somebody changed in its place. */
  readonly targetMark?: string | undefined;
  /** Media that writes which did not finish may have left on the product. */
  readonly strays: readonly string[];
  /**
   * Where the write empties the position: what else the product shows. Of these one slides into the place in the list, and is not
   * thereby a picture that somebody put at this position.
   */
  readonly besides?: readonly string[] | undefined;
  /** Instant until which the writer may be alive: nobody else begins before. */
  readonly until: string;
}

/** The video that belongs to a picture: what we put on the product, or are about to. */
export interface MotionRecord
  extends Pick<PositionRecord, 'sku' | 'position' | 'sha256' | 'target' | 'strays'> {
  readonly motion: true;
  /** Why Shopify did not take these bytes: they are not sent again. */
  readonly refused?: string | undefined;
}

/** More unfinished writes than this in a row come of a fault that a person looks at. */
const MOST_STRAYS = 20;

export function strayList(
  ids: readonly (string | undefined)[],
  target: string | undefined,
): readonly string[] {
  const known = ids.filter((id) => id !== undefined && id !== target) as string[];
  return [...new Set(known)].slice(-MOST_STRAYS);
}

export function recordKey(store: string, product: string, sku: string, position: number): RecordKey {
  return { pk: recordsOf(store, product), sk: `${sku}#${String(position).padStart(2, '0')}` };
}

export function motionKey(store: string, product: string, sku: string, position: number): RecordKey {
  const { pk, sk } = recordKey(store, product, sku, position);
  return { pk, sk: `${sk}#MOTION` };
}

/** Videos come after the pictures of all positions; Shopify takes 250 media. */
const MOTION_AFTER = 1_000;

/** Every variant's positions of a product together: their media are one list in Shopify. */
function recordsOf(store: string, product: string): string {
  return `${store}#SHOPIFY#${product.split('/').at(-1)}`;
}

/** All media of ours on a product, by id. */
export async function placedOn(
  records: Records,
  store: string,
  product: string,
): Promise<ReadonlyMap<string, Placed>> {
  const placed = new Map<string, Placed>();
  let cursor: string | undefined;
  do {
    const page = await records.list<PositionRecord | (MotionRecord & { before?: undefined })>(
      { pk: recordsOf(store, product) },
      { cursor },
    );
    for (const { data } of page.items) {
      const { sku, target, before, strays } = data;
      const position = 'motion' in data ? MOTION_AFTER + data.position : data.position;
      // What stood there before still does, should the write never have finished.
      const earlier = before?.ours === true ? before.id : undefined;
      for (const id of [...strays, earlier, target]) if (id !== undefined) placed.set(id, { sku, position });
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return placed;
}

/** @param entry undefined: the position is emptied */
export function hashOf(entry: MediaEntry | undefined): string {
  return createHash('sha256')
    .update(canonicalize(entry ?? null) ?? '')
    .digest('hex')
    .slice(0, 16);
}
