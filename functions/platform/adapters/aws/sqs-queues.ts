import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queues } from '../../ports/queues.ts';
import { calling } from './service-errors.ts';

/** SQS behind `Queues`. */
export class SqsQueues implements Queues {
  readonly #client: SQSClient;
  readonly #urlPrefix: () => string;

  constructor(client: SQSClient, urlPrefix: () => string) {
    this.#client = client;
    this.#urlPrefix = urlPrefix;
  }

  async send(queue: string, message: unknown): Promise<void> {
    await calling('SQS', () =>
      this.#client.send(
        new SendMessageCommand({
          QueueUrl: `${this.#urlPrefix()}${queue}`,
          MessageBody: JSON.stringify(message),
        }),
      ),
    );
  }
}
