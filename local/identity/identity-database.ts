import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../sqlite.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS users (
  pool_id TEXT NOT NULL,
  username TEXT NOT NULL COLLATE NOCASE,
  sub TEXT NOT NULL UNIQUE,
  password_hash TEXT,
  status TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  attributes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (pool_id, username)
) STRICT;
CREATE TABLE IF NOT EXISTS memberships (
  pool_id TEXT NOT NULL,
  username TEXT NOT NULL COLLATE NOCASE,
  group_name TEXT NOT NULL,
  PRIMARY KEY (pool_id, username, group_name),
  FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  origin_jti TEXT PRIMARY KEY,
  refresh_token_hash TEXT UNIQUE,
  pool_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  username TEXT NOT NULL COLLATE NOCASE,
  scope TEXT NOT NULL,
  auth_time INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS rotated_tokens (
  refresh_token_hash TEXT PRIMARY KEY,
  origin_jti TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  usable_until INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS browser_sessions (
  token_hash TEXT PRIMARY KEY,
  pool_id TEXT NOT NULL,
  username TEXT NOT NULL COLLATE NOCASE,
  auth_time INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
) STRICT;
CREATE TABLE IF NOT EXISTS sign_in_links (
  token_hash TEXT PRIMARY KEY,
  pool_id TEXT NOT NULL,
  username TEXT NOT NULL COLLATE NOCASE,
  continue_to TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
) STRICT;
`;

/** The one SQLite file of all pools: users, groups' members, sessions of programs and of browsers. Tokens are in it as hashes only. */
export function openIdentityDatabase(path: string): DatabaseSync {
  const database = openDatabase(path);
  database.exec(SCHEMA);
  return database;
}
