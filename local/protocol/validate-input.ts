import type { ZodType } from 'zod';
import { AwsError } from './aws-error.ts';

/** Reads an operation's input by its schema. @throws AwsError `ValidationException`, or the service's own code */
export function validateInput<T>(schema: ZodType<T>, input: unknown, code = 'ValidationException'): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  throw new AwsError(code, `${reasons.length} validation error(s) detected: ${reasons.join('; ')}`);
}
