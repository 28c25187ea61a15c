/**
 * Wakes those who wait for a queue's next message: a send rings at once, a hidden message rings when its time
 * has come. Waking promises nothing; who wakes looks again.
 */
export class ArrivalBell {
  readonly #waiting = new Map<string, Set<() => void>>();

  ring(queueName: string): void {
    for (const wake of this.#waiting.get(queueName) ?? []) wake();
  }

  ringAll(): void {
    for (const name of this.#waiting.keys()) this.ring(name);
  }

  /** Resolves at a ring, after so many milliseconds, or at the abort, whichever is first. */
  wait(queueName: string, milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(queueName) ?? new Set();
      this.#waiting.set(queueName, waiting);
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0) this.#waiting.delete(queueName);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener('abort', wake);
      waiting.add(wake);
    });
  }
}
