import { type Condition, invalidPattern, type Leaf, parseCondition } from './pattern-operators.ts';

/**
 * A field of the pattern: some entry of its array must hold. The path's keys are joined with dots, as EventBridge
 * joins them, so a key that itself contains a dot is not told apart from nesting.
 */
interface FieldTest {
  readonly path: string;
  readonly conditions: readonly Condition[];
}

/** An event pattern, read and checked; `$or` multiplied out into alternatives of which one must hold whole. */
export interface CompiledPattern {
  readonly alternatives: readonly (readonly FieldTest[])[];
}

/** EventBridge refuses a pattern whose `$or` lists multiply to more. */
const MOST_ALTERNATIVES = 1_000;

/** `$or` beside one of these is a field that happens to be called `$or`, not the operator. */
const OPERATOR_NAMES = new Set([
  'exists',
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'numeric',
  'cidr',
  'anything-but',
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isOrOperator(key: string, value: unknown): value is Record<string, unknown>[] {
  return (
    key === '$or' &&
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((option) => isRecord(option) && !Object.keys(option).some((name) => OPERATOR_NAMES.has(name)))
  );
}

function alternativesOf(pattern: Record<string, unknown>, prefix: string): FieldTest[][] {
  if (Object.keys(pattern).length === 0) throw invalidPattern('Empty objects are not allowed');
  let alternatives: FieldTest[][] = [[]];
  for (const [key, value] of Object.entries(pattern)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    let options: FieldTest[][];
    if (isOrOperator(key, value)) {
      options = value.flatMap((option) => alternativesOf(option, prefix));
    } else if (isRecord(value)) {
      options = alternativesOf(value, path);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw invalidPattern('Empty arrays are not allowed');
      options = [[{ path, conditions: value.map(parseCondition) }]];
    } else {
      throw invalidPattern(`"${key}" must be an object or an array`);
    }
    if (alternatives.length * options.length > MOST_ALTERNATIVES) {
      throw invalidPattern(`More than ${MOST_ALTERNATIVES} combinations of $or`);
    }
    alternatives = alternatives.flatMap((left) => options.map((right) => [...left, ...right]));
  }
  return alternatives;
}

/**
 * Reads an event pattern.
 *
 * @param pattern JSON text, or the object that it stands for
 * @throws AwsError `InvalidEventPatternException` for everything that EventBridge would not accept
 */
export function compilePattern(pattern: unknown): CompiledPattern {
  let parsed = pattern;
  if (typeof pattern === 'string') {
    try {
      parsed = JSON.parse(pattern);
    } catch {
      throw invalidPattern('The pattern is not JSON');
    }
  }
  if (!isRecord(parsed)) throw invalidPattern('Filter is not an object');
  const alternatives = alternativesOf(parsed, '').map((fields) =>
    // The same order as EventBridge's engine, which decides which array element an absence is judged in.
    fields.toSorted((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0)),
  );
  return { alternatives };
}

/** Which element of which array a value stands in: path of the array → index. */
type Place = ReadonlyMap<string, number>;

interface Field {
  readonly value: Leaf;
  readonly place: Place;
}

/** An event as EventBridge sees it: leaves by path. An empty array or object has none, so it does not exist. */
function leavesOf(event: unknown): Map<string, Field[]> {
  const leaves = new Map<string, Field[]>();
  const visit = (value: unknown, path: string, place: Place, arrayPath: string): void => {
    if (Array.isArray(value)) {
      const array = `${arrayPath}[]`;
      for (const [index, element] of value.entries())
        visit(element, path, new Map(place).set(array, index), array);
    } else if (isRecord(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const innerPath = path === '' ? key : `${path}.${key}`;
        visit(inner, innerPath, place, innerPath);
      }
    } else {
      const field = { value: value as Leaf, place };
      const known = leaves.get(path);
      if (known === undefined) leaves.set(path, [field]);
      else known.push(field);
    }
  };
  visit(event, '', new Map(), '');
  return leaves;
}

/** Two values belong together unless they stand in different elements of the same array. */
function merge(left: Place, right: Place): Place | undefined {
  for (const [array, index] of right) {
    if ((left.get(array) ?? index) !== index) return undefined;
  }
  return new Map([...left, ...right]);
}

function holds(
  tests: readonly FieldTest[],
  index: number,
  place: Place,
  leaves: Map<string, Field[]>,
): boolean {
  const test = tests[index];
  if (test === undefined) return true;
  const together = (leaves.get(test.path) ?? []).flatMap((field) => {
    const merged = merge(place, field.place);
    return merged === undefined ? [] : [{ value: field.value, place: merged }];
  });
  return test.conditions.some((condition) =>
    condition.kind === 'absent'
      ? together.length === 0 && holds(tests, index + 1, place, leaves)
      : together.some((field) => condition.test(field.value) && holds(tests, index + 1, field.place, leaves)),
  );
}

/**
 * Says whether an event matches. Fields of objects in an array count together only within one element, as in
 * EventBridge: `{a: {b: [1], c: [2]}}` does not match `{a: [{b: 1}, {c: 2}]}` taken from two elements.
 */
export function matchesPattern(pattern: CompiledPattern, event: unknown): boolean {
  const leaves = leavesOf(event);
  return pattern.alternatives.some((tests) => holds(tests, 0, new Map(), leaves));
}
