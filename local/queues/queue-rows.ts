import type { SQLOutputValue } from 'node:sqlite';
import type { ReceivedMessage } from './message.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/** How queues and messages lie in SQLite. Times are milliseconds since the epoch. */
export const QUEUE_SCHEMA = `
CREATE TABLE IF NOT EXISTS queue (
  name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL,
  created INTEGER NOT NULL, modified INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS message (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL REFERENCES queue(name) ON DELETE CASCADE,
  id TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL, sent INTEGER NOT NULL,
  visible INTEGER NOT NULL, receipt TEXT, receives INTEGER NOT NULL DEFAULT 0, first_received INTEGER,
  group_id TEXT, deduplication_id TEXT, trace_header TEXT, dead_letter_source TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS message_by_time ON message(queue, visible);
CREATE INDEX IF NOT EXISTS message_by_group ON message(queue, group_id, sequence);
CREATE INDEX IF NOT EXISTS message_by_receipt ON message(receipt);
CREATE TABLE IF NOT EXISTS deduplication (
  queue TEXT NOT NULL REFERENCES queue(name) ON DELETE CASCADE, scope TEXT NOT NULL, id TEXT NOT NULL,
  message TEXT NOT NULL, sequence INTEGER NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (queue, scope, id)
) STRICT;
`;

export interface StoredQueue {
  readonly name: string;
  readonly attributes: QueueAttributes;
  readonly tags: Record<string, string>;
  readonly createdMilliseconds: number;
  readonly modifiedMilliseconds: number;
}

export type Row = Record<string, SQLOutputValue>;

function optionalText(value: SQLOutputValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

export function sequenceNumber(sequence: SQLOutputValue | undefined): string {
  return String(sequence).padStart(20, '0');
}

export function queueFrom(row: Row): StoredQueue {
  return {
    name: String(row.name),
    attributes: JSON.parse(String(row.attributes)),
    tags: JSON.parse(String(row.tags)),
    createdMilliseconds: Number(row.created),
    modifiedMilliseconds: Number(row.modified),
  };
}

/** A message as it was just received. */
export function receivedFrom(
  row: Row,
  receiptHandle: string,
  firstReceivedMilliseconds: number,
  receiveCount: number,
  isFifo: boolean,
): ReceivedMessage {
  return {
    messageId: String(row.id),
    receiptHandle,
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)),
    sentMilliseconds: Number(row.sent),
    firstReceivedMilliseconds,
    receiveCount,
    groupId: optionalText(row.group_id),
    deduplicationId: optionalText(row.deduplication_id),
    sequenceNumber: isFifo ? sequenceNumber(row.sequence) : undefined,
    traceHeader: optionalText(row.trace_header),
    deadLetterSourceArn: optionalText(row.dead_letter_source),
  };
}
