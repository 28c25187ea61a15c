import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { availableParallelism } from 'node:os';
import { OrphanGuard } from '../processes/orphan-guard.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { QueueSource } from '../queues/message.ts';
import type {
  FunctionInvoker,
  InvokeHooks,
  InvokeResult,
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  QueueSender,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import type { AsynchronousOutcome, AsynchronousSettings } from './asynchronous.ts';
import { AsynchronousInvocations, STANDARD_SETTINGS } from './asynchronous.ts';
import type { EventSourceMapping } from './event-source.ts';
import { EventSources } from './event-sources.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { functionDefinition } from './function-definition.ts';
import { parseFunctionReference } from './function-name.ts';
import { FunctionRegistry, type ResolvedFunction } from './function-registry.ts';
import type { AsynchronousInvocation } from './function-store.ts';
import { FunctionStore } from './function-store.ts';
import { serveLambda } from './operations.ts';
import { aliasProperty, eventSourceMapping, generatedName, invokeConfig, ownerName } from './provisioning.ts';
import { FunctionRunner } from './runner.ts';

/** Lambda's limit for a synchronous request, in bytes. */
const LARGEST_REQUEST_BYTES = 6 * 1024 * 1024;
/** And for an asynchronous one (256 KB before October 2025). */
const LARGEST_EVENT_BYTES = 1024 * 1024;
const STANDARD_IDLE_MILLISECONDS = 5 * 60_000;

export interface FunctionsOptions {
  /** Holds logs, the cache of compiled modules, and the SQLite file. Made when missing. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  /** Set for every function: endpoint, credentials, region. Asked for at each start of an instance. */
  readonly environment: () => Record<string, string>;
  /** What `local:entry` is relative to, and the working directory of every function. */
  readonly projectRoot: string;
  readonly queues: QueueSource & QueueSender;
  readonly clock?: LocalClock | undefined;
  readonly onLogLine?: ((line: string, functionName: string) => void) | undefined;
  /** Invocations that use a processor at the same time; default: the processors. */
  readonly maxConcurrency?: number | undefined;
  /** After which an unused instance is ended; default: five minutes. */
  readonly idleMilliseconds?: number | undefined;
}

/** An answered invocation, with what Lambda's API can tell beside {@link InvokeResult}. */
export interface DetailedInvokeResult extends InvokeResult {
  readonly logTail: string;
}

/**
 * Lambda on this machine: each instance a child process that runs the handler's TypeScript from source, with the
 * function's environment only. Time-outs and memory limits end the process. Children die with this process, also
 * by SIGKILL. Asynchronous invocations are stored first, and run after a kill.
 *
 * Not guaranteed: versions are numbers only, all of them run **today's source**; aliases have no weights; no
 * layers, no function URLs, no response streaming; permissions are taken and not enforced; no disk isolation
 * (functions share this machine's files and network) and no share of a processor by memory; memory is looked at
 * every 200 ms and only on Linux, and a limit is exceeded by what a function takes in that time; the allowance for
 * an unbundled Node is 64 MB. Over the concurrency limit callers wait, they are not throttled, except over a
 * function's reserved concurrency. Source that changes is seen at the next cold start.
 */
export class FunctionsService implements LocalService, ResourceProvider, FunctionInvoker {
  readonly signingNames = ['lambda'];
  readonly types = [
    'AWS::Lambda::Function',
    'AWS::Lambda::Version',
    'AWS::Lambda::Alias',
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::Permission',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::Lambda::LayerVersion',
    'AWS::Lambda::Url',
  ];
  readonly #options: FunctionsOptions;
  readonly #guard = new OrphanGuard();
  readonly #store: FunctionStore;
  readonly #runner: FunctionRunner;
  readonly #asynchronous: AsynchronousInvocations;
  readonly #registry: FunctionRegistry;
  readonly #asynchronousSettings = new Map<string, AsynchronousSettings>();
  readonly #sources: EventSources;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    const clock = options.clock ?? { now: () => Date.now() };
    this.#store = new FunctionStore(options.directory, clock);
    this.#registry = new FunctionRegistry(options.identity, this.#store);
    this.#runner = new FunctionRunner({
      ...options,
      guard: this.#guard,
      maxConcurrency: options.maxConcurrency ?? availableParallelism(),
      idleMilliseconds: options.idleMilliseconds ?? STANDARD_IDLE_MILLISECONDS,
    });
    this.#sources = new EventSources({
      ...options,
      store: this.#store,
      parallel: (name) =>
        Math.min(
          this.#runner.pool.maxConcurrency,
          this.#registry.find(name)?.reservedConcurrency ?? Number.POSITIVE_INFINITY,
        ),
      invoke: async (mapping, payload) => {
        const result = await this.#invoke(mapping.functionReference, payload, { refuseOverReserved: false });
        return result.functionError === undefined ? result.payload : undefined;
      },
    });
    this.#asynchronous = new AsynchronousInvocations({
      store: this.#store,
      clock,
      sender: options.queues,
      settings: (name) => this.#settingsOf(name),
      run: (invocation) => this.#runAsynchronous(invocation),
    });
  }

  /** Begins polling and resumes what was accepted: call it when every resource is provisioned. */
  async start(): Promise<void> {
    this.#sources.start();
    this.#asynchronous.runDue();
  }

  async stop(): Promise<void> {
    this.#sources.stop();
    this.#asynchronous.stop();
    await this.#runner.stop();
    this.#guard.stop();
    this.#store.close();
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await serveLambda(this, request, response);
  }

  /** Nothing is invoked, waits to be, or lies in a queue that a function reads. */
  isIdle(): boolean {
    const inQueues = this.mappings().some(
      ({ mapping }) => this.#options.queues.countOf(mapping.queueArn) > 0,
    );
    return !inQueues && this.#runner.pool.isIdle && this.#asynchronous.isIdle;
  }

  /** The child processes alive, for a test that looks for orphans. */
  get processIds(): number[] {
    return this.#runner.pool.processIds;
  }

  /** Where the lines of each log group stand, older files before newer. */
  logFiles(): { groupName: string; files: string[] }[] {
    return this.definitions.map(({ name, logGroup }) => ({
      groupName: logGroup,
      files: this.#runner.logFiles(name),
    }));
  }

  get definitions(): FunctionDefinition[] {
    return this.#registry.all();
  }

  async invoke(
    functionName: string,
    payload: string,
    hooks: InvokeHooks = {},
  ): Promise<DetailedInvokeResult> {
    return this.#invoke(functionName, payload, { ...hooks, refuseOverReserved: true });
  }

  /** Stores an invocation durably and answers; it runs, and is tried again, by itself. */
  accept(functionName: string, payload: string): { requestId: string } {
    const { definition } = this.resolve(functionName);
    checkPayload(payload, LARGEST_EVENT_BYTES);
    const requestId = randomUUID();
    this.#asynchronous.accept(requestId, definition.name, functionName, payload);
    return { requestId };
  }

  resolve(reference: string): ResolvedFunction {
    return this.#registry.resolve(reference);
  }

  versionsOf(functionName: string): string[] {
    return this.#registry.versionsOf(functionName);
  }

  /** The event sources of one function or of all, with whether they are polled. */
  mappings(functionName?: string): { mapping: EventSourceMapping; enabled: boolean }[] {
    return this.#sources.list(functionName);
  }

  /** Switches an event source on or off; it stays so until the template says something new. */
  switchMapping(id: string, enabled: boolean): void {
    this.#sources.switch(id, enabled);
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    switch (resource.type) {
      case 'AWS::Lambda::Function':
        return this.#setFunction(resource);
      case 'AWS::Lambda::Version': {
        const name = ownerName(resource);
        const version = String(
          this.#store.versionNumber(name, `${resource.stackName}/${resource.logicalId}`),
        );
        const arn = `${this.resolve(name).definition.arn}:${version}`;
        return { ref: arn, attributes: { Version: version, FunctionArn: arn } };
      }
      case 'AWS::Lambda::Alias': {
        const alias = aliasProperty(resource);
        const { definition } = this.resolve(parseFunctionReference(alias.FunctionName).name);
        this.#registry.setAlias(definition.name, alias.Name, alias.FunctionVersion);
        const arn = `${definition.arn}:${alias.Name}`;
        return { ref: arn, attributes: { AliasArn: arn } };
      }
      case 'AWS::Lambda::EventSourceMapping':
        return this.#setMapping(resource);
      case 'AWS::Lambda::Permission':
        return { ref: generatedName(resource), attributes: {} };
      case 'AWS::Lambda::EventInvokeConfig': {
        const { functionName, settings } = invokeConfig(resource);
        this.#asynchronousSettings.set(functionName, settings);
        return { ref: generatedName(resource), attributes: {} };
      }
      default:
        throw new Error(`${resource.logicalId}: ${resource.type} has no local counterpart`);
    }
  }

  #setFunction(resource: ResolvedResource): ProvisionedResource {
    const definition = functionDefinition(resource, this.#options.identity, this.#options.projectRoot);
    this.#runner.pool.retire(definition.name);
    this.#registry.set(definition);
    return { ref: definition.name, attributes: { Arn: definition.arn } };
  }

  #setMapping(resource: ResolvedResource): ProvisionedResource {
    const { mapping, enabled } = eventSourceMapping(resource, (name) => this.resolve(name).definition.arn);
    this.#sources.set(mapping, enabled);
    const { region, accountId } = this.#options.identity;
    const arn = `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${mapping.id}`;
    return { ref: mapping.id, attributes: { Id: mapping.id, EventSourceMappingArn: arn } };
  }

  async #invoke(
    reference: string,
    payload: string,
    options: InvokeHooks & { refuseOverReserved: boolean; requestId?: string },
  ): Promise<DetailedInvokeResult> {
    const { definition, version, invokedArn } = this.resolve(reference);
    checkPayload(payload, LARGEST_REQUEST_BYTES);
    const { outcome, logTail } = await this.#runner.run(definition, {
      ...options,
      requestId: options.requestId ?? randomUUID(),
      payload,
      invokedFunctionArn: invokedArn,
      version,
    });
    const answer = { payload: outcome.payload, executedVersion: version, logTail };
    return outcome.failed ? { ...answer, functionError: 'Unhandled' } : answer;
  }

  async #runAsynchronous(invocation: AsynchronousInvocation): Promise<AsynchronousOutcome | undefined> {
    const result = await this.#invoke(invocation.reference, invocation.payload, {
      refuseOverReserved: true,
      requestId: invocation.id,
    });
    return {
      payload: result.payload,
      failed: result.functionError !== undefined,
      functionArn: `${this.resolve(invocation.functionName).definition.arn}:$LATEST`,
    };
  }

  #settingsOf(functionName: string): AsynchronousSettings {
    const settings = this.#asynchronousSettings.get(functionName) ?? STANDARD_SETTINGS;
    return { ...settings, deadLetterArn: this.#registry.find(functionName)?.deadLetterArn };
  }
}

/** @throws AwsError `InvalidRequestContentException` or `RequestTooLargeException` */
function checkPayload(payload: string, limit: number): void {
  if (Buffer.byteLength(payload) > limit) {
    throw new AwsError('RequestTooLargeException', `Request must be smaller than ${limit} bytes`, 413);
  }
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
