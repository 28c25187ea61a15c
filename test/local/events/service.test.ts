import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventsService } from '../../../local/events/service.ts';
import type { BusEvent, ResolvedResource } from '../../../local/service.ts';
import { ManualTime } from '../scheduler/manual-time.ts';
import { RecordingDelivery } from '../scheduler/recording-delivery.ts';
import { clientSettings, serve } from '../scheduler/served.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const queue = 'arn:aws:sqs:us-east-1:000000000000:orders';
const deadLetters = 'arn:aws:sqs:us-east-1:000000000000:dead';
const HOUR_MS = 3_600_000;

const orderCreated: BusEvent = {
  version: '0',
  id: 'e-1',
  'detail-type': 'OrderCreated',
  source: 'shop',
  account: identity.accountId,
  time: '2026-01-01T00:00:00Z',
  region: identity.region,
  resources: [],
  detail: { order: 'O-1' },
};

const ruleOf = (properties: Record<string, unknown>): ResolvedResource => ({
  type: 'AWS::Events::Rule',
  logicalId: 'Rule',
  stackName: 'Shop',
  metadata: {},
  properties,
});

let directory: string;
let time: ManualTime;
let delivery: RecordingDelivery;
let service: EventsService;

function open(): EventsService {
  return new EventsService({ directory, identity, delivery, clock: time, setTimer: time.setTimer });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'events-'));
  time = new ManualTime('2026-01-01T00:00:00Z');
  delivery = new RecordingDelivery();
  service = open();
  await service.start();
});

afterEach(async () => {
  await service.stop();
  await rm(directory, { recursive: true });
});

async function orderRule(target: Record<string, unknown> = {}): Promise<void> {
  await service.provision(
    ruleOf({ EventPattern: { source: ['shop'] }, Targets: [{ Id: 'Queue', Arn: queue, ...target }] }),
  );
}

describe('the event bus', () => {
  it('delivers an event to the targets of the rules that it matches', async () => {
    await orderRule({ SqsParameters: { MessageGroupId: 'g' } });
    await service.publish('default', orderCreated);
    await service.publish('default', { ...orderCreated, source: 'elsewhere' });
    await time.advance(0);
    expect(delivery.delivered).toEqual([
      { targetArn: queue, body: JSON.stringify(orderCreated), groupId: 'g' },
    ]);
  });

  it('keeps buses apart, and passes events on from one to another', async () => {
    const bus = await service.provision({ ...ruleOf({}), type: 'AWS::Events::EventBus', logicalId: 'Bus' });
    await service.provision(
      ruleOf({
        EventBusName: bus.ref,
        EventPattern: { source: ['shop'] },
        Targets: [{ Id: 'Default', Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/default' }],
      }),
    );
    await service.provision({
      ...ruleOf({ EventPattern: { source: ['shop'] }, Targets: [{ Id: 'Q', Arn: queue }] }),
      logicalId: 'OnDefault',
    });
    await service.publish(bus.ref, orderCreated);
    await time.advance(0);
    expect(delivery.delivered.map(({ targetArn }) => targetArn)).toEqual([queue]);
    await expect(service.publish('missing', orderCreated)).rejects.toThrow('does not exist');
  });

  it('tries again until the target takes it', async () => {
    await orderRule();
    let refusals = 5;
    delivery.refuses = () => refusals-- > 0;
    await service.publish('default', orderCreated);
    await time.advance(HOUR_MS);
    expect(delivery.delivered).toHaveLength(1);
    expect(delivery.attempts).toBe(6);
  });

  it('makes 185 retries within a day, then puts the event into the dead-letter queue', async () => {
    await orderRule({ DeadLetterConfig: { Arn: deadLetters } });
    delivery.refuses = (arn) => arn === queue;
    await service.publish('default', orderCreated);
    await time.advance(25 * HOUR_MS);
    expect(delivery.attempts).toBe(1 + 185 + 1);
    expect(delivery.delivered.map(({ targetArn }) => targetArn)).toEqual([deadLetters]);
  });

  it('gives up as the retry policy says, and keeps what it gave up', async () => {
    await orderRule({ RetryPolicy: { MaximumRetryAttempts: 2 } });
    delivery.refuses = () => true;
    await service.publish('default', orderCreated);
    await time.advance(HOUR_MS);
    expect(delivery.attempts).toBe(3);
    expect(service.failedDeliveries()).toMatchObject([
      { targetArn: queue, error: expect.stringContaining('refuses') },
    ]);
  });

  it('gives up at the maximum age', async () => {
    await orderRule({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    delivery.refuses = () => true;
    await service.publish('default', orderCreated);
    await time.advance(HOUR_MS);
    // Delays of at most 1 + 2 + 4 + 8 + 16 s; with the largest jitter the sixth attempt is the last within a minute.
    expect(delivery.attempts).toBeGreaterThanOrEqual(6);
    expect(delivery.attempts).toBeLessThanOrEqual(7);
  });

  it('leaves a rule that somebody disabled alone when the same template comes again', async () => {
    await orderRule();
    const { endpoint, close } = await serve(service);
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.ListRules' },
      body: '{}',
    });
    const { Rules } = (await response.json()) as { Rules: { Name: string }[] };
    await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.DisableRule' },
      body: JSON.stringify({ Name: Rules[0]?.Name }),
    });
    await close();
    await orderRule();
    await service.publish('default', orderCreated);
    await time.advance(0);
    expect(delivery.attempts).toBe(0);
    await orderRule({ Input: '{}' });
    await service.publish('default', orderCreated);
    await time.advance(0);
    expect(delivery.delivered.map(({ body }) => body)).toEqual(['{}']);
  });
});

describe('a scheduled rule', () => {
  const everyHour = ruleOf({ ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'Q', Arn: queue }] });

  it('runs one period after it was made, and on', async () => {
    await service.provision(everyHour);
    await time.advance(2 * HOUR_MS);
    const times = delivery.delivered.map(({ body }) => (JSON.parse(body) as BusEvent).time);
    expect(times).toEqual(['2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z']);
  });

  it('runs once for all the times missed while the machine was off', async () => {
    await service.provision(everyHour);
    await service.stop();
    time.jumpTo('2026-01-01T05:30:00Z');
    service = open();
    await service.start();
    await service.provision(everyHour);
    await time.advance(HOUR_MS);
    const times = delivery.delivered.map(({ body }) => (JSON.parse(body) as BusEvent).time);
    expect(times).toEqual(['2026-01-01T05:00:00Z', '2026-01-01T06:00:00Z']);
  });
});

describe('the AWS SDK against the event bus', () => {
  let client: EventBridgeClient;
  let close: () => Promise<void>;

  beforeEach(async () => {
    const served = await serve(service);
    close = served.close;
    client = new EventBridgeClient({ ...clientSettings, endpoint: served.endpoint });
  });

  afterEach(async () => {
    client.destroy();
    await close();
  });

  it('makes a rule, puts events and learns which entries failed', async () => {
    await client.send(new PutRuleCommand({ Name: 'orders', EventPattern: '{"source":["shop"]}' }));
    await client.send(new PutTargetsCommand({ Rule: 'orders', Targets: [{ Id: 'q', Arn: queue }] }));
    const listed = await client.send(new ListTargetsByRuleCommand({ Rule: 'orders' }));
    expect(listed.Targets).toEqual([{ Id: 'q', Arn: queue }]);
    const good = {
      Source: 'shop',
      DetailType: 'T',
      Detail: '{"n":1}',
      Time: new Date('2026-02-03T04:05:06Z'),
    };
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          good,
          { ...good, Source: '' },
          { ...good, Detail: '[1]' },
          { ...good, Source: 'aws.s3' },
          { ...good, EventBusName: 'missing' },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(4);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([
      undefined,
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
    await time.advance(0);
    expect(delivery.delivered).toHaveLength(1);
    expect(JSON.parse(delivery.delivered[0]?.body ?? '')).toMatchObject({
      id: answer.Entries?.[0]?.EventId,
      time: '2026-02-03T04:05:06Z',
      detail: { n: 1 },
    });
  });

  it('is refused more than ten entries, more than 1 MiB, and invalid patterns', async () => {
    const entry = { Source: 's', DetailType: 't', Detail: '{}' };
    const eleven = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) });
    await expect(client.send(eleven)).rejects.toMatchObject({ name: 'ValidationException' });
    const detailOf = (bytes: number): string =>
      JSON.stringify('x'.repeat(bytes - 8)).replace(/.*/, '{"a":$&}');
    const put = (bytes: number): PutEventsCommand =>
      new PutEventsCommand({ Entries: [{ ...entry, Detail: detailOf(bytes - 2) }] });
    await expect(client.send(put(1024 * 1024))).resolves.toMatchObject({ FailedEntryCount: 0 });
    await expect(client.send(put(1024 * 1024 + 1))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(
      client.send(new PutRuleCommand({ Name: 'bad', EventPattern: '{"source":"shop"}' })),
    ).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
  });

  it('tests a pattern', async () => {
    const test = new TestEventPatternCommand({ EventPattern: '{"a":[1]}', Event: '{"a":1}' });
    expect((await client.send(test)).Result).toBe(true);
  });
});

describe('a process killed between publishing and delivery', () => {
  it('delivers at the next start', async () => {
    await orderRule();
    await service.stop();
    const script = `
      import { EventsService } from ${JSON.stringify(join(import.meta.dirname, '../../../local/events/service.ts'))};
      const service = new EventsService({
        directory: ${JSON.stringify(directory)},
        identity: ${JSON.stringify(identity)},
        delivery: { deliver: () => new Promise(() => {}) },
      });
      await service.start();
      await service.publish('default', ${JSON.stringify(orderCreated)});
      process.stdout.write('published');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    time.jumpTo(new Date(Date.now() + 1_000).toISOString());
    service = open();
    await service.start();
    await time.advance(1_000);
    expect(delivery.delivered.map(({ body }) => JSON.parse(body))).toEqual([orderCreated]);
  });
});
