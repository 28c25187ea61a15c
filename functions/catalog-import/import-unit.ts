import type { ColumnMapping } from '../commerce/product/column-mapping.ts';
import type { ProductFacts } from '../commerce/product/product-record.ts';
import { type ReadRows, type RowNote, readColumns } from '../commerce/product/read-columns.ts';
import type { ImportUnit, Refused } from './import-files.ts';

export type ReadUnit =
  | { readonly facts: ProductFacts; readonly notes: readonly RowNote[] }
  | { readonly refused: Refused };

/** Reads the rows of one product: its facts, or the first reason why it is refused as a whole. */
export function readUnit(unit: ImportUnit, mapping: ColumnMapping): ReadUnit {
  if ('refused' in unit) return unit;
  const read: ReadRows = readColumns(unit.rows, mapping);
  if (read.facts !== undefined) return { facts: read.facts, notes: read.notes };
  const reason = read.notes.find(({ outcome }) => outcome === 'refused');
  const line = unit.rows[0]?.line ?? 0;
  return {
    refused: {
      line: reason?.line ?? line,
      field: reason?.field,
      given: reason?.given ?? '',
      code: reason?.code ?? 'Unreadable',
      says: reason?.says ?? unreadable,
      rows: [...unit.rows],
    },
  };
}

const unreadable = { en: 'The row makes no product.', zh: '该行不构成商品。' };
