import writeWorkbook from 'write-excel-file/node';

type Cell = string | number | null;

/** A workbook as a spreadsheet program would save it. */
export async function workbook(
  sheets: readonly { sheet: string; rows: readonly (readonly Cell[])[] }[],
): Promise<Uint8Array> {
  const written = sheets.map(({ sheet, rows }) => ({
    sheet,
    data: rows.map((row) => row.map((value) => (value === null ? null : { value }))),
  }));
  return new Uint8Array(await writeWorkbook(written).toBuffer());
}
