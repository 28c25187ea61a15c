import type { LocalIdentity, ProvisionedResource, ResolvedResource, ResourceProvider } from '../service.ts';
import { answerForIgnored, IGNORED_RESOURCE_TYPES } from './ignored-resource-types.ts';
import { Resolver } from './intrinsics.ts';
import { addressKey, type ResourceAddress, TemplateGraph } from './resolve-template.ts';
import { type RememberedResource, readStateFile, writeStateFile } from './state-file.ts';
import { isRecord, type StackTemplate, TemplateError, type TemplateResource } from './template.ts';

export interface ProvisionRequest {
  readonly templates: readonly StackTemplate[];
  /** For a type that two providers name, the later one makes it. */
  readonly providers: readonly ResourceProvider[];
  readonly identity: LocalIdentity;
  /** Remembers which resources were made, so that the next start can tell which are gone from the templates. */
  readonly stateFile: string;
  /** Values for template parameters by stack, before their defaults. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface StackResource extends ProvisionedResource, ResourceAddress {
  readonly type: string;
  /** Why nothing was made for it; absent when a provider made it. */
  readonly ignoredBecause?: string;
}

export interface ProvisionResult {
  /** The outputs of each stack, by stack and output name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** By `<stack>/<logical id>`. */
  readonly resources: ReadonlyMap<string, StackResource>;
  /**
   * Made by an earlier start and in no template now. Their data is kept: a renamed construct must not cost a shop
   * its records. They are named at every start until they are in a template again or the data folder is cleared.
   */
  readonly gone: readonly RememberedResource[];
}

/**
 * Makes the resources of all stacks, each after what it depends on. Repeatable: every start calls it with all of
 * them, and providers keep what is there.
 *
 * Not guaranteed: nothing is rolled back when a provider fails; the next start goes on from what was made.
 *
 * @throws TemplateError before anything is made, when a template names an unsupported type, an unknown reference
 *   or a cycle; while making, for an unsupported function or a provider's error (its `cause`), naming the resource
 */
export async function provisionStacks(request: ProvisionRequest): Promise<ProvisionResult> {
  const before = readStateFile(request.stateFile);
  const run = new ProvisioningRun(request);
  run.checkTypes();
  for (const address of run.order) await run.make(address);
  const outputs = run.outputs();
  return { outputs, resources: run.made, gone: remember(request.stateFile, before, run.made) };
}

class ProvisioningRun {
  readonly order: readonly ResourceAddress[];
  readonly made = new Map<string, StackResource>();
  readonly #request: ProvisionRequest;
  readonly #graph: TemplateGraph;
  readonly #providers = new Map<string, ResourceProvider>();
  readonly #stacks = new Map<string, StackTemplate>();
  readonly #resolvers = new Map<string, Resolver>();

  constructor(request: ProvisionRequest) {
    this.#request = request;
    this.#graph = new TemplateGraph(request.templates, request);
    this.order = this.#graph.order();
    for (const provider of request.providers) {
      for (const type of provider.types) this.#providers.set(type, provider);
    }
    for (const stack of request.templates) {
      this.#stacks.set(stack.stackName, stack);
      this.#resolvers.set(stack.stackName, this.#resolverFor(stack));
    }
  }

  /** All unsupported types at once: an engineer should not find them one start at a time. */
  checkTypes(): void {
    const unsupported = this.order.filter((address) => {
      const { Type } = this.#resource(address);
      return !this.#providers.has(Type) && !Object.hasOwn(IGNORED_RESOURCE_TYPES, Type);
    });
    if (unsupported.length === 0) return;
    const list = unsupported.map((address) => `${this.#resource(address).Type} (${addressKey(address)})`);
    throw new TemplateError(`These resources are not supported on one machine: ${list.join(', ')}`);
  }

  async make(address: ResourceAddress): Promise<void> {
    const { stackName, logicalId } = address;
    const resource = this.#resource(address);
    const resolved: ResolvedResource = {
      type: resource.Type,
      logicalId,
      stackName,
      properties: this.#properties(address, resource),
      metadata: { ...resource.Metadata },
    };
    const provider = this.#providers.get(resource.Type);
    const ignored = IGNORED_RESOURCE_TYPES[resource.Type];
    if (provider !== undefined) {
      const answer = await this.#provide(provider, resolved);
      this.made.set(addressKey(address), { ...answer, ...address, type: resource.Type });
    } else if (ignored !== undefined) {
      const answer = answerForIgnored(ignored, resolved, this.#request.identity);
      this.made.set(addressKey(address), {
        ...answer,
        ...address,
        type: resource.Type,
        ignoredBecause: ignored.reason,
      });
    }
  }

  outputs(): Record<string, Record<string, unknown>> {
    const byStack: Record<string, Record<string, unknown>> = {};
    for (const { stackName, template } of this.#request.templates) {
      const names = Object.keys(template.Outputs ?? {});
      const included = names.filter((name) => this.#graph.isOutputIncluded(stackName, name));
      byStack[stackName] = Object.fromEntries(included.map((name) => [name, this.#output(stackName, name)]));
    }
    return byStack;
  }

  async #provide(provider: ResourceProvider, resource: ResolvedResource): Promise<ProvisionedResource> {
    try {
      return await provider.provision(resource);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new TemplateError(
        `Stack ${resource.stackName}: ${resource.logicalId} (${resource.type}) could not be made: ${reason}`,
        { cause: error },
      );
    }
  }

  #properties(address: ResourceAddress, resource: TemplateResource): Record<string, unknown> {
    const path = `Resources.${address.logicalId}.Properties`;
    const resolved = this.#resolver(address.stackName).resolve(resource.Properties ?? {}, path);
    if (!isRecord(resolved)) throw this.#resolver(address.stackName).error(path, 'an object was expected');
    return resolved;
  }

  #output(stackName: string, outputName: string): unknown {
    const output = this.#stacks.get(stackName)?.template.Outputs?.[outputName];
    if (output === undefined) throw new TemplateError(`Stack ${stackName} has no output ${outputName}`);
    return this.#resolver(stackName).resolve(output.Value, `Outputs.${outputName}.Value`);
  }

  #resolverFor({ stackName, template }: StackTemplate): Resolver {
    return new Resolver({
      stackName,
      template,
      identity: this.#request.identity,
      parameters: this.#request.parameters?.[stackName] ?? {},
      resource: (logicalId) => this.made.get(addressKey({ stackName, logicalId })),
      output: (producer, outputName) => this.#output(producer, outputName),
      exported: (name) => {
        const { stackName: producer, outputName } = this.#graph.exported(name);
        return this.#output(producer, outputName);
      },
    });
  }

  #resource(address: ResourceAddress): TemplateResource {
    const resource = this.#stacks.get(address.stackName)?.template.Resources?.[address.logicalId];
    if (resource === undefined) throw new TemplateError(`There is no resource ${addressKey(address)}`);
    return resource;
  }

  #resolver(stackName: string): Resolver {
    const resolver = this.#resolvers.get(stackName);
    if (resolver === undefined) throw new TemplateError(`There is no stack ${stackName}`);
    return resolver;
  }
}

/** Each change of a function or a machine makes a new one under a new logical id; that the last one goes is no news. */
const VERSION_TYPES: ReadonlySet<string> = new Set([
  'AWS::Lambda::Version',
  'AWS::StepFunctions::StateMachineVersion',
]);

/** Writes what stands now beside what is gone, and answers the latter. Ignored resources hold nothing to be kept. */
function remember(
  stateFile: string,
  before: readonly RememberedResource[],
  made: ReadonlyMap<string, StackResource>,
): RememberedResource[] {
  const current = [...made.values()]
    .filter(({ ignoredBecause, type }) => ignoredBecause === undefined && !VERSION_TYPES.has(type))
    .map(({ stackName, logicalId, type, ref }) => ({ stackName, logicalId, type, ref }));
  const standing = new Set(current.map(identityOf));
  const gone = before.filter((resource) => !standing.has(identityOf(resource)));
  writeStateFile(stateFile, [...current, ...gone]);
  return gone;
}

/**
 * A type that changed under the same logical id is a replacement: the old resource is gone. A queue's `Ref` is its URL,
 * whose host and port are of one start only.
 */
function identityOf(resource: RememberedResource): string {
  return `${addressKey(resource)} ${resource.type} ${resource.ref.replace(/^http:\/\/[^/]+/, '')}`;
}
