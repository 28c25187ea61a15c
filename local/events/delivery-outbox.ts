import type { DatabaseSync } from 'node:sqlite';
import { Alarm, type SetTimer } from '../scheduler/timer.ts';
import type { LocalClock, TargetDelivery } from '../service.ts';

/** As a target's `RetryPolicy` states it; EventBridge's defaults where it does not. */
export interface RetryPolicy {
  /** After the first attempt; 0 to 185. */
  readonly MaximumRetryAttempts?: number;
  /** 60 to 86 400. */
  readonly MaximumEventAgeInSeconds?: number;
}

export const DEFAULT_RETRY_ATTEMPTS = 185;
export const DEFAULT_EVENT_AGE_SECONDS = 86_400;

export interface OutgoingDelivery {
  /** ARN of the rule or schedule that it comes from. */
  readonly origin: string;
  readonly targetArn: string;
  readonly body: string;
  readonly groupId?: string;
  readonly retryPolicy?: RetryPolicy;
  readonly deadLetterArn?: string;
  /** The instant that the maximum age counts from; now, unless it was due earlier. Milliseconds since the epoch. */
  readonly since?: number;
}

/** A delivery that was given up, kept so that an engineer can see what was lost and why. */
export interface FailedDelivery {
  readonly origin: string;
  readonly targetArn: string;
  readonly body: string;
  readonly error: string;
}

export interface DeliveryOutboxOptions {
  readonly database: DatabaseSync;
  readonly delivery: TargetDelivery;
  readonly clock: LocalClock;
  readonly setTimer: SetTimer;
  /** What to send at an attempt, counted from 1; the body as it is by default. */
  readonly bodyOfAttempt?: (body: string, attempt: number) => string;
}

/** So many that a few functions of 15 minutes do not hold up the queues. */
const PARALLEL_DELIVERIES = 16;
/** Doubles from here. Deliveries that meet a target which is not yet provisioned at start succeed a second later. */
const FIRST_DELAY_MS = 1_000;
/** EventBridge spreads 185 retries over 24 h: 86 400 s / 185 = 467 s, so the last delays are about 8 minutes. */
const LONGEST_DELAY_MS = 480_000;
/** Long enough for a queue, too short for a person who pressed Ctrl-C to press it again. */
const STOP_GRACE_MS = 3_000;
/** Failed deliveries without a dead-letter queue are kept as long as SQS would keep them at most. */
const FAILED_KEPT_MS = 14 * 86_400_000;

interface Row {
  readonly id: number;
  readonly target_arn: string;
  readonly group_id: string | null;
  readonly body: string;
  readonly dead_letter_arn: string | null;
  readonly retries: number;
  readonly expires_at: number;
  readonly attempts: number;
}

/**
 * Deliveries to targets, stored before they are made. At-least-once: a process killed between a delivery and its
 * deletion delivers again. In no particular order. Every refusal is retried, also those for which EventBridge would give up at
 * once (an unknown target), because at start-up targets appear one after the other.
 */
export class DeliveryOutbox {
  readonly #options: DeliveryOutboxOptions;
  readonly #alarm: Alarm;
  readonly #inFlight = new Map<number, Promise<void>>();
  #running = false;
  #closed = false;

  constructor(options: DeliveryOutboxOptions) {
    this.#options = options;
    this.#alarm = new Alarm(options.setTimer, () => this.#pump());
    options.database.exec(`
      CREATE TABLE IF NOT EXISTS deliveries (
        id INTEGER PRIMARY KEY, origin TEXT NOT NULL, target_arn TEXT NOT NULL, group_id TEXT, body TEXT NOT NULL,
        dead_letter_arn TEXT, retries INTEGER NOT NULL, expires_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER, error TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS deliveries_next ON deliveries (next_at) WHERE next_at IS NOT NULL;`);
  }

  start(): void {
    this.#running = true;
    this.#closed = false;
    this.#options.database
      .prepare('DELETE FROM deliveries WHERE next_at IS NULL AND expires_at < ?')
      .run(this.#options.clock.now() - FAILED_KEPT_MS);
    this.#pump();
  }

  /**
   * Waits {@link STOP_GRACE_MS} for the deliveries under way. One that ends later is no longer recorded, so it is made
   * again at the next start. The database may be closed afterwards.
   */
  async stop(): Promise<void> {
    this.#running = false;
    this.#alarm.clear();
    let cancel = (): void => {};
    const grace = new Promise<void>((resolve) => {
      cancel = this.#options.setTimer(resolve, STOP_GRACE_MS);
    });
    await Promise.race([this.settled(), grace]);
    cancel();
    this.#closed = true;
  }

  /** Deliveries that are still to be made or made again. */
  countPending(): number {
    const { database } = this.#options;
    const row = database.prepare('SELECT count(*) AS n FROM deliveries WHERE next_at IS NOT NULL').get();
    return Number(row?.n ?? 0);
  }

  /** Stores a delivery, within the caller's transaction if there is one; made at the next {@link wake}. */
  add(outgoing: OutgoingDelivery): void {
    const now = this.#options.clock.now();
    const { retryPolicy = {} } = outgoing;
    const age = retryPolicy.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS;
    this.#options.database
      .prepare(
        `INSERT INTO deliveries (origin, target_arn, group_id, body, dead_letter_arn, retries, expires_at, next_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        outgoing.origin,
        outgoing.targetArn,
        outgoing.groupId ?? null,
        outgoing.body,
        outgoing.deadLetterArn ?? null,
        retryPolicy.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
        (outgoing.since ?? now) + age * 1_000,
        now,
      );
  }

  /** Looks for due deliveries after the current turn, so that a caller's transaction has ended by then. */
  wake(): void {
    if (this.#running) this.#alarm.set(0);
  }

  /** Resolves when no delivery is under way (waiting ones may remain). */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight.values());
  }

  /** What was given up without a dead-letter queue, oldest first. */
  failed(): FailedDelivery[] {
    return this.#options.database
      .prepare('SELECT origin, target_arn, body, error FROM deliveries WHERE next_at IS NULL ORDER BY id')
      .all()
      .map((row) => ({
        origin: String(row.origin),
        targetArn: String(row.target_arn),
        body: String(row.body),
        error: String(row.error),
      }));
  }

  #pump(): void {
    if (!this.#running) return;
    const { database, clock } = this.#options;
    const due = database
      .prepare('SELECT * FROM deliveries WHERE next_at <= ? ORDER BY next_at, id LIMIT ?')
      .all(clock.now(), PARALLEL_DELIVERIES * 2) as unknown as Row[];
    for (const row of due) {
      if (this.#inFlight.size >= PARALLEL_DELIVERIES) return;
      if (this.#inFlight.has(row.id)) continue;
      const attempt = this.#attempt(row).finally(() => {
        this.#inFlight.delete(row.id);
        this.#pump();
      });
      this.#inFlight.set(row.id, attempt);
    }
    this.#arm();
  }

  /** A row in flight keeps its due time, so only later ones are looked at; the end of a delivery pumps anyway. */
  #arm(): void {
    const { database, clock } = this.#options;
    const now = clock.now();
    const next = database.prepare('SELECT min(next_at) AS at FROM deliveries WHERE next_at > ?').get(now);
    if (typeof next?.at === 'number') this.#alarm.set(next.at - now);
  }

  async #attempt(row: Row): Promise<void> {
    const { database, delivery, bodyOfAttempt } = this.#options;
    try {
      const options = row.group_id === null ? undefined : { groupId: row.group_id };
      const body = bodyOfAttempt?.(row.body, row.attempts + 1) ?? row.body;
      await delivery.deliver(row.target_arn, body, options);
      if (!this.#closed) database.prepare('DELETE FROM deliveries WHERE id = ?').run(row.id);
    } catch (error) {
      if (!this.#closed)
        this.#postpone(row, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
  }

  #postpone(row: Row, error: string): void {
    const { database, clock } = this.#options;
    const now = clock.now();
    const attempts = row.attempts + 1;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** row.attempts, LONGEST_DELAY_MS);
    // Half of the delay is jitter, so that what failed together does not come back together.
    const nextAt = now + Math.round(delay * (0.5 + Math.random() / 2));
    if (attempts <= row.retries && nextAt < row.expires_at) {
      database
        .prepare('UPDATE deliveries SET attempts = ?, next_at = ?, error = ? WHERE id = ?')
        .run(attempts, nextAt, error, row.id);
    } else if (row.dead_letter_arn !== null) {
      database
        .prepare(
          `UPDATE deliveries SET target_arn = dead_letter_arn, dead_letter_arn = NULL, group_id = NULL, attempts = 0,
           retries = ?, expires_at = ?, next_at = ?, error = ? WHERE id = ?`,
        )
        .run(DEFAULT_RETRY_ATTEMPTS, now + DEFAULT_EVENT_AGE_SECONDS * 1_000, now, error, row.id);
    } else {
      database.prepare('UPDATE deliveries SET next_at = NULL, error = ? WHERE id = ?').run(error, row.id);
    }
  }
}
