import type * as z from 'zod';
import { InvalidInputError } from '../errors.ts';

/**
 * Reads a value by its schema.
 *
 * @param what names the value for people, e.g. `the task's input`
 * @throws InvalidInputError `InputInvalid` naming the first wrong field and what was expected there
 */
export function validate<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = closestIssue(result.error.issues);
  const field = issue?.path.join('.') || '(the whole)';
  throw new InvalidInputError('InputInvalid', {
    en: `In ${what}, the field ${field} is wrong: ${issue?.message}.`,
    zh: `${what} 中的字段 ${field} 不正确：${issue?.message}。`,
  });
}

type Issue = z.core.$ZodIssue;

/** Of a union the alternative with the fewest faults is the one that was meant; its fault says more than that none fits. */
function closestIssue(issues: readonly Issue[]): Issue | undefined {
  const [first] = issues;
  if (first?.code !== 'invalid_union') return first;
  const [nearest] = [...first.errors].sort((one, other) => one.length - other.length);
  const inner = nearest === undefined ? undefined : closestIssue(nearest);
  return inner === undefined ? first : { ...inner, path: [...first.path, ...inner.path] };
}
