import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { AwsError } from '../protocol/aws-error.ts';
import { type JsonOperations, serveJsonOperations } from '../protocol/json.ts';
import { physicalName } from '../provision/physical-name.ts';
import type {
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  QueueSender,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import type { QueueSource, ReceivedMessage } from './message.ts';
import { MoveTasks } from './move-tasks.ts';
import { sqsOperations } from './operations.ts';
import { attributesFromProperties } from './queue-attributes.ts';
import { Queues } from './queues.ts';

/** SQS's limit for a name, in characters; of a FIFO queue with its suffix. */
const LONGEST_NAME = 80;

/** What SDKs made for the older protocol match on, where it differs from the code. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
};

export interface QueuesOptions {
  /** Holds the SQLite file. Made when missing. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  /** The front door's address, e.g. `http://127.0.0.1:4566`: asked for at each use, because its port is known late. */
  readonly publicUrl: () => string;
  readonly clock?: LocalClock | undefined;
}

/**
 * SQS on this machine, JSON protocol, standard and FIFO queues, on one SQLite file. It listens nowhere itself.
 *
 * An own one because fauxqs 2.4.1 could not be mended from outside: it listens on 0.0.0.0 only, and exports no
 * way to persist without listening; with its store on, setting a visibility timeout of 0 answers 500 and the
 * message is gone until a restart; moving to the dead-letter queue is a delete and an insert with a gap that
 * SIGKILL falls into; deduplication is forgotten at a restart; retention is never applied.
 *
 * A message that was answered for survives SIGKILL. Not guaranteed: the older query protocol; policies,
 * encryption and RedriveAllowPolicy (kept, not enforced); moves of messages at a rate, or that can be cancelled; the 120,000 messages in flight
 * limit; duplicates and reordering, which AWS may produce in standard queues and this one never does, so that it
 * cannot show a consumer that is not idempotent. A message is moved to its dead-letter queue at the receive after
 * its last one, so only where somebody receives. Survives a power failure only up to the last checkpoint.
 */
export class QueuesService implements LocalService, ResourceProvider, QueueSender, QueueSource {
  readonly signingNames = ['sqs'];
  readonly types = ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'];
  readonly #options: QueuesOptions;
  readonly #queues: Queues;
  readonly #moves: MoveTasks;

  constructor(options: QueuesOptions) {
    this.#options = options;
    const clock = options.clock ?? { now: () => Date.now() };
    this.#queues = new Queues(options.directory, options.identity, clock);
    this.#moves = new MoveTasks(this.#queues, clock);
  }

  async stop(): Promise<void> {
    this.#queues.close();
  }

  urlOf(queueName: string): string {
    return `${this.#options.publicUrl()}/${this.#options.identity.accountId}/${queueName}`;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A receive for a caller that has gone away would hide its messages for a whole visibility timeout.
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { accountId } = this.#options.identity;
    const urlOf = (name: string) => this.urlOf(name);
    const operations = sqsOperations(this.#queues, this.#moves, urlOf, accountId, gone.signal);
    await serveJsonOperations(withQueryErrors(operations, response), request, response);
  }

  async send(
    queueArn: string,
    body: string,
    options: { groupId?: string; deduplicationId?: string } = {},
  ): Promise<void> {
    this.#queues.send(nameOf(queueArn), { body, ...options });
  }

  /** Messages of a queue that are not done: visible, in flight, or delayed. */
  countOf(queueArn: string): number {
    return this.#queues.countOf(nameOf(queueArn));
  }

  receive(
    queueArn: string,
    options: { maxMessages: number; waitMilliseconds: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]> {
    return this.#queues.receive(nameOf(queueArn), options);
  }

  delete(queueArn: string, receiptHandles: readonly string[]): void {
    this.#queues.deleteMessages(nameOf(queueArn), receiptHandles);
  }

  changeVisibility(queueArn: string, receiptHandles: readonly string[], seconds: number): void {
    for (const handle of receiptHandles) {
      try {
        this.#queues.changeVisibility(nameOf(queueArn), handle, seconds);
      } catch (error) {
        // Visible again already, which is what the caller could not know.
        if (!(error instanceof AwsError && error.code === 'MessageNotInflight')) throw error;
      }
    }
  }

  release(queueArn: string): void {
    this.#queues.release(nameOf(queueArn));
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    return resource.type === 'AWS::SQS::QueuePolicy' ? this.#setPolicy(resource) : this.#setQueue(resource);
  }

  #setQueue({ properties, stackName, logicalId }: ResolvedResource): ProvisionedResource {
    const attributes = attributesFromProperties(properties);
    const suffix = attributes.FifoQueue === 'true' ? '.fifo' : '';
    const name =
      typeof properties.QueueName === 'string'
        ? properties.QueueName
        : physicalName(stackName, logicalId, LONGEST_NAME - suffix.length) + suffix;
    const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).safeParse(properties.Tags ?? []);
    const tagMap = Object.fromEntries((tags.data ?? []).map((tag) => [tag.Key, tag.Value]));
    this.#queues.save(name, attributes, tagMap);
    const QueueUrl = this.urlOf(name);
    return { ref: QueueUrl, attributes: { Arn: this.#queues.arn(name), QueueName: name, QueueUrl } };
  }

  #setPolicy({ properties, stackName, logicalId }: ResolvedResource): ProvisionedResource {
    const { Queues: urls, PolicyDocument } = z
      .object({ Queues: z.array(z.string()), PolicyDocument: z.unknown() })
      .parse(properties);
    for (const url of urls) {
      const queue = this.#queues.get(nameOf(url));
      this.#queues.save(
        queue.name,
        { ...queue.attributes, Policy: JSON.stringify(PolicyDocument) },
        queue.tags,
      );
    }
    const id = physicalName(stackName, logicalId, LONGEST_NAME);
    return { ref: id, attributes: { Id: id } };
  }
}

/** The queue's name at the end of an ARN or a URL. */
function nameOf(arnOrUrl: string): string {
  return arnOrUrl.split(/[:/]/).at(-1) ?? '';
}

function withQueryErrors(operations: JsonOperations, response: ServerResponse): JsonOperations {
  const wrapped: JsonOperations = {};
  for (const [name, operation] of Object.entries(operations)) {
    wrapped[name] = async (input) => {
      try {
        return await operation(input);
      } catch (error) {
        if (error instanceof AwsError) {
          const fault = error.status < 500 ? 'Sender' : 'Receiver';
          response.setHeader('x-amzn-query-error', `${QUERY_CODES[error.code] ?? error.code};${fault}`);
        }
        throw error;
      }
    };
  }
  return wrapped;
}
