import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../sqlite.ts';
import type { Measurement } from './embedded-format.ts';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** How often a value was measured in a period. */
export interface ValueCount {
  readonly value: number;
  readonly count: number;
}

/** A period with at least one value; its values in ascending order. */
export interface Period {
  /** Its first instant, milliseconds since the epoch. */
  readonly start: number;
  readonly unit: string;
  readonly values: readonly ValueCount[];
}

const MINUTE_MS = 60_000;
/** CloudWatch keeps minutes for 15 days, then coarser sums for 15 months; here the minutes are all. */
const KEPT_MS = 15 * 86_400_000;

/** The same text for the same dimensions in any order. */
function canonical(dimensions: Readonly<Record<string, string>>): string {
  const ordered = Object.entries(dimensions).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(Object.fromEntries(ordered));
}

/** Metrics in SQLite: for each minute, each different value with its count, so that percentiles stay exact. */
export class MetricStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS series (
        id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
        unit TEXT NOT NULL, UNIQUE (namespace, name, dimensions, unit)
      ) STRICT;
      CREATE TABLE IF NOT EXISTS minutes (
        series INTEGER NOT NULL REFERENCES series (id), minute INTEGER NOT NULL, value REAL NOT NULL,
        count REAL NOT NULL, PRIMARY KEY (series, minute, value)
      ) STRICT, WITHOUT ROWID;`);
  }

  /** @param counts how often each value was measured; once where absent */
  add(measurements: readonly Measurement[], counts?: readonly number[]): void {
    if (measurements.length === 0) return;
    const insert = this.#database.prepare(
      `INSERT INTO minutes (series, minute, value, count) VALUES (?, ?, ?, ?)
       ON CONFLICT (series, minute, value) DO UPDATE SET count = count + excluded.count`,
    );
    inTransaction(this.#database, () => {
      for (const measurement of measurements) {
        const series = this.#seriesOf(measurement);
        const minute = Math.floor(measurement.timestamp / MINUTE_MS);
        for (const [index, value] of measurement.values.entries()) {
          insert.run(series, minute, value, counts?.[index] ?? 1);
        }
      }
    });
  }

  #seriesOf({ namespace, name, dimensions, unit }: Measurement): number {
    const key = [namespace, name, canonical(dimensions), unit] as const;
    this.#database
      .prepare('INSERT OR IGNORE INTO series (namespace, name, dimensions, unit) VALUES (?, ?, ?, ?)')
      .run(...key);
    const row = this.#database
      .prepare('SELECT id FROM series WHERE namespace = ? AND name = ? AND dimensions = ? AND unit = ?')
      .get(...key);
    return Number(row?.id);
  }

  /** Drops what is older than it is kept. */
  forget(now: number): void {
    this.#database
      .prepare('DELETE FROM minutes WHERE minute < ?')
      .run(Math.floor((now - KEPT_MS) / MINUTE_MS));
  }

  metrics(): Metric[] {
    return this.#database
      .prepare('SELECT DISTINCT namespace, name, dimensions FROM series ORDER BY namespace, name, dimensions')
      .all()
      .map((row) => ({
        namespace: String(row.namespace),
        name: String(row.name),
        dimensions: JSON.parse(String(row.dimensions)),
      }));
  }

  /**
   * The values of a metric with exactly these dimensions in `[from, to)`, by periods that count from the epoch.
   *
   * @param unit only values of this unit; of all units where absent
   * @param periodMs whole minutes
   */
  periods(metric: Metric, from: number, to: number, periodMs: number, unit?: string): Period[] {
    // A number is bound as a float, and would divide like one.
    const rows = this.#database
      .prepare(
        `SELECT minute * ${MINUTE_MS} / CAST(:period AS INTEGER) * CAST(:period AS INTEGER) AS start, min(unit) AS unit, value, sum(count) AS count
         FROM minutes JOIN series ON series.id = minutes.series
         WHERE namespace = :namespace AND name = :name AND dimensions = :dimensions
           AND (:unit IS NULL OR unit = :unit) AND minute * ${MINUTE_MS} >= :from AND minute * ${MINUTE_MS} < :to
         GROUP BY start, value ORDER BY start, value`,
      )
      .all({
        period: periodMs,
        namespace: metric.namespace,
        name: metric.name,
        dimensions: canonical(metric.dimensions),
        unit: unit ?? null,
        from,
        to,
      });
    const periods = Map.groupBy(rows, (row) => Number(row.start));
    return [...periods].map(([start, values]) => ({
      start,
      unit: String(values[0]?.unit),
      values: values.map((row) => ({ value: Number(row.value), count: Number(row.count) })),
    }));
  }
}
