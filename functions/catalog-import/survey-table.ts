import type { Table } from './tables/table.ts';

export interface SurveyedColumn {
  readonly name: string;
  /** The first different values, shortened. */
  readonly samples: readonly string[];
  /** Rows that have something in it. */
  readonly filled: number;
}

export interface Survey {
  readonly rows: number;
  /** Lines that are no rows. */
  readonly bad: number;
  readonly columns: readonly SurveyedColumn[];
}

/** Enough to tell dates from prices, little enough to read beside the column. */
const mostSamples = 5;
const longestSample = 80;

/** Goes through a table once and keeps of it what tells its columns' meaning. @throws UnreadableTable */
export async function surveyTable(table: Table): Promise<Survey> {
  const columns = new Map(table.columns.map((name) => [name, { samples: new Set<string>(), filled: 0 }]));
  let rows = 0;
  let bad = 0;
  if (table.entries !== undefined) return { rows: table.entries.length, bad, columns: [] };
  for await (const row of table.rows) {
    if ('refused' in row) {
      bad += 1;
      continue;
    }
    rows += 1;
    for (const [name, text] of Object.entries(row.cells)) {
      const column = columns.get(name);
      if (column === undefined) continue;
      column.filled += 1;
      if (column.samples.size < mostSamples) column.samples.add(shortened(text));
    }
  }
  return {
    rows,
    bad,
    columns: [...columns].map(([name, { samples, filled }]) => ({ name, samples: [...samples], filled })),
  };
}

function shortened(text: string): string {
  const start = text.trim().slice(0, 4 * longestSample);
  const characters = Array.from(start);
  return characters.length <= longestSample ? start : `${characters.slice(0, longestSample).join('')}…`;
}
