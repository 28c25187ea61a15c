import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { QueuesService } from '../../../local/queues/service.ts';
import type { ResolvedResource } from '../../../local/service.ts';

const identity = { accountId: '111122223333', region: 'eu-central-1' };
const fixture = new URL('./run-queues.ts', import.meta.url).pathname;

function queue(logicalId: string, properties: Record<string, unknown> = {}): ResolvedResource {
  return { type: 'AWS::SQS::Queue', logicalId, stackName: 'Shop', metadata: {}, properties };
}

describe('queues on this machine', () => {
  let directory: string;
  let now: number;
  let service: QueuesService;
  let door: Server;
  let client: SQSClient;
  const publicUrl = () => `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  const open = () => new QueuesService({ directory, identity, publicUrl, clock: { now: () => now } });
  const arn = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;
  const take = (name: string, maxMessages = 10) =>
    service.receive(arn(name), { maxMessages, waitMilliseconds: 0 });

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'queues-'));
    now = Date.parse('2026-03-01T00:00:00Z');
    door = createServer((request, response) => void service.handle(request, response));
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    service = open();
    client = new SQSClient({
      endpoint: publicUrl(),
      region: identity.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  afterEach(async () => {
    client.destroy();
    await service.stop();
    door.closeAllConnections();
    door.close();
    rmSync(directory, { recursive: true });
  });

  test('a queue is named the same at every start, answers its URL behind the front door, and keeps its messages', async () => {
    const first = await service.provision(queue('Intake', { VisibilityTimeout: 60 }));
    await service.send(first.attributes.Arn ?? '', 'kept');
    const second = await service.provision(queue('Intake', { VisibilityTimeout: 90, DelaySeconds: '5' }));
    expect(second).toEqual(first);
    const name = first.attributes.QueueName ?? '';
    expect(first.ref).toBe(`${publicUrl()}/111122223333/${name}`);
    expect(first.attributes.Arn).toBe(arn(name));
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: first.ref, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      VisibilityTimeout: '90',
      DelaySeconds: '5',
      ApproximateNumberOfMessages: '1',
    });
    const plain = await service.provision(queue('Intake'));
    const again = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: plain.ref, AttributeNames: ['VisibilityTimeout'] }),
    );
    expect(again.Attributes).toEqual({ VisibilityTimeout: '30' });
  });

  test('a policy is kept on its queue', async () => {
    const made = await service.provision(queue('Intake'));
    await service.provision({
      ...queue('Policy', { Queues: [made.ref], PolicyDocument: { Version: '2012-10-17', Statement: [] } }),
      type: 'AWS::SQS::QueuePolicy',
    });
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: made.ref, AttributeNames: ['Policy'] }),
    );
    expect(JSON.parse(Attributes?.Policy ?? '')).toEqual({ Version: '2012-10-17', Statement: [] });
  });

  test('a message received is hidden, and comes back when its visibility timeout is over', async () => {
    await service.provision(queue('Q', { QueueName: 'work', VisibilityTimeout: 30 }));
    await service.send(arn('work'), 'one');
    const [first] = await take('work');
    expect(first).toMatchObject({ body: 'one', receiveCount: 1 });
    now += 29_999;
    expect(await take('work')).toEqual([]);
    now += 1;
    const [second] = await take('work');
    expect(second).toMatchObject({ messageId: first?.messageId, receiveCount: 2 });
    // The first receipt is stale: it must not delete what somebody else works on now.
    service.delete(arn('work'), [first?.receiptHandle ?? '']);
    now += 30_000;
    const [third] = await take('work');
    service.delete(arn('work'), [third?.receiptHandle ?? '']);
    now += 30_000;
    expect(await take('work')).toEqual([]);
  });

  test('after maxReceiveCount receipts a message moves to the dead-letter queue, with where it came from', async () => {
    await service.provision(queue('D', { QueueName: 'dead' }));
    await service.provision(
      queue('Q', {
        QueueName: 'work',
        RedrivePolicy: { deadLetterTargetArn: arn('dead'), maxReceiveCount: '2' },
      }),
    );
    await service.send(arn('work'), 'poison');
    for (let receipt = 1; receipt <= 2; receipt++) {
      const [received] = await take('work');
      expect(received?.receiveCount).toBe(receipt);
      service.changeVisibility(arn('work'), [received?.receiptHandle ?? ''], 0);
    }
    expect(await take('work')).toEqual([]);
    const [dead] = await take('dead');
    expect(dead).toMatchObject({ body: 'poison', deadLetterSourceArn: arn('work') });
  });

  test('what a killed poller held is given back at once, and that receipt does not count', async () => {
    await service.provision(queue('Q', { QueueName: 'held', VisibilityTimeout: 900 }));
    await service.send(arn('held'), 'work');
    await take('held');
    service.release(arn('held'));
    expect(await take('held')).toMatchObject([{ body: 'work', receiveCount: 1 }]);
  });

  test('in a FIFO queue a group waits for its message in flight, and other groups do not', async () => {
    await service.provision(
      queue('F', { QueueName: 'line.fifo', FifoQueue: true, ContentBasedDeduplication: true }),
    );
    for (const [body, groupId] of [
      ['a1', 'a'],
      ['b1', 'b'],
      ['a2', 'a'],
    ] as const) {
      await service.send(arn('line.fifo'), body, { groupId });
    }
    const [first] = await take('line.fifo', 1);
    expect(first?.body).toBe('a1');
    expect((await take('line.fifo')).map((message) => message.body)).toEqual(['b1']);
    service.delete(arn('line.fifo'), [first?.receiptHandle ?? '']);
    expect((await take('line.fifo')).map((message) => message.body)).toEqual(['a2']);
  });

  test('a FIFO queue takes the same message once within five minutes, also across a restart', async () => {
    await service.provision(queue('F', { QueueName: 'once.fifo', FifoQueue: true }));
    const send = () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: `${publicUrl()}/111122223333/once.fifo`,
          MessageBody: 'same',
          MessageGroupId: 'g',
          MessageDeduplicationId: 'd',
        }),
      );
    const first = await send();
    await service.stop();
    service = open();
    expect(await send()).toMatchObject({
      MessageId: first.MessageId,
      SequenceNumber: first.SequenceNumber,
    });
    expect(await take('once.fifo')).toHaveLength(1);
    now += 5 * 60_000;
    expect((await send()).MessageId).not.toBe(first.MessageId);
  });

  test('a delayed message is seen after its delay, and one past its retention never', async () => {
    await service.provision(
      queue('Q', { QueueName: 'slow', DelaySeconds: 10, MessageRetentionPeriod: 3_600 }),
    );
    await service.send(arn('slow'), 'later');
    expect(await take('slow')).toEqual([]);
    now += 10_000;
    const [received] = await take('slow');
    expect(received?.body).toBe('later');
    now += 3_600_000;
    expect(await take('slow')).toEqual([]);
  });

  test('a long poll answers as soon as a message is sent, and ends when its caller goes away', async () => {
    const { ref: QueueUrl } = await service.provision(queue('Q', { QueueName: 'polled' }));
    const poll = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const { Messages = [] } = await poll;
    expect(Messages.map((message) => message.Body)).toEqual(['hello']);
    const leaving = new AbortController();
    const abandoned = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: leaving.signal,
    });
    leaving.abort();
    await expect(abandoned).rejects.toThrow();
    const stopping = new AbortController();
    const own = service.receive(arn('polled'), {
      maxMessages: 1,
      waitMilliseconds: 20_000,
      signal: stopping.signal,
    });
    stopping.abort();
    expect(await own).toEqual([]);
  });

  test('batches report each entry by itself', async () => {
    const { ref: QueueUrl } = await service.provision(queue('Q', { QueueName: 'batched' }));
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          {
            Id: 'good',
            MessageBody: 'ok',
            MessageAttributes: { n: { DataType: 'Number', StringValue: '7' } },
          },
          { Id: 'bad', MessageBody: 'a\u0000b' },
        ],
      }),
    );
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    expect(Messages).toMatchObject([
      {
        Body: 'ok',
        MessageAttributes: { n: { DataType: 'Number', StringValue: '7' } },
        Attributes: { ApproximateReceiveCount: '1' },
      },
    ]);
    const removed = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'x', ReceiptHandle: Messages[0]?.ReceiptHandle },
          { Id: 'y', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(removed.Successful?.map((entry) => entry.Id)).toEqual(['x']);
    expect(removed.Failed).toMatchObject([{ Id: 'y', Code: 'ReceiptHandleIsInvalid' }]);
  });

  test('a visibility timeout of nothing gives the message back at once', async () => {
    const { ref: QueueUrl } = await service.provision(queue('Q', { QueueName: 'back' }));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'again' }));
    const first = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    const ReceiptHandle = first.Messages?.[0]?.ReceiptHandle;
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const second = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(second.Messages?.[0]?.Body).toBe('again');
  });

  test('queues made by hand are listed and found; what is not there is refused by the name that SDKs know', async () => {
    await client.send(
      new CreateQueueCommand({ QueueName: 'by-hand', Attributes: { VisibilityTimeout: '7' } }),
    );
    const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'by-' }));
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'by-hand' }));
    expect(QueueUrls).toEqual([QueueUrl]);
    await expect(client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toBeInstanceOf(
      QueueDoesNotExist,
    );
    await expect(
      client.send(new CreateQueueCommand({ QueueName: 'x', Attributes: { VisibilityTimeout: '50000' } })),
    ).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  });
});

test('messages answered for are there after SIGKILL, each once', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'queues-'));
  const parent = spawn(process.execPath, [fixture, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of parent.stdout) {
    output += String(chunk);
    if (output.split('\n').length > 200 && !parent.killed) parent.kill('SIGKILL');
  }
  // The last line may be cut in half by the kill.
  const answered = output.split('\n').slice(0, -1);
  const service = new QueuesService({ directory, identity, publicUrl: () => 'http://127.0.0.1' });
  const bodies: string[] = [];
  for (;;) {
    const batch = await service.receive('arn:aws:sqs:eu-central-1:111122223333:kept', {
      maxMessages: 100,
      waitMilliseconds: 0,
    });
    if (batch.length === 0) break;
    bodies.push(...batch.map((message) => message.body));
  }
  expect(new Set(bodies).size).toBe(bodies.length);
  expect(bodies).toEqual(expect.arrayContaining(answered));
  // One more may have been stored whose answer the kill cut off; never two.
  expect(bodies.length - answered.length).toBeLessThanOrEqual(1);
  await service.stop();
  rmSync(directory, { recursive: true });
});
