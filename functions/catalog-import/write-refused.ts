import { stringify } from 'csv-stringify/sync';
import type { Language } from '../commerce/says.ts';
import type { Refused } from './import-files.ts';

/** Columns of ours in the file of refused rows: uploaded again with them, they are passed over. */
export const reportColumns: readonly string[] = ['Storehand line', 'Storehand column', 'Storehand reason'];

/**
 * The refused rows as a table in the original columns, with line, column and reason behind them: mended, it is uploaded again.
 * With a byte-order mark, which Excel knows UTF-8 by, and no cell that a spreadsheet would take for a formula.
 */
export function writeRefused(
  refused: Iterable<Refused>,
  columns: readonly string[],
  language: Language,
): Buffer {
  const own = columns.filter((name) => !reportColumns.includes(name));
  const lines: string[][] = [[...own, ...reportColumns]];
  for (const { rows, line, field = '', given, says } of refused) {
    // A line that was no row stands in the first column as far as it was kept.
    if (rows.length === 0)
      lines.push([given, ...own.slice(1).map(() => ''), String(line), field, says[language]]);
    for (const row of rows) {
      const reason = row.line === line || rows.length === 1 ? [field, says[language]] : ['', ''];
      lines.push([...own.map((name) => row.cells[name] ?? ''), String(row.line), ...reason]);
    }
  }
  return Buffer.from(stringify(lines, { bom: true, escape_formulas: true, record_delimiter: 'windows' }));
}
