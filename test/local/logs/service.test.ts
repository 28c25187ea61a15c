import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stampedLine } from '../../../local/logs/log-file.ts';
import { LogsService } from '../../../local/logs/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'logs-'));
const older = join(folder, 'worker.log.1');
const newer = join(folder, 'worker.log');
const noon = Date.parse('2026-03-01T12:00:00Z');

const service = new LogsService({
  identity: { accountId: '000000000000', region: 'us-east-1' },
  streamName: 'local',
  sources: () => [
    { groupName: '/shop/worker', files: [older, newer] },
    { groupName: '/aws/lambda/silent', files: [join(folder, 'silent.log')] },
  ],
});
let server: Server;

async function ask(operation: string, input: object): Promise<Record<string, unknown>> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'x-amz-target': `Logs_20140328.${operation}` },
    body: JSON.stringify(input),
  });
  return (await response.json()) as Record<string, unknown>;
}

const messagesOf = ({ events }: Record<string, unknown>) =>
  (events as { message: string }[]).map(({ message }) => message);

beforeAll(async () => {
  writeFileSync(
    older,
    stampedLine('START', noon) + stampedLine('{"level":"ERROR","tries":3,"run":{"id":"r-1"}}', noon),
  );
  writeFileSync(
    newer,
    [
      stampedLine('{"level":"WARN","tries":1,"run":{"id":"r-2"},"done":true,"why":null}', noon + 10),
      stampedLine('Error: no room', noon + 20),
      '    at somewhere (file.ts:1:1)\n',
      stampedLine('END', noon + 30),
      '2026-03-01T12:00:01.000Z half a li',
    ].join(''),
  );
  await service.provision({
    type: 'AWS::Logs::LogGroup',
    logicalId: 'Log',
    stackName: 'Shop',
    metadata: {},
    properties: { LogGroupName: '/shop/worker', RetentionInDays: 30 },
  });
  server = createServer((request, response) => void service.handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

describe('CloudWatch Logs on one machine', () => {
  it('lists the groups of the templates, and those in which something was written', async () => {
    const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:/shop/worker:*';
    expect(await ask('DescribeLogGroups', {})).toMatchObject({
      logGroups: [{ logGroupName: '/shop/worker', retentionInDays: 30, arn }],
    });
    expect(await ask('DescribeLogGroups', { logGroupNamePrefix: '/aws' })).toEqual({ logGroups: [] });
  });

  it('describes a group’s stream by its first and last event', async () => {
    expect(await ask('DescribeLogStreams', { logGroupName: '/shop/worker' })).toMatchObject({
      logStreams: [{ logStreamName: 'local', firstEventTimestamp: noon, lastEventTimestamp: noon + 30 }],
    });
    expect(await ask('DescribeLogStreams', { logGroupName: 'none' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
  });

  it('reads both files as one, keeps a stack trace with its event and a half-written line out', async () => {
    const answer = await ask('FilterLogEvents', { logGroupName: '/shop/worker' });
    expect(messagesOf(answer)).toEqual([
      'START',
      '{"level":"ERROR","tries":3,"run":{"id":"r-1"}}',
      '{"level":"WARN","tries":1,"run":{"id":"r-2"},"done":true,"why":null}',
      'Error: no room\n    at somewhere (file.ts:1:1)',
      'END',
    ]);
  });

  it('pages through events of one millisecond without losing or repeating one', async () => {
    const seen: string[] = [];
    let nextToken: unknown;
    do {
      const page = await ask('FilterLogEvents', { logGroupName: '/shop/worker', limit: 1, nextToken });
      seen.push(...messagesOf(page));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it('answers what happened between two instants: the end counts for filters, not for reading', async () => {
    const span = { logGroupName: '/shop/worker', startTime: noon + 10, endTime: noon + 20 };
    expect(messagesOf(await ask('FilterLogEvents', span))).toHaveLength(2);
    expect(messagesOf(await ask('GetLogEvents', { ...span, logStreamName: 'local' }))).toHaveLength(1);
  });

  it('reads forwards until the token stays the same', async () => {
    const request = { logGroupName: '/shop/worker', logStreamName: 'local', startFromHead: true, limit: 3 };
    const first = await ask('GetLogEvents', request);
    const second = await ask('GetLogEvents', { ...request, nextToken: first.nextForwardToken });
    const third = await ask('GetLogEvents', { ...request, nextToken: second.nextForwardToken });
    expect([first, second, third].map((page) => messagesOf(page).length)).toEqual([3, 2, 0]);
    expect(third.nextForwardToken).toBe(second.nextForwardToken);
    const back = await ask('GetLogEvents', { ...request, nextToken: second.nextBackwardToken });
    expect(messagesOf(back)).toEqual(messagesOf(first));
  });

  it.each([
    ['{ $.level = "ERROR" }', ['r-1']],
    ['{ $.level != "ERROR" }', ['r-2']],
    ['{$.level="*R*" && $.tries > 1}', ['r-1']],
    ['{ $.tries >= 1 && ($.done IS TRUE || $.run.id = "nobody") }', ['r-2']],
    ['{ $.why IS NULL }', ['r-2']],
    ['{ $.why NOT EXISTS }', ['r-1']],
    ['{ $.tries = 3 || $.tries = 1 }', ['r-1', 'r-2']],
    ['WARN', ['r-2']],
    ['"level" -WARN', ['r-1']],
    ['?WARN ?ERROR', ['r-1', 'r-2']],
    ['"\\"id\\":\\"r-2\\""', ['r-2']],
    ['%"tries":[2-9]%', ['r-1']],
    ['{ $.level = "error" }', []],
  ])('finds by the pattern %s just what it means', async (filterPattern, runs) => {
    const answer = await ask('FilterLogEvents', { logGroupName: '/shop/worker', filterPattern });
    expect(messagesOf(answer).map((message) => JSON.parse(message).run.id)).toEqual(runs);
  });

  it.each(['{ level = "ERROR" }', '{ $.level = ', '{ $.level ~ 3 }', '[a, b]', '%(%'])(
    'refuses the pattern %s',
    async (filterPattern) => {
      const answer = await ask('FilterLogEvents', { logGroupName: '/shop/worker', filterPattern });
      expect(answer).toMatchObject({ __type: 'InvalidParameterException' });
    },
  );
});
