import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Instants are milliseconds since the epoch. `due` and `deadline` are indexed: they are the timer queue. */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS machines (arn TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS versions (
  machine_arn TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (machine_arn, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS aliases (arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  status TEXT NOT NULL, started INTEGER NOT NULL, stopped INTEGER, deadline INTEGER,
  last_event INTEGER NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine_arn, id);
CREATE INDEX IF NOT EXISTS executions_running ON executions (id) WHERE status = 'RUNNING';
CREATE INDEX IF NOT EXISTS executions_by_deadline ON executions (deadline) WHERE deadline IS NOT NULL;
CREATE TABLE IF NOT EXISTS frames (
  id INTEGER PRIMARY KEY AUTOINCREMENT, execution_id INTEGER NOT NULL, parent_id INTEGER, position INTEGER NOT NULL,
  state TEXT NOT NULL, phase TEXT NOT NULL, due INTEGER,
  input TEXT NOT NULL, variables TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS frames_by_execution ON frames (execution_id);
CREATE INDEX IF NOT EXISTS frames_by_parent ON frames (parent_id, position) WHERE parent_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS frames_by_due ON frames (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS events (
  execution_id INTEGER NOT NULL, id INTEGER NOT NULL, previous_id INTEGER NOT NULL, at INTEGER NOT NULL,
  type TEXT NOT NULL, details TEXT, PRIMARY KEY (execution_id, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS payloads (
  execution_id INTEGER NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS payloads_by_hash ON payloads (execution_id, hash);
CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
`;

/**
 * The one SQLite file of the service, and the group commit on it.
 *
 * Writes join one open transaction, which commits at the end of the event loop's turn; reads see it before. What
 * must not be lost before the outside learns of it (an answered token, a task about to be invoked) waits for
 * `durable()`. So a killed process comes back at some commit, and everything that it told anybody lies before it.
 *
 * WAL with synchronous = NORMAL: a commit is handed to the operating system, not forced to the disk. A killed
 * process loses nothing by that, because the page cache is the kernel's. A power cut may take the last commits,
 * though never a part of one; FULL would close that at the price of a disk flush a commit.
 *
 * A commit that fails (disk full) ends the journal: what ran since the last commit is not on record, so nothing may
 * go on from it. Every later call throws, and a restart resumes from the last commit.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #batch: PromiseWithResolvers<void> | undefined;
  #failure: unknown;
  #closed = false;

  /** @param directory made if missing; one process at a time */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#database = new DatabaseSync(join(directory, 'states.sqlite'));
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#database.exec(SCHEMA);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** @param named values by name; else by position */
  all<Row>(sql: string, ...values: SQLInputValue[] | [Record<string, SQLInputValue>]): Row[] {
    return this.#prepare(sql).all(...(values as SQLInputValue[])) as Row[];
  }

  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  /** Writes into the open transaction. @returns the row id of an insert */
  write(sql: string, ...values: SQLInputValue[]): number {
    const statement = this.#prepare(sql);
    this.#begin();
    return Number(statement.run(...values).lastInsertRowid);
  }

  /** Writes that stand or fall together: if `work` throws, none of them is kept. */
  atomically<T>(work: () => T): T {
    this.#begin();
    this.#database.exec('SAVEPOINT unit');
    try {
      const result = work();
      this.#database.exec('RELEASE unit');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK TO unit; RELEASE unit');
      throw error;
    }
  }

  /** Resolves when everything written so far is committed. */
  async durable(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    await this.#batch?.promise;
  }

  /** Commits and closes. Safe to call twice. */
  close(): void {
    if (this.#closed) return;
    if (this.#batch !== undefined) this.#commit();
    this.#closed = true;
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): StatementSync {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#closed) throw new Error('The Step Functions journal is closed');
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #begin(): void {
    if (this.#batch !== undefined) return;
    this.#database.exec('BEGIN IMMEDIATE');
    this.#batch = Promise.withResolvers();
    // Somebody may wait or nobody: a failed commit reaches everyone through #failure as well.
    this.#batch.promise.catch(() => {});
    setImmediate(() => this.#commit());
  }

  #commit(): void {
    const batch = this.#batch;
    if (batch === undefined || this.#closed) return;
    this.#batch = undefined;
    try {
      this.#database.exec('COMMIT');
      batch.resolve();
    } catch (error) {
      this.#failure = error;
      batch.reject(error);
    }
  }
}
