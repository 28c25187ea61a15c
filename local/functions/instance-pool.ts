import { totalmem } from 'node:os';
import type { OrphanGuard } from '../processes/orphan-guard.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionInstance, type Outcome } from './function-instance.ts';
import type { InvokeMessage } from './worker-protocol.ts';

/** Often enough to catch memory before it hurts the machine, seldom enough to cost nothing (0.1 ms a process). */
const SAMPLE_MILLISECONDS = 200;

/** Under this share of one processor an invocation is waiting for something else, e.g. another function. */
const WAITING_DEMAND = 0.1;

/** A warm instance with the AWS SDK and sharp loaded holds about this much. */
const INSTANCE_BYTES = 128 * 1024 * 1024;

/** From here on (1,769 MB) Lambda gives a function a whole processor; below, a share. */
const WHOLE_PROCESSOR_MEGABYTES = 1_769;

/** Invocations that wait for one kind of place, and places given to those that have not begun yet. */
class Line {
  readonly waiting: (() => void)[] = [];
  granted = 0;
}

export interface PoolOptions {
  readonly projectRoot: string;
  readonly guard: OrphanGuard;
  readonly environment: (definition: FunctionDefinition) => Record<string, string>;
  readonly onLine: (line: string, definition: FunctionDefinition) => void;
  /** Invocations of functions with a whole processor that use it at the same time; as many again of smaller ones. */
  readonly maxConcurrency: number;
  /** How long an instance nobody uses is kept. */
  readonly idleMilliseconds: number;
}

export interface RunHooks {
  /** Takes a waiting invocation out of the line; one that has begun runs on, as on Lambda. */
  readonly signal?: AbortSignal | undefined;
  /** No place is free. */
  readonly onWait?: (() => void) | undefined;
  readonly onBegin: () => void;
  /** What this invocation prints, besides the pool's own `onLine`. */
  readonly onLine: (line: string) => void;
}

/**
 * Child processes of functions, reused while they are warm. As many invocations use the processor at a time as
 * there is room; the others wait in the order in which they came. One that only waits itself (for a person, or for
 * another function) gives its place away: otherwise two that call a third would lock up a machine with two places.
 *
 * Functions that Lambda would give less than a processor have places of their own. In one line with minutes of heavy work an
 * API's call waited longer for its place than API Gateway waits for an answer (30 s).
 */
export class InstancePool {
  readonly #options: PoolOptions;
  /** A quarter of the machine's memory, in instances; active ones may exceed it, idle ones are ended for it. */
  readonly #maxInstances = Math.max(4, Math.floor(totalmem() / 4 / INSTANCE_BYTES));
  readonly #active = new Set<FunctionInstance>();
  /** Least recently used first. */
  readonly #idle = new Set<FunctionInstance>();
  readonly #heavy = new Line();
  readonly #light = new Line();
  readonly #sampler: NodeJS.Timeout;
  #stopped = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#sampler = setInterval(() => this.#sample(), SAMPLE_MILLISECONDS);
    this.#sampler.unref();
  }

  get maxConcurrency(): number {
    return this.#options.maxConcurrency;
  }

  /** No invocation is under way or waits for a place. */
  get isIdle(): boolean {
    const isFree = ({ waiting, granted }: Line) => waiting.length === 0 && granted === 0;
    return this.#active.size === 0 && isFree(this.#heavy) && isFree(this.#light);
  }

  /** The processes alive, for tests that look for orphans. */
  get processIds(): number[] {
    return [...this.#active, ...this.#idle].flatMap((instance) => instance.pid ?? []);
  }

  /** Waits for a place, then runs. @throws the signal's reason when it aborts before the start */
  async run(
    definition: FunctionDefinition,
    request: Omit<InvokeMessage, 'deadline'>,
    hooks: RunHooks,
  ): Promise<{ outcome: Outcome; initMilliseconds: number | undefined }> {
    const line = this.#lineOf(definition);
    await this.#place(line, hooks);
    line.granted--;
    const warm = this.#takeWarm(definition);
    const instance = warm ?? this.#spawn(definition);
    this.#active.add(instance);
    hooks.onBegin();
    try {
      const outcome = await instance.invoke(request, hooks.onLine);
      return { outcome, initMilliseconds: warm === undefined ? instance.initMilliseconds : undefined };
    } finally {
      this.#active.delete(instance);
      this.#release(instance);
      this.#admit();
    }
  }

  /** Ends the idle instances of a function whose definition has changed; those at work end after it. */
  retire(functionName: string): void {
    for (const instance of this.#idle) {
      if (instance.definition.name === functionName) this.#end(instance);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sampler);
    const all = [...this.#active, ...this.#idle];
    for (const instance of all) instance.kill();
    await Promise.all(all.map((instance) => instance.ended()));
  }

  #lineOf({ memoryMegabytes }: FunctionDefinition): Line {
    return memoryMegabytes >= WHOLE_PROCESSOR_MEGABYTES ? this.#heavy : this.#light;
  }

  #hasPlace(line: Line): boolean {
    let busy = 0;
    for (const instance of this.#active) {
      if (this.#lineOf(instance.definition) === line && instance.demand >= WAITING_DEMAND) busy++;
    }
    return busy + line.granted < this.#options.maxConcurrency;
  }

  async #place(line: Line, { signal, onWait }: RunHooks): Promise<void> {
    signal?.throwIfAborted();
    if (line.waiting.length === 0 && this.#hasPlace(line)) {
      line.granted++;
      return;
    }
    onWait?.();
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        line.waiting.splice(line.waiting.indexOf(start), 1);
        reject(signal?.reason);
      };
      const start = () => {
        signal?.removeEventListener('abort', leave);
        line.granted++;
        resolve();
      };
      signal?.addEventListener('abort', leave, { once: true });
      line.waiting.push(start);
    });
  }

  #admit(): void {
    for (const line of [this.#light, this.#heavy]) {
      while (!this.#stopped && this.#hasPlace(line)) {
        const start = line.waiting.shift();
        if (start === undefined) break;
        start();
      }
    }
  }

  #takeWarm(definition: FunctionDefinition): FunctionInstance | undefined {
    let found: FunctionInstance | undefined;
    // The last one used: its caches are the warmest, and the others may grow idle enough to end.
    for (const instance of this.#idle)
      if (instance.definition === definition && !instance.dead) found = instance;
    if (found !== undefined) this.#idle.delete(found);
    return found;
  }

  #spawn(definition: FunctionDefinition): FunctionInstance {
    for (const instance of this.#idle) {
      if (this.#idle.size + this.#active.size < this.#maxInstances) break;
      this.#end(instance);
    }
    return new FunctionInstance(definition, this.#options.environment(definition), {
      projectRoot: this.#options.projectRoot,
      guard: this.#options.guard,
      onLine: (line) => this.#options.onLine(line, definition),
    });
  }

  #release(instance: FunctionInstance): void {
    if (instance.dead || this.#stopped) return;
    instance.lastUsed = performance.now();
    this.#idle.add(instance);
  }

  #end(instance: FunctionInstance): void {
    this.#idle.delete(instance);
    instance.kill();
  }

  #sample(): void {
    for (const instance of this.#active) instance.sample();
    const oldest = performance.now() - this.#options.idleMilliseconds;
    for (const instance of this.#idle) if (instance.dead || instance.lastUsed < oldest) this.#end(instance);
    this.#admit();
  }
}
