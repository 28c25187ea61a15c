/**
 * A state failed. `error` and `cause` are what the history, Catch and DescribeExecution show.
 * An evaluation failure also writes the event `EvaluationFailed`, with the field that it happened in.
 */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string | undefined;
  readonly evaluation: { readonly location?: string } | undefined;
  /** Names by which Retry and Catch may match besides `error`. */
  readonly alsoKnownAs: readonly string[];

  constructor(
    error: string,
    cause?: string,
    more: { evaluation?: { location?: string }; alsoKnownAs?: readonly string[] } = {},
  ) {
    super(`${error}: ${cause ?? ''}`);
    this.name = 'StateFailure';
    this.error = error;
    this.cause = cause;
    this.evaluation = more.evaluation;
    this.alsoKnownAs = more.alsoKnownAs ?? [];
  }

  /** The failure as it arrives at the Parallel or Map around: the event of its evaluation has been written. */
  handedUp(): StateFailure {
    return new StateFailure(this.error, this.cause, { alsoKnownAs: this.alsoKnownAs });
  }

  /** `$states.errorOutput`. AWS gives an empty cause where the error has none. */
  get output(): { Error: string; Cause: string } {
    return { Error: this.error, Cause: this.cause ?? '' };
  }
}

/** An expression or a field's value is wrong. The interpreter puts the state's name and event before the text. */
export class EvaluationProblem extends Error {
  readonly location: string | undefined;

  constructor(text: string, location?: string) {
    super(text);
    this.name = 'EvaluationProblem';
    this.location = location;
  }
}

/** What no wildcard matches: AWS documents that `States.ALL` catches neither. */
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/**
 * Whether `ErrorEquals` matches. Names are case-sensitive; `States.ALL` matches all but the terminal errors,
 * `States.TaskFailed` all of those but `States.Timeout`.
 */
export function matchesError(errorEquals: readonly string[], failure: StateFailure): boolean {
  const names = [failure.error, ...failure.alsoKnownAs];
  if (errorEquals.some((name) => names.includes(name))) return true;
  if (TERMINAL.has(failure.error)) return false;
  if (errorEquals.includes('States.ALL')) return true;
  return errorEquals.includes('States.TaskFailed') && failure.error !== 'States.Timeout';
}

/** Largest input, output, result or argument, in bytes of UTF-8 JSON. */
export const LARGEST_PAYLOAD_BYTES = 256 * 1024;

/** @throws StateFailure `States.DataLimitExceeded` when `json` is over 256 KiB. */
export function checkPayloadSize(json: string, subject: string): void {
  // A string's UTF-8 form is at least as long as its length and at most three times it: most need no counting.
  if (json.length * 3 <= LARGEST_PAYLOAD_BYTES) return;
  if (Buffer.byteLength(json) > LARGEST_PAYLOAD_BYTES) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}
