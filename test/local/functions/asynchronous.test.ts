import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AsynchronousInvocations, STANDARD_SETTINGS } from '../../../local/functions/asynchronous.ts';
import { FunctionStore } from '../../../local/functions/function-store.ts';
import { eventually, openLocalFunctions } from './local-functions.ts';

const arn = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

describe('invocations that nobody waits for', () => {
  let directory: string;
  let now: number;
  let store: FunctionStore;
  let calls: number[];
  let sent: { queue: string; body: string }[];
  let fails: boolean;
  let open: AsynchronousInvocations[];

  const start = (settings: Partial<typeof STANDARD_SETTINGS> = {}) => {
    const invocations = new AsynchronousInvocations({
      store,
      clock: { now: () => now },
      sender: { send: async (queue, body) => void sent.push({ queue, body }) },
      settings: () => ({ ...STANDARD_SETTINGS, ...settings }),
      run: async () => {
        calls.push(now);
        return { payload: '{"said":1}', failed: fails, functionArn: 'arn:function' };
      },
    });
    open.push(invocations);
    return invocations;
  };
  const later = async (invocations: AsynchronousInvocations, milliseconds: number) => {
    now += milliseconds;
    invocations.runDue();
    await turn();
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'asynchronous-'));
    now = Date.parse('2026-03-01T00:00:00Z');
    store = new FunctionStore(directory, { now: () => now });
    calls = [];
    sent = [];
    fails = true;
    open = [];
  });
  afterEach(() => {
    for (const invocations of open) invocations.stop();
    store.close();
    rmSync(directory, { recursive: true });
  });

  test('one that fails is tried again after one minute and after two more, then told to its queues', async () => {
    const invocations = start({ onFailureArn: arn('failed'), deadLetterArn: arn('dead') });
    invocations.accept('id', 'f', 'f', '{"order":7}');
    await turn();
    await later(invocations, 59_999);
    expect(calls).toHaveLength(1);
    await later(invocations, 1);
    await later(invocations, 119_999);
    expect(calls).toHaveLength(2);
    await later(invocations, 1);
    expect(calls).toHaveLength(3);
    await later(invocations, 3_600_000);
    expect(calls).toHaveLength(3);
    expect(sent[0]).toEqual({ queue: arn('dead'), body: '{"order":7}' });
    expect(sent[1]?.queue).toBe(arn('failed'));
    expect(JSON.parse(sent[1]?.body ?? '')).toMatchObject({
      requestContext: { requestId: 'id', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { order: 7 },
      responsePayload: { said: 1 },
    });
    expect(store.unfinished()).toEqual([]);
  });

  test('one that would be too old at its next try is given up', async () => {
    const invocations = start({ maximumAgeSeconds: 60, onFailureArn: arn('failed') });
    invocations.accept('id', 'f', 'f', '{}');
    await turn();
    await later(invocations, 60_000);
    expect(calls).toHaveLength(2);
    expect(JSON.parse(sent[0]?.body ?? '').requestContext.condition).toBe('EventAgeExceeded');
  });

  test('one that was accepted and not finished runs at the next start', async () => {
    fails = false;
    store.accept('id', 'f', 'f', '{}');
    const invocations = start({ onSuccessArn: arn('done') });
    invocations.runDue();
    await turn();
    expect(calls).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '').requestContext.condition).toBe('Success');
    expect(store.unfinished()).toEqual([]);
  });
});

test('an accepted event runs the function, and its failure arrives in the queue that the template names', async () => {
  const local = openLocalFunctions();
  await local.make('AWS::SQS::Queue', 'Failed', { QueueName: 'failed' });
  await local.make(
    'AWS::Lambda::Function',
    'Behaviours',
    { FunctionName: 'behaviours', Handler: 'index.handler' },
    'behaviours',
  );
  await local.make('AWS::Lambda::EventInvokeConfig', 'Config', {
    FunctionName: 'behaviours',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: arn('failed') } },
  });
  await local.functions.start();
  local.functions.accept('behaviours', '{"do":"print","text":"ran"}');
  const { requestId } = local.functions.accept('behaviours', '{"do":"throwError"}');
  const [told] = await local.queues.receive(arn('failed'), { maxMessages: 1, waitMilliseconds: 10_000 });
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    requestContext: { requestId },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorType: 'OutOfStockError' },
  });
  expect(await eventually(() => local.lines.includes('out ran'))).toBe(true);
  await local.close();
});
