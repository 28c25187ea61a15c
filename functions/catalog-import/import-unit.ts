import type { ColumnMapping } from '../commerce/product/column-mapping.ts';
import {
  type ProductFacts,
  type ProductSource,
  productFactsSchema,
} from '../commerce/product/product-record.ts';
import { type RowNote, readColumns } from '../commerce/product/read-columns.ts';
import { readShopifyProduct, shopifyProductSchema } from '../commerce/product/read-shopify-product.ts';
import type { FieldNote } from '../commerce/product/reading.ts';
import type { Says } from '../commerce/says.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { validate } from '../platform/handlers/validate.ts';
import type { ImportUnit, Refused } from './import-files.ts';

export type ReadUnit =
  | {
      readonly facts: ProductFacts;
      readonly kind: ProductSource['kind'];
      /** Where the source says when it last changed the product. */
      readonly updatedAt?: string | undefined;
    }
  | { readonly refused: Refused };

/** Reads one product: its facts, or the first reason why it is refused as a whole. */
export function readUnit(unit: ImportUnit, mapping: ColumnMapping): ReadUnit {
  if ('refused' in unit) return unit;
  if ('entry' in unit) return readEntry(unit, mapping);
  const { facts, notes } = readColumns(unit.rows, mapping);
  if (facts !== undefined) return { facts, kind: 'file' };
  return { refused: refusedBy(notes, unit.rows[0]?.line ?? 0, [...unit.rows]) };
}

function readEntry(
  { line, shape, entry }: Extract<ImportUnit, { entry?: unknown }>,
  mapping: ColumnMapping,
): ReadUnit {
  try {
    if (shape === 'facts') return { facts: validate(productFactsSchema, entry, theProduct), kind: 'file' };
    const product = validate(shopifyProductSchema, entry, theProduct);
    const read = readShopifyProduct(product, { currency: mapping.currency ?? 'USD' });
    if (read.facts === undefined) return { refused: refusedBy(read.notes, line, []) };
    return { facts: read.facts, kind: 'shopify', updatedAt: read.updatedAt };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const given = JSON.stringify(entry).slice(0, longestGiven);
    return { refused: { line, given, code: error.code, says: error.text, rows: [] } };
  }
}

const longestGiven = 500;
const theProduct: Says = { en: 'the product', zh: '商品' };

function refusedBy(notes: readonly (RowNote | FieldNote)[], line: number, rows: Refused['rows']): Refused {
  const reason = notes.find(({ outcome }) => outcome === 'refused');
  return {
    line: reason !== undefined && 'line' in reason ? reason.line : line,
    field: reason?.field,
    given: reason?.given ?? '',
    code: reason?.code ?? 'Unreadable',
    says: reason?.says ?? { en: 'The row makes no product.', zh: '该行不构成商品。' },
    rows,
  };
}
