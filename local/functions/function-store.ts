import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { LocalClock } from '../service.ts';
import { openDatabase } from '../sqlite.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS version (
  function TEXT NOT NULL, resource TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (function, resource)
) STRICT;
CREATE TABLE IF NOT EXISTS asynchronous (
  id TEXT PRIMARY KEY, function TEXT NOT NULL, reference TEXT NOT NULL, payload TEXT NOT NULL,
  attempts INTEGER NOT NULL, due INTEGER NOT NULL, accepted INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mapping_switch (
  id TEXT PRIMARY KEY, enabled INTEGER NOT NULL, template_enabled INTEGER NOT NULL
) STRICT;
`;

export interface AsynchronousInvocation {
  readonly id: string;
  readonly functionName: string;
  /** The name or ARN as the caller gave it. */
  readonly reference: string;
  readonly payload: string;
  readonly attempts: number;
  readonly dueMilliseconds: number;
  readonly acceptedMilliseconds: number;
}

/** What the functions service must remember across a restart. */
export class FunctionStore {
  readonly #database: DatabaseSync;
  readonly #clock: LocalClock;

  constructor(directory: string, clock: LocalClock) {
    this.#database = openDatabase(join(directory, 'functions.sqlite'));
    this.#database.exec(SCHEMA);
    this.#clock = clock;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** The number of a version resource: the same at every start, the next one for a resource not seen before. */
  versionNumber(functionName: string, resourceId: string): number {
    this.#database
      .prepare(
        `INSERT INTO version SELECT ?1, ?2, 1 + coalesce(max(number), 0) FROM version WHERE function = ?1
         ON CONFLICT DO NOTHING`,
      )
      .run(functionName, resourceId);
    const row = this.#database
      .prepare('SELECT number FROM version WHERE function = ? AND resource = ?')
      .get(functionName, resourceId);
    return Number(row?.number);
  }

  versions(functionName: string): number[] {
    return this.#database
      .prepare('SELECT number FROM version WHERE function = ? ORDER BY number')
      .all(functionName)
      .map((row) => Number(row.number));
  }

  accept(id: string, functionName: string, reference: string, payload: string): void {
    const now = this.#clock.now();
    this.#database
      .prepare('INSERT INTO asynchronous VALUES (?, ?, ?, ?, 0, ?, ?)')
      .run(id, functionName, reference, payload, now, now);
  }

  /** Those not finished, the longest due first. */
  unfinished(): AsynchronousInvocation[] {
    const rows = this.#database.prepare('SELECT * FROM asynchronous ORDER BY due, accepted').all();
    return rows.map((row) => ({
      id: String(row.id),
      functionName: String(row.function),
      reference: String(row.reference),
      payload: String(row.payload),
      attempts: Number(row.attempts),
      dueMilliseconds: Number(row.due),
      acceptedMilliseconds: Number(row.accepted),
    }));
  }

  postpone(id: string, attempts: number, dueMilliseconds: number): void {
    this.#database
      .prepare('UPDATE asynchronous SET attempts = ?, due = ? WHERE id = ?')
      .run(attempts, dueMilliseconds, id);
  }

  finish(id: string): void {
    this.#database.prepare('DELETE FROM asynchronous WHERE id = ?').run(id);
  }

  /** What somebody switched by hand counts until the template says something else than it did then. */
  mappingEnabled(id: string, templateEnabled: boolean): boolean {
    const row = this.#database
      .prepare('SELECT enabled FROM mapping_switch WHERE id = ? AND template_enabled = ?')
      .get(id, Number(templateEnabled));
    return row === undefined ? templateEnabled : row.enabled === 1;
  }

  switchMapping(id: string, enabled: boolean, templateEnabled: boolean): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO mapping_switch VALUES (?, ?, ?)')
      .run(id, Number(enabled), Number(templateEnabled));
  }
}
