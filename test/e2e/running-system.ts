import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { localStage } from '../../bin/one-machine/start-system.ts';
import { buildApp } from '../../bin/storehand.ts';
import { synthesise } from '../../local/provision/synthesise.ts';
import { isAlive, processesUsing, processTree } from './process-tree.ts';
import type { Order, ReadyMessage } from './system-process.ts';

/** A start takes a second alone; a machine that is busy with other tests gets sixty. */
const startMilliseconds = 60_000;
const idlePollMilliseconds = 100;
/** Between a queue and its function there are moments without either. */
const idlePolls = 4;
/** The watching process sees a pipe close and kills; half a second is far more than it needs, unless the machine is busy. */
const orphanMilliseconds = 10_000;

/** A temporary folder with the templates of the local stage; the systems' data folders lie in it. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), 'storehand-e2e-'));
  readonly #running = new Set<RunningSystem>();
  #templates: Promise<string> | undefined;

  /** Starts the whole local system in a process of its own. */
  async start(name = 'data'): Promise<RunningSystem> {
    this.#templates ??= this.#synthesise();
    const system = await RunningSystem.start(join(this.folder, name), await this.#templates, this.folder);
    this.#running.add(system);
    return system;
  }

  async close(): Promise<void> {
    for (const system of this.#running) if (system.isRunning) await system.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #synthesise(): Promise<string> {
    const build = (app: { outdir: string; context: Readonly<Record<string, unknown>> }) =>
      buildApp({ stage: localStage, checks: false, app });
    const file = join(this.folder, 'templates.json');
    writeFileSync(file, JSON.stringify(await synthesise(build, join(this.folder, 'cdk.out'))));
    return file;
  }
}

/** The local system as another process sees it: its endpoint, and a channel to ask whether it is idle. */
export class RunningSystem {
  readonly data: string;
  readonly url: string;
  readonly tablesUrl: string;
  readonly #ready: ReadyMessage;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #orders = 0;

  private constructor(data: string, child: ChildProcess, exited: Promise<void>, ready: ReadyMessage) {
    this.data = data;
    this.#child = child;
    this.#exited = exited;
    this.#ready = ready;
    this.url = ready.url;
    this.tablesUrl = ready.tablesUrl;
  }

  static async start(data: string, templates: string, cache: string): Promise<RunningSystem> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'system-process.ts'), data, templates], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(cache, 'compiled'), NODE_OPTIONS: '' },
    });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const ready = await new Promise<ReadyMessage>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`the system was not ready after ${startMilliseconds} ms`));
      }, startMilliseconds);
      child.once('message', (message) => {
        clearTimeout(timer);
        resolve(message as ReadyMessage);
      });
      void exited.then(() => reject(new Error(`the system ended with ${child.exitCode}`)));
    });
    return new RunningSystem(data, child, exited, ready);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The physical name of the one resource of a type whose logical id begins so. */
  resource(type: string, idPrefix: string): string {
    const found = this.#ready.resources.find(
      (one) => one.type === type && one.logicalId.startsWith(idPrefix),
    );
    if (found === undefined) throw new Error(`no ${type} begins with ${idPrefix}`);
    return found.ref;
  }

  resources(type: string): string[] {
    return this.#ready.resources.filter((one) => one.type === type).map((one) => one.ref);
  }

  output(stack: string, name: string): string {
    return String(this.#ready.outputs[stack]?.[name]);
  }

  async isIdle(): Promise<boolean> {
    return (await this.#order({ order: 'idle?' })) === true;
  }

  /** Waits until nothing runs and nothing is queued; what waits for a person counts as idle. */
  async untilIdle(milliseconds = 120_000): Promise<void> {
    const deadline = Date.now() + milliseconds;
    for (let idle = 0; idle < idlePolls; ) {
      if (Date.now() > deadline) throw new Error(`the system was still at work after ${milliseconds} ms`);
      idle = (await this.isIdle()) ? idle + 1 : 0;
      await delay(idlePollMilliseconds);
    }
  }

  /** From now on the system dies when a request for an AWS operation comes in, e.g. `SendTaskSuccess`. */
  async dieBefore(operation: string): Promise<void> {
    await this.#order({ order: 'die-before', operation });
  }

  /** Resolves when the process has ended, however that came. */
  async untilDead(): Promise<void> {
    await this.#exited;
  }

  /**
   * Kills the system's own process by SIGKILL and waits until everything that it had started is gone as well.
   *
   * @returns what outlived it: orphans
   */
  async kill(): Promise<number[]> {
    const tree = this.isRunning ? processTree(this.pid) : [];
    this.#child.kill('SIGKILL');
    await this.#exited;
    return await this.orphans(tree);
  }

  /** What of a dead system still lives, after a grace for the watching process to do its work. */
  async orphans(tree: readonly number[] = []): Promise<number[]> {
    const living = () => [...new Set([...tree.filter(isAlive), ...processesUsing(this.data)])];
    const deadline = Date.now() + orphanMilliseconds;
    let left = living();
    while (left.length > 0 && Date.now() < deadline) {
      await delay(20);
      left = living();
    }
    return left;
  }

  /** Stops in order. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#exited;
  }

  async #order(order: Omit<Order, 'id'>): Promise<unknown> {
    this.#orders += 1;
    const id = this.#orders;
    return await new Promise((resolve, reject) => {
      const onMessage = (message: unknown) => {
        const answer = message as { id: number; answer: unknown };
        if (answer.id !== id) return;
        this.#child.off('message', onMessage);
        resolve(answer.answer);
      };
      this.#child.on('message', onMessage);
      void this.#exited.then(() => reject(new Error('the system is dead')));
      this.#child.send({ id, ...order }, (error) => {
        if (error !== null) reject(error);
      });
    });
  }
}
