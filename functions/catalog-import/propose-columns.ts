import * as z from 'zod';
import { type ColumnMapping, columnMappingSchema, parseTarget } from '../commerce/product/column-mapping.ts';
import { type ProposedColumn, proposeMapping } from '../commerce/product/propose-mapping.ts';
import { type Says, saysSchema } from '../commerce/says.ts';
import type { Survey } from './survey-table.ts';
import { reportColumns } from './write-refused.ts';

/** What the columns of a file mean, as far as the rules can tell. */
export interface ColumnProposal {
  readonly mapping: ColumnMapping;
  /** Why a person should look; none: every column is known, or named as everybody names it. */
  readonly doubts: readonly Says[];
}

/** `columns.json`, as whoever asks about it reads it. */
export const columnsFileSchema = z.object({
  form: z.object({ format: z.enum(['csv', 'xlsx', 'json']), shape: z.enum(['facts', 'shopify']).optional() }),
  rows: z.int(),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()), filled: z.int() })),
  mapping: columnMappingSchema,
  doubts: z.array(saysSchema),
});

/** A column that is recognised less surely is asked about, but for one that is only kept under its own name. */
const sureEnough = 0.8;

/** What only one column can mean: a new column is not taken for what a saved one means already. */
const single = /^(?:sku|family|title:.+|price|compareAtPrice|costPrice|currency|stock|barcode|weight)$/;

/** As many doubtful columns are named in one reason. */
const mostNamed = 6;

/** A saved mapping holds for the columns that it names; only new ones are proposed. */
export function proposeColumns(
  { columns }: Survey,
  saved: ColumnMapping | undefined,
  shop: { readonly currency: string },
): ColumnProposal {
  const own = columns.filter(({ name }) => !reportColumns.includes(name));
  const proposed = proposeMapping(own, { currency: shop.currency });
  const fresh = proposed.columns
    .filter(({ name }) => saved?.columns[name] === undefined)
    .map((column) => (isTaken(column, saved) ? { ...column, target: 'ignore' } : column));
  const added = fresh.map(({ name, target, unit }) => {
    return [name, { target, ...(unit === undefined ? {} : { unit }) }] as const;
  });
  const mapping: ColumnMapping = {
    ...proposed.mapping,
    ...saved,
    columns: { ...saved?.columns, ...Object.fromEntries(added) },
  };
  const filled = new Set(own.filter((column) => column.filled > 0).map(({ name }) => name));
  const unsure = fresh.filter(
    ({ name, target, confidence }) =>
      filled.has(name) && confidence < sureEnough && parseTarget(target)?.to !== 'other',
  );
  const names = own.map(({ name }) => name);
  return { mapping, doubts: [...missing(mapping, names), ...doubtful(unsure.map(({ name }) => name))] };
}

function isTaken({ target }: ProposedColumn, saved: ColumnMapping | undefined): boolean {
  const known = Object.values(saved?.columns ?? {});
  return single.test(target) && known.some((column) => column.target === target);
}

/** What no product can do without. */
function missing(mapping: ColumnMapping, names: readonly string[]): Says[] {
  const targets = new Set(names.map((name) => parseTarget(mapping.columns[name]?.target ?? '')?.to));
  return [
    ...(targets.has('sku') ? [] : [{ en: 'No column is known as the SKU.', zh: '未能识别 SKU 列。' }]),
    ...(targets.has('title')
      ? []
      : [{ en: 'No column is known as the name of the product.', zh: '未能识别商品名称列。' }]),
  ];
}

function doubtful(names: readonly string[]): Says[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNamed);
  const more = names.length - shown.length;
  return [
    {
      en: `What these columns mean is not certain: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      zh: `以下列的含义不确定：${shown.join('、')}${more > 0 ? ` 等 ${names.length} 列` : ''}。`,
    },
  ];
}
