import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ChecksumAlgorithm, ChecksumType, StoredChecksum } from './checksums.ts';
import { decodeKey, encodeKey } from './index-database.ts';
import type { ObjectDescription, ObjectLock, Segment } from './model.ts';
import { noSuchUpload } from './s3-error.ts';

/** What the object will be when the upload is completed. */
export interface UploadPlan extends ObjectDescription {
  readonly lock?: ObjectLock;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** Whether the client asked for the checksum; S3 hides its own default until the object stands. */
  readonly checksumRequested: boolean;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly initiatedAt: number;
  readonly plan: UploadPlan;
}

export interface Part {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  /** Hex MD5, without quotes. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly checksum: StoredChecksum;
  readonly segments: readonly Segment[];
}

interface UploadRow {
  readonly id: string;
  readonly bucket: string;
  readonly key: Uint8Array;
  readonly initiated_at: number;
  readonly plan: string;
}

interface PartRow {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
  readonly checksum: string;
  readonly segments: string;
}

function toUpload(row: unknown): Upload {
  const upload = row as UploadRow;
  return {
    id: upload.id,
    bucket: upload.bucket,
    key: decodeKey(upload.key),
    initiatedAt: upload.initiated_at,
    plan: JSON.parse(upload.plan) as UploadPlan,
  };
}

function toPart(row: unknown): Part {
  const part = row as PartRow;
  return {
    number: part.number,
    size: part.size,
    etag: part.etag,
    modifiedAt: part.modified_at,
    checksum: JSON.parse(part.checksum) as StoredChecksum,
    segments: JSON.parse(part.segments) as Segment[],
  };
}

/** Multipart uploads in progress and their parts. */
export class UploadTable {
  private readonly byId: StatementSync;
  private readonly ofBucket: StatementSync;
  private readonly insertion: StatementSync;
  private readonly removal: StatementSync;
  private readonly partsOf: StatementSync;
  private readonly partInsertion: StatementSync;
  private readonly partRemoval: StatementSync;

  constructor(database: DatabaseSync) {
    this.byId = database.prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?');
    this.ofBucket = database.prepare(
      "SELECT * FROM uploads WHERE bucket = ?1 AND key >= ?2 AND (key > ?2 OR (?3 <> '' AND id > ?3)) " +
        'ORDER BY key, id LIMIT ?4',
    );
    this.insertion = database.prepare(
      'INSERT INTO uploads (id, bucket, key, initiated_at, plan) VALUES (?, ?, ?, ?, ?)',
    );
    this.removal = database.prepare('DELETE FROM uploads WHERE id = ?');
    this.partsOf = database.prepare('SELECT * FROM parts WHERE upload_id = ? ORDER BY number');
    this.partInsertion = database.prepare(
      'INSERT INTO parts (upload_id, number, size, etag, modified_at, checksum, segments) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.partRemoval = database.prepare('DELETE FROM parts WHERE upload_id = ? AND number = ?');
  }

  /** @throws S3Error `NoSuchUpload`, also where the id belongs to another key */
  get(bucket: string, key: string, id: string): Upload {
    const row = this.byId.get(id, bucket, encodeKey(key));
    if (row === undefined) throw noSuchUpload(id);
    return toUpload(row);
  }

  /**
   * By key, then id.
   * @param after behind this key; with an id, behind that upload of the key
   */
  list(bucket: string, after: { key: string; uploadId: string }, limit: number): Upload[] {
    return this.ofBucket.all(bucket, encodeKey(after.key), after.uploadId, limit).map(toUpload);
  }

  insert(upload: Upload): void {
    this.insertion.run(
      upload.id,
      upload.bucket,
      encodeKey(upload.key),
      upload.initiatedAt,
      JSON.stringify(upload.plan),
    );
  }

  /** With its parts. */
  remove(id: string): void {
    this.removal.run(id);
  }

  /** By number. */
  parts(uploadId: string): Part[] {
    return this.partsOf.all(uploadId).map(toPart);
  }

  insertPart(uploadId: string, part: Part): void {
    this.partInsertion.run(
      uploadId,
      part.number,
      part.size,
      part.etag,
      part.modifiedAt,
      JSON.stringify(part.checksum),
      JSON.stringify(part.segments),
    );
  }

  removePart(uploadId: string, number: number): void {
    this.partRemoval.run(uploadId, number);
  }
}
