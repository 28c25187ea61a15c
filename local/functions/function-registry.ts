import { AwsError } from '../protocol/aws-error.ts';
import type { LocalIdentity } from '../service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { parseFunctionReference } from './function-name.ts';
import type { FunctionStore } from './function-store.ts';

/** What a name, an ARN, or one of them with a version or alias stands for. */
export interface ResolvedFunction {
  readonly definition: FunctionDefinition;
  readonly version: string;
  readonly invokedArn: string;
}

/** The functions that were provisioned, by their names, versions and aliases. Versions are durable, the rest comes with each provisioning. */
export class FunctionRegistry {
  readonly #identity: LocalIdentity;
  readonly #store: FunctionStore;
  readonly #definitions = new Map<string, FunctionDefinition>();
  /** Version numbers by `name:alias`. */
  readonly #aliases = new Map<string, string>();

  constructor(identity: LocalIdentity, store: FunctionStore) {
    this.#identity = identity;
    this.#store = store;
  }

  set(definition: FunctionDefinition): void {
    this.#definitions.set(definition.name, definition);
  }

  setAlias(functionName: string, alias: string, version: string): void {
    this.#aliases.set(`${functionName}:${alias}`, version);
  }

  find(name: string): FunctionDefinition | undefined {
    return this.#definitions.get(name);
  }

  /** In order of their names. */
  all(): FunctionDefinition[] {
    return [...this.#definitions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws AwsError `ResourceNotFoundException` for an unknown function, version or alias */
  resolve(reference: string): ResolvedFunction {
    const { name, qualifier } = parseFunctionReference(reference);
    const definition = this.#definitions.get(name);
    const version = qualifier === undefined ? '$LATEST' : this.#versionOf(name, qualifier);
    if (definition === undefined || version === undefined) {
      const { region, accountId } = this.#identity;
      const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
      throw new AwsError(
        'ResourceNotFoundException',
        `Function not found: ${qualifier === undefined ? arn : `${arn}:${qualifier}`}`,
        404,
      );
    }
    const suffix = qualifier === undefined ? '' : `:${qualifier}`;
    return { definition, version, invokedArn: `${definition.arn}${suffix}` };
  }

  versionsOf(functionName: string): string[] {
    return ['$LATEST', ...this.#store.versions(functionName).map(String)];
  }

  #versionOf(name: string, qualifier: string): string | undefined {
    if (qualifier === '$LATEST') return qualifier;
    if (/^\d+$/.test(qualifier)) {
      return this.#store.versions(name).includes(Number(qualifier)) ? qualifier : undefined;
    }
    return this.#aliases.get(`${name}:${qualifier}`);
  }
}
