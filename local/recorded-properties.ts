import type { DatabaseSync } from 'node:sqlite';

/** The properties that templates gave to resources, kept in a service's database. */
export class RecordedProperties {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS recorded (
      type TEXT NOT NULL, id TEXT NOT NULL, properties TEXT NOT NULL, PRIMARY KEY (type, id)
    ) STRICT;`);
  }

  /** @returns false when they are the ones it had before, so there is nothing to update */
  record(type: string, id: string, properties: object): boolean {
    const text = JSON.stringify(properties);
    const known = this.#database
      .prepare('SELECT properties FROM recorded WHERE type = ? AND id = ?')
      .get(type, id);
    if (known?.properties === text) return false;
    this.#database
      .prepare('INSERT OR REPLACE INTO recorded (type, id, properties) VALUES (?, ?, ?)')
      .run(type, id, text);
    return true;
  }

  /** Of one type, by id. */
  list(type: string): { id: string; properties: Record<string, unknown> }[] {
    return this.#database
      .prepare('SELECT id, properties FROM recorded WHERE type = ? ORDER BY id')
      .all(type)
      .map((row) => ({ id: String(row.id), properties: JSON.parse(String(row.properties)) }));
  }
}
