import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decodeKey, encodeKey } from './index-database.ts';
import type { StoredVersion, VersionContent } from './model.ts';

interface VersionRow {
  readonly bucket: string;
  readonly key: Uint8Array;
  readonly version_id: string;
  readonly sequence: number;
  readonly is_latest: number;
  readonly is_delete_marker: number;
  readonly size: number;
  readonly etag: string;
  readonly modified_at: number;
  readonly content: string;
}

function toVersion(row: unknown): StoredVersion {
  const version = row as VersionRow;
  return {
    bucket: version.bucket,
    key: decodeKey(version.key),
    versionId: version.version_id,
    sequence: version.sequence,
    isLatest: version.is_latest === 1,
    isDeleteMarker: version.is_delete_marker === 1,
    size: version.size,
    etag: version.etag,
    modifiedAt: version.modified_at,
    content: JSON.parse(version.content) as VersionContent,
  };
}

/** Where a scan starts: with this key's versions of a lower sequence than `below`, then the keys behind it. */
export interface ScanStart {
  readonly key: Buffer;
  readonly below: number;
}

export const ALL_VERSIONS = Number.MAX_SAFE_INTEGER;
export const NO_VERSION = 0;

/** The versions of all objects. One of a key's versions, the one written last, is its latest. */
export class VersionTable {
  private readonly byLatest: StatementSync;
  private readonly byId: StatementSync;
  private readonly any: StatementSync;
  private readonly insertion: StatementSync;
  private readonly demotion: StatementSync;
  private readonly promotion: StatementSync;
  private readonly removal: StatementSync;
  private readonly rewrite: StatementSync;
  private readonly currentScan: StatementSync;
  private readonly versionScan: StatementSync;

  constructor(database: DatabaseSync) {
    const ofKey = 'bucket = ? AND key = ?';
    this.byLatest = database.prepare(`SELECT * FROM versions WHERE ${ofKey} AND is_latest = 1`);
    this.byId = database.prepare(`SELECT * FROM versions WHERE ${ofKey} AND version_id = ?`);
    this.any = database.prepare('SELECT 1 FROM versions WHERE bucket = ? LIMIT 1');
    this.insertion = database.prepare(
      'INSERT INTO versions (bucket, key, version_id, sequence, is_latest, is_delete_marker, size, etag, ' +
        'modified_at, content) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)',
    );
    this.demotion = database.prepare(`UPDATE versions SET is_latest = 0 WHERE ${ofKey} AND is_latest = 1`);
    this.promotion = database.prepare(
      `UPDATE versions SET is_latest = 1 WHERE id = ` +
        `(SELECT id FROM versions WHERE ${ofKey} ORDER BY sequence DESC LIMIT 1)`,
    );
    this.removal = database.prepare(`DELETE FROM versions WHERE ${ofKey} AND version_id = ?`);
    this.rewrite = database.prepare(`UPDATE versions SET content = ? WHERE ${ofKey} AND version_id = ?`);
    this.currentScan = database.prepare(
      'SELECT * FROM versions WHERE bucket = ? AND is_latest = 1 AND is_delete_marker = 0 ' +
        'AND (key > ?2 OR sequence < ?3) AND key >= ?2 ORDER BY key LIMIT ?4',
    );
    this.versionScan = database.prepare(
      'SELECT * FROM versions WHERE bucket = ? AND (key > ?2 OR sequence < ?3) AND key >= ?2 ' +
        'ORDER BY key, sequence DESC LIMIT ?4',
    );
  }

  /** The latest version, which may be a delete marker. */
  latest(bucket: string, key: string): StoredVersion | undefined {
    const row = this.byLatest.get(bucket, encodeKey(key));
    return row === undefined ? undefined : toVersion(row);
  }

  find(bucket: string, key: string, versionId: string): StoredVersion | undefined {
    const row = this.byId.get(bucket, encodeKey(key), versionId);
    return row === undefined ? undefined : toVersion(row);
  }

  isEmpty(bucket: string): boolean {
    return this.any.get(bucket) === undefined;
  }

  /** Makes it the latest of its key. */
  insert(version: Omit<StoredVersion, 'isLatest'>): void {
    const key = encodeKey(version.key);
    this.demotion.run(version.bucket, key);
    this.insertion.run(
      version.bucket,
      key,
      version.versionId,
      version.sequence,
      version.isDeleteMarker ? 1 : 0,
      version.size,
      version.etag,
      version.modifiedAt,
      JSON.stringify(version.content),
    );
  }

  /** Takes a version out; of what is left, the one written last becomes the latest. */
  remove(version: StoredVersion): void {
    const key = encodeKey(version.key);
    this.removal.run(version.bucket, key, version.versionId);
    if (version.isLatest) this.promotion.run(version.bucket, key);
  }

  /** For tags, retention and legal hold, which change without a new version. */
  updateContent(version: StoredVersion, content: VersionContent): void {
    this.rewrite.run(JSON.stringify(content), version.bucket, encodeKey(version.key), version.versionId);
  }

  /** Current objects in the order of their keys' bytes, delete markers left out. */
  scanCurrent(bucket: string, start: ScanStart, limit: number): StoredVersion[] {
    return this.currentScan.all(bucket, start.key, start.below, limit).map(toVersion);
  }

  /** All versions and delete markers in the order of their keys' bytes, a key's newest first. */
  scanVersions(bucket: string, start: ScanStart, limit: number): StoredVersion[] {
    return this.versionScan.all(bucket, start.key, start.below, limit).map(toVersion);
  }
}
