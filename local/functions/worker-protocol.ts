/** An error in the form in which Lambda hands it to a caller. */
export interface FunctionErrorBody {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** From the pool to a worker: run the handler once. */
export interface InvokeMessage {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
}

/** From a worker to the pool. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  /** The module could not be loaded or has no such handler; the worker is of no use any more. */
  | { readonly kind: 'broken'; readonly error: FunctionErrorBody }
  | { readonly kind: 'result'; readonly requestId: string; readonly payload: string }
  | {
      readonly kind: 'error';
      readonly requestId: string;
      readonly error: FunctionErrorBody;
      /** Nobody caught it, and the process ends: it must not be given another invocation. */
      readonly fatal: boolean;
    };

/**
 * Written to stdout and stderr after each invocation: what was printed before it belongs to that invocation. The
 * message with the result comes over another pipe, and would otherwise overtake the last lines.
 */
export function logMark(requestId: string): string {
  return `\u0000${requestId}\u0000`;
}
