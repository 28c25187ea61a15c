import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SchedulerService } from '../../../local/scheduler/service.ts';
import type { ResolvedResource } from '../../../local/service.ts';
import { ManualTime } from './manual-time.ts';
import { RecordingDelivery } from './recording-delivery.ts';
import { clientSettings, serve } from './served.ts';

const identity = { accountId: '000000000000', region: 'us-east-1' };
const queue = 'arn:aws:sqs:us-east-1:000000000000:intake';
const deadLetters = 'arn:aws:sqs:us-east-1:000000000000:dead';
const role = 'arn:aws:iam::000000000000:role/scheduler';
const HOUR_MS = 3_600_000;

let directory: string;
let time: ManualTime;
let delivery: RecordingDelivery;
let service: SchedulerService;
let client: SchedulerClient;
let close: () => Promise<void>;

async function open(): Promise<void> {
  service = new SchedulerService({ directory, identity, delivery, clock: time, setTimer: time.setTimer });
  await service.start();
  const served = await serve(service);
  close = served.close;
  client = new SchedulerClient({ ...clientSettings, endpoint: served.endpoint });
}

async function shut(): Promise<void> {
  client.destroy();
  await close();
  await service.stop();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scheduler-'));
  time = new ManualTime('2026-01-01T00:00:00Z');
  delivery = new RecordingDelivery();
  await open();
});

afterEach(async () => {
  await shut();
  await rm(directory, { recursive: true });
});

const schedule = (changes: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'nightly',
  ScheduleExpression: 'cron(0 1 * * ? *)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: { Arn: queue, RoleArn: role, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
  ...changes,
});

const bodies = (): string[] => delivery.delivered.map(({ body }) => body);

describe('the AWS SDK against the scheduler', () => {
  it('creates, reads, lists, updates and deletes a schedule', async () => {
    const end = new Date('2027-01-01T00:00:00Z');
    const created = await client.send(new CreateScheduleCommand(schedule({ EndDate: end })));
    expect(created.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly');
    const read = await client.send(new GetScheduleCommand({ Name: 'nightly' }));
    expect(read).toMatchObject({
      GroupName: 'default',
      State: 'ENABLED',
      ScheduleExpressionTimezone: 'UTC',
      EndDate: end,
      CreationDate: new Date('2026-01-01T00:00:00Z'),
      Target: { Arn: queue },
    });
    await client.send(new UpdateScheduleCommand(schedule({ State: 'DISABLED' })));
    const listed = await client.send(new ListSchedulesCommand({ State: 'DISABLED', NamePrefix: 'night' }));
    expect(listed.Schedules?.map(({ Name }) => Name)).toEqual(['nightly']);
    expect((await client.send(new ListSchedulesCommand({ State: 'ENABLED' }))).Schedules).toEqual([]);
    await client.send(new DeleteScheduleCommand({ Name: 'nightly' }));
    await expect(client.send(new GetScheduleCommand({ Name: 'nightly' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('refuses a second schedule of the name, unless the token says it is the same request', async () => {
    await client.send(new CreateScheduleCommand(schedule({ ClientToken: 'one' })));
    await client.send(new CreateScheduleCommand(schedule({ ClientToken: 'one' })));
    await expect(
      client.send(new CreateScheduleCommand(schedule({ ClientToken: 'two' }))),
    ).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it.each([
    [{ ScheduleExpression: 'cron(0 1 * * * *)' }],
    [{ ScheduleExpressionTimezone: 'Mars/Olympus' }],
    [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' as const } }],
    [{ Name: 'no spaces' }],
    [{ Target: { Arn: queue, RoleArn: role, RetryPolicy: { MaximumRetryAttempts: 186 } } }],
  ])('refuses %j', async (changes) => {
    await expect(client.send(new CreateScheduleCommand(schedule(changes)))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('keeps groups, and deletes a group with its schedules', async () => {
    await expect(
      client.send(new CreateScheduleCommand(schedule({ GroupName: 'shop' }))),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await client.send(new CreateScheduleGroupCommand({ Name: 'shop' }));
    await client.send(new CreateScheduleCommand(schedule({ GroupName: 'shop' })));
    await client.send(new DeleteScheduleGroupCommand({ Name: 'shop' }));
    const groups = await client.send(new ListScheduleGroupsCommand({}));
    expect(groups.ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default']);
    await time.advance(48 * HOUR_MS);
    expect(delivery.attempts).toBe(0);
  });
});

describe('a schedule', () => {
  it('runs at its local time, with the context attributes filled in', async () => {
    const Input =
      '["<aws.scheduler.scheduled-time>","<aws.scheduler.schedule-arn>","<aws.scheduler.attempt-number>"]';
    const Target = { Arn: queue, RoleArn: role, Input, SqsParameters: { MessageGroupId: 'g' } };
    await client.send(
      new CreateScheduleCommand(schedule({ ScheduleExpressionTimezone: 'Asia/Shanghai', Target })),
    );
    await time.advance(24 * HOUR_MS);
    expect(delivery.delivered).toEqual([
      {
        targetArn: queue,
        groupId: 'g',
        body: '["2026-01-01T17:00:00Z","arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly","1"]',
      },
    ]);
  });

  it('sends a notification where it has no input', async () => {
    await client.send(new CreateScheduleCommand(schedule({ Target: { Arn: queue, RoleArn: role } })));
    await time.advance(HOUR_MS);
    expect(JSON.parse(bodies()[0] ?? '')).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      time: '2026-01-01T01:00:00Z',
    });
  });

  it('counts a rate from its creation, and keeps the beat over a restart', async () => {
    await client.send(new CreateScheduleCommand(schedule({ ScheduleExpression: 'rate(6 hours)' })));
    await time.advance(7 * HOUR_MS);
    await shut();
    await open();
    await time.advance(6 * HOUR_MS);
    const hours = bodies().map((body) => (JSON.parse(body) as { at: string }).at.slice(11, 13));
    expect(hours).toEqual(['00', '06', '12']);
  });

  it('rests while it is disabled, and goes on in step', async () => {
    await client.send(new CreateScheduleCommand(schedule({ ScheduleExpression: 'rate(2 hours)' })));
    await time.advance(HOUR_MS);
    await client.send(
      new UpdateScheduleCommand(schedule({ ScheduleExpression: 'rate(2 hours)', State: 'DISABLED' })),
    );
    await time.advance(4 * HOUR_MS);
    expect(delivery.attempts).toBe(1);
    await client.send(new UpdateScheduleCommand(schedule({ ScheduleExpression: 'rate(2 hours)' })));
    await time.advance(HOUR_MS);
    expect(bodies()).toEqual(['{"at":"2026-01-01T00:00:00Z"}', '{"at":"2026-01-01T06:00:00Z"}']);
  });

  it('deletes itself after its only run when told so', async () => {
    const once = { ScheduleExpression: 'at(2026-01-01T01:00:00)' };
    await client.send(new CreateScheduleCommand(schedule({ ...once, ActionAfterCompletion: 'DELETE' })));
    await client.send(new CreateScheduleCommand(schedule({ ...once, Name: 'kept' })));
    await time.advance(2 * HOUR_MS);
    expect(delivery.attempts).toBe(2);
    const { Schedules } = await client.send(new ListSchedulesCommand({}));
    expect(Schedules?.map(({ Name }) => Name)).toEqual(['kept']);
  });

  it('goes to the dead-letter queue when its target keeps refusing', async () => {
    const Target = {
      Arn: queue,
      RoleArn: role,
      Input: 'x',
      RetryPolicy: { MaximumRetryAttempts: 1 },
      DeadLetterConfig: { Arn: deadLetters },
    };
    delivery.refuses = (arn) => arn === queue;
    await client.send(new CreateScheduleCommand(schedule({ Target })));
    await time.advance(2 * HOUR_MS);
    expect(delivery.attempts).toBe(3);
    expect(delivery.delivered.map(({ targetArn }) => targetArn)).toEqual([deadLetters]);
  });
});

describe('after the machine was off', () => {
  it.each([
    ['runs the last missed time once', undefined, '2026-01-03T12:00:00Z', ['{"at":"2026-01-03T01:00:00Z"}']],
    ['drops what is older than the retry policy allows', 3_600, '2026-01-03T12:00:00Z', []],
    ['runs what is young enough', 3_600, '2026-01-03T01:30:00Z', ['{"at":"2026-01-03T01:00:00Z"}']],
  ])('%s', async (_, age, back, expected) => {
    const target = schedule().Target;
    const Target = target && { ...target, RetryPolicy: { MaximumEventAgeInSeconds: age } };
    await client.send(new CreateScheduleCommand(schedule({ Target })));
    await shut();
    time.jumpTo(back);
    await open();
    await time.advance(0);
    expect(bodies()).toEqual(expected);
  });

  it('delivers what was due when the process was killed', async () => {
    await shut();
    const script = `
      import { SchedulerService } from ${JSON.stringify(join(import.meta.dirname, '../../../local/scheduler/service.ts'))};
      const service = new SchedulerService({
        directory: ${JSON.stringify(directory)},
        identity: ${JSON.stringify(identity)},
        delivery: { deliver: () => { process.stdout.write('due'); return new Promise(() => {}); } },
      });
      await service.start();
      await service.provision({
        type: 'AWS::Scheduler::Schedule', logicalId: 'Often', stackName: 'Shop', metadata: {},
        properties: {
          ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: ${JSON.stringify(queue)}, RoleArn: ${JSON.stringify(role)}, Input: 'tick' },
        },
      });`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    time.jumpTo(new Date().toISOString());
    await open();
    await time.advance(1_000);
    expect(bodies()[0]).toBe('tick');
  });
});

describe('a schedule of a template', () => {
  const resource: ResolvedResource = {
    type: 'AWS::Scheduler::Schedule',
    logicalId: 'Daily',
    stackName: 'Shop',
    metadata: {},
    properties: {
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: queue, RoleArn: role, Input: 'tick' },
    },
  };

  it('is made once, however often the system starts', async () => {
    const first = await service.provision(resource);
    await time.advance(HOUR_MS / 2);
    expect(await service.provision(resource)).toEqual(first);
    await time.advance(HOUR_MS / 4);
    expect(bodies()).toEqual(['tick']);
    expect(first.attributes.Arn).toContain(`schedule/default/${first.ref}`);
  });

  it('does not come back after it deleted itself, until the template changes', async () => {
    const properties = {
      ...resource.properties,
      ScheduleExpression: 'at(2026-01-01T00:10:00)',
      ActionAfterCompletion: 'DELETE',
    };
    await service.provision({ ...resource, properties });
    await time.advance(HOUR_MS);
    await service.provision({ ...resource, properties });
    expect((await client.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
    await service.provision({ ...resource, properties: { ...properties, State: 'DISABLED' } });
    expect((await client.send(new ListSchedulesCommand({}))).Schedules).toHaveLength(1);
  });
});
