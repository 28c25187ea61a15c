import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JsonOperations, serveJsonOperations } from '../protocol/json.ts';
import type {
  EventPublisher,
  ExecutionStarter,
  FunctionInvoker,
  LocalClock,
  LocalIdentity,
  LocalService,
  ProvisionedResource,
  QueueSender,
  ResolvedResource,
  ResourceProvider,
} from '../service.ts';
import { Engine } from './engine.ts';
import { executionOperations } from './execution-operations.ts';
import { Starter } from './execution-starter.ts';
import { ExecutionStore } from './execution-store.ts';
import { Journal } from './journal.ts';
import { extraFunctions } from './language/functions.ts';
import { machineOperations } from './machine-operations.ts';
import { MachineRegistry } from './machine-registry.ts';
import { MachineStore } from './machine-store.ts';
import { Outbox } from './outbox.ts';
import type { Execution } from './records.ts';
import { provisionStates, STATE_MACHINE_TYPES } from './resources.ts';
import { statusEvent } from './status-event.ts';
import { TaskTokens } from './task-token.ts';
import { type AlarmClock, alarmClock } from './timers.ts';
import type { TurnContext } from './turn.ts';

/** Tasks called at a time where nothing is said: an AWS account's own default for functions. */
const DEFAULT_CONCURRENCY = 1000;

/** AWS keeps a closed execution for 90 days. */
const RETENTION_MS = 90 * 24 * 3600 * 1000;

export interface StatesServiceOptions {
  /** Where the journal lies; made if missing. */
  readonly directory: string;
  readonly identity: LocalIdentity;
  /** One that is an `AlarmClock` also rings the timers, so that a test need not sleep. */
  readonly clock?: LocalClock | AlarmClock;
  readonly invoker: FunctionInvoker;
  /** Without it `sqs:sendMessage` fails. */
  readonly queues?: QueueSender;
  /** Without it `events:putEvents` fails and no status events go out. */
  readonly events?: EventPublisher;
  /** Tasks called at a time, over all executions; more wait in `TaskScheduled`. */
  readonly concurrency?: number;
}

/**
 * Step Functions on one machine: an interpreter of JSONata state machines that journals every event, so that a process
 * killed at any point resumes where it was. Waits, retries and tokens keep their instants and their validity, a task that is
 * called again has its time-out again; an answered token is on record before the answer is acknowledged.
 *
 * What it does not guarantee, and where it differs from AWS:
 * - A task that was being called when the process was killed is called again after the restart, within the same attempt:
 *   the history shows one TaskScheduled and one TaskStarted. AWS calls a Standard task once per attempt, so here
 *   effects must be repeatable by their own key. `events:putEvents` then publishes with new event ids.
 * - A power cut (not a killed process) may lose the last commits; see the journal.
 * - JSONPath states, distributed maps, activities, `.sync` and SDK integrations are refused when the machine is
 *   created. A JSONPath state that uses no path, such as a bare Pass, runs.
 * - Roles are not assumed; logging and tracing configurations are kept and not acted on. There are no quotas on
 *   request rates or on running executions.
 * - A call in flight is not ended when its task times out or its execution stops (nor on AWS); its answer is dropped.
 * - A variable of a branch or iteration that has the name of an outer one hides it; AWS may refuse such a machine.
 * - Iterations that a Map tolerates as failed are missing from its output.
 * - An Express execution that a caller waits for (`StartSyncExecution`) is forgotten when the process dies: the caller's
 *   connection is gone as well. One started by `StartExecution` resumes.
 */
export class StatesService implements LocalService, ResourceProvider, ExecutionStarter {
  readonly signingNames = ['states'];
  readonly types: readonly string[] = STATE_MACHINE_TYPES;
  readonly #journal: Journal;
  readonly #engine: Engine;
  readonly #store: ExecutionStore;
  readonly #machines: MachineStore;
  readonly #registry: MachineRegistry;
  readonly #starter: Starter;
  readonly #outbox: Outbox;
  readonly #operations: JsonOperations;
  readonly #identity: LocalIdentity;
  readonly #clock: AlarmClock;
  readonly #waiters = new Map<number, (execution: Execution) => void>();

  constructor(options: StatesServiceOptions) {
    const { identity } = options;
    const clock = alarmClock(options.clock ?? { now: () => Date.now() });
    const journal = new Journal(options.directory);
    const store = new ExecutionStore(journal);
    const machines = new MachineStore(journal);
    const tokens = new TaskTokens(machines.secret('task-tokens'));
    const context: TurnContext = {
      store,
      machines,
      clock,
      tokens,
      functions: extraFunctions(() => clock.now()),
      statusChanged: (execution) => this.#statusChanged(execution),
    };
    const ports = { identity, invoker: options.invoker, queues: options.queues, events: options.events };
    const engine = new Engine(context, journal, clock, ports, options.concurrency ?? DEFAULT_CONCURRENCY);
    const registry = new MachineRegistry(machines, store, identity, clock);
    this.#identity = identity;
    this.#clock = clock;
    this.#journal = journal;
    this.#store = store;
    this.#machines = machines;
    this.#registry = registry;
    this.#engine = engine;
    this.#outbox = new Outbox(journal, options.events);
    this.#starter = new Starter(
      { journal, store, machines, registry, identity, clock },
      engine,
      (execution) => this.#statusChanged(execution),
    );
    const ended = (execution: Execution) => this.#ended(execution);
    this.#operations = {
      ...machineOperations(registry, machines, journal, clock),
      ...executionOperations({
        engine,
        starter: this.#starter,
        store,
        machines,
        registry,
        tokens,
        journal,
        ended,
      }),
    };
  }

  /** No execution moves by itself: all have ended, or wait for a task token. */
  isIdle(): boolean {
    return this.#store.countBusy() === 0;
  }

  /** Resumes what a killed process left, and publishes the status events that it had not. */
  async start(): Promise<void> {
    this.#store.deleteForgotten(this.#clock.now() - RETENTION_MS);
    this.#engine.resume();
    this.#outbox.flush();
  }

  async stop(): Promise<void> {
    if (this.#journal.closed) return;
    this.#outbox.stop();
    await this.#engine.stop();
    this.#journal.close();
  }

  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return serveJsonOperations(this.#operations, request, response);
  }

  async provision(resource: ResolvedResource): Promise<ProvisionedResource> {
    const provisioned = provisionStates(this.#registry, resource);
    await this.#journal.durable();
    return provisioned;
  }

  async startExecution(request: {
    stateMachineArn: string;
    name?: string;
    input: string;
  }): Promise<{ executionArn: string }> {
    const { arn } = await this.#starter.start(request.stateMachineArn, request.name, request.input);
    return { executionArn: arn };
  }

  #ended(execution: Execution): Promise<Execution> {
    return new Promise((resolve) => this.#waiters.set(execution.id, resolve));
  }

  #statusChanged(execution: Execution): void {
    const { id, kind, status, machineArn } = execution;
    if (kind === 'standard') {
      this.#outbox.add(statusEvent(execution, this.#identity, this.#clock.now()));
    } else if (status !== 'RUNNING') {
      this.#store.deleteExecution(id);
      this.#waiters.get(id)?.(execution);
      this.#waiters.delete(id);
    }
    if (status === 'RUNNING' || !this.#machines.machine(machineArn)?.deleting) return;
    if (this.#store.countRunning(machineArn) === 0) this.#machines.deleteMachine(machineArn);
  }
}
