import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import type { JsonOperations } from '../protocol/json.ts';
import type { MoveTasks } from './move-tasks.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { parse, queueName } from './queue-request.ts';
import type { Queues } from './queues.ts';

const text = z.record(z.string(), z.string());

const listing = z.object({
  QueueNamePrefix: z.string().default(''),
  MaxResults: z.number().int().min(1).max(1_000).default(1_000),
  NextToken: z.string().optional(),
});

/** The operations on queues themselves. */
export function queueOperations(queues: Queues, urlOf: (name: string) => string): JsonOperations {
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
export function moveOperations(moves: MoveTasks): JsonOperations {
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
