import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failedMessages, splitBySize, sqsEvent } from '../../../local/functions/event-source.ts';
import type { ReceivedMessage } from '../../../local/queues/message.ts';
import { eventually, identity, type LocalFunctions, openLocalFunctions } from './local-functions.ts';

const arn = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

describe('a queue that starts a function', () => {
  let local: LocalFunctions;
  const seen = () => {
    try {
      return readFileSync(join(local.directory, 'seen'), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  };
  const left = async (queue: string) => {
    local.queues.release(arn(queue));
    const messages = await local.queues.receive(arn(queue), { maxMessages: 100, waitMilliseconds: 0 });
    return messages.map((message) => message.body).sort();
  };
  const send = async (...bodies: string[]) => {
    for (const body of bodies) await local.queues.send(arn('intake'), body);
  };

  /** Polling begins at `start`, so that what is sent before makes one batch. */
  const setUp = async (mapping: object = {}, queue: object = {}) => {
    await local.make('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
    await local.make('AWS::SQS::Queue', 'Intake', { QueueName: 'intake', VisibilityTimeout: 900, ...queue });
    const variables = { SEEN: join(local.directory, 'seen') };
    await local.make(
      'AWS::Lambda::Function',
      'Drain',
      {
        FunctionName: 'drain',
        Handler: 'index.handler',
        Timeout: 1,
        Environment: { Variables: variables },
      },
      'drain',
    );
    return local.make('AWS::Lambda::EventSourceMapping', 'Source', {
      FunctionName: 'drain',
      EventSourceArn: arn('intake'),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...mapping,
    });
  };

  beforeEach(() => {
    local = openLocalFunctions();
  });
  afterEach(() => local.close());

  test('messages come as one batch, and only those reported as failed stay', async () => {
    await setUp();
    await send('good 1', 'bad 2', 'good 3');
    await local.functions.start();
    expect(await eventually(() => local.lines.some((line) => line.startsWith('REPORT')))).toBe(true);
    expect(seen()).toEqual(['good 1,bad 2,good 3']);
    await local.functions.stop();
    expect(await left('intake')).toEqual(['bad 2']);
  });

  test.each(['throw', 'spin', 'answer-nonsense'])('a batch with %s stays whole', async (body) => {
    await setUp();
    await send('good', body);
    await local.functions.start();
    expect(await eventually(() => local.lines.some((line) => line.startsWith('REPORT')))).toBe(true);
    await local.functions.stop();
    expect(await left('intake')).toEqual([body, 'good'].sort());
  });

  test('what fails as often as the queue allows ends in the dead-letter queue, the rest does not', async () => {
    const policy = { deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 };
    await setUp({}, { RedrivePolicy: policy });
    const reports = () => local.lines.filter((line) => line.startsWith('REPORT')).length;
    await send('bad', 'good');
    await local.functions.start();
    expect(await eventually(() => reports() === 1)).toBe(true);
    expect(local.functions.isIdle()).toBe(false);
    for (const time of [2, 3]) {
      local.advance(900_000);
      // Also wakes the poller, which waits by the real clock.
      await send('another good one');
      expect(await eventually(() => reports() === time)).toBe(true);
    }
    expect(seen()).toEqual(['bad,good', 'bad,another good one', 'another good one']);
    const [dead] = await local.queues.receive(arn('dead'), { maxMessages: 10, waitMilliseconds: 0 });
    expect(dead).toMatchObject({ body: 'bad', deadLetterSourceArn: arn('intake') });
    expect(await eventually(() => local.functions.isIdle())).toBe(true);
  });

  test('no batch is larger than its size, and a window collects what comes a little later', async () => {
    await setUp({ BatchSize: 2, MaximumBatchingWindowInSeconds: 60 });
    await send('1', '2', '3');
    await local.functions.start();
    expect(await eventually(() => seen().length >= 1)).toBe(true);
    await send('4');
    expect(await eventually(() => seen().length === 2)).toBe(true);
    expect(seen().sort()).toEqual(['1,2', '3,4']);
  });

  test('switched off, nothing is taken, also at the next start; switched on, it is', async () => {
    const { ref } = await setUp();
    await local.functions.start();
    local.functions.switchMapping(ref, false);
    await send('waits');
    await setUp();
    expect(local.functions.mappings()).toMatchObject([{ enabled: false }]);
    expect(seen()).toEqual([]);
    local.functions.switchMapping(ref, true);
    expect(await eventually(() => seen().length === 1)).toBe(true);
  });
});

const message = (body: string, id = 'm1'): ReceivedMessage => ({
  messageId: id,
  receiptHandle: 'r1',
  body,
  attributes: { kind: { DataType: 'String', StringValue: 'photo' } },
  sentMilliseconds: 1,
  firstReceivedMilliseconds: 2,
  receiveCount: 3,
  groupId: undefined,
  deduplicationId: undefined,
  sequenceNumber: undefined,
  traceHeader: undefined,
  deadLetterSourceArn: undefined,
});

test('an event has the form that Lambda gives it', () => {
  expect(JSON.parse(JSON.stringify(sqsEvent([message('hello')], arn('intake'), identity)))).toEqual({
    Records: [
      {
        messageId: 'm1',
        receiptHandle: 'r1',
        body: 'hello',
        attributes: {
          SenderId: '111122223333',
          SentTimestamp: '1',
          ApproximateReceiveCount: '3',
          ApproximateFirstReceiveTimestamp: '2',
        },
        messageAttributes: {
          kind: { stringValue: 'photo', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: arn('intake'),
        awsRegion: 'eu-central-1',
      },
    ],
  });
});

test.each([
  ['null', []],
  ['""', []],
  ['{}', []],
  ['{"batchItemFailures":null}', []],
  ['{"batchItemFailures":[]}', []],
  ['{"batchItemFailures":[{"itemIdentifier":"b"}]}', ['b']],
  ['{"batchItemFailures":[{"itemIdentifier":""}]}', ['a', 'b']],
  ['{"batchItemFailures":[{"itemIdentifier":"c"}]}', ['a', 'b']],
  ['{"batchItemFailures":"all"}', ['a', 'b']],
  ['"done"', ['a', 'b']],
  ['nonsense', ['a', 'b']],
])('the answer %s leaves %j', (answer, failed) => {
  expect([...failedMessages(answer, ['a', 'b'])]).toEqual(failed);
});

test('a divided batch keeps every message in order, and each part its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3_000 })), (bodies) => {
      const messages = bodies.map((body, position) => message(body, String(position)));
      const parts = splitBySize(messages, 8_000);
      expect(parts.flat()).toEqual(messages);
      for (const part of parts) {
        if (part.length === 1) continue;
        expect(Buffer.byteLength(JSON.stringify(sqsEvent(part, 'q', identity)))).toBeLessThanOrEqual(8_000);
      }
    }),
  );
});
