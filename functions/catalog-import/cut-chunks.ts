import * as z from 'zod';
import type { ColumnMapping } from '../commerce/product/column-mapping.ts';
import { productKeyOf } from '../commerce/product/read-columns.ts';
import { InvalidInputError } from '../platform/errors.ts';
import type { ImportUnit, Refused } from './import-files.ts';
import type { BadRow, EntryShape, Table, TableRow } from './tables/table.ts';

/** Products and refused lines of a chunk: one call saves them in a few seconds, and a killed one repeats no more. */
export const unitsOfChunk = 100;

/** A thousand chunks: some 7,000 of the 25,000 events that an execution may have. */
export const mostUnits = 100_000;

/** Where each row belongs, found out before any is kept. */
interface Plan {
  /** The chunk of each product, by its key. */
  readonly chunkOf: ReadonlyMap<string, number>;
  /** How many rows each chunk has in the file. */
  readonly rowsOf: readonly number[];
  readonly products: number;
  readonly rows: number;
}

export interface CutTable {
  readonly chunks: number;
  readonly products: number;
  readonly rows: number;
}

/**
 * Cuts a table into chunks of {@link unitsOfChunk} products, all rows of a product in one, and hands each over as soon as it
 * is whole. The table is gone through twice: of one whose products stand together only a chunk is in memory at a time.
 *
 * @param openTable the table from its beginning
 * @throws InvalidInputError `TooManyProducts`
 */
export async function cutTable(
  openTable: <T>(work: (table: Table) => Promise<T>) => Promise<T>,
  mapping: ColumnMapping,
  keep: (chunk: number, units: readonly ImportUnit[]) => Promise<void>,
): Promise<CutTable> {
  const plan = await openTable((table) => planChunks(table, mapping));
  const open = new Map<number, { left: number; units: Map<string, OpenUnit> }>();
  await openTable(async (table) => {
    let lone = 0;
    for await (const row of table.rows) {
      const key = keyOf(row, mapping) ?? `${lonePrefix}${lone++}`;
      const chunk = plan.chunkOf.get(key) ?? 0;
      const state = open.get(chunk) ?? { left: plan.rowsOf[chunk] ?? 0, units: new Map<string, OpenUnit>() };
      open.set(chunk, state);
      addRow(state.units, key, row);
      state.left -= 1;
      if (state.left > 0) continue;
      await keep(chunk, [...state.units.values()]);
      open.delete(chunk);
    }
  });
  return { chunks: plan.rowsOf.length, products: plan.products, rows: plan.rows };
}

/** Cuts a list of whole products into chunks. @throws InvalidInputError `TooManyProducts` */
export async function cutEntries(
  entries: readonly unknown[],
  shape: EntryShape,
  keep: (chunk: number, units: readonly ImportUnit[]) => Promise<void>,
): Promise<CutTable> {
  if (entries.length > mostUnits) throw tooManyProducts();
  const chunks = Math.ceil(entries.length / unitsOfChunk);
  const seen = new Map<string, number>();
  for (let chunk = 0; chunk < chunks; chunk++) {
    const start = chunk * unitsOfChunk;
    const own = entries.slice(start, start + unitsOfChunk);
    await keep(
      chunk,
      own.map((entry, index) => entryUnit(entry, start + index + 1, shape, seen)),
    );
  }
  return { chunks, products: entries.length, rows: entries.length };
}

/** Of a record of ours. Shopify's handles and ids are not what its products are kept under. */
const identitySchema = z.object({ sku: z.string() }).transform(({ sku }) => sku);

/** @param seen places of the products so far: of two with one name nobody can tell which holds, so the second is refused */
function entryUnit(entry: unknown, line: number, shape: EntryShape, seen: Map<string, number>): ImportUnit {
  const name = identitySchema.safeParse(entry).data;
  const first = name === undefined ? undefined : seen.get(name);
  if (name === undefined || first === undefined) {
    if (name !== undefined) seen.set(name, line);
    return { line, shape, entry };
  }
  const says = {
    en: `${name} stands in the file twice, first as entry ${first}. The first one is taken.`,
    zh: `文件中有两个 ${name}，第一个为第 ${first} 条。已采用第一个。`,
  };
  return { refused: { line, given: name, code: 'DoubleProduct', says, rows: [] } };
}

type OpenUnit = { rows: TableRow[] } | { refused: Refused };

/** No key of a product begins with a line feed: cells are trimmed. */
const lonePrefix = '\n';

async function planChunks(table: Table, mapping: ColumnMapping): Promise<Plan> {
  const chunkOf = new Map<string, number>();
  const rowsOf: number[] = [];
  let lone = 0;
  let rows = 0;
  for await (const row of table.rows) {
    rows += 1;
    const key = keyOf(row, mapping) ?? `${lonePrefix}${lone++}`;
    const chunk = chunkOf.get(key) ?? Math.floor(chunkOf.size / unitsOfChunk);
    if (chunkOf.size >= mostUnits && !chunkOf.has(key)) throw tooManyProducts();
    chunkOf.set(key, chunk);
    rowsOf[chunk] = (rowsOf[chunk] ?? 0) + 1;
  }
  return { chunkOf, rowsOf, products: chunkOf.size - lone, rows };
}

/** Undefined: a line that stands for itself. */
function keyOf(row: TableRow | BadRow, mapping: ColumnMapping): string | undefined {
  return 'refused' in row ? undefined : productKeyOf(row.cells, mapping)?.trim();
}

function addRow(units: Map<string, OpenUnit>, key: string, row: TableRow | BadRow): void {
  if ('refused' in row) {
    const { line, given, refused } = row;
    units.set(key, { refused: { line, given, code: refused.code, says: refused.says, rows: [] } });
    return;
  }
  const known = units.get(key);
  const own = { line: row.line, cells: unguarded(row.cells) };
  if (known !== undefined && 'rows' in known) known.rows.push(own);
  else units.set(key, { rows: [own] });
}

/** The apostrophe that keeps a spreadsheet from taking a cell for a formula, as our own files and others have it, is no data. */
function unguarded(cells: TableRow['cells']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, text]) => [name, /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text]),
  );
}

function tooManyProducts(): InvalidInputError {
  const most = mostUnits.toLocaleString('en');
  return new InvalidInputError('TooManyProducts', {
    en: `The file has more than ${most} products. Nothing was changed. Split it: what stands in two files is taken as if it stood in one.`,
    zh: `文件中的商品超过 ${most} 个。未做任何更改。请拆分后分别上传，效果与单个文件相同。`,
  });
}
