import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OrphanGuard } from '../processes/orphan-guard.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { readLines } from './line-reader.ts';
import { processUsage } from './process-usage.ts';
import type { FunctionErrorBody, InvokeMessage, WorkerMessage } from './worker-protocol.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Lambda gives ten seconds to the start besides the function's own time; a busy laptop gets no less. */
const INIT_SECONDS = 10;

/** The marks are in the pipes before the answer is; this is only for a function that closed its output. */
const MARK_PATIENCE_MILLISECONDS = 1_000;

/**
 * What a process here has resident beyond what Lambda would count for the same function. A bare Node holds 43 MB,
 * of which 35 MB are pages of the binary that all instances share; stripping types and loading the AWS SDK module by
 * module, where the bundle has one file, took 10 to 17 MB more on the first start. Together about 60.
 */
const MEMORY_ALLOWANCE_MEGABYTES = 64;

/** Over a shorter time the share would say little about what the function is doing. */
const SHORTEST_SHARE_MILLISECONDS = 50;

const MEGABYTE = 1024 * 1024;
/** Lambda's limit for a synchronous answer: 6 MB and 100 bytes of framing. */
const LARGEST_RESPONSE_BYTES = 6 * MEGABYTE + 100;

export interface Outcome {
  /** JSON text: the answer, or the error. */
  readonly payload: string;
  readonly failed: boolean;
  /** For the log's REPORT line; empty when all went well. */
  readonly status: '' | 'error' | 'timeout';
  readonly errorType: string | undefined;
  readonly durationMilliseconds: number;
  readonly peakMemoryBytes: number;
}

interface Running {
  readonly message: InvokeMessage;
  readonly started: number;
  readonly settle: (outcome: Outcome) => void;
  readonly onLine: (line: string) => void;
  marks: number;
  answer: { payload: string; error: FunctionErrorBody | undefined } | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** One child process of a function. One invocation at a time; after a failure of the process itself it is `dead`. */
export class FunctionInstance {
  readonly definition: FunctionDefinition;
  /** Milliseconds from spawn until the handler was loaded; undefined before. */
  initMilliseconds: number | undefined;
  /** When the last invocation ended, by the pool's clock. */
  lastUsed = 0;
  /** How much of a processor it used or stood in line for, in the last sample's interval; 1 until the first sample. */
  demand = 1;
  readonly #child: ChildProcess;
  readonly #onLine: (line: string) => void;
  readonly #spawned = performance.now();
  #running: Running | undefined;
  #broken: FunctionErrorBody | undefined;
  #dead = false;
  #killReason: FunctionErrorBody | undefined;
  #peakMemoryBytes = 0;
  #lastSample: { at: number; cpuMilliseconds: number; queuedMilliseconds: number };

  constructor(
    definition: FunctionDefinition,
    environment: Record<string, string>,
    options: { projectRoot: string; guard: OrphanGuard; onLine: (line: string) => void },
  ) {
    this.definition = definition;
    this.#onLine = options.onLine;
    this.#lastSample = { at: this.#spawned, cpuMilliseconds: 0, queuedMilliseconds: 0 };
    this.#child = spawn(
      process.execPath,
      // V8 then collects as hard as it would within that memory on Lambda.
      [`--max-old-space-size=${definition.memoryMegabytes}`, WORKER, definition.entry, definition.exportName],
      {
        cwd: options.projectRoot,
        detached: true,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    options.guard.watch(this.#child);
    const onMark = (requestId: string) => this.#onMark(requestId);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) readLines(stream, (line) => this.#print(line), onMark);
    }
    this.#child.on('message', (message: WorkerMessage) => this.#onMessage(message));
    this.#child.once('error', (error) => this.#onEnd(`could not start: ${error.message}`));
    // Not `exit`: after `close` the last lines have been read.
    this.#child.once('close', (code, signal) =>
      this.#onEnd(signal === null ? `exit status ${code}` : `signal: ${signalName(signal)}`),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Resolves when the process has ended. */
  async ended(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.pid === undefined) return;
    await new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Runs one invocation; the time allowed starts when the handler is loaded. Never rejects. */
  invoke(request: Omit<InvokeMessage, 'deadline'>, onLine: (line: string) => void): Promise<Outcome> {
    return new Promise((settle) => {
      this.#peakMemoryBytes = 0;
      this.demand = 1;
      const message: InvokeMessage = { ...request, deadline: 0 };
      this.#running = {
        message,
        started: performance.now(),
        settle,
        onLine,
        marks: 0,
        answer: undefined,
        timer: undefined,
      };
      if (this.initMilliseconds !== undefined) this.#dispatch();
      else if (this.#broken !== undefined) this.#answer('', this.#broken);
      else this.#limit(INIT_SECONDS + this.definition.timeoutSeconds);
    });
  }

  /** Ends the process and its children at once. */
  kill(reason?: FunctionErrorBody): void {
    this.#dead = true;
    this.#killReason ??= reason;
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }

  /** Looks at memory and processor; kills when the memory is over its limit. Called every 200 ms while it runs. */
  sample(): void {
    if (this.pid === undefined || this.#running === undefined) return;
    const usage = processUsage(this.pid);
    if (usage === undefined) return;
    const at = performance.now();
    // The sample before may be that at the end of the last invocation; between the two it has used next to nothing.
    const since = at - Math.max(this.#lastSample.at, this.#running.started);
    // Before its handler is loaded it is at work by definition, also where it waits for the disk.
    if (since >= SHORTEST_SHARE_MILLISECONDS && this.initMilliseconds !== undefined) {
      // What a thread stood in line goes away with the thread, so that this sum can fall.
      const used = usage.cpuMilliseconds - this.#lastSample.cpuMilliseconds;
      const queued = usage.queuedMilliseconds - this.#lastSample.queuedMilliseconds;
      this.demand = (Math.max(0, used) + Math.max(0, queued)) / since;
      this.#lastSample = { at, ...usage };
    }
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, usage.memoryBytes);
    const limit = (this.definition.memoryMegabytes + MEMORY_ALLOWANCE_MEGABYTES) * MEGABYTE;
    if (usage.memoryBytes > limit) {
      this.kill({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${this.#running.message.requestId} Error: Runtime exited with error: signal: killed`,
      });
    }
  }

  #print(line: string): void {
    this.#onLine(line);
    this.#running?.onLine(line);
  }

  #limit(seconds: number): void {
    if (this.#running === undefined) return;
    const { requestId } = this.#running.message;
    clearTimeout(this.#running.timer);
    this.#running.timer = setTimeout(() => {
      const said = this.definition.timeoutSeconds.toFixed(2);
      this.kill({
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${said} seconds`,
      });
    }, seconds * 1_000);
  }

  #dispatch(): void {
    if (this.#running === undefined) return;
    this.#limit(this.definition.timeoutSeconds);
    const deadline = Date.now() + this.definition.timeoutSeconds * 1_000;
    // An error here means that the process has just ended, which `close` reports.
    this.#child.send({ ...this.#running.message, deadline }, () => {});
  }

  #onMessage(message: WorkerMessage): void {
    if (message.kind === 'ready') {
      this.initMilliseconds = performance.now() - this.#spawned;
      this.#dispatch();
    } else if (message.kind === 'broken') {
      this.#broken = message.error;
      this.#answer('', message.error);
    } else if (message.requestId === this.#running?.message.requestId) {
      const error = message.kind === 'error' ? message.error : undefined;
      if (message.kind === 'error' && message.fatal) this.#dead = true;
      const payload = message.kind === 'result' ? message.payload : '';
      this.#running.answer = { payload, error };
      if (this.#running.marks >= 2) this.#answer(payload, error);
      else setTimeout(() => this.#finishAnswered(message.requestId), MARK_PATIENCE_MILLISECONDS);
    }
  }

  #onMark(requestId: string): void {
    if (this.#running?.message.requestId !== requestId) return;
    this.#running.marks++;
    if (this.#running.marks >= 2) this.#finishAnswered(requestId);
  }

  #finishAnswered(requestId: string): void {
    const answer = this.#running?.message.requestId === requestId ? this.#running.answer : undefined;
    if (answer !== undefined) this.#answer(answer.payload, answer.error);
  }

  #answer(payload: string, error: FunctionErrorBody | undefined): void {
    const bytes = error === undefined ? Buffer.byteLength(payload) : 0;
    if (bytes > LARGEST_RESPONSE_BYTES) {
      this.#settle({
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE_BYTES} bytes).`,
      });
    } else {
      this.#settle(error, payload);
    }
    if (this.#broken !== undefined) this.kill();
  }

  #onEnd(how: string): void {
    this.#dead = true;
    const running = this.#running;
    if (running === undefined) return;
    const { requestId } = running.message;
    // Answered, and ended before the marks were read: the answer counts.
    if (running.answer !== undefined) {
      this.#answer(running.answer.payload, running.answer.error);
      return;
    }
    const reason =
      how === 'exit status 0'
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: ${how}`;
    this.#settle(
      this.#killReason ?? {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: ${reason}`,
      },
    );
  }

  #settle(error: FunctionErrorBody | undefined, payload = ''): void {
    const running = this.#running;
    if (running === undefined) return;
    this.sample();
    if (error?.errorType === 'Sandbox.Timedout') this.#print(error.errorMessage);
    this.#running = undefined;
    clearTimeout(running.timer);
    running.settle({
      payload: error === undefined ? payload : JSON.stringify(error),
      failed: error !== undefined,
      status: error === undefined ? '' : error.errorType === 'Sandbox.Timedout' ? 'timeout' : 'error',
      errorType: error?.errorType,
      durationMilliseconds: performance.now() - running.started,
      peakMemoryBytes: this.#peakMemoryBytes,
    });
  }
}

/** `SIGKILL` is `killed` in Lambda's words. */
function signalName(signal: string): string {
  const names: Readonly<Record<string, string>> = {
    SIGKILL: 'killed',
    SIGABRT: 'aborted',
    SIGSEGV: 'segmentation fault',
    SIGTERM: 'terminated',
  };
  return names[signal] ?? signal;
}
