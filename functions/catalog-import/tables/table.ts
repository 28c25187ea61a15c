import type { Says } from '../../commerce/says.ts';

/** A line of a table as its file wrote it: nothing is trimmed, read or guessed here but the characters. */
export interface TableRow {
  /** Where it begins in the file, from 1, the header's line included; of JSON the entry's number, from 1. */
  readonly line: number;
  /** Text by the column's name; an empty cell is left out. */
  readonly cells: Readonly<Record<string, string>>;
}

/** How a file was read, for the person who wonders about a garbled name. */
export interface TableForm {
  readonly format: 'csv' | 'xlsx' | 'json';
  /** As the WHATWG names it: `utf-8`, `gb18030`, `utf-16le`, … */
  readonly encoding?: string;
  readonly delimiter?: string;
  /** Of a workbook: which sheet was read, and those that were not. */
  readonly sheet?: string;
  readonly otherSheets?: readonly string[];
  /** Of JSON: its entries are whole products of a known shape, and no columns have to be understood. */
  readonly shape?: EntryShape;
}

/** `facts`: as the API takes them. `shopify`: as Shopify's product list and its webhooks have them. */
export type EntryShape = 'facts' | 'shopify';

export interface Table {
  readonly form: TableForm;
  /** Unique, in the file's order. */
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<TableRow | BadRow> | Iterable<TableRow | BadRow>;
  /** Where the form has a shape: the products as they stand in the file; then there are neither columns nor rows. */
  readonly entries?: readonly unknown[];
}

/** A line that is no row of the table; those after it are read all the same. */
export interface BadRow {
  readonly line: number;
  readonly refused: Refusal;
  /** The beginning of what stood there. */
  readonly given: string;
}

export interface Refusal {
  /** PascalCase, stable. */
  readonly code: string;
  readonly says: Says;
}

/** A file that cannot be read as a table at all. */
export class UnreadableTable extends Error {
  readonly refusal: Refusal;

  constructor(code: string, says: Says) {
    super(says.en);
    this.name = 'UnreadableTable';
    this.refusal = { code, says };
  }
}

/** A cell longer than this is a mistake (a whole page in a column): most channels take 5,000 characters of description. */
export const longestCell = 100_000;

/** More columns than any channel's template has (Amazon's flat files have some 300). */
export const mostColumns = 500;
