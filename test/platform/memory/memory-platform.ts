import type { Platform } from '../../../functions/platform/platform.ts';
import type { DomainEvent } from '../../../functions/platform/ports/events.ts';
import type { ExecutionStatus } from '../../../functions/platform/ports/executions.ts';
import { MemoryObjects } from './memory-objects.ts';
import { MemoryRecords } from './memory-records.ts';

/** One call of a port, counted over all ports from 1. The clock is no port that can fail. */
export interface PortCall {
  readonly number: number;
  /** e.g. `records.transact` */
  readonly name: string;
  readonly moment: 'before' | 'after';
}

export interface MemoryPlatformOptions {
  /** Default `2026-03-02T09:00:00.000Z`, a Monday. */
  readonly now?: string;
  /** Called before and after each port call takes effect; what it throws, the call throws: a crash at that point. */
  readonly onCall?: (call: PortCall) => void;
}

export interface StartedExecution {
  readonly machineArn: string;
  readonly name: string;
  readonly input: unknown;
  status: ExecutionStatus;
}

export interface SavedSchedule {
  readonly expression: string;
  readonly zone: string;
  readonly queue: string;
  readonly message: unknown;
}

/** A platform whose outside world is a few arrays and maps that a test reads. */
export interface MemoryPlatform extends Platform {
  readonly inspection: {
    readonly records: MemoryRecords;
    readonly objects: MemoryObjects;
    readonly events: DomainEvent[];
    /** By ARN. */
    readonly executions: Map<string, StartedExecution>;
    /** Every answer that a waiting task took, by token: the first one, as in Step Functions. */
    readonly told: Map<string, unknown>;
    /** Tokens whose task waits no more: answering them is `gone`. */
    readonly goneTokens: Set<string>;
    readonly messages: { queue: string; message: unknown }[];
    readonly schedules: Map<string, SavedSchedule>;
    /** Number of port calls so far. */
    calls(): number;
    setNow(instant: string): void;
    advance(milliseconds: number): void;
    /** From now on: see `MemoryPlatformOptions.onCall`. */
    onCall(listener: ((call: PortCall) => void) | undefined): void;
  };
}

/** The language names this class, but gives it no global. */
const AsyncGeneratorFunction = Object.getPrototypeOf(async function* () {}).constructor as new () => (
  ...given: unknown[]
) => AsyncIterable<unknown>;

export function createMemoryPlatform(options: MemoryPlatformOptions = {}): MemoryPlatform {
  let now = Date.parse(options.now ?? '2026-03-02T09:00:00.000Z');
  let calls = 0;
  let listener = options.onCall;
  const records = new MemoryRecords();
  const objects = new MemoryObjects();
  const events: DomainEvent[] = [];
  const executions = new Map<string, StartedExecution>();
  const told = new Map<string, unknown>();
  const goneTokens = new Set<string>();
  const messages: { queue: string; message: unknown }[] = [];
  const schedules = new Map<string, SavedSchedule>();

  /** The same object with every method counted and announced to the listener. */
  function counted<T extends object>(port: string, target: T): T {
    return new Proxy(target, {
      get(_, property) {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== 'function') return method;
        const announce = () => {
          calls += 1;
          const call = { number: calls, name: `${port}.${String(property)}` };
          return (moment: PortCall['moment']) => listener?.({ ...call, moment });
        };
        if (method instanceof AsyncGeneratorFunction) {
          return async function* (...given: unknown[]) {
            const at = announce();
            at('before');
            yield* method.apply(target, given);
            at('after');
          };
        }
        return async (...given: unknown[]) => {
          const at = announce();
          at('before');
          const answer: unknown = await method.apply(target, given);
          at('after');
          return answer;
        };
      },
    });
  }

  return {
    records: counted('records', records),
    objects: counted('objects', objects),
    events: counted('events', {
      publish: async (event: DomainEvent) => void events.push(structuredClone(event)),
    }),
    executions: counted('executions', executionsOf(executions, told, goneTokens)),
    queues: counted('queues', {
      send: async (queue: string, message: unknown) =>
        void messages.push({ queue, message: structuredClone(message) }),
    }),
    schedules: counted('schedules', {
      save: async (name: string, expression: string, zone: string, queue: string, message: unknown) =>
        void schedules.set(name, { expression, zone, queue, message }),
      remove: async (name: string) => void schedules.delete(name),
    }),
    clock: { now: () => new Date(now).toISOString() },
    inspection: {
      records,
      objects,
      events,
      executions,
      told,
      goneTokens,
      messages,
      schedules,
      calls: () => calls,
      setNow: (instant) => {
        now = Date.parse(instant);
      },
      advance: (milliseconds) => {
        now += milliseconds;
      },
      onCall: (wanted) => {
        listener = wanted;
      },
    },
  };
}

function executionsOf(
  executions: Map<string, StartedExecution>,
  told: Map<string, unknown>,
  goneTokens: Set<string>,
): Platform['executions'] {
  return {
    start: async (machineArn, name, input) => {
      const arn = `${machineArn}:${name}`;
      if (!executions.has(arn)) executions.set(arn, { machineArn, name, input, status: 'RUNNING' });
      return arn;
    },
    describe: async (arn) => {
      const status = executions.get(arn)?.status;
      return status === undefined ? undefined : { status };
    },
    stop: async (arn) => {
      const execution = executions.get(arn);
      if (execution?.status === 'RUNNING') execution.status = 'ABORTED';
    },
    succeedTask: async (token, output) => {
      if (goneTokens.has(token) || told.has(token)) return 'gone';
      told.set(token, structuredClone(output));
      return 'told';
    },
  };
}

/** A crash at the n-th port call from now, before or after it took effect. Later calls work again: the next process. */
export function crashAt(platform: MemoryPlatform, number: number, moment: PortCall['moment']): void {
  const target = platform.inspection.calls() + number;
  platform.inspection.onCall((call) => {
    if (call.number !== target || call.moment !== moment) return;
    platform.inspection.onCall(undefined);
    throw new Crash(`${moment} ${call.name}`);
  });
}

/** The process died here: no code of ours may catch it and go on as if it lived. */
export class Crash extends Error {
  override readonly name = 'Crash';
}
