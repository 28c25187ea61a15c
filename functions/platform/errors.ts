import * as z from 'zod';
import { type Says, saysSchema } from '../commerce/says.ts';

/**
 * Only an error's type, message and trace leave a Lambda function, and Step Functions matches the type by its exact
 * name. So each class sets `name` to a literal (a minifier renames classes) and carries what the machine and
 * the people need as JSON in `message`.
 */
export const errorMessageSchema = z.object({
  /** PascalCase, stable: what an operator's page and a test look up. */
  code: z.string().regex(/^[A-Z][A-Za-z0-9]+$/),
  text: saysSchema,
  retryAfterSeconds: z.number().int().positive().optional(),
});
export type ErrorMessage = z.infer<typeof errorMessageSchema>;

export const errorNames = [
  'TransientError',
  'RateLimitedError',
  'InvalidInputError',
  'RejectedError',
  'ConfigurationError',
] as const;
export type ErrorName = (typeof errorNames)[number];

abstract class StorehandError extends Error {
  readonly code: string;
  readonly text: Says;

  constructor(name: ErrorName, message: ErrorMessage, cause?: unknown) {
    super(JSON.stringify(message), cause === undefined ? undefined : { cause });
    this.name = name;
    this.code = message.code;
    this.text = message.text;
  }
}

/** It may pass by itself: a time-out, a 5xx, a conflicting write read three times. The machine retries; nobody acts. */
export class TransientError extends StorehandError {
  constructor(code: string, text: Says, cause?: unknown) {
    super('TransientError', { code, text }, cause);
  }
}

/** A service told us to wait. The machine waits that long and goes on; nobody acts. */
export class RateLimitedError extends StorehandError {
  readonly retryAfterSeconds: number;

  /** @param retryAfterSeconds as told; the machine clamps it to 1 … 900 */
  constructor(code: string, text: Says, retryAfterSeconds: number, cause?: unknown) {
    const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
    super('RateLimitedError', { code, text, retryAfterSeconds: seconds }, cause);
    this.retryAfterSeconds = seconds;
  }
}

/** The input can never work. It goes to quarantine with the reason; an operator mends it and sends it again. */
export class InvalidInputError extends StorehandError {
  constructor(code: string, text: Says, cause?: unknown) {
    super('InvalidInputError', { code, text }, cause);
  }
}

/** A policy or a person said no. The run ends normally; nobody acts. */
export class RejectedError extends StorehandError {
  constructor(code: string, text: Says, cause?: unknown) {
    super('RejectedError', { code, text }, cause);
  }
}

/** Ours to fix: a missing setting, a wrong key, a bug's symptom. The run fails and the workflow's owner is told. */
export class ConfigurationError extends StorehandError {
  constructor(code: string, text: Says, cause?: unknown) {
    super('ConfigurationError', { code, text }, cause);
  }
}

/**
 * Reads the `{code, text}` that a failed task left in a state machine's `$states.errorOutput.Cause`.
 * A cause of another origin (a time-out of the service, a crash) becomes code `Unexpected` with the cause as text.
 */
export function readFailure(failure: {
  Error?: string | undefined;
  Cause?: string | undefined;
}): ErrorMessage {
  const { Error: name, Cause: cause } = failure;
  try {
    const { errorMessage } = z.object({ errorMessage: z.string() }).parse(JSON.parse(cause ?? ''));
    return errorMessageSchema.parse(JSON.parse(errorMessage));
  } catch {
    const known = [name, cause].filter((part) => part !== undefined && part !== '');
    const detail = known.length === 0 ? 'unknown' : known.join(' ').slice(0, 500);
    return {
      code: 'Unexpected',
      text: {
        en: `An unexpected fault stopped this run (${detail}). The original is safe; the owner of the workflow is told.`,
        zh: `意外故障中断了本次运行（${detail}）。原始文件安全，流程负责人已收到通知。`,
      },
    };
  }
}
