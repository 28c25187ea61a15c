import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { BucketName } from '../../functions/platform/ports/objects.ts';
import type { TableName } from '../../functions/platform/ports/records.ts';
import { projectRoot } from '../conformance/asl.ts';

const adapters = 'functions/platform/adapters/aws';
const buckets: readonly BucketName[] = ['inbox', 'media', 'lake', 'anchors'];

/** What a function's code can come to, over all imports: never less than what it does, sometimes more. */
export interface Reached {
  /** Methods of ports, e.g. `records.get`; `records.delete` is a write that takes a record away. */
  readonly methods: ReadonlySet<string>;
  /** Tables and buckets that the code names. */
  readonly places: ReadonlySet<TableName | BucketName>;
  /** Adapters that it makes itself, besides the platform: `secrets`, `ses-mail`. */
  readonly adapters: ReadonlySet<string>;
}

/** All adapters hang together in `aws-platform.ts`: followed there, every function would reach everything. */
const stopAtAdapters: Plugin = {
  name: 'stop-at-adapters',
  setup({ onResolve }) {
    onResolve({ filter: /\/adapters\/aws\// }, ({ path }) => ({
      path: path.replace(/^.*\//, ''),
      external: true,
    }));
  },
};

/**
 * Follows a handler's imports as the bundler does, function by function: what no way leads to is shaken off. In the rest,
 * ports go by the names of the platform's fields (`platform.records.get(…)`, or `records` handed on).
 */
export async function reachedFrom(handler: string): Promise<Reached> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [handler],
    bundle: true,
    write: false,
    format: 'esm',
    packages: 'external',
    treeShaking: true,
    plugins: [stopAtAdapters],
  });
  const text = outputFiles.map((file) => file.text).join('\n');
  const calls = text.matchAll(/\b(records|objects|events|executions|queues|schedules)\d*\.([a-z]\w+)\(/g);
  const methods = new Set([...calls].map(([, port, method]) => `${port}.${method}`));
  if (methods.has('records.transact') && /\bdelete: /.test(text)) methods.add('records.delete');
  return { methods, places: placesIn(text), adapters: importedAdapters(text) };
}

function placesIn(text: string): Reached['places'] {
  const places = new Set<TableName | BucketName>(['state']);
  if (text.includes('table: "audit"')) places.add('audit');
  // `{bucket: "inbox", …}`, `objects.list("anchors", …)`, `for (const bucket of ["inbox", "media"])`
  const naming = text.matchAll(/(?:bucket: |objects\d*\.list\(|\bof \[)((?:"\w+"(?:, )?)+)/g);
  for (const [, list = ''] of naming) {
    for (const bucket of buckets) if (list.includes(`"${bucket}"`)) places.add(bucket);
  }
  // A reference that came with the machine's input: originals lie in the inbox.
  if (/\(\w+\.original\b/.test(text)) places.add('inbox');
  return places;
}

function importedAdapters(text: string): Reached['adapters'] {
  const names = [...text.matchAll(/from "([\w-]+)\.ts"/g)].map(([, name]) => name ?? '');
  return new Set(names.filter((name) => name !== 'aws-platform'));
}

/** Every call of the SDK that the adapters make: commands without `Command`, paginators, and what signs for later. */
export function sdkCalls(): readonly string[] {
  const texts = readdirSync(join(projectRoot, adapters)).map((file) =>
    readFileSync(join(projectRoot, adapters, file), 'utf8'),
  );
  const calls = texts
    .join('\n')
    .matchAll(/new ([A-Z]\w+)Command\(|\bpaginate([A-Z]\w+)\(|(createPresignedPost)\(/g);
  return [...new Set([...calls].map((found) => found[1] ?? found[2] ?? found[3] ?? ''))].sort();
}

/** Where the code gives a port another name than its field of the platform: the search above would not see what is called there. */
export function renamedPorts(): readonly string[] {
  const typed = /(\w+)\??: (Records|Objects|DomainEvents|Executions|Queues|Schedules)\b/g;
  const given = /(\w+)(?: =|:) platform\.(records|objects|events|executions|queues|schedules)\b(?!\.)/g;
  const files = readdirSync(join(projectRoot, 'functions'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(projectRoot, 'functions', file), 'utf8');
      return [...text.matchAll(typed), ...text.matchAll(given)]
        .filter(([, name = '', port = '']) => name !== port.replace('Domain', '').toLowerCase())
        .map(([found]) => `${file}: ${found}`);
    });
}
