import type { LocalIdentity, ProvisionedResource } from '../service.ts';
import { ConditionEvaluator } from './conditions.ts';
import { partitionOf, urlSuffixOf } from './partition.ts';
import { parseSubstitutions } from './substitutions.ts';
import {
  type CloudFormationTemplate,
  intrinsicOf,
  isRecord,
  TemplateError,
  type TemplateParameter,
} from './template.ts';

/** Where an expression stands and what it may look at. */
export interface ResolutionScope {
  readonly stackName: string;
  readonly template: CloudFormationTemplate;
  readonly identity: LocalIdentity;
  /** Values for parameters, before their defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A resource that was made already; undefined when there is none of that name. */
  resource(logicalId: string): ProvisionedResource | undefined;
  /** The value of another stack's output. @throws TemplateError when there is none */
  output(stackName: string, outputName: string): unknown;
  /** The value under an export's name. @throws TemplateError when there is none */
  exported(name: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property or the list's item that holds it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

type Evaluate = (resolver: Resolver, argument: unknown, path: string) => unknown;

/**
 * Resolves every intrinsic function in a template's value.
 *
 * Pure: it reads only its scope. Not resolved, and refused with the place: dynamic references
 * (`{{resolve:…}}`), `Fn::Transform`, `Fn::ForEach`, and any function that it does not know.
 */
export class Resolver {
  readonly scope: ResolutionScope;
  readonly conditions: ConditionEvaluator;

  constructor(scope: ResolutionScope) {
    this.scope = scope;
    this.conditions = new ConditionEvaluator(
      scope.template.Conditions ?? {},
      (value, path) => this.resolve(value, path),
      (path, problem) => this.error(path, problem),
    );
  }

  /**
   * @param path where the value stands, for errors, e.g. `Resources.Table.Properties.TableName`
   * @throws TemplateError for what cannot be resolved
   */
  resolve(value: unknown, path: string): unknown {
    const resolved = this.evaluate(value, path);
    return resolved === NO_VALUE ? undefined : resolved;
  }

  evaluate(value: unknown, path: string): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.evaluate(item, `${path}[${index}]`)).filter(isPresent);
    }
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== undefined) return this.call(intrinsic.name, intrinsic.argument, path);
    if (isRecord(value)) {
      const entries = Object.entries(value).map(([key, item]) => [
        key,
        this.evaluate(item, `${path}.${key}`),
      ]);
      return Object.fromEntries(entries.filter(([, item]) => isPresent(item)));
    }
    if (typeof value === 'string' && value.includes('{{resolve:')) {
      throw this.error(path, 'a dynamic reference ({{resolve:…}}) is not supported on one machine');
    }
    return value;
  }

  call(name: string, argument: unknown, path: string): unknown {
    const evaluate = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (evaluate === undefined)
      throw this.error(path, `the function ${name} is not supported on one machine`);
    return evaluate(this, argument, `${path}.${name}`);
  }

  text(value: unknown, path: string): string {
    const resolved = this.evaluate(value, path);
    if (typeof resolved === 'string') return resolved;
    if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
    throw this.error(path, `a text was expected, not ${describe(resolved)}`);
  }

  list(value: unknown, path: string): unknown[] {
    const resolved = this.evaluate(value, path);
    if (Array.isArray(resolved)) return resolved;
    throw this.error(path, `a list was expected, not ${describe(resolved)}`);
  }

  /** The arguments of a function that takes a fixed number of them. */
  arguments(argument: unknown, least: number, most: number, path: string): unknown[] {
    if (Array.isArray(argument) && argument.length >= least && argument.length <= most) return argument;
    throw this.error(path, `it takes ${least === most ? least : `${least} to ${most}`} arguments`);
  }

  reference(name: string, path: string): unknown {
    const pseudo = this.pseudoParameter(name);
    if (pseudo !== undefined) return pseudo;
    const parameter = this.scope.template.Parameters?.[name];
    if (parameter !== undefined) return this.parameter(name, parameter, path);
    const resource = this.scope.resource(name);
    if (resource === undefined) throw this.error(path, `there is no parameter or resource ${name}`);
    return resource.ref;
  }

  attribute(logicalId: string, attribute: string, path: string): string {
    const resource = this.scope.resource(logicalId);
    if (resource === undefined) throw this.error(path, `there is no resource ${logicalId}`);
    const value = resource.attributes[attribute];
    if (value === undefined) {
      const known = Object.keys(resource.attributes).join(', ') || 'none';
      throw this.error(path, `${logicalId} has no attribute ${attribute} on one machine (it has: ${known})`);
    }
    return value;
  }

  error(path: string, problem: string): TemplateError {
    return new TemplateError(`Stack ${this.scope.stackName}, ${path}: ${problem}`);
  }

  private pseudoParameter(name: string): unknown {
    const { stackName, identity } = this.scope;
    switch (name) {
      case 'AWS::Region':
        return identity.region;
      case 'AWS::AccountId':
        return identity.accountId;
      case 'AWS::Partition':
        return partitionOf(identity.region);
      case 'AWS::URLSuffix':
        return urlSuffixOf(identity.region);
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return `arn:${partitionOf(identity.region)}:cloudformation:${identity.region}:${identity.accountId}:stack/${stackName}/local`;
      case 'AWS::NotificationARNs':
        return [];
      case 'AWS::NoValue':
        return NO_VALUE;
      default:
        return undefined;
    }
  }

  private parameter(name: string, parameter: TemplateParameter, path: string): unknown {
    const given = this.scope.parameters[name];
    if (given === undefined && parameter.Type.startsWith('AWS::SSM::')) {
      throw this.error(
        path,
        `parameter ${name} would be read from the SSM parameter ${String(parameter.Default)}; give its value at start`,
      );
    }
    const value = given ?? parameter.Default;
    if (value === undefined) throw this.error(path, `parameter ${name} has neither a value nor a default`);
    const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.includes('List<');
    return isList
      ? String(value)
          .split(',')
          .map((item) => item.trim())
      : String(value);
  }
}

function isPresent(value: unknown): boolean {
  return value !== NO_VALUE;
}

function describe(value: unknown): string {
  return value === NO_VALUE ? 'AWS::NoValue' : (JSON.stringify(value) ?? String(value));
}

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (resolver, argument, path) => resolver.reference(String(argument), path),

  'Fn::GetAtt': (resolver, argument, path) => {
    const [logicalId, ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
    return resolver.attribute(
      String(logicalId),
      attribute.map((part, index) => resolver.text(part, `${path}[${index + 1}]`)).join('.'),
      path,
    );
  },

  'Fn::Sub': (resolver, argument, path) => {
    const [body, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof body !== 'string' || !isRecord(variables ?? {})) {
      throw resolver.error(path, 'it takes a text, or a text and its variables');
    }
    return parseSubstitutions(body)
      .map((part) => {
        if (part.kind === 'text') return part.text;
        if (isRecord(variables) && Object.hasOwn(variables, part.name)) {
          return resolver.text(variables[part.name], `${path}.${part.name}`);
        }
        return part.name.includes('.')
          ? resolver.text({ 'Fn::GetAtt': part.name }, path)
          : resolver.text({ Ref: part.name }, path);
      })
      .join('');
  },

  'Fn::Join': (resolver, argument, path) => {
    const [separator, items] = resolver.arguments(argument, 2, 2, path);
    const texts = resolver
      .list(items, `${path}[1]`)
      .map((item, index) => resolver.text(item, `${path}[1][${index}]`));
    return texts.join(String(separator));
  },

  'Fn::Select': (resolver, argument, path) => {
    const [at, items] = resolver.arguments(argument, 2, 2, path);
    const index = Number(resolver.text(at, `${path}[0]`));
    const list = resolver.list(items, `${path}[1]`);
    if (!Number.isInteger(index) || index < 0 || index >= list.length) {
      throw resolver.error(path, `there is no item ${index} in a list of ${list.length}`);
    }
    return list[index];
  },

  'Fn::Split': (resolver, argument, path) => {
    const [separator, source] = resolver.arguments(argument, 2, 2, path);
    return resolver.text(source, `${path}[1]`).split(String(separator));
  },

  'Fn::FindInMap': (resolver, argument, path) => {
    const [map, first, second, options] = resolver.arguments(argument, 3, 4, path);
    const keys = [map, first, second].map((key, index) => resolver.text(key, `${path}[${index}]`));
    const found = resolver.scope.template.Mappings?.[keys[0] ?? '']?.[keys[1] ?? '']?.[keys[2] ?? ''];
    if (found !== undefined) return found;
    if (isRecord(options) && 'DefaultValue' in options) {
      return resolver.evaluate(options.DefaultValue, `${path}[3]`);
    }
    throw resolver.error(path, `there is no mapping ${keys.join(' / ')}`);
  },

  'Fn::If': (resolver, argument, path) => {
    const [condition, whenTrue, whenFalse] = resolver.arguments(argument, 3, 3, path);
    return resolver.conditions.named(String(condition), path)
      ? resolver.evaluate(whenTrue, `${path}[1]`)
      : resolver.evaluate(whenFalse, `${path}[2]`);
  },

  'Fn::Base64': (resolver, argument, path) => Buffer.from(resolver.text(argument, path)).toString('base64'),

  // Three zones, as in the smallest AWS region; nothing on one machine depends on them.
  'Fn::GetAZs': (resolver, argument, path) => {
    const region = resolver.text(argument, path) || resolver.scope.identity.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },

  'Fn::ImportValue': (resolver, argument, path) => resolver.scope.exported(resolver.text(argument, path)),

  'Fn::GetStackOutput': (resolver, argument, path) => {
    if (!isRecord(argument)) throw resolver.error(path, 'it takes StackName and OutputName');
    const region =
      argument.Region === undefined ? undefined : resolver.text(argument.Region, `${path}.Region`);
    if (region !== undefined && region !== resolver.scope.identity.region) {
      throw resolver.error(
        path,
        `it reads from region ${region}; one machine is only ${resolver.scope.identity.region}`,
      );
    }
    return resolver.scope.output(
      resolver.text(argument.StackName, `${path}.StackName`),
      resolver.text(argument.OutputName, `${path}.OutputName`),
    );
  },

  'Fn::ToJsonString': (resolver, argument, path) => JSON.stringify(resolver.evaluate(argument, path)),

  'Fn::Length': (resolver, argument, path) => resolver.list(argument, path).length,

  'Fn::Equals': (resolver, argument, path) =>
    resolver.conditions.expression({ 'Fn::Equals': argument }, path),
  'Fn::And': (resolver, argument, path) => resolver.conditions.expression({ 'Fn::And': argument }, path),
  'Fn::Or': (resolver, argument, path) => resolver.conditions.expression({ 'Fn::Or': argument }, path),
  'Fn::Not': (resolver, argument, path) => resolver.conditions.expression({ 'Fn::Not': argument }, path),
};
