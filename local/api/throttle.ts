import type { LocalClock } from '../service.ts';

/** A token bucket: `burst` requests at once, refilled at `rate` requests a second. */
export class Throttle {
  readonly #rate: number;
  readonly #burst: number;
  readonly #clock: LocalClock;
  #tokens: number;
  #filledAt: number;

  constructor(rate: number, burst: number, clock: LocalClock) {
    this.#rate = rate;
    this.#burst = burst;
    this.#clock = clock;
    this.#tokens = burst;
    this.#filledAt = clock.now();
  }

  /** @returns whether the request may pass; if so it is counted */
  take(): boolean {
    const now = this.#clock.now();
    // A clock that was set back must not empty the bucket.
    const seconds = Math.max(0, now - this.#filledAt) / 1000;
    this.#tokens = Math.min(this.#burst, this.#tokens + seconds * this.#rate);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
