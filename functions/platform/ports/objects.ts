export type BucketName = 'inbox' | 'media' | 'lake' | 'anchors';

/** Where an object is. State machines and records carry this, never bodies. */
export interface ObjectReference {
  readonly bucket: BucketName;
  /** Begins with the store id. Any Unicode. */
  readonly key: string;
  /**
   * Of an upload: the same key may be uploaded again while the first upload is still worked on. Reads take exactly this
   * version; writes always make a new one.
   */
  readonly version?: string | undefined;
}

export interface ObjectFacts {
  readonly bytes: number;
  readonly etag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Files. Puts overwrite unless `ifAbsent`; so a repeated step writes the same key with the same bytes. */
export interface Objects {
  /** @throws InvalidInputError `ObjectMissing` when there is none; over `maxBytes`: `ObjectTooLarge` */
  get(reference: ObjectReference, options?: { maxBytes?: number }): Promise<Buffer>;
  /** Undefined when there is none. */
  head(reference: ObjectReference): Promise<ObjectFacts | undefined>;
  /** @returns false when `ifAbsent` and it was there already */
  put(
    reference: ObjectReference,
    body: Buffer | string,
    options: { contentType: string; ifAbsent?: boolean; metadata?: Record<string, string> },
  ): Promise<boolean>;
  /** @param metadata of the copy; left out: that of the original. The content type stays in any case */
  copy(from: ObjectReference, to: ObjectReference, metadata?: Record<string, string>): Promise<void>;
  remove(reference: ObjectReference): Promise<void>;
  list(bucket: BucketName, prefix: string): Promise<readonly { key: string; bytes: number }[]>;
  /**
   * A link that anybody who holds it may read for `seconds` (at most 3600).
   *
   * @param contentType what the file is answered as, whatever its uploader said that it is
   */
  linkToRead(reference: ObjectReference, seconds: number, contentType?: string): Promise<string>;
  /**
   * A form that lets a browser post one file of at most `maxBytes` to the key.
   *
   * @param metadata of the file (ASCII). The form is signed over it: a post that changes or leaves out a field of it is refused
   */
  formToUpload(
    reference: ObjectReference,
    limits: { maxBytes: number; seconds: number },
    metadata?: Record<string, string>,
  ): Promise<{ url: string; fields: Record<string, string> }>;
}
