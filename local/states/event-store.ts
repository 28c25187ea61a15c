import type { Journal } from './journal.ts';
import type { PayloadStore } from './payload-store.ts';
import type { HistoryEvent } from './records.ts';

interface EventRow {
  id: number;
  previous_id: number;
  at: number;
  type: string;
  details: string | null;
}

type Details = Readonly<Record<string, unknown>>;

function mapTexts(details: Details, change: (text: string) => string): Details {
  const entries = Object.entries(details);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? change(value) : value]),
  );
}

/** The histories of executions, in the journal. */
export class EventStore {
  readonly #journal: Journal;
  readonly #payloads: PayloadStore;

  constructor(journal: Journal, payloads: PayloadStore) {
    this.#journal = journal;
    this.#payloads = payloads;
  }

  insert(executionId: number, event: HistoryEvent): void {
    const keep = (text: string) => this.#payloads.keep(executionId, text);
    this.#journal.write(
      'INSERT INTO events (execution_id, id, previous_id, at, type, details) VALUES (?, ?, ?, ?, ?, ?)',
      executionId,
      event.id,
      event.previousId,
      event.at,
      event.type,
      event.details === undefined ? null : JSON.stringify(mapTexts(event.details, keep)),
    );
  }

  /** At most `limit` events from `id` on (downwards if `reverse`), `id` included. */
  from(executionId: number, id: number, limit: number, reverse: boolean): HistoryEvent[] {
    const sql = reverse
      ? 'SELECT * FROM events WHERE execution_id = ? AND id <= ? ORDER BY id DESC LIMIT ?'
      : 'SELECT * FROM events WHERE execution_id = ? AND id >= ? ORDER BY id LIMIT ?';
    const read = (text: string) => this.#payloads.read(executionId, text);
    return this.#journal.all<EventRow>(sql, executionId, id, limit).map((row) => ({
      id: row.id,
      previousId: row.previous_id,
      at: row.at,
      type: row.type,
      details: row.details === null ? undefined : mapTexts(JSON.parse(row.details) as Details, read),
    }));
  }
}
