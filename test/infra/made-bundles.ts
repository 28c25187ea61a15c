import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CloudFormationTemplate } from '../../local/provision/template.ts';
import { projectRoot } from '../conformance/asl.ts';

export interface Bundle {
  /** The function's logical id, e.g. `InspectPhoto8ECCB4B2`. */
  readonly id: string;
  readonly folder: string;
  /** Of the source, e.g. `functions/image-assets/inspect-photo.handler.ts`. */
  readonly entry: string;
}

export interface Assembly {
  readonly folder: string;
  readonly templates: ReadonlyMap<string, CloudFormationTemplate>;
  readonly bundles: readonly Bundle[];
}

/** Below it Node finds the SDK that the bundles leave to the runtime. */
const cache = join(projectRoot, 'node_modules', '.cache', 'storehand-bundles');

/**
 * `npx cdk synth -c stage=test` with everything on: policy checks, esbuild, native packages for the functions' CPU. Takes one
 * to three minutes, so the same sources are not bundled twice.
 *
 * @returns undefined where native packages cannot be had because no package registry answers
 * @throws Error when it fails for another reason, or where `STOREHAND_CI` is set
 */
export function makeBundles(): Assembly | undefined {
  const folder = join(cache, digestOfSources());
  if (!existsSync(folder)) {
    const made = `${folder}.${process.pid}`;
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) rmSync(join(cache, old), { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'node_modules/aws-cdk/bin/cdk'), 'synth', '-c', 'stage=test', '-q', '-o', made],
      { cwd: projectRoot, encoding: 'utf8' },
    );
    if (status !== 0) {
      rmSync(made, { recursive: true, force: true });
      if (process.env.STOREHAND_CI === undefined && !answersRegistry()) return undefined;
      throw new Error(`cdk synth ended with ${status}:\n${stdout}\n${stderr}`);
    }
    renameSync(made, folder);
  }
  return readAssembly(folder);
}

/** Everything that bundles and templates are made of. */
function digestOfSources(): string {
  const patterns = [
    'functions/**/*',
    'lib/**/*.ts',
    'bin/storehand.ts',
    'statemachines/*',
    'cdk.json',
    'package-lock.json',
  ];
  const files = globSync(patterns, { cwd: projectRoot, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash.update(relative(projectRoot, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

function answersRegistry(): boolean {
  try {
    execFileSync('npm', ['view', 'sharp', 'name', '--fetch-retries=0', '--fetch-timeout=10000'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

function readAssembly(folder: string): Assembly {
  const suffix = '.template.json';
  const templates = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => [
        file.slice(0, -suffix.length),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as CloudFormationTemplate,
      ]),
  );
  const resources = [...templates.values()].flatMap((template) => Object.entries(template.Resources ?? {}));
  const bundles = resources
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([id, { Properties, Metadata }]) => {
      const { S3Key = '' } = (Properties?.Code ?? {}) as { S3Key?: string };
      return {
        id,
        folder: join(folder, `asset.${S3Key.replace(/\.zip$/, '')}`),
        entry: String(Metadata?.['local:entry']),
      };
    });
  return { folder, templates, bundles };
}

/** Files of a bundle, relative to it. */
export function filesOf(bundle: Bundle): readonly string[] {
  return readdirSync(bundle.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(bundle.folder, join(entry.parentPath, entry.name)));
}
