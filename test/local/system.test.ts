import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { synthesise } from '../../local/provision/synthesise.ts';
import type { StackTemplate } from '../../local/provision/template.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { processesUsing, processTree } from '../e2e/process-tree.ts';
import { LetterOffice, longLetter } from './system/letter-office.ts';
import { buildLetterOffice } from './system/letter-office-stack.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const newFolder = () => mkdtempSync(join(tmpdir(), 'letter-office-'));

async function templatesOf(options: { withSpareQueue?: boolean } = {}): Promise<StackTemplate[]> {
  return await synthesise((props) => buildLetterOffice(props, options), newFolder());
}

const start = (directory: string, templates: readonly StackTemplate[], port = 0) =>
  startLocalSystem({ directory, port, templates, projectRoot });

const officeOf = (system: LocalSystem) => new LetterOffice(system.url, system.provisioned.outputs);

let templates: readonly StackTemplate[] = [];
beforeAll(async () => {
  templates = await templatesOf();
});

describe('A stack that is not the shop’s, on one machine', () => {
  const folder = newFolder();
  let system: LocalSystem;
  let office: LetterOffice;
  beforeAll(async () => {
    system = await start(folder, templates);
    office = officeOf(system);
  });
  afterAll(() => system.stop());

  it('takes an object from the bucket through queue, machine and functions to a record and its announcement', async () => {
    await office.post('short.txt', 'all is well');

    expect(await office.untilEntered('letters/short.txt')).toEqual({
      id: 'letters/short.txt',
      clerk: 'nobody',
      words: ['ALL', 'IS', 'WELL'],
      sealLength: 24,
    });
    expect(await office.untilEntered('announced letters/short.txt')).toMatchObject({ times: 1 });
    await vi.waitFor(() => expect(system.isIdle()).toBe(true), { timeout: 10_000 });
  });

  it('keeps the mail that a function sent, and the metric that it wrote to its log', async () => {
    const outbox = join(folder, 'outbox');
    const mails = readdirSync(outbox)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(outbox, name), 'utf8')));
    expect(mails).toMatchObject([{ subject: 'Kept: letters/short.txt', to: ['sender@letters.test'] }]);
    const cloudWatch = new CloudWatchClient(office.config);
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Letters' }));
    expect(Metrics).toEqual([
      { Namespace: 'Letters', MetricName: 'Words', Dimensions: [{ Name: 'clerk', Value: 'nobody' }] },
    ]);
  });

  it('waits for a person’s answer, idle meanwhile, and takes the answer once', async () => {
    await office.post('long.txt', longLetter);
    await office.untilEntered('question letters/long.txt');
    await vi.waitFor(() => expect(system.isIdle()).toBe(true), { timeout: 10_000 });
    expect(await office.entry('letters/long.txt')).toBeUndefined();

    await office.answer('long.txt', 'Ada');

    expect(await office.untilEntered('letters/long.txt')).toMatchObject({ clerk: 'Ada' });
    await expect(office.answer('long.txt', 'Eve')).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('carries a schedule out', async () => {
    await office.post('later/yes.txt', 'come at once');
    await office.untilEntered('letters/later/yes.txt');
    const instant = new Date(Date.now() + 1_500).toISOString().slice(0, 19);
    const object = { key: 'letters/later/yes.txt', sequencer: 'by-schedule' };
    await new SchedulerClient(office.config).send(
      new CreateScheduleCommand({
        Name: 'again',
        GroupName: office.outputs.ScheduleGroup,
        ScheduleExpression: `at(${instant})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: office.outputs.IntakeArn,
          RoleArn: 'arn:aws:iam::000000000000:role/any',
          Input: JSON.stringify({ detail: { bucket: { name: office.outputs.BucketName }, object } }),
        },
      }),
    );
    await vi.waitFor(
      async () => expect(await office.entry('announced letters/later/yes.txt')).toMatchObject({ times: 2 }),
      { timeout: 20_000, interval: 100 },
    );
  });

  it('lets in to its API only whom its user pool has signed in', async () => {
    const { PoolId = '', ClientId } = office.outputs;
    await system.services.identity.ensureUser(PoolId, 'ada');
    await system.services.identity.setPassword(PoolId, 'ada', 'Correct-horse-1');
    const signedIn = await new CognitoIdentityProviderClient(office.config).send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId,
        AuthParameters: { USERNAME: 'ada', PASSWORD: 'Correct-horse-1' },
      }),
    );
    const url = `${office.url}/api/letters/short.txt`;
    const authorization = `Bearer ${signedIn.AuthenticationResult?.AccessToken}`;

    const answer = await fetch(url, { headers: { authorization } });

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ letter: { words: ['ALL', 'IS', 'WELL'] } });
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: 'Bearer nonsense' } })).status).toBe(401);
  });

  it('shows an operator what a function wrote, under the log group that the template gives it', async () => {
    const { ref: logGroupName } =
      [...system.provisioned.resources.values()].find(({ logicalId }) => logicalId.startsWith('KeepLog')) ??
      {};
    const answer = await fetch(office.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
      body: JSON.stringify({ logGroupName, filterPattern: '{ $.clerk = "Ada" }' }),
    });
    const { events } = (await answer.json()) as { events: { message: string }[] };
    expect(events.map(({ message }) => JSON.parse(message).Words)).toEqual([9]);
  });

  it('says who it is, to a tool that asks first', async () => {
    const { Account } = await new STSClient(office.config).send(new GetCallerIdentityCommand());
    expect(Account).toBe('000000000000');
  });

  it('tells a client of the XML protocol of a service that is not there in words that it can read', async () => {
    const cloud = new CloudFormationClient({ ...office.config, maxAttempts: 1 });
    await expect(cloud.send(new ListStacksCommand())).rejects.toMatchObject({
      name: 'ServiceNotAvailableLocally',
      message: expect.stringContaining('There is no local service "cloudformation"'),
    });
  });

  it('says in the stack’s outputs where its API is', () => {
    expect(office.outputs.ApiEndpoint).toBe(office.url);
  });

  it('goes on after a stop and a start on the same folder, with everything that was there', async () => {
    await office.post('over-night.txt', longLetter);
    await office.untilEntered('question letters/over-night.txt');
    const { BucketName, TableName, PoolId, ClientId, MachineArn } = office.outputs;
    await system.stop();
    expect(processesUsing(folder)).toEqual([]);

    system = await start(folder, templates);
    office = officeOf(system);

    expect(office.outputs).toMatchObject({ BucketName, TableName, PoolId, ClientId, MachineArn });
    expect(system.provisioned.gone).toEqual([]);
    expect(await office.entry('letters/short.txt')).toMatchObject({ clerk: 'nobody' });
    await office.answer('over-night.txt', 'Grace');
    expect(await office.untilEntered('letters/over-night.txt')).toMatchObject({ clerk: 'Grace' });
    await office.post('next-day.txt', 'good morning');
    await office.untilEntered('announced letters/next-day.txt');
  });

  it('refuses a folder that is in use, and leaves the one who uses it alone', async () => {
    await expect(start(folder, templates)).rejects.toThrow(/data folder .* is in use by another process/);
    expect(await office.entry('letters/short.txt')).toBeDefined();
  });
});

describe('A local system that is killed', () => {
  it('leaves no process behind, and its work is done once by the next one', async () => {
    const folder = newFolder();
    const templatesFile = join(newFolder(), 'templates.json');
    writeFileSync(templatesFile, JSON.stringify(templates));
    const script = join(import.meta.dirname, 'system/office-process.ts');
    const child = spawn(process.execPath, [script, folder, templatesFile, projectRoot], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { url, outputs } = JSON.parse(String(line));
    const before = new LetterOffice(url, outputs);
    await before.post('waits.txt', longLetter);
    await before.untilEntered('question letters/waits.txt');
    for (const name of ['a.txt', 'b.txt', 'c.txt']) await before.post(name, 'on its way');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await vi.waitFor(() => expect(processesUsing(folder)).toEqual([]), { timeout: 5_000 });

    const system = await start(folder, templates);
    const after = officeOf(system);
    try {
      await after.answer('waits.txt', 'Joan');
      for (const name of ['waits.txt', 'a.txt', 'b.txt', 'c.txt']) {
        await after.untilEntered(`announced letters/${name}`);
      }
      await vi.waitFor(() => expect(system.isIdle()).toBe(true), { timeout: 15_000 });
      const states = new SFNClient(after.config);
      const { executions = [] } = await states.send(
        new ListExecutionsCommand({ stateMachineArn: after.outputs.MachineArn }),
      );
      expect(executions.map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'));
      const { input } = await states.send(
        new DescribeExecutionCommand({ executionArn: executions.at(-1)?.executionArn }),
      );
      expect(input).toContain('letters/waits.txt');
    } finally {
      await system.stop();
    }
  });
});

describe('A local system that cannot start', () => {
  it('names the resource that it cannot make, and leaves neither processes nor a claim on the folder', async () => {
    const folder = newFolder();
    const broken: StackTemplate = {
      stackName: 'Broken',
      template: { Resources: { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} } } },
    };
    const processes = processTree(process.pid);

    await expect(start(folder, [...templates, broken])).rejects.toThrow(/Stack Broken: Machine/);

    expect(processesUsing(folder)).toEqual([]);
    await vi.waitFor(() => expect(processTree(process.pid).length).toBeLessThanOrEqual(processes.length));
    const system = await start(folder, templates);
    await system.stop();
  });

  it('says that its port is taken, before it starts anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const folder = newFolder();

    await expect(start(folder, templates, port)).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);

    expect(processesUsing(folder)).toEqual([]);
    other.close();
  });

  it('reports a resource that left the template and keeps what it held', async () => {
    const folder = newFolder();
    const first = await start(folder, await templatesOf({ withSpareQueue: true }));
    await first.services.queues.send('arn:aws:sqs:us-east-1:000000000000:spare', 'kept');
    await first.stop();

    const second = await start(folder, templates);
    try {
      expect(second.provisioned.gone).toMatchObject([{ stackName: 'LetterOffice', type: 'AWS::SQS::Queue' }]);
      expect(second.services.queues.countOf('arn:aws:sqs:us-east-1:000000000000:spare')).toBe(1);
    } finally {
      await second.stop();
    }
  });
});
