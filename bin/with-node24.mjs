// Runs a TypeScript file on the repository's own Node 24, installing what is missing first.
// This file itself must run on Node 20 (see docs/adr): no TypeScript, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [script, ...args] = process.argv.slice(2);

installIfStale();
runOnNode24();

/** The stamp names the lock file that node_modules was made from, so that a pull with new dependencies installs again. */
function installIfStale() {
  const stamp = join(root, 'node_modules', '.storehand-lock');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Installing dependencies (once) … 正在安装依赖（仅一次）……');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (npm.status !== 0) {
    console.error('npm ci failed; its message stands above. Nothing was started.');
    process.exit(npm.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

function runOnNode24() {
  const own = join(root, 'node_modules', '.bin', 'node');
  const node = existsSync(own) ? own : process.execPath;
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  // Of a start's 1.4 s of loading modules, most of it the CDK's, compiled code from the last start saves 0.5 s.
  const compileCache = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, NODE_COMPILE_CACHE: compileCache },
  });
  // Ctrl-C reaches the whole process group; a plain SIGTERM reaches only this process and is passed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
}
