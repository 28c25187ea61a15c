/** One file of a product's picture, for one channel. */
export interface MediaFile {
  readonly channel: string;
  /** In the media bucket. */
  readonly key: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly format: 'jpeg' | 'webp' | 'png';
}

/** A file made of the same photo that no channel asks for by rule: a scene, a banner, a video. */
export interface DerivedMedia {
  /** What it is: `scene`, `hero`, `video`, … */
  readonly kind: string;
  /** In the media bucket. */
  readonly key: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly format: 'jpeg' | 'png' | 'webp' | 'mp4' | 'html';
}

/** What a shop system shows that is no file of ours: its id is all that is needed to show it again. */
export interface ExternalMedia {
  readonly channel: string;
  /** Its id in that system. */
  readonly id: string;
  /** To look at; empty where there is no picture. */
  readonly url: string;
}

/** A product's picture at one position (1 is the main one), as the shop's catalogue has it. */
export interface MediaEntry {
  /** Empty where none of ours stands there. */
  readonly asset: string;
  readonly files: readonly MediaFile[];
  /** Left out: none. */
  readonly derived?: readonly DerivedMedia[] | undefined;
  /**
   * What a connected shop system shows there instead of a file of ours; the empty list: nothing. Left out: whatever the files
   * say, and where they say nothing for that system's channel, what stands there is left alone.
   */
  readonly external?: readonly ExternalMedia[] | undefined;
}

/** Every file of an entry, by the name of what it is for: its channel, or its kind. */
export function publishedFiles(
  entry: MediaEntry,
): readonly (Pick<DerivedMedia, 'key' | 'sha256' | 'format'> & { readonly name: string })[] {
  const channels = entry.files.map(({ channel, ...file }) => ({ ...file, name: channel }));
  const derived = (entry.derived ?? []).map(({ kind, ...file }) => ({ ...file, name: kind }));
  return [...channels, ...derived];
}

/** An entry as read, with the mark of its present state. */
export interface StoredMedia {
  readonly entry: MediaEntry;
  /** Opaque; another value after every change by anybody. */
  readonly etag: string;
}

/**
 * The part of the `store` port that holds a product's pictures. Every write names the state that it replaces; the adapter
 * must refuse it (`MediaChangedError`) when the catalogue's copy is another one by now.
 */
export interface MediaStore {
  readonly name: string;
  /** Undefined: the product has no picture at this position. */
  read(store: string, sku: string, position: number): Promise<StoredMedia | undefined>;
  /** @returns the etag after the write. @throws MediaChangedError */
  write(
    store: string,
    sku: string,
    position: number,
    entry: MediaEntry,
    replaces: { etag: string } | 'nothing',
  ): Promise<string>;
  /** @throws MediaChangedError */
  remove(store: string, sku: string, position: number, replaces: { etag: string }): Promise<void>;
}

/** Somebody else changed the catalogue's copy between our read and our write. Nothing was written. */
export class MediaChangedError extends Error {
  constructor(sku: string, position: number) {
    super(`The picture ${position} of ${sku} was changed meanwhile`);
    this.name = 'MediaChangedError';
  }
}
