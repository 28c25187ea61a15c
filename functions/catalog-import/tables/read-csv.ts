import { Readable } from 'node:stream';
import { type Info, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { decodeInPieces, guessEncoding } from './decode-text.ts';
import { nameColumns } from './name-columns.ts';
import { type BadRow, longestCell, type Table, type TableRow, UnreadableTable } from './table.ts';

const delimiters = [',', ';', '\t', '|'] as const;

/** Lines that the delimiter is told from. */
const lookedAtLines = 20;

/**
 * A CSV of any usual encoding and delimiter, with quotes as RFC 4180 has them. Rows come one after the other, so that memory
 * does not grow with the file.
 *
 * @throws UnreadableTable where there is no table in it; its rows may throw one too (`QuoteOpen`), rows before that may not come
 */
export async function readCsv(bytes: Uint8Array): Promise<Table> {
  const encoding = guessEncoding(bytes);
  const delimiter = guessDelimiter(firstLines(bytes, encoding));
  const records = openRecords(bytes, encoding, delimiter);
  const first = await records.next();
  if (first.done === true) {
    throw new UnreadableTable('Empty', {
      en: 'The file is empty. Nothing was changed.',
      zh: '文件为空，未做任何更改。',
    });
  }
  const columns = nameColumns(first.value.record);
  return { form: { format: 'csv', encoding, delimiter }, columns, rows: nameCells(records, columns) };
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: Pick<Info, 'lines'>;
}

async function* openRecords(
  bytes: Uint8Array,
  encoding: string,
  delimiter: string,
): AsyncGenerator<CsvRecord> {
  let endOfLast = 0;
  const parser = parse({
    on_record: (record: string[], { lines }) => {
      endOfLast = lines;
      return record;
    },
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    // A stray quote within a cell (3.5" disk) is text.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 4 * 1024 * 1024,
  });
  const source = Readable.from(decodeInPieces(bytes, encoding));
  source.pipe(parser);
  try {
    for await (const one of parser) yield one as CsvRecord;
  } catch {
    // The parser's own line is where it gave up, which may be the end of the file.
    throw neverClosed(endOfLast + 1);
  }
}

function neverClosed(line: number): UnreadableTable {
  return new UnreadableTable('QuoteOpen', {
    en: `In line ${line} or the one after it a quotation mark is opened and never closed, or the row is larger than 4 MB. Nothing was taken from the file: mend that line and upload it again.`,
    zh: `第 ${line} 行或其下一行的引号未闭合，或该行超过 4 MB。未导入该文件的任何内容，修正该行后重新上传即可。`,
  });
}

async function* nameCells(
  records: AsyncGenerator<CsvRecord>,
  columns: readonly string[],
): AsyncGenerator<TableRow | BadRow> {
  let before = 1;
  for await (const { record, info } of records) {
    // The parser says where a record ends; one with line breaks in its cells began earlier.
    const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
    const line = Math.max(before + 1, info.lines - breaks);
    before = info.lines;
    yield nameRow(line, record, columns);
  }
}

/** Cells of one line by their columns' names; a line that cannot be one says why. */
export function nameRow(
  line: number,
  record: readonly string[],
  columns: readonly string[],
): TableRow | BadRow {
  const given = record.join(' | ').slice(0, 500);
  const beyond = record.slice(columns.length).filter((cell) => cell.trim() !== '').length;
  if (beyond > 0) {
    return bad(line, given, 'TooManyCells', {
      en: `Line ${line} has ${columns.length + beyond} cells, the header ${columns.length}. Often a comma stands in a text without quotation marks.`,
      zh: `第 ${line} 行有 ${columns.length + beyond} 个单元格，而表头只有 ${columns.length} 列。常见原因是文本中的逗号没有加引号。`,
    });
  }
  const cells: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    const cell = record[index];
    if (cell === undefined || cell.trim() === '') continue;
    if (cell.includes('�')) {
      return bad(line, given, 'WrongEncoding', {
        en: `In line ${line} the column “${column}” holds characters that could not be read. Save the file as CSV UTF-8 and upload it again.`,
        zh: `第 ${line} 行“${column}”列含有无法识别的字符。请将文件另存为 UTF-8 编码的 CSV 后重新上传。`,
      });
    }
    if (cell.length > longestCell) {
      return bad(line, given, 'CellTooLong', {
        en: `In line ${line} the column “${column}” has ${cell.length} characters; ${longestCell} are taken at most.`,
        zh: `第 ${line} 行“${column}”列有 ${cell.length} 个字符，最多 ${longestCell} 个。`,
      });
    }
    cells[column] = cell;
  }
  return { line, cells };
}

function bad(line: number, given: string, code: string, says: BadRow['refused']['says']): BadRow {
  return { line, given, refused: { code, says } };
}

function firstLines(bytes: Uint8Array, encoding: string): string {
  const [piece = ''] = decodeInPieces(bytes.subarray(0, 64 * 1024), encoding);
  return piece;
}

/** The delimiter with which the first lines have the same number of cells, more than one; of several the one with most cells. */
function guessDelimiter(head: string): string {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = cellCounts(head, delimiter);
    const [header = 1] = counts;
    const alike = counts.filter((count) => count === header).length / Math.max(1, counts.length);
    const score = header > 1 ? alike * 1000 + header : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function cellCounts(head: string, delimiter: string): number[] {
  try {
    // The last line of the piece may be cut off, but the limit comes first in any file that is worth a guess.
    const records: string[][] = parseAtOnce(head, {
      delimiter,
      bom: true,
      to: lookedAtLines,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    return records.map((record) => record.length);
  } catch {
    return [];
  }
}
