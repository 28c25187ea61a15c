import { isRecord, type TemplateError } from './template.ts';

/**
 * Evaluates a template's conditions. They can look at parameters, mappings and pseudo parameters only, so they are
 * known before any resource is made.
 */
export class ConditionEvaluator {
  readonly #conditions: Readonly<Record<string, unknown>>;
  readonly #resolve: (value: unknown, path: string) => unknown;
  readonly #error: (path: string, problem: string) => TemplateError;
  readonly #known = new Map<string, boolean>();
  readonly #open = new Set<string>();

  constructor(
    conditions: Readonly<Record<string, unknown>>,
    resolve: (value: unknown, path: string) => unknown,
    error: (path: string, problem: string) => TemplateError,
  ) {
    this.#error = error;
    this.#conditions = conditions;
    this.#resolve = resolve;
  }

  /** @throws TemplateError for a name that is not declared, and for conditions that name each other in a circle */
  named(name: string, path: string): boolean {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(this.#conditions, name)) throw this.#error(path, `there is no condition ${name}`);
    if (this.#open.has(name)) throw this.#error(path, `condition ${name} depends on itself`);
    this.#open.add(name);
    const value = this.expression(this.#conditions[name], `Conditions.${name}`);
    this.#open.delete(name);
    this.#known.set(name, value);
    return value;
  }

  expression(expression: unknown, path: string): boolean {
    if (typeof expression === 'boolean') return expression;
    if (expression === 'true' || expression === 'false') return expression === 'true';
    const [entry, ...more] = isRecord(expression) ? Object.entries(expression) : [];
    if (entry === undefined || more.length > 0) throw this.#error(path, `this is not a condition`);
    const [name, argument] = entry;
    if (name === 'Condition') return this.named(String(argument), path);
    const terms = Array.isArray(argument) ? argument : [argument];
    const nested = (term: unknown, index: number) => this.expression(term, `${path}.${name}[${index}]`);
    switch (name) {
      case 'Fn::And':
        return terms.every(nested);
      case 'Fn::Or':
        return terms.some(nested);
      case 'Fn::Not':
        return !nested(terms[0], 0);
      case 'Fn::Equals':
        return this.#comparable(terms[0], path) === this.#comparable(terms[1], path);
      default:
        throw this.#error(path, `the condition function ${name} is not supported on one machine`);
    }
  }

  // CloudFormation compares texts: the parameter "3" equals the number 3.
  #comparable(value: unknown, path: string): string {
    const resolved = this.#resolve(value, path);
    return typeof resolved === 'object' ? JSON.stringify(resolved) : String(resolved);
  }
}
