import { join } from 'node:path';
import type { OrphanGuard } from '../processes/orphan-guard.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { LocalClock } from '../service.ts';
import { type FunctionDefinition, functionEnvironment } from './function-definition.ts';
import type { Outcome } from './function-instance.ts';
import { FunctionLog, logFilesOf } from './function-log.ts';
import { InstancePool } from './instance-pool.ts';

/** As much of the end of its log as an invocation may answer, in bytes. */
const TAIL_BYTES = 4_096;

export interface RunnerOptions {
  readonly directory: string;
  readonly projectRoot: string;
  readonly guard: OrphanGuard;
  readonly environment: () => Record<string, string>;
  readonly onLogLine?: ((line: string, functionName: string) => void) | undefined;
  readonly maxConcurrency: number;
  readonly idleMilliseconds: number;
  readonly clock?: LocalClock | undefined;
}

export interface RunRequest {
  readonly requestId: string;
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly version: string;
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: (() => void) | undefined;
  readonly onBegin?: (() => void) | undefined;
  /** Refuse when the function's reserved concurrency is used up. Pollers limit themselves instead. */
  readonly refuseOverReserved: boolean;
}

export interface RunResult {
  readonly outcome: Outcome;
  /** The last lines of the log, at most 4 KB. */
  readonly logTail: string;
}

/** Runs functions in the pool, and writes what they print with Lambda's START, END and REPORT lines around it. */
export class FunctionRunner {
  readonly pool: InstancePool;
  readonly #options: RunnerOptions;
  readonly #logs = new Map<string, FunctionLog>();
  /** Invocations by function, those that wait for a place included. */
  readonly #inProgress = new Map<string, number>();

  #stopped = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    const compileCache = join(options.directory, 'compile-cache');
    this.pool = new InstancePool({
      ...options,
      environment: (definition) =>
        functionEnvironment(definition, {
          shared: options.environment(),
          projectRoot: options.projectRoot,
          compileCache,
        }),
      onLine: (line, definition) => this.#log(definition.name, line),
    });
  }

  /** Where a function's lines stand, older files first; they need not exist. */
  logFiles(functionName: string): string[] {
    return logFilesOf(this.#logDirectory, functionName);
  }

  async stop(): Promise<void> {
    await this.pool.stop();
    this.#stopped = true;
    for (const log of this.#logs.values()) log.close();
    this.#logs.clear();
  }

  get #logDirectory(): string {
    return join(this.#options.directory, 'logs');
  }

  /** @throws AwsError `TooManyRequestsException` over the reserved concurrency, the signal's reason at its abort */
  async run(definition: FunctionDefinition, request: RunRequest): Promise<RunResult> {
    const reserved = definition.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    const before = this.#inProgress.get(definition.name) ?? 0;
    if (reserved === 0 || (before >= reserved && request.refuseOverReserved)) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    this.#inProgress.set(definition.name, before + 1);
    try {
      return await this.#runInPool(definition, request);
    } finally {
      this.#inProgress.set(definition.name, (this.#inProgress.get(definition.name) ?? 1) - 1);
    }
  }

  async #runInPool(definition: FunctionDefinition, request: RunRequest): Promise<RunResult> {
    const { requestId, payload, invokedFunctionArn } = request;
    const tail: string[] = [];
    const log = (line: string) => {
      tail.push(line);
      this.#log(definition.name, line);
    };
    const { outcome, initMilliseconds } = await this.pool.run(
      definition,
      { requestId, payload, invokedFunctionArn },
      {
        signal: request.signal,
        onWait: request.onWait,
        onBegin: () => {
          request.onBegin?.();
          log(`START RequestId: ${requestId} Version: ${request.version}`);
        },
        onLine: (line) => tail.push(line),
      },
    );
    log(`END RequestId: ${requestId}`);
    log(reportLine(requestId, definition, outcome, initMilliseconds));
    return {
      outcome,
      logTail: Buffer.from(`${tail.join('\n')}\n`)
        .subarray(-TAIL_BYTES)
        .toString('utf8'),
    };
  }

  #log(functionName: string, line: string): void {
    // The last words of an instance that was killed may come after the files are closed.
    if (this.#stopped) return;
    let log = this.#logs.get(functionName);
    if (log === undefined) {
      log = new FunctionLog(this.#logDirectory, functionName);
      this.#logs.set(functionName, log);
    }
    log.write(line, (this.#options.clock ?? Date).now());
    this.#options.onLogLine?.(line, functionName);
  }
}

function reportLine(
  requestId: string,
  definition: FunctionDefinition,
  outcome: Outcome,
  initMilliseconds: number | undefined,
): string {
  const megabytes = Math.ceil(outcome.peakMemoryBytes / 1024 / 1024);
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${outcome.durationMilliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(outcome.durationMilliseconds)} ms`,
    `Memory Size: ${definition.memoryMegabytes} MB`,
    `Max Memory Used: ${megabytes} MB`,
  ];
  if (initMilliseconds !== undefined) parts.push(`Init Duration: ${initMilliseconds.toFixed(2)} ms`);
  if (outcome.status !== '') parts.push(`Status: ${outcome.status}`);
  if (outcome.status === 'error') parts.push(`Error Type: ${outcome.errorType}`);
  return parts.join('\t');
}
