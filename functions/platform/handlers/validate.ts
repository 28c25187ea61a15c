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
  const [issue] = result.error.issues;
  const field = issue?.path.join('.') || '(the whole)';
  throw new InvalidInputError('InputInvalid', {
    en: `In ${what}, the field ${field} is wrong: ${issue?.message}.`,
    zh: `${what} 中的字段 ${field} 不正确：${issue?.message}。`,
  });
}
