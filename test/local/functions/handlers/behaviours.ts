/** A function whose event says what it does; for tests of what the pool does about it. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

interface Context {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
}

class OutOfStockError extends Error {
  override name = 'OutOfStockError';
}

let invocations = 0;

const behaviours: Record<string, (event: Record<string, unknown>, context: Context) => unknown> = {
  echo: (event) => event,
  nothing: () => undefined,
  environment: () => process.env,
  process: () => ({ pid: process.pid, invocations }),
  context: (_, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() }),
  print: (event) => {
    console.log(`out ${event.text}`);
    console.error(`err ${event.text}`);
    process.stdout.write('without line end');
    return 'printed';
  },
  throwError: () => {
    throw new OutOfStockError('none left');
  },
  throwText: () => {
    throw 'bare text';
  },
  rejectLater: async () => {
    void Promise.reject(new OutOfStockError('nobody waits'));
    await delay(60_000);
  },
  exit: (event) => process.exit(Number(event.status)),
  wait: async (event) => {
    await delay(Number(event.milliseconds));
    return process.pid;
  },
  spin: () => {
    for (;;);
  },
  large: (event) => 'x'.repeat(Number(event.bytes)),
  fillBuffers: async () => {
    const kept: Buffer[] = [];
    for (;;) {
      kept.push(Buffer.alloc(16 * 1024 * 1024, 1));
      await delay(5);
    }
  },
  child: async () => {
    const sleeper = spawn('sleep', ['600'], { stdio: 'ignore' });
    await delay(50);
    return { pid: sleeper.pid };
  },
};

export const handler = async (event: Record<string, unknown>, context: Context) => {
  invocations++;
  return await behaviours[String(event.do)]?.(event, context);
};

export const notAFunction = 7;
