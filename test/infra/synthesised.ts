import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { type BuildOptions, buildApp } from '../../bin/storehand.ts';
import { type CloudFormationTemplate, isRecord } from '../../local/provision/template.ts';

/** Assets would take minutes to bundle and say nothing about resources; `bundles.test.ts` makes them. */
export const withoutBundles: Readonly<Record<string, unknown>> = {
  'aws:cdk:bundling-stacks': [],
  'aws:cdk:disable-asset-staging': true,
};

export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
  readonly dependsOn: readonly string[];
}

export interface Synthesis {
  readonly templates: ReadonlyMap<string, CloudFormationTemplate>;
  readonly resources: readonly Resource[];
  /** Names of the stacks that each stack waits for. */
  readonly stackDependencies: ReadonlyMap<string, readonly string[]>;
  /** What CDK attached to constructs: warnings and errors, as `level: text`. */
  readonly complaints: readonly string[];
}

/** Synthesises the app in this process, in a folder that is gone afterwards. @param prepare adds to the app before it is synthesised */
export function synthesise(
  options: Partial<BuildOptions> = {},
  prepare: (app: App) => void = () => undefined,
): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'synthesis-'));
  try {
    const app = buildApp({
      stage: 'test',
      checks: false,
      ...options,
      app: { outdir, context: withoutBundles },
    });
    prepare(app);
    const assembly = app.synth();
    return describeAssembly(
      assembly.stacks.map(({ stackName, templateFullPath, dependencies }) => ({
        stackName,
        template: JSON.parse(readFileSync(templateFullPath, 'utf8')) as CloudFormationTemplate,
        dependencies: dependencies.map(({ id }) => id),
      })),
      assembly.stacks.flatMap(({ messages }) =>
        messages
          .filter(({ level }) => level !== 'info')
          .map(({ level, entry }) => `${level}: ${JSON.stringify(entry.data)}`),
      ),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export function describeAssembly(
  stacks: readonly {
    stackName: string;
    template: CloudFormationTemplate;
    dependencies: readonly string[];
  }[],
  complaints: readonly string[] = [],
): Synthesis {
  const names = new Set(stacks.map(({ stackName }) => stackName));
  return {
    templates: new Map(stacks.map(({ stackName, template }) => [stackName, template])),
    resources: stacks.flatMap(({ stackName, template }) => resourcesOf(stackName, template)),
    stackDependencies: new Map(
      // The others are the stack's own file assets.
      stacks.map(({ stackName, dependencies }) => [stackName, dependencies.filter((id) => names.has(id))]),
    ),
    complaints,
  };
}

function resourcesOf(stack: string, template: CloudFormationTemplate): Resource[] {
  return Object.entries(template.Resources ?? {}).map(([id, resource]) => ({
    stack,
    id,
    type: resource.Type,
    properties: resource.Properties ?? {},
    deletionPolicy: (resource as { DeletionPolicy?: string }).DeletionPolicy,
    dependsOn: [resource.DependsOn ?? []].flat(),
  }));
}

export function ofType(synthesis: Synthesis, type: string): readonly Resource[] {
  return synthesis.resources.filter((resource) => resource.type === type);
}

/** Logical ids that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`; pseudo parameters (`AWS::…`) left out. */
export function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === 'Ref' && typeof part === 'string') return part.startsWith('AWS::') ? [] : [part];
    if (key === 'Fn::GetAtt' && Array.isArray(part)) return [String(part[0])];
    return referencesIn(part);
  });
}

/** A logical id without CloudFormation's hash, e.g. `InspectPhotoRole`. */
export function plainId(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/**
 * One line for a value with intrinsics, as a reader would write it: `<Ref>`, `<Id.Attribute>`, and what another stack
 * exports by that stack's own resource, e.g. `<State.Arn>`.
 */
export function asText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isRecord(value)) return JSON.stringify(value);
  if (typeof value.Ref === 'string') return `<${plainId(value.Ref.replace('AWS::', ''))}>`;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute)) return `<${plainId(String(attribute[0]))}.${attribute[1]}>`;
  const joined = value['Fn::Join'];
  if (Array.isArray(joined)) return (joined[1] as unknown[]).map(asText).join(String(joined[0]));
  const imported = value['Fn::ImportValue'];
  if (typeof imported === 'string') return `<${readExport(imported)}>`;
  return JSON.stringify(value);
}

/** `Storehand-test-data:ExportsOutputFnGetAttState1C20CC9AArnF70626CA` → `State.Arn`; `…RefInboxA8E05DC3439E26C7` → `Inbox`. */
function readExport(name: string): string {
  const attribute = /:ExportsOutputFnGetAtt([A-Za-z]+?)[0-9A-F]{8}([A-Za-z]+?)[0-9A-F]{8}$/.exec(name);
  if (attribute !== null) return `${attribute[1]}.${attribute[2]}`;
  const reference = /:ExportsOutputRef([A-Za-z]+?)(?:[0-9A-F]{8}){1,2}$/.exec(name);
  return reference?.[1] ?? name;
}

/** What a property refers to, in the same stack. @throws Error where it refers to nothing there */
export function targetOf(synthesis: Synthesis, from: Resource, value: unknown): Resource {
  const reference = isRecord(value)
    ? (value.Ref ?? (value['Fn::GetAtt'] as unknown[] | undefined)?.[0])
    : undefined;
  const found = synthesis.resources.find(({ stack, id }) => stack === from.stack && id === reference);
  if (found === undefined)
    throw new Error(`${from.id} refers to ${JSON.stringify(value)}, which is not there`);
  return found;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
