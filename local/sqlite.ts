import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * How long a statement waits for another process's lock. The only other process that opens these files is a
 * person's `sqlite3` shell or a second start by mistake; five seconds outlasts any transaction of ours.
 */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens (and creates, with its folder) the database of one local service.
 *
 * Write-ahead log with `synchronous = NORMAL`: a commit has reached the operating system when the statement
 * returns, so a process killed with SIGKILL loses nothing, and the file is never corrupt. A power cut can lose the
 * commits since the last checkpoint. `FULL` would add one fsync a commit, and would promise more than the neighbours
 * do (objects in plain files, queues and tables in other programs), so one store would remember what
 * the others forgot.
 *
 * @param path the file, or `:memory:`
 */
export function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  return database;
}

/**
 * Runs `work` in one transaction: all of its writes or none. `work` must be synchronous, because a second
 * transaction on the same connection would otherwise mix with it. Not reentrant.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
