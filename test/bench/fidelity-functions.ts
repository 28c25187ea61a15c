/**
 * Whether the local functions keep Lambda's promises where an emulator is tempted to pretend: limits that end the
 * process, batches that fail in part, messages that end in the dead-letter queue, an environment of its own.
 * Run it directly for a table; it ends with status 1 when a check fails.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type LocalFunctions, openLocalFunctions } from '../local/functions/local-functions.ts';

export interface FidelityCheck {
  readonly name: string;
  readonly passed: boolean;
}

const arn = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;

async function withFunctions(work: (local: LocalFunctions) => Promise<boolean>): Promise<boolean> {
  const local = openLocalFunctions();
  try {
    return await work(local);
  } finally {
    await local.close();
  }
}

async function makeBehaviours(local: LocalFunctions, properties: object = {}): Promise<void> {
  const named = { FunctionName: 'behaviours', Handler: 'index.handler', Timeout: 2, ...properties };
  await local.make('AWS::Lambda::Function', 'Behaviours', named, 'behaviours');
}

async function call(local: LocalFunctions, event: object) {
  return JSON.parse((await local.functions.invoke('behaviours', JSON.stringify(event))).payload);
}

/** The process is gone, not only forgotten. */
async function endsTheProcess(local: LocalFunctions, event: object, errorType: string): Promise<boolean> {
  const { pid } = await call(local, { do: 'process' });
  const answer = await call(local, event);
  return answer.errorType === errorType && (await eventually(() => !existsSync(`/proc/${pid}`)));
}

async function makeConsumer(local: LocalFunctions, queue: object, bodies: string[]): Promise<void> {
  await local.make('AWS::SQS::Queue', 'Dead', { QueueName: 'dead' });
  await local.make('AWS::SQS::Queue', 'Intake', { QueueName: 'intake', ...queue });
  const variables = { SEEN: join(local.directory, 'seen') };
  const named = { FunctionName: 'drain', Handler: 'index.handler', Environment: { Variables: variables } };
  await local.make('AWS::Lambda::Function', 'Drain', named, 'drain');
  await local.make('AWS::Lambda::EventSourceMapping', 'Source', {
    FunctionName: 'drain',
    EventSourceArn: arn('intake'),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  for (const body of bodies) await local.queues.send(arn('intake'), body);
  await local.functions.start();
}

const checks: Readonly<Record<string, (local: LocalFunctions) => Promise<boolean>>> = {
  'a time-out ends the process': async (local) => {
    await makeBehaviours(local);
    return endsTheProcess(local, { do: 'spin' }, 'Sandbox.Timedout');
  },
  'the memory limit ends the process': async (local) => {
    await makeBehaviours(local, { Timeout: 20 });
    return endsTheProcess(local, { do: 'fillBuffers' }, 'Runtime.ExitError');
  },
  'of a batch only what failed stays in the queue': async (local) => {
    await makeConsumer(local, { VisibilityTimeout: 900 }, ['good 1', 'bad 2', 'good 3']);
    await eventually(() => local.lines.some((line) => line.startsWith('REPORT')));
    await local.functions.stop();
    local.queues.release(arn('intake'));
    const left = await local.queues.receive(arn('intake'), { maxMessages: 10, waitMilliseconds: 0 });
    return left.length === 1 && left[0]?.body === 'bad 2';
  },
  'what keeps failing moves to the dead-letter queue': async (local) => {
    const RedrivePolicy = { deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 };
    await makeConsumer(local, { VisibilityTimeout: 900, RedrivePolicy }, ['bad']);
    for (const time of [1, 2]) {
      await eventually(() => local.lines.filter((line) => line.startsWith('REPORT')).length === time);
      local.advance(900_000);
      // Wakes the poller, which waits by the real clock.
      await local.queues.send(arn('intake'), 'good');
    }
    const dead = await local.queues.receive(arn('dead'), { maxMessages: 10, waitMilliseconds: 10_000 });
    return dead.length === 1 && dead[0]?.body === 'bad' && dead[0].receiveCount === 3;
  },
  'a function sees no variable of the parent': async (local) => {
    process.env.FIDELITY_SECRET = 'secret';
    await makeBehaviours(local, { Environment: { Variables: { OWN: 'own' } } });
    const environment = await call(local, { do: 'environment' });
    delete process.env.FIDELITY_SECRET;
    return environment.OWN === 'own' && environment.FIDELITY_SECRET === undefined;
  },
};

export async function checkFunctions(): Promise<FidelityCheck[]> {
  const results: FidelityCheck[] = [];
  for (const [name, check] of Object.entries(checks)) {
    results.push({ name, passed: await withFunctions(check) });
  }
  return results;
}

if (import.meta.main) {
  const results = await checkFunctions();
  console.table(results);
  if (results.some((result) => !result.passed)) process.exitCode = 1;
}
