import type { StoredChecksum } from './checksums.ts';

/** A stretch of a stored file. An object is one or more of them: parts are never copied together. */
export interface Segment {
  readonly file: string;
  /** Bytes from the file's start. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** What a client says about an object when it makes it, and every read answers. */
export interface ObjectDescription {
  /** System headers under their lower-case names, e.g. `content-type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata without its `x-amz-meta-` prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export type RetentionMode = 'GOVERNANCE' | 'COMPLIANCE';

export interface Retention {
  readonly mode: RetentionMode;
  /** Milliseconds since the epoch. */
  readonly retainUntil: number;
}

export interface ObjectLock {
  readonly retention?: Retention;
  readonly legalHold?: boolean;
}

/** What a version holds beside what it is found by. */
export interface VersionContent extends ObjectDescription {
  readonly segments: readonly Segment[];
  readonly checksum?: StoredChecksum;
  /** Bytes of each part of a multipart upload, in order; absent for an object that was put whole. */
  readonly partSizes?: readonly number[];
  readonly lock?: ObjectLock;
}

/** One version of an object, or a delete marker. */
export interface StoredVersion {
  readonly bucket: string;
  readonly key: string;
  /** `null` (the word) for what was written while the bucket had no versioning. */
  readonly versionId: string;
  /** Rises with every change in the whole store; orders a key's versions. */
  readonly sequence: number;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  /** Bytes. */
  readonly size: number;
  /** Hex MD5 of the bytes, or `<md5 of the parts' md5s>-<parts>`; without quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds as S3 keeps them. */
  readonly modifiedAt: number;
  readonly content: VersionContent;
}

export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

/** How long a new version is locked when its writer says nothing. */
export interface DefaultRetention {
  readonly mode: RetentionMode;
  readonly days: number;
}

export interface BucketConfiguration {
  /** Whether `Object Created` and `Object Deleted` go to the default bus. */
  readonly eventBridge: boolean;
  /** Absent: never switched on. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly objectLock: boolean;
  readonly defaultRetention?: DefaultRetention;
  readonly cors: readonly CorsRule[];
  /** Recorded for a person to read, never carried out. */
  readonly lifecycle?: unknown;
  /** Recorded for a person to read, never enforced. */
  readonly policy?: unknown;
}

export const PLAIN_BUCKET: BucketConfiguration = { eventBridge: false, objectLock: false, cors: [] };

export interface Bucket {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly configuration: BucketConfiguration;
}
