import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { refused } from './failures.ts';

/** What the command line needs of the world around it; tests bring their own. */
export interface Shell {
  readonly env: NodeJS.ProcessEnv;
  /** Relative paths begin here. */
  readonly cwd: string;
  readonly stdout: ShellStream;
  readonly stderr: ShellStream;
  /** A person sits there and can be asked. */
  readonly isInteractive: boolean;
  /** @throws CommandFailure `Cancelled` when the person gives up (Ctrl-C, Ctrl-D) */
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  sleep(milliseconds: number): Promise<unknown>;
  now(): Date;
}

export interface ShellStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export function processShell(): Shell {
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask,
    sleep: (milliseconds) => wait(milliseconds),
    now: () => new Date(),
  };
}

/** Questions go to stderr: stdout may be a file. */
async function ask(question: string, options: { hidden?: boolean } = {}): Promise<string> {
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const giveUp = () => reject(refused('Cancelled', 'cancelled'));
  lines.once('SIGINT', giveUp);
  lines.once('close', giveUp);
  lines.question(`${question} `, resolve);
  // The question itself has been written by now; what is typed is not.
  isMuted = options.hidden === true;
  try {
    return (await promise).trim();
  } finally {
    lines.close();
    if (isMuted) process.stderr.write('\n');
  }
}
