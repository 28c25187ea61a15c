import type { LocalClock, QueueSender } from '../service.ts';
import type { AsynchronousInvocation, FunctionStore } from './function-store.ts';

/** Lambda waits one minute before the first retry and two before the second. */
const RETRY_PAUSES_MILLISECONDS = [60_000, 120_000];
const STANDARD_RETRIES = 2;
const THROTTLE_PAUSE_MILLISECONDS = 1_000;
/** Lambda gives up on an event that is six hours old. */
const STANDARD_AGE_SECONDS = 6 * 60 * 60;

export interface AsynchronousSettings {
  readonly maximumRetries: number;
  readonly maximumAgeSeconds: number;
  readonly onSuccessArn: string | undefined;
  readonly onFailureArn: string | undefined;
  /** The older way: gets the bare event. */
  readonly deadLetterArn: string | undefined;
}

export const STANDARD_SETTINGS: AsynchronousSettings = {
  maximumRetries: STANDARD_RETRIES,
  maximumAgeSeconds: STANDARD_AGE_SECONDS,
  onSuccessArn: undefined,
  onFailureArn: undefined,
  deadLetterArn: undefined,
};

export interface AsynchronousOutcome {
  readonly payload: string;
  readonly failed: boolean;
  readonly functionArn: string;
}

export interface AsynchronousOptions {
  readonly store: FunctionStore;
  readonly clock: LocalClock;
  readonly sender: QueueSender;
  readonly settings: (functionName: string) => AsynchronousSettings;
  /** Runs one; undefined when it cannot run now (unknown function, no concurrency left): it is tried again. */
  readonly run: (invocation: AsynchronousInvocation) => Promise<AsynchronousOutcome | undefined>;
}

/**
 * Invocations that were accepted and not yet run: stored before they are answered for, so that they run after a
 * kill too, at least once. Retries and the last destination are Lambda's.
 */
export class AsynchronousInvocations {
  readonly #options: AsynchronousOptions;
  readonly #running = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: AsynchronousOptions) {
    this.#options = options;
  }

  /** Nothing was accepted that has not ended. */
  get isIdle(): boolean {
    return this.#options.store.unfinished().length === 0;
  }

  accept(id: string, functionName: string, reference: string, payload: string): void {
    this.#options.store.accept(id, functionName, reference, payload);
    this.runDue();
  }

  /** Starts what is due, and looks again when the next is. */
  runDue(): void {
    if (this.#stopped) return;
    const now = this.#options.clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const invocation of this.#options.store.unfinished()) {
      if (this.#running.has(invocation.id)) continue;
      if (invocation.dueMilliseconds > now) {
        next = Math.min(next, invocation.dueMilliseconds);
        continue;
      }
      this.#running.add(invocation.id);
      void this.#run(invocation).finally(() => {
        this.#running.delete(invocation.id);
        this.runDue();
      });
    }
    clearTimeout(this.#timer);
    if (next === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.runDue(), next - now);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(invocation: AsynchronousInvocation): Promise<void> {
    const { store, clock, settings } = this.#options;
    const outcome = await this.#options.run(invocation).catch(() => undefined);
    if (this.#stopped) return;
    const now = clock.now();
    if (outcome === undefined) {
      // Throttled, or the function is gone from the template: no attempt was made.
      if (now - invocation.acceptedMilliseconds > STANDARD_AGE_SECONDS * 1_000) store.finish(invocation.id);
      else store.postpone(invocation.id, invocation.attempts, now + THROTTLE_PAUSE_MILLISECONDS);
      return;
    }
    const { maximumRetries, maximumAgeSeconds } = settings(invocation.functionName);
    const attempts = invocation.attempts + 1;
    const due = now + (RETRY_PAUSES_MILLISECONDS[attempts - 1] ?? 0);
    const isTooOld = due - invocation.acceptedMilliseconds > maximumAgeSeconds * 1_000;
    if (outcome.failed && attempts <= maximumRetries && !isTooOld) {
      store.postpone(invocation.id, attempts, due);
      return;
    }
    await this.#tell(invocation, outcome, attempts, isTooOld).catch(() => {});
    store.finish(invocation.id);
  }

  async #tell(
    invocation: AsynchronousInvocation,
    outcome: AsynchronousOutcome,
    attempts: number,
    isTooOld: boolean,
  ): Promise<void> {
    const { sender, clock } = this.#options;
    const { onSuccessArn, onFailureArn, deadLetterArn } = this.#options.settings(invocation.functionName);
    if (outcome.failed && deadLetterArn !== undefined) await sender.send(deadLetterArn, invocation.payload);
    const destination = outcome.failed ? onFailureArn : onSuccessArn;
    if (destination === undefined) return;
    const failedBecause = isTooOld ? 'EventAgeExceeded' : 'RetriesExhausted';
    const record = {
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: invocation.id,
        functionArn: outcome.functionArn,
        condition: outcome.failed ? failedBecause : 'Success',
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(invocation.payload),
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(outcome.failed ? { functionError: 'Unhandled' } : {}),
      },
      responsePayload: JSON.parse(outcome.payload),
    };
    await sender.send(destination, JSON.stringify(record));
  }
}
