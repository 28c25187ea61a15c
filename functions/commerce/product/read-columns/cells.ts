import { type ColumnMapping, type ColumnTarget, parseTarget } from '../column-mapping.ts';
import type { RowNote } from '../read-columns.ts';
import { type FieldNote, noteOf, type Problem } from '../reading.ts';

/** A row of a table, as the file wrote it. */
export interface ColumnRow {
  /** In the file, from 1. */
  readonly line: number;
  /** Text by the column's name; an empty cell may be left out. */
  readonly cells: Readonly<Record<string, string>>;
}

/** One cell that says something. */
export interface Cell {
  readonly line: number;
  readonly column: string;
  readonly given: string;
  readonly unit: string | undefined;
  readonly target: ColumnTarget;
}

/** What spreadsheets write for nothing. A zero or `none` is an answer. */
const NOTHING = /^(?:|-+|—+|n\/a|#n\/a|null|nil|tbd|tbc|待定|暂无|\/|\?+)$/iu;

/** The cells of one product by what they mean, and the notes on them. */
export class Cells {
  readonly mapping: ColumnMapping;
  readonly rows: readonly ColumnRow[];
  readonly #byRow: readonly (readonly Cell[])[];
  readonly #notes: RowNote[] = [];

  constructor(rows: readonly ColumnRow[], mapping: ColumnMapping) {
    this.rows = rows;
    this.mapping = mapping;
    const targets = Object.entries(mapping.columns).flatMap(([column, { target, unit }]) => {
      const parsed = parseTarget(target);
      return parsed === undefined || parsed.to === 'ignore' ? [] : [{ column, unit, target: parsed }];
    });
    this.#byRow = rows.map(({ line, cells }) =>
      targets.flatMap(({ column, unit, target }) => {
        const given = (Object.hasOwn(cells, column) ? (cells[column] ?? '') : '').trim();
        return NOTHING.test(given) ? [] : [{ line, column, given, unit, target }];
      }),
    );
  }

  /** Cells of a target, in the file's order; of one row where it is given. */
  all(to: ColumnTarget['to'], row?: number): readonly Cell[] {
    const among = row === undefined ? this.#byRow.flat() : (this.#byRow[row] ?? []);
    return among.filter(({ target }) => target.to === to);
  }

  first(to: ColumnTarget['to'], row?: number): Cell | undefined {
    return this.all(to, row)[0];
  }

  /**
   * Indices of the rows that are variants. Not among them: Amazon's parent row, whose SKU is the family that others name, and
   * rows with a family but neither SKU nor price (further pictures).
   */
  variantRows(): readonly number[] {
    const indices = [...this.rows.keys()];
    const family = this.first('family')?.given;
    return indices.filter((index) => {
      const sku = this.first('sku', index)?.given;
      const isParent = family !== undefined && sku === family && this.rows.length > 1 && !this.#isSold(index);
      const isPicture = sku === undefined && !this.#isSold(index) && this.rows.length > 1;
      return !isParent && !isPicture;
    });
  }

  #isSold(index: number): boolean {
    return this.first('price', index) !== undefined || this.first('optionValue', index) !== undefined;
  }

  note(cell: Cell, problem: Problem, outcome: FieldNote['outcome']): void {
    this.#notes.push({ line: cell.line, ...noteOf(cell.column, cell.given, problem, outcome) });
  }

  /** A note on something that no cell says. */
  noteMissing(field: string, problem: Problem, outcome: FieldNote['outcome'], row = 0): void {
    this.#notes.push({ line: this.rows[row]?.line ?? 0, ...noteOf(field, '', problem, outcome) });
  }

  noteAll(cell: Cell, notes: readonly FieldNote[]): void {
    for (const note of notes) this.#notes.push({ line: cell.line, ...note });
  }

  /** In the order of lines. */
  notes(): readonly RowNote[] {
    return this.#notes.toSorted((a, b) => a.line - b.line);
  }
}
