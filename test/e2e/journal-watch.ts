import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface JournalEvent {
  readonly execution: number;
  readonly id: number;
  readonly type: string;
  /** The state that it belongs to; empty before the first. */
  readonly state: string;
}

interface Row {
  readonly execution: number;
  readonly id: number;
  readonly type: string;
  readonly name: string | null;
}

/** The state machines' journal in a data folder, read beside the system that writes it. */
export class JournalWatch {
  readonly #database: DatabaseSync;
  /** The newest event of each execution that has been looked at. */
  readonly #seen = new Map<number, number>();

  constructor(data: string) {
    this.#database = new DatabaseSync(join(data, 'states', 'states.sqlite'), { readOnly: true });
  }

  close(): void {
    this.#database.close();
  }

  /** What was written since the last call. */
  takeNew(): JournalEvent[] {
    const fresh = this.#events().filter((event) => event.id > (this.#seen.get(event.execution) ?? 0));
    for (const { execution, id } of fresh) this.#seen.set(execution, id);
    return fresh;
  }

  /** The most tasks that were called and not answered at one time. */
  mostTasksAtOnce(): number {
    const changes = this.#database
      .prepare(
        `SELECT CASE type WHEN 'TaskStarted' THEN 1 ELSE -1 END AS change FROM events
         WHERE type IN ('TaskStarted', 'TaskSucceeded', 'TaskFailed', 'TaskTimedOut') ORDER BY at, change`,
      )
      .all() as unknown as { change: number }[];
    let now = 0;
    return changes.reduce((most, { change }) => {
      now += change;
      return Math.max(most, now);
    }, 0);
  }

  /** How many events of a type there are in a state, in all executions together. */
  count(type: string, state: string): number {
    return this.#events().filter((event) => event.type === type && event.state === state).length;
  }

  /** An event without a name belongs to the state that was entered last: the machine has no parallel states. */
  #events(): JournalEvent[] {
    const rows = this.#database
      .prepare(
        `SELECT execution_id AS execution, id, type, json_extract(details, '$.name') AS name
         FROM events ORDER BY execution_id, id`,
      )
      .all() as unknown as Row[];
    const states = new Map<number, string>();
    return rows.map(({ name, ...event }) => {
      if (name !== null) states.set(event.execution, name);
      return { ...event, state: states.get(event.execution) ?? '' };
    });
  }
}
