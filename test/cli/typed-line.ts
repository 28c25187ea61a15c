import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { runCli } from '../../bin/cli.ts';
import { type LocalConnection, localConnectionFile, writeConnection } from '../../bin/connection.ts';
import type { Shell } from '../../bin/shell.ts';
import { FakeShop } from './fake-shop.ts';

export interface Printed {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** Typed by the person, in order; without it nobody is there. */
  readonly answers?: readonly string[];
  readonly isTerminal?: boolean;
  readonly cwd?: string;
}

/** Saturday noon in Shanghai. */
export const now = new Date('2026-11-21T04:00:00.000Z');

/** A shop with a connection on this machine; made anew for each test. */
export interface LocalShop {
  readonly shop: FakeShop;
  readonly folder: string;
  readonly connection: LocalConnection;
  run(line: string | readonly string[], surroundings?: Surroundings): Promise<Printed>;
}

export function aLocalShop(language: 'zh' | 'en' = 'en'): LocalShop {
  const made: { shop?: FakeShop; folder?: string; connection?: LocalConnection } = {};
  const of = <Key extends keyof typeof made>(key: Key) => made[key] as NonNullable<(typeof made)[Key]>;
  beforeEach(async () => {
    made.shop = await FakeShop.start();
    made.folder = mkdtempSync(join(tmpdir(), 'storehand-cli-'));
    made.connection = connect(made.shop, made.folder);
    const member = {
      sub: 'sub-op',
      name: 'Li Lei',
      email: 'op@local.test',
      language,
      roles: ['operator', 'admin'],
    };
    const settings = {
      name: '示例店铺',
      zone: 'Asia/Shanghai',
      currency: 'CNY',
      languages: ['zh', 'en'],
      sample: true,
    };
    made.shop.on('GET /api/sample/me', { store: 'sample', member, shop: settings });
  });
  afterEach(async () => {
    await made.shop?.close();
    if (made.folder !== undefined) rmSync(made.folder, { recursive: true, force: true });
  });
  return {
    get shop() {
      return of('shop');
    },
    get folder() {
      return of('folder');
    },
    get connection() {
      return of('connection');
    },
    run: (line, surroundings = {}) => {
      const env = { STOREHAND_DATA_FOLDER: of('folder'), XDG_CONFIG_HOME: of('folder'), ...surroundings.env };
      return typeLine(line, { ...surroundings, env });
    },
  };
}

function connect(shop: FakeShop, folder: string): LocalConnection {
  shop.addUser('op@local.test');
  shop.addUser('approver@local.test');
  const connection: LocalConnection = {
    kind: 'local',
    endpoint: shop.url,
    apiUrl: shop.url,
    region: 'us-east-1',
    userPoolId: 'us-east-1_pool',
    userPoolClientId: 'client',
    administerFunction: 'administer',
    store: 'sample',
    members: [
      { email: 'op@local.test', password: 'right', roles: ['operator', 'admin'] },
      { email: 'approver@local.test', password: 'right', roles: ['approver'] },
    ],
  };
  writeConnection(localConnectionFile(folder), connection);
  return connection;
}

/** Runs a line as the shell would, words split at spaces. */
export async function typeLine(
  line: string | readonly string[],
  surroundings: Surroundings = {},
): Promise<Printed> {
  const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const { shell, printed } = aShell(surroundings);
  const exit = await runCli(words, shell);
  return { exit, ...printed() };
}

export function aShell(surroundings: Surroundings): {
  shell: Shell;
  printed: () => { out: string; err: string };
} {
  const out: string[] = [];
  const err: string[] = [];
  const answers = [...(surroundings.answers ?? [])];
  const isTTY = surroundings.isTerminal === true;
  const shell: Shell = {
    env: surroundings.env ?? {},
    cwd: surroundings.cwd ?? tmpdir(),
    stdout: { isTTY, write: (text) => out.push(text) },
    stderr: { isTTY, write: (text) => err.push(text) },
    isInteractive: surroundings.answers !== undefined,
    ask: async (question) => {
      err.push(`${question}\n`);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers: ${question}`);
      return answer;
    },
    sleep: async () => undefined,
    now: () => now,
  };
  return { shell, printed: () => ({ out: out.join(''), err: err.join('') }) };
}
