import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformFunctions } from '../../functions/platform/platform-functions.ts';
import { workflows } from '../../functions/workflows.ts';
import type { CloudFormationTemplate } from '../../local/provision/template.ts';
import { manifestFunctions } from './granted.ts';
import { type Assembly, type Bundle, filesOf, makeBundles } from './made-bundles.ts';
import { synthesise } from './synthesised.ts';

/** Largest API function, minified; a cold start reads and compiles all of it. Kilobytes of 1,000 bytes. */
const mostApiBytes = 600_000;

/** Lambda's limit for a function unpacked. */
const mostBytes = 250 * 1024 * 1024;

/** ELF's `e_machine` of aarch64, at byte 18. */
const aarch64 = 183;

/** What the Lambda runtime for Node.js 24 brings along; everything else has to be in the bundle. */
const runtimeBrings =
  /^(node:.+|@aws-sdk\/(client-[a-z0-9-]+|lib-dynamodb|s3-presigned-post|s3-request-presigner))$/;

const assembly = makeBundles();
const none: Assembly = { folder: '', templates: new Map(), bundles: [] };
const { bundles, templates } = assembly ?? none;

const specOf = (bundle: Bundle) =>
  manifestFunctions.find(({ spec }) => bundle.entry.endsWith(`/${spec.name}.handler.ts`))?.spec;
const codeOf = (bundle: Bundle) => readFileSync(join(bundle.folder, 'index.mjs'), 'utf8');
const named = (list: readonly Bundle[]) => list.map((bundle) => [bundle.entry, bundle] as const);
const native = bundles.filter((bundle) => (specOf(bundle)?.nativePackages.length ?? 0) > 0);

function importsOf(code: string): readonly string[] {
  const found = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\()"(@?[a-z][\w:./@-]*)"/g);
  return [...new Set([...found].map(([, name]) => name ?? ''))];
}

describe.skipIf(assembly === undefined)('the bundles (they need the package registry)', () => {
  it('are made by `npx cdk synth` for every function of the manifests', () => {
    expect(bundles).toHaveLength(manifestFunctions.length);
    expect(native.length).toBeGreaterThan(0);
  });

  it('come with the same resources as a synthesis in process, but for the code', () => {
    const inProcess = synthesise().templates;
    expect([...templates.keys()].sort()).toEqual([...inProcess.keys()].sort());
    for (const [name, template] of templates) {
      expect(withoutCode(template), name).toEqual(withoutCode(inProcess.get(name)));
    }
    // A synthesis takes seconds; on a busy machine, a minute.
  }, 180_000);

  it.each(named(bundles))('%s opens under Node.js 24, and its handler answers', (_, bundle) => {
    const output = execFileSync(
      process.execPath,
      ['--enable-source-maps', join(import.meta.dirname, 'open-bundle.ts'), join(bundle.folder, 'index.mjs')],
      {
        encoding: 'utf8',
        timeout: 60_000,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          AWS_REGION: 'us-east-1',
          POWERTOOLS_DEV: 'false',
          STOREHAND_STAGE: 'test',
        },
      },
    );
    const result = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    expect(result).toMatchObject({ exports: expect.arrayContaining(['handler']), type: 'function' });
    // Step Functions matches the name of what was thrown, so a minifier must not have changed it.
    if (result.errorName !== undefined) expect(result.className).toBe(result.errorName);
  });

  it.each(named(bundles))('%s keeps the names that the machines match', (_, bundle) => {
    const code = codeOf(bundle);
    for (const name of ['TransientError', 'InvalidInputError']) expect(code).toContain(`"${name}"`);
  });

  it.each(named(bundles))('%s leaves out only what the runtime brings or was installed', (_, bundle) => {
    const installed = specOf(bundle)?.nativePackages ?? [];
    const missing = importsOf(codeOf(bundle)).filter(
      (name) =>
        !runtimeBrings.test(name) &&
        // Older packages leave `node:` out.
        !isBuiltin(name) &&
        !installed.some((pack) => name === pack || name.startsWith(`${pack}/`)),
    );
    expect(missing).toEqual([]);
  });

  it.each(named(bundles))('%s holds no tests, and a source map of its own sources', (_, bundle) => {
    const files = filesOf(bundle).filter((file) => !file.startsWith('node_modules/'));
    expect(files.sort()).toEqual(['index.mjs', 'index.mjs.map']);
    const map = JSON.parse(readFileSync(join(bundle.folder, 'index.mjs.map'), 'utf8')) as {
      sources: string[];
    };
    const sources = map.sources.map((source) => source.replace(/^(\.\.\/)+/, ''));
    expect(sources.some((source) => source.endsWith(bundle.entry))).toBe(true);
    const foreign = sources.filter((source) => /(^|\/)(test|local|bin|lib\/stacks|sample)\//.test(source));
    expect(foreign.filter((source) => !source.includes('node_modules/'))).toEqual([]);
  });

  const behindApi = new Set([
    ...platformFunctions.filter(({ startedBy }) => startedBy.kind === 'api').map(({ name }) => name),
    ...workflows.flatMap(({ triggers }) =>
      triggers.flatMap((trigger) => (trigger.kind === 'api' ? [trigger.function] : [])),
    ),
  ]);
  const api = bundles.filter((bundle) => behindApi.has(specOf(bundle)?.name ?? ''));
  it.each(named(api))(`%s, behind the API, has at most ${mostApiBytes / 1000} kB`, (_, bundle) => {
    expect(statSync(join(bundle.folder, 'index.mjs')).size).toBeLessThanOrEqual(mostApiBytes);
  });

  it.each(named(native))('%s has native files for arm64 only, and fits into Lambda', (_, bundle) => {
    const files = filesOf(bundle);
    const binaries = files.filter((file) => /\.node$|\.so(\.\d+)*$/.test(file));
    expect(binaries.filter((file) => file.endsWith('.node'))).toHaveLength(1);
    expect(binaries.length).toBeGreaterThan(1);
    for (const file of binaries) {
      const head = readFileSync(join(bundle.folder, file)).subarray(0, 20);
      expect(head.subarray(0, 4).toString('latin1'), file).toBe('\x7fELF');
      expect(head.readUInt16LE(18), file).toBe(aarch64);
    }
    const bytes = files.reduce((sum, file) => sum + statSync(join(bundle.folder, file)).size, 0);
    expect(bytes).toBeLessThan(mostBytes);
  });
});

/** Ids and keys that are made of a bundle's digest become one word. */
function withoutCode(template: CloudFormationTemplate | undefined): unknown {
  const text = JSON.stringify(template, (key, value) => (key === 'Metadata' ? undefined : value))
    .replaceAll(/\b[0-9a-f]{64}\.zip\b/g, 'code.zip')
    .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
  return JSON.parse(text);
}
