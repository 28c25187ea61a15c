import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { OrphanGuard } from '../processes/orphan-guard.ts';

/** Dynoxide answers 30 ms after its start here; a loaded machine gets a hundred times that. */
const START_PATIENCE_MILLISECONDS = 10_000;
const PROBE_INTERVAL_MILLISECONDS = 10;
/** Each try takes a port that was free a moment ago; losing it five times is no accident any more. */
const PORT_TRIES = 5;
/** A database that dies at once would otherwise be restarted in a busy loop. */
const RESTART_PAUSE_MILLISECONDS = 250;

/** @throws Error with what to do about it, where the package for this platform is not installed. */
export function dynoxideBinary(): string {
  const packageName = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const binary = join(manifest, '..', 'dynoxide');
    if (existsSync(binary)) return binary;
  } catch {
    // Falls through to the one message.
  }
  throw new Error(
    `DynamoDB on this machine needs the package ${packageName}, which is not installed. Run "npm install" ` +
      'without --omit=optional; where that package does not exist for the platform, start any DynamoDB ' +
      'compatible server and name it in AWS_ENDPOINT_URL_DYNAMODB.',
  );
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The probe listened on no port');
  return address.port;
}

/**
 * The Dynoxide child process: one SQLite file, one loopback port that stays the same for the life of this object,
 * also across a restart after a crash, so that functions may hold its URL.
 */
export class DynoxideProcess {
  readonly #databasePath: string;
  readonly #guard: OrphanGuard;
  #child: ChildProcess | undefined;
  #port = 0;
  #stopping = false;
  #restart: Promise<void> | undefined;

  constructor(directory: string, guard: OrphanGuard) {
    mkdirSync(directory, { recursive: true });
    this.#databasePath = join(directory, 'tables.sqlite');
    this.#guard = guard;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws Error when no port could be taken or the process does not answer, with what it printed. */
  async start(): Promise<void> {
    // Dynoxide given port 0 does listen on a free one, but prints "0": so the port is picked here, and if another
    // process took it in between, Dynoxide ends with status 1 and the next is tried.
    let failure: unknown;
    for (let attempt = 0; attempt < PORT_TRIES; attempt++) {
      this.#port = await freePort();
      try {
        await this.#spawn();
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Waits for a restart that is under way, so that a request need not fail for it. */
  async ready(): Promise<void> {
    await this.#restart;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    // SQLite's write-ahead log makes a kill safe, so there is no reason to wait longer for a polite end.
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await exited;
    clearTimeout(timer);
  }

  async #spawn(): Promise<void> {
    const child = spawn(
      dynoxideBinary(),
      ['serve', '--host', '127.0.0.1', '--port', String(this.#port), '--db-path', this.#databasePath],
      { detached: true, env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#guard.watch(child);
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-2_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`Dynoxide ended with ${signal ?? `status ${code}`}: ${output.trim()}`)),
      );
    });
    // Also handled here, because after the start nobody awaits it any more.
    failed.catch(() => {});
    await Promise.race([this.#untilItAnswers(), failed]);
    this.#child = child;
    child.once('exit', () => {
      if (!this.#stopping && this.#child === child) this.#restart = this.#restartForever();
    });
  }

  async #restartForever(): Promise<void> {
    while (!this.#stopping) {
      await delay(RESTART_PAUSE_MILLISECONDS);
      try {
        await this.#spawn();
        return;
      } catch {
        // Tried again until stop(): requests meanwhile answer an error that SDKs retry.
      }
    }
  }

  async #untilItAnswers(): Promise<void> {
    const deadline = Date.now() + START_PATIENCE_MILLISECONDS;
    for (;;) {
      try {
        const answer = await fetch(this.url);
        await answer.text();
        return;
      } catch (error) {
        if (Date.now() > deadline) {
          throw new Error(`Dynoxide did not answer within ${START_PATIENCE_MILLISECONDS} ms`, {
            cause: error,
          });
        }
        await delay(PROBE_INTERVAL_MILLISECONDS);
      }
    }
  }
}
