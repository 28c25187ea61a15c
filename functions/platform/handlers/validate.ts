import type * as z from 'zod';
import type { Says } from '../../commerce/says.ts';
import { InvalidInputError } from '../errors.ts';
import { issueText } from '../issue-text.ts';

/**
 * Reads a value by its schema.
 *
 * @param what names the value for people; a name that is the same in every language (a stage's) as a text
 * @throws InvalidInputError `InputInvalid` naming the first wrong field and what was expected there
 */
export function validate<T extends z.ZodType>(schema: T, value: unknown, what: Says | string): z.output<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = closestIssue(result.error.issues);
  const field = issue?.path.join('.') ?? '';
  const named = typeof what === 'string' ? { en: what, zh: `${what} ` } : what;
  const wrong = issue === undefined ? { en: 'unreadable', zh: '无法读取' } : issueText(issue);
  throw new InvalidInputError('InputInvalid', {
    en: `In ${named.en}, the field ${field || '(the whole)'} is wrong: ${wrong.en}.`,
    zh:
      field === ''
        ? `${named.zh}不正确：${wrong.zh}。`
        : `${named.zh}中的字段 ${field} 不正确：${wrong.zh}。`,
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
