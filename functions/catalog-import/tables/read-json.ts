import * as z from 'zod';
import { decodeInPieces, guessEncoding } from './decode-text.ts';
import {
  type BadRow,
  type EntryShape,
  longestCell,
  mostColumns,
  type Table,
  type TableRow,
  UnreadableTable,
} from './table.ts';

const entrySchema = z.record(z.string(), z.unknown());
const listSchema = z.union([
  z.array(z.unknown()),
  z.object({ products: z.array(z.unknown()) }).transform(({ products }) => products),
  z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items),
  z.object({ product: entrySchema }).transform(({ product }) => [product]),
]);

/**
 * A list of products as JSON: an array, `{products: […]}`, or one object a line. Nested values become columns with a dot
 * (`price.amount`); each of a product's `variants` becomes a row of its own beside the product's columns, as in a table.
 *
 * @throws UnreadableTable
 */
export function readJson(bytes: Uint8Array): Table {
  const encoding = guessEncoding(bytes);
  const entries = parseEntries([...decodeInPieces(bytes, encoding)].join(''));
  const shape = shapeOf(entries);
  if (shape !== undefined)
    return { form: { format: 'json', encoding, shape }, columns: [], rows: [], entries };
  const columns = new Set<string>();
  const rows: (TableRow | BadRow)[] = [];
  for (const [index, entry] of entries.entries()) {
    for (const row of rowsOf(index + 1, entry)) {
      rows.push(row);
      if ('cells' in row) for (const name of Object.keys(row.cells)) columns.add(name);
    }
  }
  if (columns.size > mostColumns) {
    throw new UnreadableTable('TooManyColumns', {
      en: `The file's entries have ${columns.size} different fields; ${mostColumns} are read at most.`,
      zh: `文件条目共有 ${columns.size} 个不同字段，最多读取 ${mostColumns} 个。`,
    });
  }
  return { form: { format: 'json', encoding }, columns: [...columns], rows };
}

const shopifySchema = z.looseObject({
  handle: z.string(),
  variants: z.array(z.looseObject({ option1: z.unknown() })),
});
const factsSchema = z.looseObject({
  sourceText: z.looseObject({}),
  attributes: z.looseObject({}),
  variants: z.array(z.looseObject({ options: z.looseObject({}) })),
});

/** Told from the first entry: one that is wrong in itself is refused later, with its reason. */
function shapeOf([first]: readonly unknown[]): EntryShape | undefined {
  if (factsSchema.safeParse(first).success) return 'facts';
  return shopifySchema.safeParse(first).success ? 'shopify' : undefined;
}

/** The entries themselves, for sources whose shape is known (Shopify's). @throws UnreadableTable */
export function parseEntries(text: string): readonly unknown[] {
  const whole = listSchema.safeParse(parseOne(text));
  if (whole.success) return whole.data;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.map(parseOne);
  if (lines.length > 0 && entries.every((entry) => entry !== undefined)) return entries;
  throw new UnreadableTable('NoList', {
    en: 'The file is no list of products. Expected: a JSON array, an object with "products", or one object a line.',
    zh: '文件不是商品列表。应为 JSON 数组、含 "products" 的对象，或每行一个对象。',
  });
}

function parseOne(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function* rowsOf(line: number, entry: unknown): Generator<TableRow | BadRow> {
  const read = entrySchema.safeParse(entry);
  if (!read.success) {
    yield bad(line, entry, 'NoObject', {
      en: `Entry ${line} is no object with fields.`,
      zh: `第 ${line} 个条目不是带字段的对象。`,
    });
    return;
  }
  const { variants, ...product } = read.data;
  const own = flatten(product);
  const several = z.array(entrySchema).min(1).safeParse(variants);
  const all = several.success
    ? several.data.map((variant) => ({ ...own, ...flatten(variant, 'variant.') }))
    : [own];
  for (const cells of all) {
    const long = Object.entries(cells).find(([, text]) => text.length > longestCell);
    if (long === undefined) yield { line, cells };
    else
      yield bad(line, long[0], 'CellTooLong', {
        en: `In entry ${line} the field “${long[0]}” has ${long[1].length} characters; ${longestCell} are taken at most.`,
        zh: `第 ${line} 个条目的字段“${long[0]}”有 ${long[1].length} 个字符，最多 ${longestCell} 个。`,
      });
  }
}

function bad(line: number, given: unknown, code: string, says: BadRow['refused']['says']): BadRow {
  return { line, given: (JSON.stringify(given) ?? '').slice(0, 500), refused: { code, says } };
}

/** Lists of plain values are joined as a table would write them; deeper ones are numbered. */
function flatten(value: Record<string, unknown>, prefix = ''): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [name, inner] of Object.entries(value)) {
    const column = `${prefix}${name}`;
    if (inner === null || inner === undefined || inner === '') continue;
    if (Array.isArray(inner)) {
      if (inner.every((one) => typeof one !== 'object' || one === null)) cells[column] = inner.join(', ');
      else
        for (const [at, one] of inner.entries()) Object.assign(cells, flattenOne(`${column}.${at + 1}`, one));
    } else Object.assign(cells, flattenOne(column, inner));
  }
  return cells;
}

function flattenOne(column: string, value: unknown): Record<string, string> {
  const deeper = entrySchema.safeParse(value);
  return deeper.success ? flatten(deeper.data, `${column}.`) : { [column]: String(value) };
}
