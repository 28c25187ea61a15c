import { mostColumns, UnreadableTable } from './table.ts';

/**
 * Names of columns from the cells of a header line: trimmed, an empty one by its letter as a spreadsheet shows it, one that
 * stands there twice with its number (`Size`, `Size (2)`).
 *
 * @throws UnreadableTable `NoHeader`, `TooManyColumns`
 */
export function nameColumns(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  if (last < 0) {
    throw new UnreadableTable('NoHeader', {
      en: 'The file has no line with the names of its columns. Put them into the first line (SKU, Title, Price, …) and upload it again.',
      zh: '文件没有列名行。请在第一行写上列名（SKU、标题、价格等）后重新上传。',
    });
  }
  if (last >= mostColumns) {
    throw new UnreadableTable('TooManyColumns', {
      en: `The file has ${last + 1} columns; ${mostColumns} are read at most. Leave out those that the shop does not need.`,
      zh: `文件有 ${last + 1} 列，最多读取 ${mostColumns} 列。请删去不需要的列。`,
    });
  }
  const seen = new Map<string, number>();
  return cells.slice(0, last + 1).map((cell, index) => {
    const name = cell.normalize('NFC').replaceAll(/\s+/g, ' ').trim() || `(${letters(index)})`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** 0 → A, 25 → Z, 26 → AA. */
function letters(index: number): string {
  const rest = String.fromCharCode(65 + (index % 26));
  return index < 26 ? rest : letters(Math.floor(index / 26) - 1) + rest;
}
