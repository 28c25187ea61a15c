import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import { nameColumns } from './name-columns.ts';
import { nameRow } from './read-csv.ts';
import { type BadRow, type Table, type TableRow, UnreadableTable } from './table.ts';

/** A workbook is read whole: unpacked it may have so many bytes, which is some 100,000 rows. */
const mostUnpackedBytes = 200 * 1024 * 1024;

/**
 * The first sheet of a workbook that has a header. Numbers come as the file keeps them (`19.9`, never `19,90 €`): a barcode
 * that was typed as a number has lost its leading zeros before, and is told of where its check digit is looked at.
 *
 * @throws UnreadableTable also for a workbook that unpacks to more than 200 MB
 */
export async function readXlsx(bytes: Uint8Array): Promise<Table> {
  refuseBomb(bytes);
  const sheets = await openWorkbook(bytes);
  const index = sheets.findIndex(({ data }) => data.some((row) => row.some((cell) => cell !== null)));
  const sheet = sheets[index];
  if (sheet === undefined) {
    throw new UnreadableTable('Empty', {
      en: 'The workbook has no rows. Nothing was changed.',
      zh: '工作簿没有任何行，未做任何更改。',
    });
  }
  const lines = sheet.data.map((row) => row.map(cellText));
  const header = lines.findIndex((row) => row.some((cell) => cell.trim() !== ''));
  const columns = nameColumns(lines[header] ?? []);
  const otherSheets = sheets.filter((_, other) => other !== index).map(({ sheet: name }) => name);
  return {
    form: { format: 'xlsx', sheet: sheet.sheet, otherSheets },
    columns,
    rows: namedRows(lines, header, columns),
  };
}

function* namedRows(
  lines: readonly (readonly string[])[],
  header: number,
  columns: readonly string[],
): Generator<TableRow | BadRow> {
  for (const [index, row] of lines.entries()) {
    if (index <= header || row.every((cell) => cell.trim() === '')) continue;
    yield nameRow(index + 1, row, columns);
  }
}

type Sheets = Awaited<ReturnType<typeof readWorkbook>>;

async function openWorkbook(bytes: Uint8Array): Promise<Sheets> {
  try {
    // The reader trims by itself; a cell's spaces are nobody's data.
    return await readWorkbook(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    throw new UnreadableTable('WorkbookBroken', {
      en: `The workbook cannot be read (${error instanceof Error ? error.message : 'unknown'}). Open it in a spreadsheet program, save it as XLSX without a password, and upload it again.`,
      zh: '无法读取该工作簿。请用表格软件打开，另存为不带密码的 XLSX 后重新上传。',
    });
  }
}

/** A few kilobytes may unpack to gigabytes: what the directory says is added up before anything is unpacked. */
function refuseBomb(bytes: Uint8Array): void {
  let unpacked = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        unpacked += originalSize;
        return false;
      },
    });
  } catch {
    // Not a sound archive: the reader says so.
  }
  if (unpacked <= mostUnpackedBytes) return;
  throw new UnreadableTable('WorkbookTooLarge', {
    en: `The workbook unpacks to ${Math.round(unpacked / 1024 / 1024)} MB; ${mostUnpackedBytes / 1024 / 1024} MB are read at most. Save the sheet as CSV, or split it.`,
    zh: `工作簿解压后为 ${Math.round(unpacked / 1024 / 1024)} MB，最多 ${mostUnpackedBytes / 1024 / 1024} MB。请另存为 CSV 或拆分后上传。`,
  });
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell);
}
