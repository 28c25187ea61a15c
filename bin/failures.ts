import type { Says } from '../functions/commerce/says.ts';
import { type MessageKey, saysOf, type Values } from './messages/catalogue.ts';

/** How the command ends: 1 the request was refused, 2 wrong usage, 3 nothing answers. */
export const exitCodes = { refused: 1, 'wrong-usage': 2, unreachable: 3 } as const;
export type FailureKind = keyof typeof exitCodes;

export interface FailureDetails {
  /** Of the HTTP answer. */
  readonly status?: number;
  /** What `--json` prints instead of the failure, where there is a result all the same. */
  readonly document?: unknown;
  readonly cause?: unknown;
}

/** Ends the command with a sentence for the person who typed it. */
export class CommandFailure extends Error {
  readonly kind: FailureKind;
  /** PascalCase, stable, for scripts. */
  readonly code: string;
  readonly text: Says;
  readonly details: FailureDetails;

  constructor(kind: FailureKind, code: string, text: Says, details: FailureDetails = {}) {
    super(text.en, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'CommandFailure';
    this.kind = kind;
    this.code = code;
    this.text = text;
    this.details = details;
  }
}

export function refused<Key extends MessageKey>(
  code: string,
  key: Key,
  ...values: Values<Key>
): CommandFailure {
  return new CommandFailure('refused', code, saysOf(key, ...values));
}

export function wrongUsage<Key extends MessageKey>(key: Key, ...values: Values<Key>): CommandFailure {
  return new CommandFailure('wrong-usage', 'WrongUsage', saysOf(key, ...values));
}

export function unreachable<Key extends MessageKey>(key: Key, ...values: Values<Key>): CommandFailure {
  return new CommandFailure('unreachable', 'Unreachable', saysOf(key, ...values));
}
