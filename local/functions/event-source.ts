import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import {
  md5,
  md5OfAttributes,
  type QueueSource,
  type ReceivedMessage,
  systemAttributes,
} from '../queues/message.ts';
import type { LocalIdentity } from '../service.ts';

/** Lambda's own long poll; a message sent in this process rings the bell at once all the same. */
const POLL_MILLISECONDS = 20_000;
/** After an error of the queue itself (deleted, file locked), not of the function. */
const PAUSE_AFTER_ERROR_MILLISECONDS = 1_000;
/** What an event may hold: Lambda's limit for a payload, less the frame around the records. */
const EVENT_BYTES = 6 * 1024 * 1024 - 1_024;

export interface EventSourceMapping {
  readonly id: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly functionName: string;
  /** The name, version or alias that the template names. */
  readonly functionReference: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number | undefined;
}

/** Runs a function for a batch; answers its payload, or undefined when it failed. */
export type BatchInvoker = (mapping: EventSourceMapping, payload: string) => Promise<string | undefined>;

const failures = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch did not succeed, by id. As Lambda reads it: nothing or an empty list is success; an
 * answer that is not of the form, or names a message that is not in the batch, fails the whole batch.
 */
export function failedMessages(answer: string, messageIds: readonly string[]): ReadonlySet<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return new Set(messageIds);
  }
  if (parsed === null || parsed === '') return new Set();
  const checked = failures.safeParse(parsed);
  if (!checked.success) return new Set(messageIds);
  const named = (checked.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return new Set(named.every((id) => messageIds.includes(id)) ? named : messageIds);
}

/** Messages as a function gets them from SQS. */
export function sqsEvent(
  messages: readonly ReceivedMessage[],
  queueArn: string,
  identity: LocalIdentity,
): { Records: object[] } {
  return {
    Records: messages.map((message) => ({
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: systemAttributes(message, identity.accountId),
      messageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, value]) => [
          name,
          {
            stringValue: value.StringValue,
            binaryValue: value.BinaryValue,
            stringListValues: [],
            binaryListValues: [],
            dataType: value.DataType,
          },
        ]),
      ),
      md5OfBody: md5(message.body),
      md5OfMessageAttributes: md5OfAttributes(message.attributes),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: identity.region,
    })),
  };
}

/** Divides a batch so that each event stays under Lambda's limit for a payload. */
export function splitBySize(messages: readonly ReceivedMessage[], limit = EVENT_BYTES): ReceivedMessage[][] {
  const groups: ReceivedMessage[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    // As JSON text within JSON, with room for the record around it.
    const bytes = Buffer.byteLength(JSON.stringify(message)) + 512;
    if (size + bytes > limit) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(message);
    size += bytes;
  }
  return groups;
}

/**
 * Polls one queue for one function: takes a batch, runs the function, deletes what succeeded. What failed stays
 * hidden until its visibility timeout is over, as on AWS. Takes no more batches than can run, because the
 * visibility timeout of one that waits is running already.
 */
export class EventSourcePoller {
  readonly mapping: EventSourceMapping;
  readonly #queues: QueueSource;
  readonly #identity: LocalIdentity;
  readonly #invoke: BatchInvoker;
  readonly #parallel: number;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(
    mapping: EventSourceMapping,
    options: { queues: QueueSource; identity: LocalIdentity; invoke: BatchInvoker; parallel: number },
  ) {
    this.mapping = mapping;
    this.#queues = options.queues;
    this.#identity = options.identity;
    this.#invoke = options.invoke;
    this.#parallel = Math.max(1, Math.min(options.parallel, mapping.maximumConcurrency ?? options.parallel));
  }

  start(): void {
    void this.#poll();
  }

  /** Takes no more; batches under way run on. */
  stop(): void {
    this.#stopping.abort();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      if (this.#running.size >= this.#parallel) {
        await Promise.race(this.#running);
        continue;
      }
      try {
        const messages = await this.#takeBatch(signal);
        for (const batch of splitBySize(messages)) this.#begin(batch);
      } catch {
        await delay(PAUSE_AFTER_ERROR_MILLISECONDS, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #takeBatch(signal: AbortSignal): Promise<ReceivedMessage[]> {
    const { queueArn, batchSize, batchingWindowSeconds } = this.mapping;
    const take = (maxMessages: number, waitMilliseconds: number) =>
      this.#queues.receive(queueArn, { maxMessages, waitMilliseconds, signal });
    const messages = await take(batchSize, POLL_MILLISECONDS);
    if (messages.length === 0) return messages;
    const windowEnd = performance.now() + batchingWindowSeconds * 1_000;
    while (messages.length < batchSize && !signal.aborted) {
      const left = windowEnd - performance.now();
      if (left <= 0) break;
      messages.push(...(await take(batchSize - messages.length, left)));
    }
    return messages;
  }

  #begin(batch: readonly ReceivedMessage[]): void {
    const work = this.#run(batch).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #run(batch: readonly ReceivedMessage[]): Promise<void> {
    const { queueArn, reportsItemFailures } = this.mapping;
    try {
      const answer = await this.#invoke(
        this.mapping,
        JSON.stringify(sqsEvent(batch, queueArn, this.#identity)),
      );
      if (answer === undefined) return;
      const ids = batch.map((message) => message.messageId);
      const failed = reportsItemFailures ? failedMessages(answer, ids) : new Set<string>();
      const done = batch.filter((message) => !failed.has(message.messageId));
      this.#queues.delete(
        queueArn,
        done.map((message) => message.receiptHandle),
      );
    } catch {
      // Not deleted, so the batch comes back when its visibility timeout is over.
    }
  }
}
