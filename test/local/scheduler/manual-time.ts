import type { LocalClock } from '../../../local/service.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until told, and timers that go off as it passes them. */
export class ManualTime implements LocalClock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now = (): number => this.#now;

  setTimer = (callback: () => void, delayMs: number): (() => void) => {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** Sets the clock without waking anybody, as a machine that was off. */
  jumpTo(instant: string): void {
    this.#now = Date.parse(instant);
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await this.settle();
    for (;;) {
      const [next] = [...this.#timers]
        .filter(({ at }) => at <= end)
        .toSorted((left, right) => left.at - right.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await this.settle();
    }
    this.#now = end;
  }

  /** Lets promises that wait for nothing else run to their end. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
