import ipaddr from 'ipaddr.js';
import { AwsError } from '../protocol/aws-error.ts';

/** A value at the end of a path: what an array of the pattern is compared with. */
export type Leaf = string | number | boolean | null;

/** One entry of a pattern's array: the field is not there, or its value passes a test. */
export type Condition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly test: (value: Leaf) => boolean };

/** EventBridge compares numbers within ±5 × 10⁹ only; outside it refuses the pattern. */
const LARGEST_NUMBER = 5e9;

export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const onValue = (test: (value: Leaf) => boolean): Condition => ({ kind: 'value', test });

const onText = (test: (text: string) => boolean) => (value: Leaf) => typeof value === 'string' && test(value);

function requireText(operator: string, operand: unknown): string {
  if (typeof operand !== 'string') throw invalidPattern(`${operator} match pattern must be a string`);
  return operand;
}

/** The operand of `prefix` and `suffix` inside `anything-but`: one text or a list, none of them empty. */
function requireTexts(operator: string, operand: unknown, allowEmpty: boolean): string[] {
  const texts = (Array.isArray(operand) ? operand : [operand]).map((text) => requireText(operator, text));
  if (texts.length === 0) throw invalidPattern(`Empty ${operator} lists are not allowed`);
  if (!allowEmpty && texts.includes('')) throw invalidPattern(`Null/empty ${operator} is not allowed`);
  return texts;
}

function requireNumber(operand: unknown): number {
  if (typeof operand !== 'number' || Math.abs(operand) > LARGEST_NUMBER) {
    throw invalidPattern('A number between -5.0e9 and 5.0e9 is expected');
  }
  return operand;
}

/** `prefix` and `suffix` take a text, or `{"equals-ignore-case": text}`. */
function edge(operator: 'prefix' | 'suffix', operand: unknown): Condition {
  const ignoreCase = isRecord(operand);
  if (ignoreCase && Object.keys(operand).join() !== 'equals-ignore-case') {
    throw invalidPattern(`Unsupported anything inside ${operator}`);
  }
  const wanted = requireText(operator, ignoreCase ? operand['equals-ignore-case'] : operand);
  const folded = ignoreCase ? wanted.toLowerCase() : wanted;
  return onValue(
    onText((text) => {
      const candidate = ignoreCase ? text.toLowerCase() : text;
      return operator === 'prefix' ? candidate.startsWith(folded) : candidate.endsWith(folded);
    }),
  );
}

function ignoringCase(operand: unknown): (value: Leaf) => boolean {
  const folded = requireText('equals-ignore-case', operand).toLowerCase();
  return onText((text) => text.toLowerCase() === folded);
}

/** The literal parts between the `*` of a wildcard; `\*` and `\\` are the characters themselves. */
function wildcardParts(pattern: string): string[] {
  const parts = [''];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    if (character === '*') {
      if (pattern.charAt(index + 1) === '*') throw invalidPattern('Consecutive wildcard characters');
      parts.push('');
      continue;
    }
    let literal = character;
    if (character === '\\') {
      literal = pattern.charAt(++index);
      if (literal !== '*' && literal !== '\\') throw invalidPattern('Invalid escape character in wildcard');
    }
    parts.push(parts.pop() + literal);
  }
  return parts;
}

/** Linear in the text: taking the leftmost place for each part never loses a match, so nothing backtracks. */
function wildcard(operand: unknown): (value: Leaf) => boolean {
  const parts = wildcardParts(requireText('wildcard', operand));
  const first = parts[0] ?? '';
  if (parts.length === 1) return (value) => value === first;
  const last = parts.at(-1) ?? '';
  return onText((text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    const end = text.length - last.length;
    let position = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, position);
      if (found === -1 || found + part.length > end) return false;
      position = found + part.length;
    }
    return true;
  });
}

type Comparison = (value: number) => boolean;

function comparison(operator: unknown, bound: number): Comparison {
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      throw invalidPattern(`Unrecognized numeric range operator: ${String(operator)}`);
  }
}

/** `[operator, number]`, or a lower bound followed by a higher upper bound. */
function numeric(operand: unknown): Condition {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw invalidPattern('Value of numeric must be an array of one comparison or of two bounds');
  }
  const [lowerOperator, lowerBound, upperOperator, upperBound] = operand;
  const bounds = [comparison(lowerOperator, requireNumber(lowerBound))];
  if (operand.length === 4) {
    if (!String(lowerOperator).startsWith('>') || !String(upperOperator).startsWith('<')) {
      throw invalidPattern('Bad numeric range operator');
    }
    bounds.push(comparison(upperOperator, requireNumber(upperBound)));
    if (Number(lowerBound) >= Number(upperBound)) throw invalidPattern('Bottom must be less than top');
  }
  return onValue((value) => typeof value === 'number' && bounds.every((holds) => holds(value)));
}

function cidr(operand: unknown): Condition {
  const text = requireText('cidr', operand);
  let network: ReturnType<typeof ipaddr.parseCIDR>;
  try {
    const full = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
    network = ipaddr.parseCIDR(full);
  } catch {
    throw invalidPattern(`Malformed CIDR: ${text}`);
  }
  return onValue(
    onText((candidate) => {
      if (!ipaddr.isValid(candidate)) return false;
      const address = ipaddr.parse(candidate);
      return address.kind() === network[0].kind() && address.match(network);
    }),
  );
}

/** What `anything-but` excludes. A field of another type than the excluded values passes; a missing one does not. */
function excluded(operand: unknown): (value: Leaf) => boolean {
  if (isRecord(operand)) {
    const [[operator, inner] = ['', undefined], ...others] = Object.entries(operand);
    if (others.length > 0) throw invalidPattern('Only one key allowed in anything-but expression');
    const strict = operator === 'prefix' || operator === 'suffix';
    if (!strict && operator !== 'equals-ignore-case' && operator !== 'wildcard') {
      throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
    }
    const tests = requireTexts(operator, inner, !strict).map((text) => {
      if (operator === 'prefix') return onText((value) => value.startsWith(text));
      if (operator === 'suffix') return onText((value) => value.endsWith(text));
      return operator === 'wildcard' ? wildcard(text) : ignoringCase(text);
    });
    return (value) => tests.some((test) => test(value));
  }
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  const types = new Set(values.map((value) => typeof value));
  const [type] = types;
  if (types.size !== 1 || (type !== 'string' && type !== 'number')) {
    throw invalidPattern('Inside anything-but, values must be all strings or all numbers');
  }
  return (value) => values.includes(value);
}

/** Reads one entry of a pattern's array. @throws AwsError `InvalidEventPatternException` as EventBridge refuses it */
export function parseCondition(entry: unknown): Condition {
  if (Array.isArray(entry)) throw invalidPattern('Arrays are not allowed inside an array of values');
  if (!isRecord(entry)) return onValue((value) => value === entry);
  const [[operator, operand] = ['', undefined], ...others] = Object.entries(entry);
  if (others.length > 0) throw invalidPattern('Only one key allowed in match expression');
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw invalidPattern('exists match pattern must be true or false');
      return operand ? onValue(() => true) : { kind: 'absent' };
    case 'prefix':
    case 'suffix':
      return edge(operator, operand);
    case 'equals-ignore-case':
      return onValue(ignoringCase(operand));
    case 'wildcard':
      return onValue(wildcard(operand));
    case 'numeric':
      return numeric(operand);
    case 'cidr':
      return cidr(operand);
    case 'anything-but': {
      const isExcluded = excluded(operand);
      return onValue((value) => !isExcluded(value));
    }
    default:
      throw invalidPattern(`Unrecognized match type ${operator}`);
  }
}
