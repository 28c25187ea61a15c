import { createHash } from 'node:crypto';

/** An attribute that a sender put on a message; the value of a `Binary` one is base64 text. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes | undefined;
  /** Overrides the queue's own delay. 0 to 900. */
  readonly delaySeconds?: number | undefined;
  readonly groupId?: string | undefined;
  readonly deduplicationId?: string | undefined;
  readonly traceHeader?: string | undefined;
}

export interface SentMessage {
  readonly messageId: string;
  /** FIFO queues only: grows with each message. */
  readonly sequenceNumber: string | undefined;
}

/** A message in flight: hidden from others until its visibility timeout passes or it is deleted. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentMilliseconds: number;
  readonly firstReceivedMilliseconds: number;
  /** Counts this receipt: 1 at the first. */
  readonly receiveCount: number;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  readonly traceHeader: string | undefined;
  readonly deadLetterSourceArn: string | undefined;
}

/** What a poller of event sources needs of the queues. Names are ARNs. */
export interface QueueSource {
  /**
   * Waits until at least one message is there; answers none when the wait is over, or the signal aborts.
   * @param maxMessages 1 to 10,000 (Lambda's largest batch; a receive over HTTP takes 10)
   * @throws AwsError `QueueDoesNotExist`
   */
  receive(
    queueArn: string,
    options: { maxMessages: number; waitMilliseconds: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]>;
  /** Deletes what its handle still names; repeatable. */
  delete(queueArn: string, receiptHandles: readonly string[]): void;
  /** Makes messages visible again after so many seconds, 0 for at once. */
  changeVisibility(queueArn: string, receiptHandles: readonly string[], seconds: number): void;
  /**
   * Gives back what is in flight, as if it had not been received: for a poller that starts after its predecessor
   * was killed, and knows that nobody works on those messages any more.
   */
  release(queueArn: string): void;
  /** Messages that are not done: visible, in flight, or delayed. */
  countOf(queueArn: string): number;
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The digest with which SDKs check a message's attributes: over name, type and value in order of the names. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const add = (value: string | Buffer) => {
    const bytes = Buffer.from(value as string);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    add(name);
    add(attribute.DataType);
    const isBinary = attribute.BinaryValue !== undefined;
    hash.update(Buffer.from([isBinary ? 2 : 1]));
    add(isBinary ? Buffer.from(attribute.BinaryValue ?? '', 'base64') : (attribute.StringValue ?? ''));
  }
  return hash.digest('hex');
}

/** Bytes as SQS counts them against its limit: the body, and name, type and value of each attribute. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType);
    bytes += Buffer.byteLength(attribute.StringValue ?? '');
    bytes += Buffer.byteLength(attribute.BinaryValue ?? '', 'base64');
  }
  return bytes;
}

/** The attributes that SQS itself keeps of a message, under the names of its API. */
export function systemAttributes(message: ReceivedMessage, senderId: string): Record<string, string> {
  const attributes: Record<string, string> = {
    SenderId: senderId,
    SentTimestamp: String(message.sentMilliseconds),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMilliseconds),
  };
  if (message.groupId !== undefined) attributes.MessageGroupId = message.groupId;
  if (message.deduplicationId !== undefined) attributes.MessageDeduplicationId = message.deduplicationId;
  if (message.sequenceNumber !== undefined) attributes.SequenceNumber = message.sequenceNumber;
  if (message.traceHeader !== undefined) attributes.AWSTraceHeader = message.traceHeader;
  if (message.deadLetterSourceArn !== undefined) {
    attributes.DeadLetterQueueSourceArn = message.deadLetterSourceArn;
  }
  return attributes;
}
