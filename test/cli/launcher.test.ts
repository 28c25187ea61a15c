import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = resolve(import.meta.dirname, '../../bin');

/** The machine's own Node, where it is an older one than the repository's. */
const olderNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && /^v2[0-2]\./.test(execFileSync(path, ['--version'], { encoding: 'utf8' })),
);

describe('bin/storehand.mjs', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'storehand-launcher-'));
    mkdirSync(join(root, 'bin'));
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    for (const file of ['storehand.mjs', 'with-node24.mjs'])
      copyFileSync(join(bin, file), join(root, 'bin', file));
    writeFileSync(join(root, 'package-lock.json'), '{}');
    const stamp = createHash('sha256').update('{}').digest('hex');
    writeFileSync(join(root, 'node_modules', '.storehand-lock'), stamp);
    symlinkSync(process.execPath, join(root, 'node_modules', '.bin', 'node'));
    symlinkSync(join(root, 'bin', 'storehand.mjs'), join(root, 'node_modules', '.bin', 'storehand'));
    const types =
      'const seen: object = { words: process.argv.slice(2), cwd: process.cwd(), node: process.version };';
    writeFileSync(
      join(root, 'bin', 'cli.ts'),
      `${types}\nconsole.log(JSON.stringify(seen));\nprocess.exitCode = 3;\n`,
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const launch = (node: string, file: string) =>
    spawnSync(node, [file, 'runs', 'show', 'a b'], { cwd: tmpdir(), encoding: 'utf8' });

  it("hands its words to the command line on the repository's Node, in the same folder, and its exit code back", () => {
    for (const file of ['bin/storehand.mjs', 'node_modules/.bin/storehand']) {
      const { status, stdout } = launch(process.execPath, join(root, file));
      expect(status).toBe(3);
      expect(JSON.parse(stdout)).toEqual({
        words: ['runs', 'show', 'a b'],
        cwd: tmpdir(),
        node: process.version,
      });
    }
  });

  it.skipIf(olderNode === undefined)("starts from the machine's older Node", () => {
    const { status, stdout } = launch(olderNode ?? '', join(root, 'bin', 'storehand.mjs'));
    expect(status).toBe(3);
    expect(JSON.parse(stdout).node).toBe(process.version);
  });
});
