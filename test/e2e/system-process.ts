import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { projectRoot } from '../../lib/task-function.ts';
import type { StackTemplate } from '../../local/provision/template.ts';
import { startLocalSystem } from '../../local/system.ts';

// The process that the end-to-end tests kill: the whole local system on a data folder, with templates that were synthesised
// once (synthesis is most of a start, and is not what is tested here). Speaks with the test over the IPC channel.

export interface Order {
  readonly id: number;
  /** `die-before`: dies by SIGKILL at the moment at which a request for the AWS operation of this name comes in. */
  readonly order: 'idle?' | 'die-before';
  readonly operation?: string;
}

export interface ReadyMessage {
  readonly kind: 'ready';
  readonly url: string;
  /** Of DynamoDB's own process, which functions talk to without the front door. */
  readonly tablesUrl: string;
  readonly resources: readonly { type: string; logicalId: string; ref: string }[];
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const [directory = '', templatesFile = ''] = process.argv.slice(2);
const templates = JSON.parse(readFileSync(templatesFile, 'utf8')) as StackTemplate[];
const deadly = new Set<string>();

// A test that is itself killed must leave nothing behind.
process.on('disconnect', () => process.exit(1));
const system = await startLocalSystem({
  directory,
  port: 0,
  templates,
  projectRoot,
  onError: (error) => console.error(error),
});

for (const service of Object.values(system.services)) {
  if (!('handle' in service)) continue;
  const handle = service.handle.bind(service);
  service.handle = async (request: IncomingMessage, response: ServerResponse) => {
    const operation =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    if (deadly.has(operation)) process.kill(process.pid, 'SIGKILL');
    await handle(request, response);
  };
}

process.on('message', ({ id, order, operation = '' }: Order) => {
  if (order === 'die-before') deadly.add(operation);
  process.send?.({ id, answer: order === 'idle?' ? system.isIdle() : true });
});
process.on('SIGTERM', () => void system.stop().then(() => process.exit(0)));

const ready: ReadyMessage = {
  kind: 'ready',
  url: system.url,
  tablesUrl: system.services.tables.endpointUrl,
  resources: [...system.provisioned.resources.values()].map(({ type, logicalId, ref }) => ({
    type,
    logicalId,
    ref,
  })),
  outputs: system.provisioned.outputs,
};
process.send?.(ready);
