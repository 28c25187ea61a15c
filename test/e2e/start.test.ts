import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../lib/task-function.ts';
import { JournalWatch } from './journal-watch.ts';
import { isAlive, processesUsing, processTree } from './process-tree.ts';
import { doubtfulPhoto, easyPhoto } from './test-photos.ts';

const patience = 120_000;
/** From Ctrl-C to the last process gone; alone on a machine it is under a second. */
const mostSecondsToStop = 10;

/** `npm start --` with the words behind it, without npm and the check for a stale installation. */
class Start {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';

  constructor(...words: string[]) {
    this.child = spawn(process.execPath, ['bin/local.ts', '--lang', 'en', ...words], {
      cwd: projectRoot,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString('utf8');
      });
    }
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
  }

  get lines(): string[] {
    return this.output.split('\n').filter((line) => line !== '');
  }

  async untilPrinted(pattern: RegExp): Promise<RegExpExecArray> {
    const found = pattern.exec(this.output);
    if (found !== null) return found;
    return await new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (match !== null) resolve(match);
      };
      this.child.stdout?.on('data', look);
      void this.ended.then((code) => reject(new Error(`ended with ${code}: ${this.output}`)));
    });
  }
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'storehand-start-'));
  const photos = join(folder, 'photos');
  const data = join(folder, 'data');
  const words = ['--data', data, '--port', '0', '--photos', photos];
  const starts: Start[] = [];
  const start = (...more: string[]) => {
    const started = new Start(...more);
    starts.push(started);
    return started;
  };

  beforeAll(async () => {
    mkdirSync(join(photos, 'BAG-2'), { recursive: true });
    writeFileSync(join(photos, 'MUG-1.jpg'), await easyPhoto());
    writeFileSync(join(photos, 'BAG-2', '2.jpg'), await doubtfulPhoto());
    writeFileSync(join(photos, 'DSC_0815.jpg'), await easyPhoto('#204080'));
  });
  afterAll(async () => {
    for (const { child } of starts) child.kill('SIGKILL');
    await Promise.all(starts.map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    '--exit works on a folder of photos, sums up, and ends with status 0',
    async () => {
      const first = start(...words, '--exit');
      expect(await first.ended, first.output).toBe(0);
      expect(first.output).toContain('rules, without AI: 0.00 USD per photo');
      expect(first.lines).toContain('3 photos put into the inbox');
      const rows = tableRows(first);
      expect(rows.map((row) => row[0]).sort()).toEqual(['BAG-2 · 2.jpg', 'MUG-1 · MUG-1.jpg']);
      expect(rows.map((row) => row[1])).not.toContain('running');
      expect(first.output).toMatch(/Waits for its product: 1 {2}→ {2}npx storehand /);
      expect(processesUsing(data)).toEqual([]);
    },
    patience,
  );

  it(
    'again on the same folder does not repeat the work, and takes what is new',
    async () => {
      const before = executionsIn(data);
      writeFileSync(join(photos, 'CUP-3.jpg'), await easyPhoto('#308040'));
      const second = start(...words, '--exit');
      expect(await second.ended, second.output).toBe(0);
      expect(second.lines).toContain('1 photos put into the inbox');
      expect(second.output).toMatch(/^3 photos were here already/m);
      expect(executionsIn(data)).toBe(before + 1);
      expect(tableRows(second)).toHaveLength(3);
      expect(second.output).toMatch(/Waits for its product: 1 /);
    },
    patience,
  );

  it(
    'says what to do when the folder or the port is taken; Ctrl-C ends it within seconds',
    async () => {
      const first = start('--data', data, '--port', '0');
      const [, port = ''] = await first.untilPrinted(/Endpoint: http:\/\/127\.0\.0\.1:(\d+)/);
      await first.untilPrinted(/Stays up until Ctrl-C/);
      const tree = processTree(first.child.pid ?? 0);
      expect(tree.length).toBeGreaterThan(1);

      const onSameFolder = start('--data', data, '--port', '0', '--exit');
      const onSamePort = start('--data', join(folder, 'other'), '--port', port, '--exit');
      expect([await onSameFolder.ended, await onSamePort.ended]).toEqual([1, 1]);
      expect(onSameFolder.lines.at(-1)).toBe(
        `The data folder ${data} is in use: Storehand runs on it already. Stop that one, or choose another folder with --data <folder>. Nothing was started.`,
      );
      expect(onSamePort.lines.at(-1)).toMatch(
        new RegExp(`^Port ${port} of 127.0.0.1 is taken by another program`),
      );
      for (const refused of [onSameFolder, onSamePort]) expect(refused.output).not.toMatch(/^\s+at /m);

      expect(isAlive(first.child.pid ?? 0), 'the one that runs is left alone').toBe(true);
      const pressedAt = performance.now();
      first.child.kill('SIGINT');
      expect(await first.ended).toBe(0);
      expect((performance.now() - pressedAt) / 1000).toBeLessThan(mostSecondsToStop);
      expect(first.output).toContain('what is under way goes on at the next start');
      expect([...tree.filter(isAlive), ...processesUsing(data)]).toEqual([]);
    },
    patience,
  );
});

/** The cells of the summary, which are at least two spaces apart. */
function tableRows({ lines }: Start): string[][] {
  const rule = lines.findIndex((line) => line.startsWith('───'));
  const rest = lines.slice(rule + 1);
  const end = rest.findIndex((line) => /^(Waits|In quarantine|Nothing waits)/.test(line));
  return rest.slice(0, end).map((line) => line.split(/ {2,}/));
}

function executionsIn(data: string): number {
  const journal = new JournalWatch(data);
  const executions = new Set(journal.takeNew().map((event) => event.execution));
  journal.close();
  return executions.size;
}
