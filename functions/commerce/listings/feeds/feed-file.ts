import { stringify } from 'csv-stringify/sync';
import type { ListingChannel } from '../listing.ts';
import type { FeedItem } from './feed-item.ts';
import type { FeedKind } from './feed-kinds.ts';
import { type FeedRow, feedRow } from './feed-row.ts';
import { googleRow, googleXml } from './google-files.ts';
import { type GoogleItem, googleItems } from './google-items.ts';
import { headingLines } from './heading-lines.ts';
import { shopifyRows } from './shopify-rows.ts';
import { spreadsheetCell } from './spreadsheet-cell.ts';

export interface FeedFile {
  readonly bytes: Buffer;
  /** Lines or items below the heading. */
  readonly rows: number;
  /** SKUs with a cell that would have begun a formula: an apostrophe stands before it now, in what the channel gets too. */
  readonly defused: readonly string[];
}

/** One whole file of a channel. All items are of this channel and of one language. */
export function writeFeed(channel: ListingChannel, kind: FeedKind, items: readonly FeedItem[]): FeedFile {
  if (kind.format === 'xml') {
    const all = items.flatMap((item): readonly GoogleItem[] => googleItems(item));
    return { bytes: encoded(googleXml(all), kind), rows: all.length, defused: [] };
  }
  const rows = items.flatMap((item) => rowsOf(item).map((row) => ({ row, sku: item.listing.sku })));
  // Only Google says that a value in quotation marks may go over several lines; other readers of tabs part lines first.
  const isOneLine = kind.delimiter === '\t' && channel !== 'google-merchant';
  const inLine = (text: string): string => (isOneLine ? text.replace(/[\r\n]+/g, ' ') : text);
  const columns = columnsOf(rows.map(({ row }) => row));
  const defused = new Set<string>();
  const lines = rows.map(({ row, sku }) =>
    columns.map((column) => {
      const { text, isDefused } = spreadsheetCell(inLine(row.get(column) ?? ''));
      if (isDefused) defused.add(sku);
      return text;
    }),
  );
  // The names of attributes are a supplier's words as well.
  const headings = headingLines(channel, columns, items).map((line) =>
    line.map((cell) => spreadsheetCell(cell).text),
  );
  const table = stringify([...headings, ...lines], {
    delimiter: kind.delimiter ?? ',',
    record_delimiter: '\r\n',
    // A file with tabs is read by some without regard to quotation marks: only where they are needed.
    quoted: kind.delimiter === ',',
    quoted_match: /[\n"]/,
  });
  return { bytes: encoded(table, kind), rows: rows.length, defused: [...defused] };
}

/** About how many bytes an item takes in its file, without writing it; rather too many, for parting files. */
export function roughBytes({ listing, product }: FeedItem, { encoding }: FeedKind): number {
  const isWide = encoding === 'utf-16le-bom';
  const bytes = Object.values(listing.fields).reduce(
    (sum, text) => sum + (isWide ? 2 * text.length : Buffer.byteLength(text)) * ESCAPES + CELL,
    0,
  );
  // Google repeats the texts in every item, Shopify only the cells of a variant.
  const variants = product?.variants.length ?? 1;
  return listing.channel === 'google-merchant' ? variants * bytes : bytes + variants * LINE;
}

/** Doubled quotation marks and entities, as a share of a text. */
const ESCAPES = 1.2;
/** Bytes beside a text: quotation marks, the names of elements; of a line without texts, its empty cells among them. */
const CELL = 40;
const LINE = 300;

function rowsOf(item: FeedItem): readonly FeedRow[] {
  switch (item.listing.channel) {
    case 'google-merchant':
      return googleItems(item).map(googleRow);
    case 'shopify':
      return shopifyRows(item);
    default:
      return [feedRow(item)];
  }
}

/** Every column that a row has, in the order of the first row that has it beside its neighbours. */
function columnsOf(rows: readonly FeedRow[]): readonly string[] {
  const columns: string[] = [];
  const known = new Set<string>();
  for (const row of rows) {
    let place = 0;
    for (const column of row.keys()) {
      if (known.has(column)) {
        place = columns.indexOf(column) + 1;
        continue;
      }
      columns.splice(place, 0, column);
      known.add(column);
      place += 1;
    }
  }
  return columns;
}

function encoded(text: string, { encoding }: FeedKind): Buffer {
  if (encoding === 'utf-16le-bom') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from(encoding === 'utf-8-bom' ? `\ufeff${text}` : text, 'utf8');
}
