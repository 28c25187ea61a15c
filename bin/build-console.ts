import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const projectRoot = resolve(import.meta.dirname, '..');

/** Where the built console lies. */
export const builtConsole = join(projectRoot, 'console', 'dist');

/** What the console is built from: its pages, the types and rules that it shares with the functions, its packages. */
const sources = ['console', 'functions', 'package-lock.json'].map((path) => join(projectRoot, path));

/** The console could not be built; `message` ends with what the bundler said. */
export class ConsoleBuildError extends Error {
  override readonly name = 'ConsoleBuildError';
}

/**
 * Builds the console if it is missing or older than any of its sources, and puts it in place whole: two starts at once do not
 * see each other's halves.
 *
 * @throws ConsoleBuildError
 */
export async function buildConsoleIfStale(env: NodeJS.ProcessEnv): Promise<void> {
  if (!isStale()) return;
  const cache = join(projectRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'console-'));
  try {
    await buildConsole(draft, env);
    const old = `${draft}-old`;
    if (existsSync(builtConsole)) renameSync(builtConsole, old);
    renameSync(draft, builtConsole);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Builds into a folder, by the `vite` on the path. @throws ConsoleBuildError */
export async function buildConsole(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const words = ['build', 'console', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const path = [join(projectRoot, 'node_modules', '.bin'), env.PATH ?? ''];
  const child = spawn('vite', words, {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A `vite` that the caller put first wins. A build is for people, also where a test asks for it: else its packages keep their checks.
    env: { ...env, NODE_ENV: 'production', PATH: path.toReversed().join(delimiter) },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new ConsoleBuildError(`The console could not be built: ${said.trim().slice(-2_000)}`);
}

function isStale(): boolean {
  const index = join(builtConsole, 'index.html');
  return !existsSync(index) || sources.some((path) => newest(path) > statSync(index).mtimeMs);
}

/** The latest change of a file or of anything below a folder, in milliseconds. Some hundred files take a few milliseconds. */
function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.startsWith(builtConsole));
  return Math.max(0, ...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}
