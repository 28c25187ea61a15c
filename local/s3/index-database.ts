import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../sqlite.ts';

/**
 * Keys are BLOBs: they compare byte by byte, which for UTF-8 is the order that S3 lists in, and a key may hold U+0000,
 * where SQLite's text would end.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS buckets (
  name TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  configuration TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS versions (
  id INTEGER PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES buckets(name),
  key BLOB NOT NULL,
  version_id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  is_latest INTEGER NOT NULL,
  is_delete_marker INTEGER NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  content TEXT NOT NULL,
  UNIQUE (bucket, key, version_id)
);
CREATE INDEX IF NOT EXISTS versions_newest_first ON versions (bucket, key, sequence DESC);
CREATE INDEX IF NOT EXISTS versions_current ON versions (bucket, key) WHERE is_latest = 1;

CREATE TABLE IF NOT EXISTS uploads (
  id TEXT PRIMARY KEY,
  bucket TEXT NOT NULL REFERENCES buckets(name),
  key BLOB NOT NULL,
  initiated_at INTEGER NOT NULL,
  plan TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS uploads_by_key ON uploads (bucket, key, id);

CREATE TABLE IF NOT EXISTS parts (
  upload_id TEXT NOT NULL REFERENCES uploads(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  size INTEGER NOT NULL,
  etag TEXT NOT NULL,
  modified_at INTEGER NOT NULL,
  checksum TEXT,
  segments TEXT NOT NULL,
  PRIMARY KEY (upload_id, number)
) WITHOUT ROWID;

-- How many versions and parts hold a file; copies share it. A file without a row is an orphan.
CREATE TABLE IF NOT EXISTS files (
  name TEXT PRIMARY KEY,
  holders INTEGER NOT NULL
) WITHOUT ROWID;

-- AUTOINCREMENT: the number is never used again, so it can be the sequencer that consumers compare.
CREATE TABLE IF NOT EXISTS changes (sequence INTEGER PRIMARY KEY AUTOINCREMENT);

CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL
);
`;

/** Opens the index of all buckets: one SQLite file. */
export function openIndexDatabase(path: string): DatabaseSync {
  const database = openDatabase(path);
  database.exec(SCHEMA);
  return database;
}

/** The next number of the store-wide order of changes. Call it inside the transaction of the change. */
export function nextSequence(database: DatabaseSync): number {
  const { lastInsertRowid } = database.prepare('INSERT INTO changes DEFAULT VALUES').run();
  database.prepare('DELETE FROM changes WHERE sequence < ?').run(lastInsertRowid);
  return Number(lastInsertRowid);
}

export function encodeKey(key: string): Buffer {
  return Buffer.from(key, 'utf8');
}

export function decodeKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
