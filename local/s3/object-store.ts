import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EventPublisher, LocalClock, LocalIdentity } from '../service.ts';
import { inTransaction } from '../sqlite.ts';
import { BucketTable } from './bucket-table.ts';
import { checkWriteCondition, type WriteCondition } from './conditions.ts';
import { FileTable } from './file-table.ts';
import { nextSequence, openIndexDatabase } from './index-database.ts';
import type { Bucket, StoredVersion, VersionContent } from './model.ts';
import { type ChangeOrigin, type CreationReason, ObjectEvents } from './object-events.ts';
import { ObjectFiles } from './object-files.ts';
import { refuseWhileLocked } from './object-lock.ts';
import { noSuchKey, noSuchVersion, S3Error } from './s3-error.ts';
import { type Upload, UploadTable } from './upload-table.ts';
import { VersionTable } from './version-table.ts';

/** The version id of what is written without versioning. */
const NULL_VERSION = 'null';

/** An object whose bytes are stored and that waits for its place in the index. */
export interface ObjectDraft {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly content: VersionContent;
  readonly condition: WriteCondition;
  readonly reason: CreationReason;
  readonly origin: ChangeOrigin;
  /** The upload that ends in the same transaction, where the object comes from one. */
  readonly upload?: Upload;
}

export interface DeleteRequest {
  readonly bucket: string;
  readonly key: string;
  /** Absent: hide the object behind a delete marker, or without versioning delete it. */
  readonly versionId?: string;
  readonly condition: WriteCondition;
  readonly bypassGovernance: boolean;
  readonly origin: ChangeOrigin;
}

export interface DeleteResult {
  /** What was deleted, or the delete marker that was made. */
  readonly versionId?: string;
  readonly isDeleteMarker: boolean;
}

/** Whole seconds: S3 keeps no finer time, and answers in headers could not tell one. */
function wholeSecond(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}

/** 32 characters of the URL-safe alphabet, random like S3's. */
function newVersionId(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * All objects: their index in one SQLite file, their bytes in files. Each change is one transaction, made after
 * its bytes are stored and before those it replaces are deleted. So a process killed anywhere leaves the old object or the new
 * one, at worst with an orphaned file beside it, which `start` sweeps.
 */
export class ObjectStore {
  readonly buckets: BucketTable;
  readonly versions: VersionTable;
  readonly uploads: UploadTable;
  readonly files: ObjectFiles;
  readonly fileTable: FileTable;
  readonly events: ObjectEvents;
  private readonly clock: LocalClock;
  private readonly database: DatabaseSync;

  constructor(options: {
    directory: string;
    identity: LocalIdentity;
    events: EventPublisher;
    clock: LocalClock;
  }) {
    this.clock = options.clock;
    this.database = openIndexDatabase(join(options.directory, 'index.sqlite'));
    this.buckets = new BucketTable(this.database);
    this.versions = new VersionTable(this.database);
    this.uploads = new UploadTable(this.database);
    this.fileTable = new FileTable(this.database);
    // A reader that outlasts the database deletes nothing; the next start sweeps.
    this.files = new ObjectFiles(
      options.directory,
      (file) => !this.database.isOpen || this.fileTable.isHeld(file),
    );
    this.events = new ObjectEvents(this.database, options.identity, options.events);
  }

  /** Sweeps orphaned files and publishes the events that a killed process still owed. */
  async start(): Promise<void> {
    await this.files.sweep();
    this.events.publish();
  }

  close(): void {
    this.events.stop();
    if (this.database.isOpen) this.database.close();
  }

  /** Milliseconds since the epoch, whole seconds. */
  now(): number {
    return wholeSecond(this.clock.now());
  }

  /** One transaction; `work` must be synchronous. */
  transaction<T>(work: () => T): T {
    return inTransaction(this.database, work);
  }

  /**
   * The version that a read names.
   * @throws S3Error `NoSuchKey` (also behind a delete marker), `NoSuchVersion`, `MethodNotAllowed` for a marker named by id
   */
  read(bucket: string, key: string, versionId: string | undefined): StoredVersion {
    this.buckets.get(bucket);
    if (versionId === undefined) {
      const latest = this.versions.latest(bucket, key);
      if (latest === undefined || latest.isDeleteMarker) throw noSuchKey(key);
      return latest;
    }
    const version = this.versions.find(bucket, key, versionId);
    if (version === undefined) throw noSuchVersion(key, versionId);
    if (version.isDeleteMarker) {
      throw new S3Error(
        'MethodNotAllowed',
        'The specified method is not allowed against this resource.',
        405,
        {
          Method: 'GET',
          ResourceType: 'DeleteMarker',
        },
      );
    }
    return version;
  }

  /**
   * Puts a draft into the index. When it is refused, the caller still owns the draft's files.
   * @throws S3Error `PreconditionFailed`, `NoSuchKey`, `NoSuchBucket`, `NoSuchUpload`
   */
  async commit(draft: ObjectDraft): Promise<StoredVersion> {
    const freed: string[] = [];
    const stored = this.transaction(() => {
      const bucket = this.buckets.get(draft.bucket);
      checkWriteCondition(draft.condition, draft.key, this.versions.latest(draft.bucket, draft.key));
      this.fileTable.hold(draft.content.segments);
      if (draft.upload !== undefined) freed.push(...this.endUpload(draft.upload));
      const versionId = this.makeRoom(bucket, draft.key, freed);
      const version: StoredVersion = {
        bucket: draft.bucket,
        key: draft.key,
        versionId,
        sequence: nextSequence(this.database),
        isLatest: true,
        isDeleteMarker: false,
        size: draft.size,
        etag: draft.etag,
        modifiedAt: this.now(),
        content: draft.content,
      };
      this.versions.insert(version);
      this.recordChange(bucket, version, draft.origin, { created: draft.reason });
      return version;
    });
    this.events.publish();
    await this.files.remove(freed);
    return stored;
  }

  /** The id for a new version. Without versioning the key's `null` version makes room. */
  private makeRoom(bucket: Bucket, key: string, freed: string[]): string {
    if (bucket.configuration.versioning === 'Enabled') return newVersionId();
    const replaced = this.versions.find(bucket.name, key, NULL_VERSION);
    if (replaced !== undefined) {
      this.versions.remove(replaced);
      freed.push(...this.fileTable.release(replaced.content.segments));
    }
    return NULL_VERSION;
  }

  /** Deletes an upload with its parts, inside a transaction. @returns the files that are free then */
  endUpload(upload: Upload): string[] {
    this.uploads.get(upload.bucket, upload.key, upload.id);
    const parts = this.uploads.parts(upload.id);
    this.uploads.remove(upload.id);
    return parts.flatMap((part) => this.fileTable.release(part.segments));
  }

  /**
   * Deletes, or hides, an object. What is not there counts as deleted.
   * @throws S3Error `AccessDenied` while the version is locked, `PreconditionFailed`, `NoSuchBucket`
   */
  async delete(request: DeleteRequest): Promise<DeleteResult> {
    const freed: string[] = [];
    const result = this.transaction(() => {
      const bucket = this.buckets.get(request.bucket);
      checkWriteCondition(request.condition, request.key, this.versions.latest(request.bucket, request.key));
      if (request.versionId === undefined && bucket.configuration.versioning !== undefined) {
        return this.putDeleteMarker(bucket, request, freed);
      }
      return this.deleteVersion(bucket, request, freed);
    });
    this.events.publish();
    await this.files.remove(freed);
    return result;
  }

  private putDeleteMarker(bucket: Bucket, request: DeleteRequest, freed: string[]): DeleteResult {
    const marker: StoredVersion = {
      bucket: bucket.name,
      key: request.key,
      versionId: this.makeRoom(bucket, request.key, freed),
      sequence: nextSequence(this.database),
      isLatest: true,
      isDeleteMarker: true,
      size: 0,
      etag: '',
      modifiedAt: this.now(),
      content: { headers: {}, metadata: {}, tags: {}, segments: [] },
    };
    this.versions.insert(marker);
    this.recordChange(bucket, marker, request.origin, { deleted: 'Delete Marker Created' });
    return { versionId: marker.versionId, isDeleteMarker: true };
  }

  private deleteVersion(bucket: Bucket, request: DeleteRequest, freed: string[]): DeleteResult {
    const version = this.versions.find(bucket.name, request.key, request.versionId ?? NULL_VERSION);
    const named = request.versionId === undefined ? {} : { versionId: request.versionId };
    if (version === undefined) return { ...named, isDeleteMarker: false };
    refuseWhileLocked(version, this.clock.now(), request.bypassGovernance);
    this.versions.remove(version);
    freed.push(...this.fileTable.release(version.content.segments));
    const deletion = { ...version, sequence: nextSequence(this.database) };
    this.recordChange(bucket, deletion, request.origin, { deleted: 'Permanently Deleted' });
    return { ...named, isDeleteMarker: version.isDeleteMarker };
  }

  private recordChange(
    bucket: Bucket,
    version: StoredVersion,
    origin: ChangeOrigin,
    kind: { created: CreationReason } | { deleted: 'Permanently Deleted' | 'Delete Marker Created' },
  ): void {
    if (!bucket.configuration.eventBridge) return;
    this.events.record({
      bucket: bucket.name,
      key: version.key,
      sequence: version.sequence,
      ...(bucket.configuration.versioning !== undefined && { versionId: version.versionId }),
      ...('created' in kind && { size: version.size }),
      ...(!version.isDeleteMarker && { etag: version.etag }),
      at: this.clock.now(),
      origin,
      kind,
    });
  }
}
