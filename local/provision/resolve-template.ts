import type { LocalIdentity } from '../service.ts';
import { Resolver } from './intrinsics.ts';
import { parseSubstitutions } from './substitutions.ts';
import { intrinsicOf, isRecord, type StackTemplate, TemplateError, type TemplateOutput } from './template.ts';

/** Names one resource over all stacks. */
export interface ResourceAddress {
  readonly stackName: string;
  readonly logicalId: string;
}

export interface TemplateSettings {
  readonly identity: LocalIdentity;
  /** Values for parameters by stack, before their defaults. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A stack with what can be known of it before a resource is made: its conditions and its exports' names. */
interface StaticStack extends StackTemplate {
  readonly resolver: Resolver;
}

interface Export {
  readonly stack: StaticStack;
  readonly output: TemplateOutput;
  readonly outputName: string;
}

/**
 * The graph of resources over several stacks. Edges are what the templates say: `Ref`, `Fn::GetAtt`, `Fn::Sub`,
 * `DependsOn`, and through the outputs of other stacks `Fn::ImportValue` and `Fn::GetStackOutput`. Of an `Fn::If` only
 * the branch that its condition chooses counts.
 */
export class TemplateGraph {
  readonly #stacks = new Map<string, StaticStack>();
  readonly #exports = new Map<string, Export>();
  /** Outputs being walked: an output may be another stack's output again, and templates can be wrong. */
  readonly #openOutputs = new Set<string>();

  /** @throws TemplateError for two stacks, or two exports, of one name */
  constructor(stacks: readonly StackTemplate[], settings: TemplateSettings) {
    for (const stack of stacks) {
      if (this.#stacks.has(stack.stackName))
        throw new TemplateError(`Two stacks are named ${stack.stackName}`);
      this.#stacks.set(stack.stackName, { ...stack, resolver: staticResolver(stack, settings) });
    }
    for (const stack of this.#stacks.values()) this.#collectExports(stack);
  }

  /**
   * All resources whose condition holds, each after what it depends on; otherwise in the order given.
   *
   * @throws TemplateError naming the cycle, or the reference that leads nowhere
   */
  order(): ResourceAddress[] {
    const ordered: ResourceAddress[] = [];
    const done = new Set<string>();
    const open: string[] = [];
    const visit = (address: ResourceAddress): void => {
      const key = addressKey(address);
      if (done.has(key)) return;
      if (open.includes(key)) {
        const cycle = [...open.slice(open.indexOf(key)), key].join(' → ');
        throw new TemplateError(`The templates depend on themselves in a cycle: ${cycle}`);
      }
      open.push(key);
      for (const dependency of this.dependenciesOf(address)) visit(dependency);
      open.pop();
      done.add(key);
      ordered.push(address);
    };
    for (const stack of this.#stacks.values()) {
      for (const logicalId of Object.keys(stack.template.Resources ?? {})) {
        if (this.isIncluded(stack.stackName, logicalId)) visit({ stackName: stack.stackName, logicalId });
      }
    }
    return ordered;
  }

  isIncluded(stackName: string, logicalId: string): boolean {
    const stack = this.#stack(stackName);
    const resource = stack.template.Resources?.[logicalId];
    return resource !== undefined && holds(stack, resource.Condition, `Resources.${logicalId}.Condition`);
  }

  isOutputIncluded(stackName: string, outputName: string): boolean {
    const stack = this.#stack(stackName);
    const output = stack.template.Outputs?.[outputName];
    return output !== undefined && holds(stack, output.Condition, `Outputs.${outputName}.Condition`);
  }

  dependenciesOf({ stackName, logicalId }: ResourceAddress): ResourceAddress[] {
    const stack = this.#stack(stackName);
    const resource = stack.template.Resources?.[logicalId];
    if (resource === undefined) return [];
    const found = new Map<string, ResourceAddress>();
    const path = `Resources.${logicalId}`;
    for (const name of [resource.DependsOn ?? []].flat()) {
      if (stack.template.Resources?.[name] === undefined) {
        throw new TemplateError(`Stack ${stackName}, ${path}.DependsOn: there is no resource ${name}`);
      }
      // A resource left out by its condition is no longer waited for; CloudFormation does the same.
      if (this.isIncluded(stackName, name))
        found.set(addressKey({ stackName, logicalId: name }), { stackName, logicalId: name });
    }
    this.#walk(stack, resource.Properties, `${path}.Properties`, found);
    return [...found.values()];
  }

  /** Where an export's value is. @throws TemplateError when no stack exports that name */
  exported(name: string): { stackName: string; outputName: string } {
    const found = this.#exports.get(name);
    if (found === undefined) throw new TemplateError(`No stack exports ${name}`);
    return { stackName: found.stack.stackName, outputName: found.outputName };
  }

  #collectExports(stack: StaticStack): void {
    for (const [outputName, output] of Object.entries(stack.template.Outputs ?? {})) {
      if (output.Export === undefined || !this.isOutputIncluded(stack.stackName, outputName)) continue;
      const name = stack.resolver.text(output.Export.Name, `Outputs.${outputName}.Export.Name`);
      const other = this.#exports.get(name);
      if (other !== undefined) {
        throw new TemplateError(`Stacks ${other.stack.stackName} and ${stack.stackName} both export ${name}`);
      }
      this.#exports.set(name, { stack, output, outputName });
    }
  }

  #walk(stack: StaticStack, value: unknown, path: string, found: Map<string, ResourceAddress>): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.#walk(stack, item, `${path}[${index}]`, found);
      return;
    }
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== undefined) {
      this.#walkIntrinsic(stack, intrinsic.name, intrinsic.argument, `${path}.${intrinsic.name}`, found);
    } else if (isRecord(value)) {
      for (const [key, item] of Object.entries(value)) this.#walk(stack, item, `${path}.${key}`, found);
    }
  }

  #walkIntrinsic(
    stack: StaticStack,
    name: string,
    argument: unknown,
    path: string,
    found: Map<string, ResourceAddress>,
  ): void {
    const { resolver } = stack;
    switch (name) {
      case 'Ref':
        this.#reference(stack, String(argument), path, found);
        return;
      case 'Fn::GetAtt':
        this.#reference(
          stack,
          String(Array.isArray(argument) ? argument[0] : String(argument).split('.')[0]),
          path,
          found,
        );
        return;
      case 'Fn::Sub':
        this.#substitution(stack, argument, path, found);
        return;
      case 'Fn::If': {
        const [condition, whenTrue, whenFalse] = resolver.arguments(argument, 3, 3, path);
        const chosen = resolver.conditions.named(String(condition), path) ? whenTrue : whenFalse;
        this.#walk(stack, chosen, path, found);
        return;
      }
      case 'Fn::ImportValue': {
        const exported = this.exported(resolver.text(argument, path));
        this.#output(exported.stackName, exported.outputName, stack, path, found);
        return;
      }
      case 'Fn::GetStackOutput': {
        if (!isRecord(argument)) throw resolver.error(path, 'it takes StackName and OutputName');
        const producer = resolver.text(argument.StackName, `${path}.StackName`);
        this.#output(producer, resolver.text(argument.OutputName, `${path}.OutputName`), stack, path, found);
        return;
      }
      default:
        this.#walk(stack, argument, path, found);
    }
  }

  #substitution(
    stack: StaticStack,
    argument: unknown,
    path: string,
    found: Map<string, ResourceAddress>,
  ): void {
    const [body, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const own = isRecord(variables) ? variables : {};
    this.#walk(stack, Object.values(own), path, found);
    for (const part of parseSubstitutions(String(body))) {
      if (part.kind === 'text' || Object.hasOwn(own, part.name)) continue;
      this.#reference(stack, part.name.split('.')[0] ?? '', path, found);
    }
  }

  #reference(stack: StaticStack, name: string, path: string, found: Map<string, ResourceAddress>): void {
    if (name.startsWith('AWS::') || stack.template.Parameters?.[name] !== undefined) return;
    const { stackName } = stack;
    if (stack.template.Resources?.[name] === undefined) {
      throw stack.resolver.error(path, `there is no parameter or resource ${name}`);
    }
    if (!this.isIncluded(stackName, name))
      throw stack.resolver.error(path, `${name} is left out by its condition`);
    found.set(addressKey({ stackName, logicalId: name }), { stackName, logicalId: name });
  }

  #output(
    stackName: string,
    outputName: string,
    reader: StaticStack,
    path: string,
    found: Map<string, ResourceAddress>,
  ): void {
    const stack = this.#stacks.get(stackName);
    const output = stack?.template.Outputs?.[outputName];
    if (stack === undefined || output === undefined || !this.isOutputIncluded(stackName, outputName)) {
      throw reader.resolver.error(path, `stack ${stackName} has no output ${outputName}`);
    }
    const key = `${stackName}.${outputName}`;
    if (this.#openOutputs.has(key)) throw reader.resolver.error(path, `output ${key} depends on itself`);
    this.#openOutputs.add(key);
    this.#walk(stack, output.Value, `Outputs.${outputName}.Value`, found);
    this.#openOutputs.delete(key);
  }

  #stack(stackName: string): StaticStack {
    const stack = this.#stacks.get(stackName);
    if (stack === undefined) throw new TemplateError(`There is no stack ${stackName}`);
    return stack;
  }
}

export function addressKey({ stackName, logicalId }: ResourceAddress): string {
  return `${stackName}/${logicalId}`;
}

/** The resources of several stacks in the order in which they can be made. @throws TemplateError see {@link TemplateGraph} */
export function orderResources(
  stacks: readonly StackTemplate[],
  settings: TemplateSettings,
): ResourceAddress[] {
  return new TemplateGraph(stacks, settings).order();
}

function holds(stack: StaticStack, condition: string | undefined, path: string): boolean {
  return condition === undefined || stack.resolver.conditions.named(condition, path);
}

/** Resolves names and conditions, which CloudFormation allows to look at parameters only. */
function staticResolver(stack: StackTemplate, settings: TemplateSettings): Resolver {
  const unavailable = (what: string): never => {
    throw new TemplateError(
      `Stack ${stack.stackName}: ${what} cannot be known before the resources are made`,
    );
  };
  return new Resolver({
    stackName: stack.stackName,
    template: stack.template,
    identity: settings.identity,
    parameters: settings.parameters?.[stack.stackName] ?? {},
    resource: () => undefined,
    output: (stackName, outputName) => unavailable(`output ${stackName}.${outputName}`),
    exported: (name) => unavailable(`export ${name}`),
  });
}
