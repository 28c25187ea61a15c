/**
 * Work on one execution runs one piece at a time, so that event ids follow each other and a stop never meets a
 * half-made transition; different executions run side by side, but only `limit` of them, so that a thousand started
 * at once do not hold a thousand inputs in memory.
 */
export class Mailboxes {
  readonly #tails = new Map<number, Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(limit: number) {
    this.#free = limit;
  }

  /** Runs `work` after everything that was posted for `id` before it. */
  post<T>(id: number, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(id) ?? Promise.resolve();
    const result = before.then(() => this.#limited(work));
    const tail = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(id, tail);
    tail.then(() => {
      if (this.#tails.get(id) === tail) this.#tails.delete(id);
    });
    return result;
  }

  /** Resolves when nothing is left to do. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  async #limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
