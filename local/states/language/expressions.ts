import jsonata, { type Expression } from 'jsonata';
import { EvaluationProblem } from './failure.ts';

/** What an expression sees: the variables in scope, `$states`, and the added functions. */
export type Bindings = Readonly<Record<string, unknown>>;

/** A string is an expression only if it begins with `{%` and ends with `%}`: no space outside. */
export function expressionIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('{%') || !value.endsWith('%}')) return undefined;
  return value.length < 4 ? undefined : value.slice(2, -2).trim();
}

/**
 * Compiled expressions by text. Kept for all machines together: a few hundred small syntax trees. Bounded, because
 * a long-running service sees every version of every machine.
 */
const LARGEST_CACHE = 2000;
const compiled = new Map<string, Expression>();

/** @throws a JSONata error with `code` and `message` where the text does not parse */
export function compileExpression(text: string): Expression {
  let expression = compiled.get(text);
  if (expression === undefined) {
    expression = jsonata(text);
    if (compiled.size >= LARGEST_CACHE) compiled.clear();
    compiled.set(text, expression);
  }
  return expression;
}

/** Templates that hold no expression anywhere, found once: most of a machine's constants. */
const constants = new WeakMap<object, boolean>();

function isConstant(template: unknown): boolean {
  if (typeof template !== 'object' || template === null) return expressionIn(template) === undefined;
  let known = constants.get(template);
  if (known === undefined) {
    known = Object.values(template).every(isConstant);
    constants.set(template, known);
  }
  return known;
}

/**
 * Evaluates every expression inside `template`, a JSON value.
 *
 * @param location the field, as `EvaluationFailed` names it: `Output/result`, `Items`
 * @throws EvaluationProblem an expression threw, gave nothing, or gave a function
 */
export async function evaluateTemplate(
  template: unknown,
  location: string,
  bindings: Bindings,
): Promise<unknown> {
  if (isConstant(template)) return template;
  const expression = expressionIn(template);
  if (expression !== undefined) return evaluateExpression(expression, location, bindings);
  if (Array.isArray(template)) {
    const list: unknown[] = [];
    for (const [index, item] of template.entries()) {
      list.push(await evaluateTemplate(item, `${location}[${index}]`, bindings));
    }
    return list;
  }
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(template as Record<string, unknown>)) {
    result[key] = await evaluateTemplate(item, `${location}/${key}`, bindings);
  }
  return result;
}

async function evaluateExpression(text: string, location: string, bindings: Bindings): Promise<unknown> {
  const prefix = `The JSONata expression '${text}' specified for the field '${location}'`;
  let value: unknown;
  try {
    value = await compileExpression(text).evaluate(undefined, bindings);
  } catch (error) {
    throw new EvaluationProblem(`${prefix} threw an error during evaluation. ${describe(error)}`, location);
  }
  if (value === undefined) {
    throw new EvaluationProblem(`${prefix} returned nothing (undefined).`, location);
  }
  if (holdsFunction(value)) {
    throw new EvaluationProblem(`${prefix} returned an unsupported result type.`, location);
  }
  return value;
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code === undefined ? String(message ?? error) : `${code}: ${message}`;
}

/** JSONata's own functions are objects with a mark; JSON has neither those nor JavaScript's. */
function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return true;
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsFunction);
}

/** The name that AWS's messages have for a value's type. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * Evaluates a field that must be of one type.
 *
 * @throws EvaluationProblem also when the value is of another type
 */
export async function evaluateTyped<T>(
  template: unknown,
  location: string,
  expected: 'array' | 'boolean' | 'number' | 'string',
  bindings: Bindings,
): Promise<T> {
  const value = await evaluateTemplate(template, location, bindings);
  if (typeName(value) === expected) return value as T;
  const expression = expressionIn(template);
  const subject =
    expression === undefined
      ? `The value specified for the field '${location}' is of an unexpected type.`
      : `The JSONata expression '${expression}' specified for the field '${location}' returned an unexpected result type.`;
  throw new EvaluationProblem(
    `${subject} Expected '${expected}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}
