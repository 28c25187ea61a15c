import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import {
  type MessageAttributes,
  md5,
  md5OfAttributes,
  messageBytes,
  type ReceivedMessage,
  systemAttributes,
} from './message.ts';
import type { MoveTasks } from './move-tasks.ts';
import { moveOperations, queueOperations } from './queue-operations.ts';
import { onQueue, parse, queueName } from './queue-request.ts';
import type { Queues } from './queues.ts';

/** SQS's limit for a whole batch, the same as for one message. */
const BATCH_BYTES = 1_048_576;
const BATCH_ENTRIES = 10;

const withHandle = z.object({ ReceiptHandle: z.string() });
const visibility = withHandle.extend({ VisibilityTimeout: z.number().int() });

const attribute = z.object({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

const message = z.object({
  MessageBody: z.string(),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: z.record(z.string(), attribute).optional(),
  MessageSystemAttributes: z.record(z.string(), attribute).optional(),
  MessageGroupId: z.string().min(1).max(128).optional(),
  MessageDeduplicationId: z.string().min(1).max(128).optional(),
});

const receive = onQueue.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});

const entry = z.object({ Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

function sendOne(queues: Queues, name: string, input: unknown) {
  const given = parse(message, input);
  const attributes: MessageAttributes = given.MessageAttributes ?? {};
  const sent = queues.send(name, {
    body: given.MessageBody,
    attributes,
    delaySeconds: given.DelaySeconds,
    groupId: given.MessageGroupId,
    deduplicationId: given.MessageDeduplicationId,
    traceHeader: given.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
  });
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: md5(given.MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    SequenceNumber: sent.sequenceNumber,
  };
}

function chosenAttributes(all: MessageAttributes, names: readonly string[]): MessageAttributes {
  const isChosen = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' ||
        wanted === '.*' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(all).filter(([name]) => isChosen(name)));
}

function present(received: ReceivedMessage, input: z.infer<typeof receive>, senderId: string) {
  const names = new Set([...input.AttributeNames, ...input.MessageSystemAttributeNames]);
  const system = Object.entries(systemAttributes(received, senderId)).filter(
    ([name]) => names.has('All') || names.has(name),
  );
  const attributes = chosenAttributes(received.attributes, input.MessageAttributeNames);
  const hasAttributes = Object.keys(attributes).length > 0;
  return {
    MessageId: received.messageId,
    ReceiptHandle: received.receiptHandle,
    MD5OfBody: md5(received.body),
    Body: received.body,
    Attributes: system.length > 0 ? Object.fromEntries(system) : undefined,
    MessageAttributes: hasAttributes ? attributes : undefined,
    MD5OfMessageAttributes: hasAttributes ? md5OfAttributes(attributes) : undefined,
  };
}

/** Runs each entry of a batch by itself; one that fails is reported beside those that did not. */
function batch(input: unknown, run: (entry: unknown) => object) {
  const { Entries } = parse(z.object({ Entries: z.array(z.looseObject({})).default([]) }), input);
  if (Entries.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry.');
  if (Entries.length > BATCH_ENTRIES) {
    throw new AwsError('TooManyEntriesInBatchRequest', `Maximum number of entries is ${BATCH_ENTRIES}.`);
  }
  const ids = Entries.map((item) => {
    const checked = entry.safeParse(item);
    if (!checked.success)
      throw new AwsError('InvalidBatchEntryId', 'A batch entry id is missing or invalid.');
    return checked.data.Id;
  });
  if (new Set(ids).size < ids.length) throw new AwsError('BatchEntryIdsNotDistinct', 'An id is repeated.');
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const [position, item] of Entries.entries()) {
    const Id = ids[position];
    try {
      Successful.push({ Id, ...run(item) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id, Code: error.code, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { Successful, Failed };
}

function checkBatchBytes(input: unknown): void {
  const shape = z.object({ Entries: z.array(message.partial()).default([]) });
  const entries = shape.safeParse(input).data?.Entries ?? [];
  const bytes = entries.reduce(
    (sum, item) => sum + messageBytes(item.MessageBody ?? '', item.MessageAttributes ?? {}),
    0,
  );
  if (bytes > BATCH_BYTES) {
    throw new AwsError('BatchRequestTooLong', `Batch requests cannot be longer than ${BATCH_BYTES} bytes.`);
  }
}

/** The operations of SQS's JSON protocol. `signal` ends a long poll whose caller has gone away. */
export function sqsOperations(
  queues: Queues,
  moves: MoveTasks,
  urlOf: (name: string) => string,
  senderId: string,
  signal: AbortSignal,
): JsonOperations {
  const remove = (name: string, input: unknown) => {
    queues.deleteMessages(name, [parse(withHandle, input).ReceiptHandle]);
    return {};
  };
  const change = (name: string, input: unknown) => {
    const { ReceiptHandle, VisibilityTimeout } = parse(visibility, input);
    queues.changeVisibility(name, ReceiptHandle, VisibilityTimeout);
    return {};
  };
  return {
    ...queueOperations(queues, urlOf),
    ...moveOperations(moves),
    SendMessage: (input) => sendOne(queues, queueName(input), input),
    SendMessageBatch: (input) => {
      checkBatchBytes(input);
      const { name } = queues.get(queueName(input));
      return batch(input, (item) => sendOne(queues, name, item));
    },
    ReceiveMessage: async (input) => {
      const given = parse(receive, input);
      const queue = queues.get(queueName(input));
      const waitSeconds = given.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
      const received = await queues.receive(queue.name, {
        maxMessages: given.MaxNumberOfMessages,
        waitMilliseconds: waitSeconds * 1_000,
        visibilitySeconds: given.VisibilityTimeout,
        signal,
      });
      return received.length === 0
        ? {}
        : { Messages: received.map((item) => present(item, given, senderId)) };
    },
    DeleteMessage: (input) => remove(queueName(input), input),
    DeleteMessageBatch: (input) => {
      const { name } = queues.get(queueName(input));
      return batch(input, (item) => remove(name, item));
    },
    ChangeMessageVisibility: (input) => change(queueName(input), input),
    ChangeMessageVisibilityBatch: (input) => {
      const { name } = queues.get(queueName(input));
      return batch(input, (item) => change(name, item));
    },
  };
}
