import type { DatabaseSync } from 'node:sqlite';
import type { LocalClock } from '../service.ts';
import { inTransaction } from '../sqlite.ts';
import { Alarm, type SetTimer } from './timer.ts';

/** Until a schedule whose turn failed is tried again. */
const RETRY_MS = 60_000;

export interface OccurrenceClockOptions {
  readonly database: DatabaseSync;
  readonly clock: LocalClock;
  readonly setTimer: SetTimer;
  /**
   * Called for what is due, inside a transaction: what it writes to the same database is stored together with the
   * next due time, so a process killed in between neither loses nor doubles an occurrence.
   *
   * @returns the next due time, or undefined when there is none
   */
  readonly onDue: (key: string, dueAt: number, now: number) => number | undefined;
}

/** Keeps the next due time of many schedules in a database and calls when one has come. */
export class OccurrenceClock {
  readonly #options: OccurrenceClockOptions;
  readonly #alarm: Alarm;
  #running = false;

  constructor(options: OccurrenceClockOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.setTimer, () => this.#run());
    options.database.exec(
      'CREATE TABLE IF NOT EXISTS occurrences (key TEXT PRIMARY KEY, due_at INTEGER NOT NULL) STRICT;' +
        'CREATE INDEX IF NOT EXISTS occurrences_due ON occurrences (due_at);',
    );
  }

  start(): void {
    this.#running = true;
    this.#run();
  }

  stop(): void {
    this.#running = false;
    this.#alarm.clear();
  }

  /** Undefined forgets the schedule. Writes within the caller's transaction, if there is one. */
  set(key: string, dueAt: number | undefined): void {
    const { database } = this.#options;
    if (dueAt === undefined) {
      database.prepare('DELETE FROM occurrences WHERE key = ?').run(key);
    } else {
      database.prepare('INSERT OR REPLACE INTO occurrences (key, due_at) VALUES (?, ?)').run(key, dueAt);
    }
    this.#arm();
  }

  dueAt(key: string): number | undefined {
    const row = this.#options.database.prepare('SELECT due_at FROM occurrences WHERE key = ?').get(key);
    return row === undefined ? undefined : Number(row.due_at);
  }

  #run(): void {
    if (!this.#running) return;
    const { database, clock, onDue } = this.#options;
    const now = clock.now();
    const due = database
      .prepare('SELECT key, due_at FROM occurrences WHERE due_at <= ? ORDER BY due_at')
      .all(now);
    for (const row of due) {
      const key = String(row.key);
      try {
        inTransaction(database, () => this.set(key, onDue(key, Number(row.due_at), now)));
      } catch (error) {
        // One schedule that cannot run must stop neither the others nor, at every start again, the process.
        process.emitWarning(`The schedule ${key} could not run: ${error}`);
        this.set(key, now + RETRY_MS);
      }
    }
    this.#arm();
  }

  #arm(): void {
    if (!this.#running) return;
    const next = this.#options.database.prepare('SELECT min(due_at) AS due_at FROM occurrences').get();
    if (next?.due_at === null || next === undefined) this.#alarm.clear();
    else this.#alarm.set(Number(next.due_at) - this.#options.clock.now());
  }
}
