import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LocalClock } from '../service.ts';
import { inTransaction, openDatabase } from '../sqlite.ts';
import type { NewMessage, ReceivedMessage, SentMessage } from './message.ts';
import type { QueueAttributes, RedrivePolicy } from './queue-attributes.ts';
import {
  QUEUE_SCHEMA,
  queueFrom,
  type Row,
  receivedFrom,
  type StoredQueue,
  sequenceNumber,
} from './queue-rows.ts';

/** SQS takes a second message with the same deduplication id for the same message this long. */
const DEDUPLICATION_MILLISECONDS = 5 * 60_000;

// A group with a message in flight waits for it, and nobody overtakes an earlier, still hidden message.
const FIFO_ORDER = `AND NOT EXISTS (
  SELECT 1 FROM message earlier WHERE earlier.queue = message.queue AND earlier.group_id = message.group_id
  AND earlier.visible > :now AND (earlier.sequence < message.sequence OR earlier.receipt IS NOT NULL))`;

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/**
 * Queues and their messages in one SQLite file. Every change is one transaction, so that SIGKILL leaves a
 * message in exactly one queue. Knows no waiting and no protocol.
 */
export class QueueStore {
  readonly #database: DatabaseSync;
  readonly #clock: LocalClock;
  readonly #statements = new Map<string, StatementSync>();
  readonly #sweptMinute = new Map<string, number>();

  constructor(directory: string, clock: LocalClock) {
    this.#clock = clock;
    this.#database = openDatabase(join(directory, 'queues.sqlite'));
    this.#database.exec(QUEUE_SCHEMA);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  queues(): StoredQueue[] {
    return this.#sql('SELECT * FROM queue ORDER BY name').all().map(queueFrom);
  }

  queue(name: string): StoredQueue | undefined {
    const row = this.#sql('SELECT * FROM queue WHERE name = ?').get(name);
    return row === undefined ? undefined : queueFrom(row);
  }

  /** Makes the queue or replaces its settings; its messages stay. */
  saveQueue(name: string, attributes: QueueAttributes, tags: Record<string, string>): void {
    const now = this.#clock.now();
    this.#sql(
      `INSERT INTO queue VALUES (?, ?, ?, ?, ?) ON CONFLICT(name)
       DO UPDATE SET attributes = excluded.attributes, tags = excluded.tags, modified = excluded.modified`,
    ).run(name, JSON.stringify(attributes), JSON.stringify(tags), now, now);
  }

  deleteQueue(name: string): void {
    this.#sql('DELETE FROM queue WHERE name = ?').run(name);
  }

  purge(name: string): void {
    this.#sql('DELETE FROM message WHERE queue = ?').run(name);
  }

  /**
   * Moves what is visible to another queue, or each message to that one of `sources` which it came from. It is new there:
   * with another id, and not received yet.
   *
   * @returns how many
   */
  move(
    name: string,
    destinations: readonly { name: string; sourceArn?: string; delaySeconds: number }[],
  ): number {
    return inTransaction(this.#database, () => {
      const now = this.#clock.now();
      let moved = 0;
      for (const destination of destinations) {
        const { changes } = this.#sql(
          `UPDATE message SET queue = :to, id = lower(hex(randomblob(16))), sent = :now, visible = :visible,
             receipt = NULL, receives = 0, first_received = NULL, dead_letter_source = NULL
           WHERE queue = :name AND visible <= :now AND coalesce(:from, dead_letter_source) IS dead_letter_source`,
        ).run({
          name,
          now,
          to: destination.name,
          from: destination.sourceArn ?? null,
          visible: now + destination.delaySeconds * 1_000,
        });
        moved += Number(changes);
      }
      return moved;
    });
  }

  counts(name: string): MessageCounts {
    const now = this.#clock.now();
    const row = this.#sql(
      `SELECT count(*) FILTER (WHERE visible <= :now) AS visible,
              count(*) FILTER (WHERE visible > :now AND receipt IS NOT NULL) AS inFlight,
              count(*) FILTER (WHERE visible > :now AND receipt IS NULL) AS delayed
       FROM message WHERE queue = :name`,
    ).get({ now, name });
    return {
      visible: Number(row?.visible ?? 0),
      inFlight: Number(row?.inFlight ?? 0),
      delayed: Number(row?.delayed ?? 0),
    };
  }

  /** Stores messages, all or none; a FIFO duplicate is answered with the message that it repeats. */
  send(queue: StoredQueue, messages: readonly NewMessage[]): SentMessage[] {
    return inTransaction(this.#database, () => messages.map((message) => this.#sendOne(queue, message)));
  }

  /** Takes up to `most` visible messages and hides them; those received too often move to the dead-letter queue. */
  receive(
    queue: StoredQueue,
    most: number,
    visibilitySeconds: number,
    redrive: (RedrivePolicy & { readonly targetName: string; readonly sourceArn: string }) | undefined,
  ): { received: ReceivedMessage[]; moved: number } {
    const now = this.#clock.now();
    this.#dropExpired(queue, now);
    const isFifo = queue.attributes.FifoQueue === 'true';
    return inTransaction(this.#database, () => {
      let moved = 0;
      if (redrive !== undefined) {
        moved = Number(
          this.#sql(
            `UPDATE message SET queue = :target, dead_letter_source = :source, visible = :now, receipt = NULL
             WHERE queue = :queue AND visible <= :now AND receives >= :most`,
          ).run({
            target: redrive.targetName,
            source: redrive.sourceArn,
            now,
            queue: queue.name,
            most: redrive.maxReceiveCount,
          }).changes,
        );
      }
      const rows = this.#sql(
        `SELECT * FROM message WHERE queue = :queue AND visible <= :now ${isFifo ? FIFO_ORDER : ''}
         ORDER BY sequence LIMIT :most`,
      ).all({ queue: queue.name, now, most });
      const received = rows.map((row) => this.#take(row, now, visibilitySeconds, isFifo));
      return { received, moved };
    });
  }

  /** When the next hidden message will be visible, in milliseconds since the epoch. */
  nextVisible(name: string): number | undefined {
    const now = this.#clock.now();
    const row = this.#sql('SELECT min(visible) AS at FROM message WHERE queue = ? AND visible > ?').get(
      name,
      now,
    );
    return typeof row?.at === 'number' ? row.at : undefined;
  }

  /** Deletes by receipt handle; a handle that a later receipt replaced deletes nothing. */
  delete(name: string, receiptHandle: string): void {
    this.#sql('DELETE FROM message WHERE queue = ? AND receipt = ?').run(name, receiptHandle);
  }

  deleteAll(name: string, receiptHandles: readonly string[]): void {
    inTransaction(this.#database, () => {
      for (const handle of receiptHandles) this.delete(name, handle);
    });
  }

  /** @returns false when no message is in flight under the handle */
  changeVisibility(name: string, receiptHandle: string, seconds: number): boolean {
    const now = this.#clock.now();
    const result = this.#sql(
      'UPDATE message SET visible = ? WHERE queue = ? AND receipt = ? AND visible > ?',
    ).run(now + seconds * 1_000, name, receiptHandle, now);
    return result.changes > 0;
  }

  /** Makes everything in flight visible again and takes the receipt off its count: it came to no end. */
  release(name: string): void {
    const now = this.#clock.now();
    this.#sql(
      `UPDATE message SET visible = ?, receipt = NULL, receives = max(0, receives - 1)
       WHERE queue = ? AND receipt IS NOT NULL AND visible > ?`,
    ).run(now, name, now);
  }

  #sendOne(queue: StoredQueue, message: NewMessage): SentMessage {
    const now = this.#clock.now();
    const isFifo = queue.attributes.FifoQueue === 'true';
    const scope = queue.attributes.DeduplicationScope === 'messageGroup' ? (message.groupId ?? '') : '';
    const deduplicationId = isFifo
      ? (message.deduplicationId ?? createHash('sha256').update(message.body).digest('hex'))
      : message.deduplicationId;
    if (isFifo) {
      this.#sql('DELETE FROM deduplication WHERE expires <= ?').run(now);
      const known = this.#sql('SELECT * FROM deduplication WHERE queue = ? AND scope = ? AND id = ?').get(
        queue.name,
        scope,
        deduplicationId ?? '',
      );
      if (known !== undefined) {
        return { messageId: String(known.message), sequenceNumber: sequenceNumber(known.sequence) };
      }
    }
    const delaySeconds = message.delaySeconds ?? Number(queue.attributes.DelaySeconds);
    const id = randomUUID();
    const { lastInsertRowid } = this.#sql(
      `INSERT INTO message (queue, id, body, attributes, sent, visible, group_id, deduplication_id, trace_header)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      queue.name,
      id,
      message.body,
      JSON.stringify(message.attributes ?? {}),
      now,
      now + delaySeconds * 1_000,
      message.groupId ?? null,
      deduplicationId ?? null,
      message.traceHeader ?? null,
    );
    if (!isFifo) return { messageId: id, sequenceNumber: undefined };
    const sequence = Number(lastInsertRowid);
    this.#sql('INSERT INTO deduplication VALUES (?, ?, ?, ?, ?, ?)').run(
      queue.name,
      scope,
      deduplicationId ?? '',
      id,
      sequence,
      now + DEDUPLICATION_MILLISECONDS,
    );
    return { messageId: id, sequenceNumber: sequenceNumber(sequence) };
  }

  #take(row: Row, now: number, visibilitySeconds: number, isFifo: boolean): ReceivedMessage {
    const receiptHandle = randomUUID();
    const firstReceived = row.first_received === null ? now : Number(row.first_received);
    const receives = Number(row.receives) + 1;
    this.#sql(
      'UPDATE message SET receipt = ?, visible = ?, receives = ?, first_received = ? WHERE sequence = ?',
    ).run(receiptHandle, now + visibilitySeconds * 1_000, receives, firstReceived, Number(row.sequence));
    return receivedFrom(row, receiptHandle, firstReceived, receives, isFifo);
  }

  /** Retention is counted in minutes at least, so that looking once a minute is exact enough. */
  #dropExpired(queue: StoredQueue, now: number): void {
    const minute = Math.floor(now / 60_000);
    if (this.#sweptMinute.get(queue.name) === minute) return;
    this.#sweptMinute.set(queue.name, minute);
    const oldest = now - Number(queue.attributes.MessageRetentionPeriod) * 1_000;
    this.#sql('DELETE FROM message WHERE queue = ? AND sent < ?').run(queue.name, oldest);
  }

  #sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}
