import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueuesService } from '../../../local/queues/service.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

describe('A move of messages out of a dead-letter queue', () => {
  let service: QueuesService;
  let server: Server;
  let client: SQSClient;
  const take = (name: string) => service.receive(arn(name), { maxMessages: 10, waitMilliseconds: 0 });
  const make = (QueueName: string, deadLetters?: string) =>
    service.provision({
      type: 'AWS::SQS::Queue',
      logicalId: QueueName,
      stackName: 'S',
      metadata: {},
      properties: {
        QueueName,
        VisibilityTimeout: 0,
        ...(deadLetters === undefined
          ? {}
          : { RedrivePolicy: { deadLetterTargetArn: arn(deadLetters), maxReceiveCount: 1 } }),
      },
    });
  /** Sends a message that nobody can work on, and receives it until it is in the dead-letter queue. */
  const fail = async (name: string, body: string) => {
    await service.send(arn(name), body);
    await take(name);
    await take(name);
  };

  beforeEach(async () => {
    service = new QueuesService({
      directory: mkdtempSync(join(tmpdir(), 'moves-')),
      identity,
      publicUrl: () => 'http://127.0.0.1',
    });
    server = createServer((request, response) => void service.handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new SQSClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: identity.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await make('dead');
    await make('letters', 'dead');
    await make('parcels', 'dead');
  });
  afterEach(async () => {
    client.destroy();
    await service.stop();
    server.closeAllConnections();
    server.close();
  });

  it('brings each message back to the queue that it came from, as a new one', async () => {
    await fail('letters', 'a letter');
    await fail('parcels', 'a parcel');
    expect(service.countOf(arn('dead'))).toBe(2);

    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead') }));

    expect(service.countOf(arn('dead'))).toBe(0);
    expect(await take('letters')).toMatchObject([
      { body: 'a letter', receiveCount: 1, deadLetterSourceArn: undefined },
    ]);
    expect(await take('parcels')).toMatchObject([{ body: 'a parcel', receiveCount: 1 }]);
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn('dead') }));
    expect(Results).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 }]);
  });

  it('takes all to one queue where one is named', async () => {
    await fail('letters', 'one');
    await fail('parcels', 'two');
    await client.send(
      new StartMessageMoveTaskCommand({ SourceArn: arn('dead'), DestinationArn: arn('parcels') }),
    );
    expect((await take('parcels')).map(({ body }) => body)).toEqual(['one', 'two']);
  });

  it('leaves what was sent to the dead-letter queue itself, and says so', async () => {
    await fail('letters', 'moves');
    await service.send(arn('dead'), 'stays');
    await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead') }));
    expect((await take('dead')).map(({ body }) => body)).toEqual(['stays']);
    const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn: arn('dead') }));
    expect(Results).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
  });

  it('is refused from a queue that is nobody’s dead-letter queue, and cannot be cancelled when it is over', async () => {
    const { TaskHandle } = await client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead') }));
    await expect(client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn: arn('letters') }))).rejects.toThrow(
      /must be configured as a Dead Letter Queue/,
    );
  });
});
