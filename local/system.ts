import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ApiService } from './api/service.ts';
import { claimFolder, type FolderClaim } from './claim-folder.ts';
import { EventsService } from './events/service.ts';
import { type FrontDoor, startFrontDoor } from './front-door.ts';
import { LOG_STREAM } from './functions/function-definition.ts';
import { FunctionsService } from './functions/service.ts';
import { IdentityService } from './identity/service.ts';
import { LogsService } from './logs/service.ts';
import { MailService } from './mail/service.ts';
import { MetricsService } from './metrics/service.ts';
import { type ProvisionResult, provisionStacks } from './provision/provision.ts';
import type { StackTemplate } from './provision/template.ts';
import { QueuesService } from './queues/service.ts';
import { S3Service } from './s3/service.ts';
import { SchedulerService } from './scheduler/service.ts';
import { SecretsService } from './secrets/service.ts';
import type { LocalIdentity, LocalService, ResourceProvider, TargetDelivery } from './service.ts';
import { StatesService } from './states/service.ts';
import { StsService } from './sts/service.ts';
import { TablesService } from './tables/service.ts';
import { deliverToTargets } from './target-delivery.ts';
import { WebService } from './web/service.ts';

export interface LocalSystemOptions {
  /** Everything that is to survive lies here; one system at a time. */
  readonly directory: string;
  /** 0 lets the operating system choose. */
  readonly port: number;
  readonly templates: readonly StackTemplate[];
  /** Where the functions' sources are, see the metadata `local:entry`. */
  readonly projectRoot: string;
  /** Shown on the sign-in page to somebody who is not signed in: how to get a sign-in link. */
  readonly signInHint?: { readonly en: string; readonly zh: string };
  /** Functions at work at one time. */
  readonly concurrency?: number;
  /** What every function finds in its environment besides; only on one machine. */
  readonly functionEnvironment?: Readonly<Record<string, string>>;
  /** Told of faults that a client is not told. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Tasks of state machines called at a time, for each place of the functions: enough that light, heavy and waiting functions find
 * work, few enough that hardly any waits in the line. A task's time-out does not count there: with two places, the last of eight
 * tasks of half a minute (a video each) waits for one and a half.
 */
const TASKS_A_PLACE = 4;

export interface LocalSystem {
  /** e.g. `http://127.0.0.1:4566`: the endpoint of every service, the API below `/api`. */
  readonly url: string;
  readonly provisioned: ProvisionResult;
  readonly services: LocalServices;
  /** The environment that lets an SDK or the `aws` command talk to this system. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nothing runs and nothing is queued. An execution that waits for a task token or a time is idle. */
  isIdle(): boolean;
  /** Ends all services and their child processes. What is under way goes on at the next start. */
  stop(): Promise<void>;
}

/** One account, one region; the keys are no secret, they only name the caller. */
export const localIdentity: LocalIdentity = { accountId: '000000000000', region: 'us-east-1' };
export const localCredentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

export interface LocalServices {
  readonly tables: TablesService;
  readonly queues: QueuesService;
  readonly objects: S3Service;
  readonly events: EventsService;
  readonly scheduler: SchedulerService;
  readonly functions: FunctionsService;
  readonly states: StatesService;
  readonly identity: IdentityService;
  readonly api: ApiService;
  readonly secrets: SecretsService;
  readonly mail: MailService;
  readonly metrics: MetricsService;
  readonly logs: LogsService;
  readonly web: WebService;
}

/**
 * Runs the stacks on this machine: starts the services, makes the templates' resources, resumes what an earlier process
 * left. Knows AWS, not what the stacks are for.
 *
 * Not guaranteed: IAM is not enforced; a test holds the stacks' policies to their manifests instead.
 *
 * @throws Error when the folder is in use or the port is taken
 */
export async function startLocalSystem(options: LocalSystemOptions): Promise<LocalSystem> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const claim = claimFolder(options.directory);
  const running: { door?: FrontDoor; services?: LocalServices } = {};
  try {
    // The services' own requests to each other carry the door's address, so it opens before there is anything behind it.
    running.services = await makeServices(options, () => running.door?.url ?? '');
    running.door = await openDoor(options, running.services);
    const provisioned = await startServices(options, running.services);
    return describe(running.door, running.services, provisioned, claim);
  } catch (error) {
    await stopAll(running.door, running.services, claim);
    throw error;
  }
}

async function makeServices(options: LocalSystemOptions, url: () => string): Promise<LocalServices> {
  const identity = localIdentity;
  const folder = (name: string) => {
    const path = join(options.directory, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const metrics = new MetricsService({ directory: folder('metrics'), identity });
  const tables = new TablesService({ directory: folder('tables'), identity });
  const queues = new QueuesService({ directory: folder('queues'), identity, publicUrl: url });
  const functions = new FunctionsService({
    directory: folder('functions'),
    identity,
    projectRoot: options.projectRoot,
    queues,
    environment: () => ({
      ...options.functionEnvironment,
      ...environmentOf(url()),
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpointUrl,
    }),
    onLogLine: (line, source) => metrics.record(line, source),
    ...(options.concurrency === undefined ? {} : { maxConcurrency: options.concurrency }),
  });
  // Targets are only known to each other through this: rules start machines, and machines put events.
  const late: { states?: StatesService } = {};
  const delivery: TargetDelivery = deliverToTargets({ queues, functions, states: () => late.states });
  const events = new EventsService({ directory: folder('events'), identity, delivery });
  const scheduler = new SchedulerService({ directory: folder('scheduler'), identity, delivery });
  const states = new StatesService({
    directory: folder('states'),
    identity,
    invoker: functions,
    queues,
    events,
    concurrency: TASKS_A_PLACE * (options.concurrency ?? availableParallelism()),
  });
  late.states = states;
  const objects = new S3Service({
    directory: folder('objects'),
    identity,
    events,
    credentials: localCredentials,
  });
  const web = new WebService({
    identity,
    endpoint: url,
    readFile: (bucket, key) => objects.readObject(bucket, key),
  });
  const users = await IdentityService.open({
    folder: folder('identity'),
    identity,
    endpoint: url,
    publicAddress: (address) => web.publicAddress(address),
    ...(options.signInHint === undefined ? {} : { hint: options.signInHint }),
  });
  const api = new ApiService({
    identity,
    invoker: functions,
    keys: (issuer) => users.keysOf(issuer),
    endpoint: url,
    onError: (reason) => options.onError?.(new Error(reason)),
  });
  const secrets = new SecretsService({ directory: folder('secrets'), identity });
  const logs = new LogsService({ identity, streamName: LOG_STREAM, sources: () => functions.logFiles() });
  const mail = new MailService({ directory: folder('outbox'), identity });
  return {
    tables,
    queues,
    objects,
    events,
    scheduler,
    functions,
    states,
    identity: users,
    api,
    secrets,
    mail,
    metrics,
    logs,
    web,
  };
}

async function openDoor(options: LocalSystemOptions, services: LocalServices): Promise<FrontDoor> {
  return await startFrontDoor({
    port: options.port,
    services: [...inOrder(services), new StsService(localIdentity)],
    hasBucket: (name) => services.objects.hasBucket(name),
    api: services.api,
    signIn: services.identity,
    web: (request, response) => services.web.serve(request, response),
    ...(options.onError === undefined ? {} : { onError: options.onError }),
  });
}

/** What holds data first, then what moves it: an execution that resumes must find its functions and tables. */
function inOrder(services: LocalServices): readonly (LocalService & ResourceProvider)[] {
  return [
    services.tables,
    services.queues,
    services.secrets,
    services.mail,
    services.metrics,
    services.logs,
    services.identity,
    services.objects,
    services.api,
    services.functions,
    services.events,
    services.scheduler,
    services.states,
  ];
}

async function startServices(options: LocalSystemOptions, services: LocalServices): Promise<ProvisionResult> {
  // Tables live in a child process, which must be up before one can be made; all others can be provisioned before they move.
  await services.tables.start();
  const provisioned = await provisionStacks({
    templates: options.templates,
    providers: [...inOrder(services), services.web],
    identity: localIdentity,
    stateFile: join(options.directory, 'resources.json'),
  });
  for (const service of inOrder(services)) if (service !== services.tables) await service.start?.();
  return provisioned;
}

function describe(
  door: FrontDoor,
  services: LocalServices,
  provisioned: ProvisionResult,
  claim: FolderClaim,
): LocalSystem {
  return {
    url: door.url,
    provisioned,
    services,
    environment: environmentOf(door.url),
    isIdle: () => services.states.isIdle() && services.functions.isIdle() && services.events.isIdle(),
    stop: () => stopAll(door, services, claim),
  };
}

async function stopAll(
  door: FrontDoor | undefined,
  services: LocalServices | undefined,
  claim: FolderClaim,
): Promise<void> {
  // In reverse: what moves data first. The door stays open until the functions' last requests are answered.
  if (services !== undefined) {
    const backwards = inOrder(services).toReversed();
    for (const service of backwards) if (service !== services.tables) await service.stop?.();
    await services.tables.stop();
  }
  await door?.close();
  claim.release();
}

function environmentOf(url: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: localIdentity.region,
    AWS_DEFAULT_REGION: localIdentity.region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  };
}
