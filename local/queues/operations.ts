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
import type { QueueAttributes } from './queue-attributes.ts';
import type { Queues } from './queues.ts';

/** SQS's limit for a whole batch, the same as for one message. */
const BATCH_BYTES = 1_048_576;
const BATCH_ENTRIES = 10;

const text = z.record(z.string(), z.string());
const onQueue = z.object({ QueueUrl: z.string() });
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

const listing = z.object({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.number().int().min(1).max(1_000).default(1_000),
  NextToken: z.string().optional(),
});

const entry = z.object({ Id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

function parse<Shape>(schema: z.ZodType<Shape>, input: unknown): Shape {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('InvalidParameterValue', z.prettifyError(parsed.error));
}

function queueName(input: unknown): string {
  const { QueueUrl } = parse(onQueue, input);
  // Only the last segment names the queue: the host may be any name under which this machine is reached.
  return QueueUrl.split('/').at(-1) ?? '';
}

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

/** The operations on queues themselves. */
function queueOperations(queues: Queues, urlOf: (name: string) => string): JsonOperations {
  return {
    CreateQueue: (input) => {
      const { QueueName, Attributes, tags } = parse(
        z.object({ QueueName: z.string(), Attributes: text.default({}), tags: text.default({}) }),
        input,
      );
      const existing = queues.list().find((queue) => queue.name === QueueName);
      if (existing === undefined) queues.save(QueueName, Attributes, tags);
      for (const [key, value] of Object.entries(Attributes)) {
        if (existing !== undefined && existing.attributes[key] !== value) {
          throw new AwsError('QueueNameExists', `A queue of this name exists with another value of ${key}.`);
        }
      }
      return { QueueUrl: urlOf(QueueName) };
    },
    DeleteQueue: (input) => queues.delete(queueName(input)),
    PurgeQueue: (input) => queues.purge(queueName(input)),
    GetQueueUrl: (input) => {
      const { QueueName } = parse(z.object({ QueueName: z.string() }), input);
      return { QueueUrl: urlOf(queues.get(QueueName).name) };
    },
    ListQueues: (input) => {
      const { QueueNamePrefix, MaxResults, NextToken } = parse(listing, input);
      const names = queues
        .list()
        .map((queue) => queue.name)
        .filter((name) => name.startsWith(QueueNamePrefix) && name > (NextToken ?? ''));
      const page = names.slice(0, MaxResults);
      return {
        QueueUrls: page.map(urlOf),
        NextToken: names.length > page.length ? page.at(-1) : undefined,
      };
    },
    ListDeadLetterSourceQueues: (input) => {
      const sources = queues.sourcesOf(queueName(input));
      return { queueUrls: sources.map((queue) => urlOf(queue.name)) };
    },
    GetQueueAttributes: (input) => {
      const { AttributeNames } = parse(z.object({ AttributeNames: z.array(z.string()).default([]) }), input);
      const all: QueueAttributes = queues.describe(queueName(input));
      const chosen = Object.entries(all).filter(
        ([name]) => AttributeNames.includes('All') || AttributeNames.includes(name),
      );
      return { Attributes: Object.fromEntries(chosen) };
    },
    SetQueueAttributes: (input) => {
      const queue = queues.get(queueName(input));
      const { Attributes } = parse(z.object({ Attributes: text }), input);
      queues.save(queue.name, { ...queue.attributes, ...Attributes }, queue.tags);
    },
    ListQueueTags: (input) => ({ Tags: queues.get(queueName(input)).tags }),
    TagQueue: (input) => {
      const queue = queues.get(queueName(input));
      queues.save(queue.name, queue.attributes, {
        ...queue.tags,
        ...parse(z.object({ Tags: text }), input).Tags,
      });
    },
    UntagQueue: (input) => {
      const queue = queues.get(queueName(input));
      const { TagKeys } = parse(z.object({ TagKeys: z.array(z.string()) }), input);
      const left = Object.entries(queue.tags).filter(([key]) => !TagKeys.includes(key));
      queues.save(queue.name, queue.attributes, Object.fromEntries(left));
    },
  };
}

/** The operations that bring messages back from dead-letter queues. */
function moveOperations(moves: MoveTasks): JsonOperations {
  const source = z.object({ SourceArn: z.string() });
  return {
    StartMessageMoveTask: (input) => {
      const { SourceArn, DestinationArn } = parse(
        source.extend({ DestinationArn: z.string().optional() }),
        input,
      );
      return moves.start(SourceArn, DestinationArn);
    },
    ListMessageMoveTasks: (input) => {
      const { SourceArn, MaxResults } = parse(
        source.extend({ MaxResults: z.number().int().min(1).max(10).default(1) }),
        input,
      );
      return { Results: moves.list(SourceArn).slice(0, MaxResults) };
    },
    CancelMessageMoveTask: () => {
      throw new AwsError('ResourceNotFoundException', 'Task does not exist, or is over already.');
    },
  };
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
