import type { BusEvent, EventPublisher } from '../service.ts';
import type { Journal } from './journal.ts';

/** After a publisher refused, in milliseconds. */
const RETRY_AFTER_MS = 1000;

/**
 * Status events on their way to the default bus. They are written with the change that they tell of and deleted once
 * published: a process killed in between publishes them again after its restart, with the same event id.
 */
export class Outbox {
  readonly #journal: Journal;
  readonly #publisher: EventPublisher | undefined;
  #running = false;
  #again = false;
  #stopped = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(journal: Journal, publisher: EventPublisher | undefined) {
    this.#journal = journal;
    this.#publisher = publisher;
  }

  add(event: BusEvent): void {
    if (this.#publisher === undefined) return;
    this.#journal.write('INSERT INTO outbox (event) VALUES (?)', JSON.stringify(event));
    this.flush();
  }

  /** Publishes what is there, in order, in the background. */
  flush(): void {
    // Without a publisher there is nothing to drain, and what drains nothing would ask again for ever.
    if (this.#publisher === undefined) return;
    this.#again = true;
    if (this.#running || this.#stopped) return;
    this.#running = true;
    this.#drain()
      .catch(() => {
        // The publisher or the journal refused. The events stay, so trying again later is all there is to do.
        if (!this.#stopped) this.#retry = setTimeout(() => this.#tryAgain(), RETRY_AFTER_MS);
      })
      .finally(() => {
        this.#running = false;
        // One that was added while the loop was on its way out.
        if (this.#again && this.#retry === undefined && !this.#stopped) this.flush();
      });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
  }

  #tryAgain(): void {
    this.#retry = undefined;
    this.flush();
  }

  async #drain(): Promise<void> {
    const publisher = this.#publisher;
    if (publisher === undefined) return;
    while (this.#again && !this.#stopped) {
      this.#again = false;
      // Nobody may hear of a change that a kill could still take back.
      await this.#journal.durable();
      const rows = this.#stopped
        ? []
        : this.#journal.all<{ id: number; event: string }>(
            'SELECT id, event FROM outbox ORDER BY id LIMIT 100',
          );
      for (const row of rows) {
        await publisher.publish('default', JSON.parse(row.event) as BusEvent);
        if (this.#stopped) return;
        this.#journal.write('DELETE FROM outbox WHERE id = ?', row.id);
        this.#again = true;
      }
    }
  }
}
