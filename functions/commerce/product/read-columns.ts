import type { ColumnMapping } from './column-mapping.ts';
import type { ProductFacts } from './product-record.ts';
import { readAttributeColumns } from './read-columns/attribute-columns.ts';
import { Cells, type ColumnRow } from './read-columns/cells.ts';
import { readPictures } from './read-columns/picture-columns.ts';
import { readProductLine } from './read-columns/product-line.ts';
import { readOptions, readVariants } from './read-columns/variant-columns.ts';
import type { FieldNote } from './reading.ts';

/** A product that was read, or why not; in either case what somebody should know. */
export type ReadProduct =
  | { readonly facts: ProductFacts; readonly notes: readonly FieldNote[] }
  | { readonly facts?: undefined; readonly notes: readonly FieldNote[] };

/** A note with the line of the file that it is about. */
export interface RowNote extends FieldNote {
  readonly line: number;
}

export type ReadRows =
  | { readonly facts: ProductFacts; readonly notes: readonly RowNote[] }
  | { readonly facts?: undefined; readonly notes: readonly RowNote[] };

/**
 * What rows of one product have in common: the family where there is one, else the SKU; `undefined` for a row with neither.
 * Rows of a Shopify export that only carry a further picture have the family alone.
 */
export function productKeyOf(
  cells: Readonly<Record<string, string>>,
  mapping: ColumnMapping,
): string | undefined {
  const row = new Cells([{ line: 0, cells }], mapping);
  const key = row.first('family') ?? row.first('sku');
  return key?.given;
}

/**
 * Reads the rows of one product, in the file's order, into facts. Who it is, what it costs, how many there are, its barcode and
 * its options must be right, or the product is refused as a whole; an attribute that cannot be read, or that the rows contradict
 * each other on, is left out with a note.
 */
export function readColumns(rows: readonly ColumnRow[], mapping: ColumnMapping): ReadRows {
  const cells = new Cells(rows, mapping);
  const line = readProductLine(cells);
  const variantRows = cells.variantRows();
  const split = readAttributeColumns(cells, variantRows);
  const options = readOptions(cells, variantRows, split.varying);
  const variants = readVariants(cells, variantRows, options);
  const media = readPictures(cells);
  const notes = [...cells.notes()];
  if (line === undefined || variants === undefined || notes.some(({ outcome }) => outcome === 'refused')) {
    return { notes };
  }
  const facts: ProductFacts = {
    ...line,
    sku: line.sku ?? variants[0]?.sku ?? '',
    attributes: split.attributes,
    options: options.map(({ name, values }) => ({ name, values: [...values] })),
    variants,
    media,
  };
  return { facts, notes };
}
