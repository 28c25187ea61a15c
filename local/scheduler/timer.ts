/** Calls back once after a delay in milliseconds; the answer cancels it. Injectable, so that tests need not sleep. */
export type SetTimer = (callback: () => void, delayMs: number) => () => void;

/**
 * A minute: a laptop that slept, or a clock that was set, is noticed within it. (`setTimeout` counts time awake, and
 * takes no more than 2^31 - 1 ms.)
 */
const LONGEST_DELAY_MS = 60_000;

export const systemTimer: SetTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

/** One alarm that can be moved: set to an instant, it wakes then or earlier, never later than {@link LONGEST_DELAY_MS}. */
export class Alarm {
  readonly #setTimer: SetTimer;
  readonly #wake: () => void;
  #cancel: (() => void) | undefined;

  constructor(setTimer: SetTimer, wake: () => void) {
    this.#setTimer = setTimer;
    this.#wake = wake;
  }

  /** @param delayMs from now; less than zero is at once */
  set(delayMs: number): void {
    this.clear();
    this.#cancel = this.#setTimer(
      () => {
        this.#cancel = undefined;
        this.#wake();
      },
      Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS),
    );
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
