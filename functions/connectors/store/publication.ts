import type { RecordKey } from '../../platform/ports/records.ts';
import type { MediaEntry } from './media-store.ts';

/** One outward act on a product's pictures. Keeps what it replaced, so that it can be reverted. */
export interface Publication {
  readonly id: string;
  readonly store: string;
  readonly run: string;
  readonly sku: string;
  readonly position: number;
  readonly entry: MediaEntry;
  /** See `PublishRequest`. */
  readonly order?: string | undefined;
  /** What stood there before; `nothing` when the position was empty. */
  readonly replaced: MediaEntry | 'nothing';
  /** Its order, where it was ours: after a revert it stands there again. */
  readonly replacedOrder?: string | undefined;
  readonly status: 'writing' | 'published' | 'reverted';
  /** Of the catalogue's copy after our write. */
  readonly etag?: string;
  readonly at: string;
  /** An instant; absent of one that stands, and of those that were taken back before this was noted. */
  readonly revertedAt?: string;
}

/** What we know of a position, to tell our own copy from one that somebody else changed. */
export interface PositionState {
  /** Our last finished write. */
  readonly written?: {
    readonly publication: string;
    readonly etag: string;
    /** Of the picture that stands there. */
    readonly order?: string | undefined;
  };
  /** A write that began after it: should its process die, the copy that it left is known as ours all the same. */
  readonly begun?: {
    readonly publication: string;
    readonly entry: MediaEntry;
    readonly order?: string | undefined;
    readonly replaced: MediaEntry | 'nothing';
    readonly replacedOrder?: string | undefined;
  };
  /** Somebody else's copy, or a newer one of ours, that a publication of this run stopped at. The run's next attempt, which a person asks for, may replace it. */
  readonly shown?: { readonly run: string; readonly publication: string; readonly etag: string };
}

export function publicationKey(store: string, id: string): RecordKey {
  return { pk: `${store}#PUBLICATION#${id}`, sk: 'PUBLICATION' };
}

export function positionKey(store: string, sku: string, position: number): RecordKey {
  return { pk: `${store}#SKU#${sku}`, sk: `PUBLISHED#${String(position).padStart(2, '0')}` };
}
