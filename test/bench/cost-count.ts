import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateGetExecutionHistory, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { openStore, ownStore, signUpPeople } from '../../bin/one-machine/shop.ts';
import { buildApp } from '../../bin/storehand.ts';
import { projectRoot } from '../../lib/task-function.ts';
import { synthesise } from '../../local/provision/synthesise.ts';
import type { StackTemplate } from '../../local/provision/template.ts';
import { type LocalSystem, localCredentials, localIdentity, startLocalSystem } from '../../local/system.ts';
import type { Counts } from './cost-prices.ts';
import { TableMeter } from './cost-tables.ts';

const slug = 'image-assets';

/** Memory at which Lambda gives a function one core, MiB. */
const oneCoreMb = 1769;

/** What one photo took, on average; durations are each function's least, as long as its share of a core would make them. */
export interface PhotoCount {
  readonly counts: Counts;
  /** By function name. */
  readonly durations: readonly {
    readonly name: string;
    readonly milliseconds: number;
    readonly memoryMb: number;
  }[];
  readonly files: number;
  readonly derived: number;
  readonly outcomes: readonly string[];
}

/** The templates as they deploy, with one thread for libvips and a meter for the CPU: see `cost-cpu.ts`. */
async function meteredTemplates(outdir: string, cpuFile: string): Promise<StackTemplate[]> {
  const templates = await synthesise((app) => buildApp({ stage: 'local', checks: false, app }), outdir);
  const meter = new URL('./cost-cpu.ts', import.meta.url).href;
  const variables = {
    NODE_OPTIONS: `--enable-source-maps --disable-warning=ExperimentalWarning --import=${meter}`,
    VIPS_CONCURRENCY: '1',
    STOREHAND_CPU_FILE: cpuFile,
  };
  const text = JSON.stringify(templates).replaceAll(
    '"NODE_OPTIONS":"--enable-source-maps"',
    JSON.stringify(variables).slice(1, -1),
  );
  return JSON.parse(text) as StackTemplate[];
}

/**
 * Puts the same photo in for several products, one after the other, and counts what the system does for them.
 *
 * @param settings of the shop, by name, beside those of every shop of one machine
 */
export async function countPhotos(
  photo: Buffer,
  photos: number,
  settings: Readonly<Record<string, unknown>>,
): Promise<PhotoCount> {
  const directory = mkdtempSync(join(tmpdir(), 'storehand-cost-'));
  const cpuFile = join(directory, 'cpu.txt');
  const templates = await meteredTemplates(join(directory, 'cdk.out'), cpuFile);
  const system = await startLocalSystem({ directory, port: 0, templates, projectRoot });
  const { meter, url } = await TableMeter.before(system.services.tables.endpointUrl);
  try {
    Object.defineProperty(system.services.tables, 'endpointUrl', { value: url });
    const tally = new Tally(system);
    const shop = await signUpPeople(system, ownStore, []);
    await openStore(system, shop, 'en', settings);
    const client = clientOf(system);
    const put = async (sku: string) => {
      await client.send(
        new PutObjectCommand({
          Bucket: shop.inboxBucket,
          Key: `${ownStore}/images/${sku}/${sku}.jpg`,
          Body: photo,
        }),
      );
      await settle(system);
    };
    // The first one starts the functions: what they load is not work on a photo.
    await put('WARM-UP');
    const before = { ...tally.requests, ...unitsOf(meter) };
    writeFileSync(cpuFile, '');
    tally.logBytes = 0;
    for (let index = 0; index < photos; index += 1) await put(`MUG-${index}`);
    const after = { ...tally.requests, ...unitsOf(meter) };
    const machine = await describeExecutions(system, photos + 1);
    const each = (name: keyof typeof after) => (after[name] - before[name]) / photos;
    const durations = durationsOf(readFileSync(cpuFile, 'utf8'), photos, templates);
    return {
      files: machine.files,
      derived: machine.derived,
      outcomes: machine.outcomes,
      durations,
      counts: {
        transitions: machine.transitions,
        invocations: durations.length,
        gigabyteSeconds: gigabyteSeconds(durations),
        writeUnits: each('writeUnits'),
        readUnits: each('readUnits'),
        s3Puts: each('s3Puts'),
        s3Gets: each('s3Gets'),
        // EventBridge puts the message, the event source receives and deletes it; batches would share the last two.
        queueRequests: each('sqs') + 3,
        // The object-created event, and what the functions publish.
        events: each('events') + 1,
        logGigabytes: (tally.logBytes / photos + machine.logBytes) / 1e9,
      },
    };
  } finally {
    await system.stop();
    meter.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const unitsOf = ({ writeUnits, readUnits }: TableMeter) => ({ writeUnits, readUnits });

/** Watches what goes through the door and what the functions log. */
class Tally {
  readonly requests = { s3Puts: 0, s3Gets: 0, sqs: 0, events: 0 };
  logBytes = 0;

  constructor(system: LocalSystem) {
    const { objects, queues, events, metrics } = system.services;
    watch(objects, (method, url) => {
      // Deleting is free.
      if (method === 'PUT' || method === 'POST' || url.includes('list-type=')) this.requests.s3Puts += 1;
      else if (method !== 'DELETE') this.requests.s3Gets += 1;
    });
    watch(queues, () => {
      this.requests.sqs += 1;
    });
    watch(events, () => {
      this.requests.events += 1;
    });
    const record = metrics.record.bind(metrics);
    metrics.record = (line: string, source: string) => {
      // CloudWatch adds 26 bytes to every line that it takes in.
      this.logBytes += Buffer.byteLength(line) + 26;
      record(line, source);
    };
  }
}

/** @param cpuLines `<function> <milliseconds>`, one line an invocation */
function durationsOf(
  cpuLines: string,
  photos: number,
  templates: readonly StackTemplate[],
): PhotoCount['durations'] {
  const invocations = cpuLines.split('\n').map((line) => line.split(' '));
  const functions = templates
    .filter(({ stackName }) => stackName.endsWith(slug))
    .flatMap(({ template }) => Object.entries(template.Resources ?? {}))
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  return functions.flatMap(([id, { Properties }]) => {
    const name = id.replace(/[0-9A-F]{8}$/, '');
    const taken = invocations
      .filter(([source = '']) => source.includes(name))
      .map(([, text]) => Number(text));
    if (taken.length === 0) return [];
    if (taken.length !== photos) throw new Error(`${name} ran ${taken.length} times for ${photos} photos`);
    const memoryMb = Number(Properties?.MemorySize);
    // A function with less memory gets that much less of a core, and takes longer.
    const milliseconds = Math.ceil(Math.min(...taken) * Math.max(1, oneCoreMb / memoryMb));
    return [{ name, milliseconds, memoryMb }];
  });
}

export function gigabyteSeconds(durations: PhotoCount['durations']): number {
  return durations.reduce((sum, one) => sum + (one.memoryMb / 1024) * (one.milliseconds / 1000), 0);
}

type Handler = { handle: LocalSystem['services']['objects']['handle'] };

function watch(service: Handler, seen: (method: string, url: string) => void): void {
  const handle = service.handle.bind(service);
  service.handle = (request, response) => {
    seen(request.method ?? '', request.url ?? '');
    return handle(request, response);
  };
}

function clientOf(system: LocalSystem): S3Client {
  return new S3Client({
    endpoint: system.url,
    region: localIdentity.region,
    credentials: localCredentials,
    forcePathStyle: true,
  });
}

/** Until nothing runs and nothing has begun for a second: an event is under way between two services for a moment. */
async function settle(system: LocalSystem): Promise<void> {
  for (let quiet = 0; quiet < 10; quiet = system.isIdle() ? quiet + 1 : 0) await pause(100);
}

async function describeExecutions(system: LocalSystem, expected: number) {
  const { url: endpoint } = system;
  const client = new SFNClient({ endpoint, region: localIdentity.region, credentials: localCredentials });
  const stateMachineArn = [...system.provisioned.resources.values()].find(
    ({ type }) => type === 'AWS::StepFunctions::StateMachine',
  )?.ref;
  const ended: { executionArn: string | undefined; status: string | undefined }[] = [];
  for await (const page of paginateListExecutions({ client }, { stateMachineArn })) {
    for (const { executionArn, status } of page.executions ?? []) ended.push({ executionArn, status });
  }
  if (ended.length !== expected) throw new Error(`${ended.length} executions for ${expected} photos`);
  const [{ executionArn } = { executionArn: undefined }] = ended;
  let transitions = 0;
  let logBytes = 0;
  let files = 0;
  let derived = 0;
  for await (const page of paginateGetExecutionHistory({ client }, { executionArn })) {
    for (const { type = '', id, previousEventId, timestamp, taskSucceededEventDetails } of page.events ??
      []) {
      if (type.endsWith('StateEntered')) transitions += 1;
      // `LogLevel.ALL` without execution data: one line an event, the details left out.
      const line = { id, type, details: {}, previous_event_id: previousEventId, event_timestamp: timestamp };
      logBytes +=
        Buffer.byteLength(JSON.stringify({ ...line, execution_arn: executionArn, redrive_count: '0' })) + 26;
      const output = taskSucceededEventDetails?.output ?? '';
      const published = /"files":(\d+)/.exec(output)?.[1];
      if (published !== undefined) files = Number(published);
      derived = Number(/"derived":(\d+)/.exec(output)?.[1] ?? derived);
    }
  }
  return {
    transitions,
    logBytes,
    files,
    derived,
    outcomes: [...new Set(ended.map(({ status }) => status ?? ''))],
  };
}
