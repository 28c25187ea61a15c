import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workflows } from '../../functions/workflows.ts';
import { projectRoot } from './asl.ts';

interface Import {
  readonly from: string;
  /** A path relative to the project root, or a package's name. */
  readonly to: string;
}

const slugs = workflows.map((manifest) => manifest.slug);

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') || file.endsWith('.tsx'))
    .map((file) => join(folder, file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(projectRoot, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\s[^;]*?from\s+'([^']+)'|import\('([^']+)'\)/gm);
  return [...found].map(([, fixed, dynamic]) => {
    const target = (fixed ?? dynamic) as string;
    const to = target.startsWith('.')
      ? relative(projectRoot, join(projectRoot, dirname(file), target))
      : target;
    return { from: file, to };
  });
}

const importsBelow = (folder: string) => sourcesBelow(folder).flatMap(importsOf);
const show = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`);
const isSdk = (to: string) => to.startsWith('@aws-sdk/') || to.startsWith('@smithy/');

/** Not pure, and no handlers either: what they read lies beside the code and is the same everywhere. */
const readers: Readonly<Record<string, string>> = {
  'functions/image-assets/derive/stills/headline/bundled-fonts.ts':
    'slices of typefaces, from their packages',
};

describe('imports', () => {
  it('never lead from functions/ to the CDK or to lib/', () => {
    const wrong = importsBelow('functions').filter(
      ({ to }) => to.startsWith('aws-cdk-lib') || to === 'constructs' || to.startsWith('lib/'),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('never lead from one workflow to another', () => {
    const wrong = slugs.flatMap((slug) =>
      importsBelow(`functions/${slug}`).filter(({ to }) =>
        slugs.some((other) => other !== slug && to.startsWith(`functions/${other}/`)),
      ),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('lead from lib/ to manifests and layout only, never to handlers or logic', () => {
    const allowed =
      /(workflow|workflows|manifest|platform-functions|environment|table-layout|bus-events|objects)\.ts$/;
    const wrong = importsBelow('lib').filter(({ to }) => to.startsWith('functions/') && !allowed.test(to));
    expect(show(wrong)).toEqual([]);
  });

  it('lead from a manifest neither to a handler nor to an SDK', () => {
    const wrong = slugs
      .flatMap((slug) => importsOf(`functions/${slug}/workflow.ts`))
      .filter(({ to }) => to.endsWith('.handler.ts') || isSdk(to));
    expect(show(wrong)).toEqual([]);
  });

  it('lead to the SDK only from adapters', () => {
    const wrong = importsBelow('functions').filter(
      ({ from, to }) => isSdk(to) && !from.startsWith('functions/platform/adapters/aws/'),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('never lead from local/ to the shop', () => {
    const wrong = importsBelow('local').filter(({ to }) => /^(functions|lib|bin|sample|console)\//.test(to));
    expect(show(wrong)).toEqual([]);
  });

  it('never lead from commerce/ to a workflow, a connector or the platform', () => {
    const wrong = importsBelow('functions/commerce').filter(
      ({ to }) => to.startsWith('functions/') && !to.startsWith('functions/commerce/'),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('never lead from pure logic to the outside: no clock, no environment, no input or output', () => {
    const pure = slugs
      .flatMap((slug) => sourcesBelow(`functions/${slug}`))
      .concat(sourcesBelow('functions/commerce'))
      .filter((file) => !file.endsWith('.handler.ts') && !Object.hasOwn(readers, file));
    const outside =
      /\bprocess\.env\b|\bDate\.now\(|new Date\(\)|\bfetch\(|from 'node:(fs|http|https|net|child_process)/;
    const wrong = pure.filter((file) => outside.test(readFileSync(join(projectRoot, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});

describe('names', () => {
  it('say what is inside', () => {
    const empty = /(^|\/)(utils?|helpers?|common|misc|index)(\.ts|\/)/;
    const folders = ['bin', 'lib', 'functions', 'local', 'sample', 'test'];
    expect(folders.flatMap(sourcesBelow).filter((file) => empty.test(file))).toEqual([]);
  });
});
