/** Sets up the functions service with its queues in a folder of its own, for tests and the fidelity bench. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FunctionsService } from '../../../local/functions/service.ts';
import { QueuesService } from '../../../local/queues/service.ts';
import type { ProvisionedResource, ResolvedResource } from '../../../local/service.ts';

export const identity = { accountId: '111122223333', region: 'eu-central-1' };
const projectRoot = new URL('../../../', import.meta.url).pathname;

export interface LocalFunctions {
  readonly directory: string;
  readonly functions: FunctionsService;
  readonly queues: QueuesService;
  readonly lines: string[];
  /** Lets the queues' clock run ahead, e.g. past a visibility timeout. */
  advance(milliseconds: number): void;
  make(type: string, logicalId: string, properties: object, entry?: string): Promise<ProvisionedResource>;
  close(): Promise<void>;
}

export function openLocalFunctions(
  options: { directory?: string; maxConcurrency?: number; idleMilliseconds?: number } = {},
): LocalFunctions {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'functions-'));
  const lines: string[] = [];
  let ahead = 0;
  const queues = new QueuesService({
    clock: { now: () => Date.now() + ahead },
    directory: join(directory, 'queues'),
    identity,
    publicUrl: () => 'http://127.0.0.1:1',
  });
  const functions = new FunctionsService({
    ...options,
    directory: join(directory, 'functions'),
    identity,
    projectRoot,
    queues,
    environment: () => ({ AWS_REGION: identity.region, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }),
    onLogLine: (line) => lines.push(line),
  });
  const make: LocalFunctions['make'] = (type, logicalId, properties, entry) => {
    const resource: ResolvedResource = {
      type,
      logicalId,
      stackName: 'Shop',
      properties: { ...properties },
      metadata: entry === undefined ? {} : { 'local:entry': `test/local/functions/handlers/${entry}.ts` },
    };
    return type.startsWith('AWS::SQS') ? queues.provision(resource) : functions.provision(resource);
  };
  const close = async () => {
    await functions.stop();
    await queues.stop();
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  };
  const advance = (milliseconds: number) => {
    ahead += milliseconds;
  };
  return { directory, functions, queues, lines, advance, make, close };
}

/** Looks every few milliseconds until the condition holds; answers whether it did within the time. */
export async function eventually(condition: () => boolean, milliseconds = 10_000): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (condition()) return true;
    await delay(10);
  }
  return condition();
}
