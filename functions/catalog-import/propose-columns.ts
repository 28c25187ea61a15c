import * as z from 'zod';
import { type ColumnMapping, columnMappingSchema } from '../commerce/product/column-mapping.ts';
import { type Says, saysSchema } from '../commerce/says.ts';
import type { Survey, SurveyedColumn } from './survey-table.ts';
import { reportColumns } from './write-refused.ts';

/** What the columns of a file mean, as far as the rules can tell. */
export interface ColumnProposal {
  readonly mapping: ColumnMapping;
  /** Why a person should look; none: every column is known, or named as everybody names it. */
  readonly doubts: readonly Says[];
  /** Columns that are not read. */
  readonly leftOut: readonly string[];
}

/** `columns.json`, as whoever asks about it reads it. */
export const columnsFileSchema = z.object({
  form: z.object({ format: z.enum(['csv', 'xlsx', 'json']) }),
  rows: z.int(),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()), filled: z.int() })),
  mapping: columnMappingSchema,
  doubts: z.array(saysSchema),
  leftOut: z.array(z.string()),
});

/** By the name in small letters without signs. */
const known: Readonly<Record<string, string>> = {
  sku: 'sku',
  handle: 'family',
  option1name: 'optionName:1',
  option1value: 'optionValue:1',
  title: 'title:en',
  titleen: 'title:en',
  titlezh: 'title:zh-CN',
  标题: 'title:zh-CN',
  description: 'text:en',
  brand: 'brand',
  category: 'category',
  status: 'status',
  price: 'price',
  currency: 'currency',
  stock: 'stock',
  barcode: 'barcode',
  picture: 'picture:1',
  material: 'attribute:material',
  color: 'attribute:color',
};

/** A saved mapping holds for the columns that it names; only new ones are proposed. */
export function proposeColumns(
  { columns }: Survey,
  saved: ColumnMapping | undefined,
  shop: { readonly currency: string; readonly languages: readonly string[] },
): ColumnProposal {
  const own = columns.filter(({ name }) => !reportColumns.includes(name));
  const targets = own.flatMap(({ name }) => {
    const target = saved?.columns[name]?.target ?? known[name.toLowerCase().replaceAll(/[\s_\-()]/g, '')];
    return target === undefined ? [] : [[name, { target }] as const];
  });
  const mapping: ColumnMapping = {
    locale: 'en',
    currency: shop.currency,
    ...saved,
    columns: { ...saved?.columns, ...Object.fromEntries(targets) },
  };
  const leftOut = own.filter(({ name }) => mapping.columns[name] === undefined).map(({ name }) => name);
  return { mapping, doubts: doubtsOf(own, mapping), leftOut };
}

function doubtsOf(columns: readonly SurveyedColumn[], mapping: ColumnMapping): Says[] {
  const targets = new Set(columns.map(({ name }) => mapping.columns[name]?.target));
  if (targets.has('sku') && [...targets].some((target) => target?.startsWith('title:') === true)) return [];
  return [
    {
      en: 'No column could be recognised as the SKU and the name of a product.',
      zh: '未能识别 SKU 列和商品名称列。',
    },
  ];
}
