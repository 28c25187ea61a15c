import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock, LocalIdentity } from '../service.ts';
import { ArrivalBell } from './arrival-bell.ts';
import { messageBytes, type NewMessage, type ReceivedMessage, type SentMessage } from './message.ts';
import {
  checkAttributes,
  parseRedrivePolicy,
  type QueueAttributes,
  type RedrivePolicy,
  withStandards,
} from './queue-attributes.ts';
import type { StoredQueue } from './queue-rows.ts';
import { QueueStore } from './queue-store.ts';

/** Of XML 1.0, which SQS was made for: every other character makes a message unacceptable. */
const ACCEPTABLE_TEXT = /^[\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** Looking again this much after a hidden message's time, so that it is surely visible then. */
const VISIBILITY_SLACK_MILLISECONDS = 1;

export interface ReceiveOptions {
  readonly maxMessages: number;
  readonly waitMilliseconds: number;
  /** Default: the queue's own. */
  readonly visibilitySeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What queues do, without a protocol: checks, waiting and redrive on top of the store. Names are queue names. */
export class Queues {
  readonly #store: QueueStore;
  readonly #identity: LocalIdentity;
  readonly #clock: LocalClock;
  readonly #bell = new ArrivalBell();
  #isOpen = true;

  constructor(directory: string, identity: LocalIdentity, clock: LocalClock) {
    this.#store = new QueueStore(directory, clock);
    this.#identity = identity;
    this.#clock = clock;
  }

  /** Ends every wait, then closes the file. Safe to call twice. */
  close(): void {
    this.#isOpen = false;
    this.#bell.ringAll();
    this.#store.close();
  }

  arn(name: string): string {
    return `arn:aws:sqs:${this.#identity.region}:${this.#identity.accountId}:${name}`;
  }

  list(): StoredQueue[] {
    return this.#store.queues();
  }

  /** @throws AwsError `QueueDoesNotExist` */
  get(name: string): StoredQueue {
    const queue = this.#isOpen ? this.#store.queue(name) : undefined;
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  /**
   * Makes a queue, or replaces the settings of one that exists; its messages stay.
   * @throws AwsError when a setting is unknown or out of range
   */
  save(name: string, attributes: QueueAttributes, tags: Record<string, string>): StoredQueue {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, '_fifo'))) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const given = name.endsWith('.fifo') ? { ...attributes, FifoQueue: 'true' } : attributes;
    checkAttributes(given, name);
    this.#store.saveQueue(name, withStandards(given), tags);
    return this.get(name);
  }

  delete(name: string): void {
    this.#store.deleteQueue(this.get(name).name);
    this.#bell.ring(name);
  }

  purge(name: string): void {
    this.#store.purge(this.get(name).name);
  }

  /** The queues whose dead-letter queue this one is. */
  sourcesOf(name: string): StoredQueue[] {
    const target = this.arn(this.get(name).name);
    return this.list().filter(
      (queue) => parseRedrivePolicy(queue.attributes)?.deadLetterTargetArn === target,
    );
  }

  /**
   * Moves what is visible in a queue.
   *
   * @param destination left out: each message goes to the queue that it came from, and stays where that is gone
   * @returns how many
   */
  move(name: string, destination?: string): number {
    const targets = destination === undefined ? this.sourcesOf(name) : [this.get(destination)];
    const destinations = targets.map((queue) => ({
      name: queue.name,
      delaySeconds: Number(queue.attributes.DelaySeconds),
      ...(destination === undefined ? { sourceArn: this.arn(queue.name) } : {}),
    }));
    const moved = this.#store.move(this.get(name).name, destinations);
    for (const queue of targets) this.#bell.ring(queue.name);
    return moved;
  }

  /** Visible, in flight and delayed. */
  countOf(name: string): number {
    const { visible, inFlight, delayed } = this.#store.counts(this.get(name).name);
    return visible + inFlight + delayed;
  }

  /** Attributes in full, counts included, as `GetQueueAttributes` answers them. */
  describe(name: string): QueueAttributes {
    const queue = this.get(name);
    const counts = this.#store.counts(name);
    return {
      ...queue.attributes,
      QueueArn: this.arn(name),
      ApproximateNumberOfMessages: String(counts.visible),
      ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
      ApproximateNumberOfMessagesDelayed: String(counts.delayed),
      CreatedTimestamp: String(Math.floor(queue.createdMilliseconds / 1_000)),
      LastModifiedTimestamp: String(Math.floor(queue.modifiedMilliseconds / 1_000)),
    };
  }

  /** Stores a message durably and wakes who waits. @throws AwsError when it is too long or lacks what FIFO needs */
  send(name: string, message: NewMessage): SentMessage {
    const queue = this.get(name);
    checkMessage(queue, message);
    const [sent] = this.#store.send(queue, [message]);
    if (sent === undefined) throw new AwsError('InternalError', 'The message was not stored', 500);
    this.#bell.ring(name);
    return sent;
  }

  /** Waits for messages up to `waitMilliseconds`; answers none when there are none or the signal aborts. */
  async receive(name: string, options: ReceiveOptions): Promise<ReceivedMessage[]> {
    const deadline = this.#clock.now() + options.waitMilliseconds;
    for (;;) {
      const queue = this.get(name);
      const visibilitySeconds = options.visibilitySeconds ?? Number(queue.attributes.VisibilityTimeout);
      const redrive = this.#redriveOf(queue);
      const { received, moved } = this.#store.receive(queue, options.maxMessages, visibilitySeconds, redrive);
      if (moved > 0 && redrive !== undefined) this.#bell.ring(redrive.targetName);
      if (received.length > 0) return received;
      const now = this.#clock.now();
      if (now >= deadline) return [];
      const next = this.#store.nextVisible(name) ?? Number.POSITIVE_INFINITY;
      const pause = Math.min(deadline - now, next - now + VISIBILITY_SLACK_MILLISECONDS);
      await this.#bell.wait(name, pause, options.signal);
      if (options.signal?.aborted || !this.#isOpen) return [];
    }
  }

  /** Deletes what the handles still name. @throws AwsError `ReceiptHandleIsInvalid` for what never was one */
  deleteMessages(name: string, receiptHandles: readonly string[]): void {
    const queue = this.get(name);
    for (const handle of receiptHandles) checkHandle(handle);
    this.#store.deleteAll(name, receiptHandles);
    // The deleted message may have been what the rest of its group waited for.
    if (queue.attributes.FifoQueue === 'true') this.#bell.ring(name);
  }

  /** @throws AwsError `MessageNotInflight` when the message is visible again or gone */
  changeVisibility(name: string, receiptHandle: string, seconds: number): void {
    checkHandle(receiptHandle);
    if (!(seconds >= 0 && seconds <= 43_200)) {
      throw new AwsError('InvalidParameterValue', 'VisibilityTimeout must be between 0 and 43200.');
    }
    if (!this.#store.changeVisibility(this.get(name).name, receiptHandle, seconds)) {
      throw new AwsError('MessageNotInflight', 'The message is not in flight.');
    }
    // Also for a shorter time: waiters must count to the new one.
    this.#bell.ring(name);
  }

  /** Gives back everything that is in flight, uncounted. */
  release(name: string): void {
    this.#store.release(this.get(name).name);
    this.#bell.ring(name);
  }

  #redriveOf(queue: StoredQueue): (RedrivePolicy & { targetName: string; sourceArn: string }) | undefined {
    const policy = parseRedrivePolicy(queue.attributes);
    if (policy === undefined) return undefined;
    const targetName = policy.deadLetterTargetArn.split(':').at(-1) ?? '';
    // Without its dead-letter queue a message stays where it is, as on AWS.
    if (this.#store.queue(targetName) === undefined) return undefined;
    return { ...policy, targetName, sourceArn: this.arn(queue.name) };
  }
}

function checkHandle(receiptHandle: string): void {
  if (!/^[0-9a-f-]{36}$/.test(receiptHandle)) {
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${receiptHandle}" is not valid.`);
  }
}

function checkMessage(queue: StoredQueue, message: NewMessage): void {
  const most = Number(queue.attributes.MaximumMessageSize);
  const bytes = messageBytes(message.body, message.attributes ?? {});
  if (message.body.length === 0) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (bytes > most) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`,
    );
  }
  if (!ACCEPTABLE_TEXT.test(message.body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters that are not allowed.');
  }
  if (queue.attributes.FifoQueue !== 'true') return;
  if (message.groupId === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageGroupId.');
  }
  if (message.deduplicationId === undefined && queue.attributes.ContentBasedDeduplication !== 'true') {
    throw new AwsError(
      'InvalidParameterValue',
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (message.delaySeconds !== undefined && message.delaySeconds !== 0) {
    throw new AwsError('InvalidParameterValue', 'A FIFO queue takes no delay for a single message.');
  }
}
