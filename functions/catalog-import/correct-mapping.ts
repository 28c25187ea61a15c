import * as z from 'zod';
import { type ColumnMapping, columnMappingSchema, parseTarget } from '../commerce/product/column-mapping.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { validate } from '../platform/handlers/validate.ts';

/** The question itself with other targets in it, as a page sends it that knows nothing of columns; see `columnsPayload`. */
const editedPayloadSchema = z.object({
  reading: columnMappingSchema.omit({ columns: true }),
  columns: z.array(z.object({ name: z.string(), target: z.string().nullable() })),
});

/** What a person changes of a proposal: only the columns that are named, `null` for one that is not to be read. */
const editsSchema = columnMappingSchema.partial().extend({
  columns: z.record(z.string(), columnMappingSchema.shape.columns.valueType.nullable()).optional(),
});

/**
 * The proposed mapping with a person's corrections.
 *
 * @param columns of the file: a correction of another column is a slip, not data for later
 * @throws InvalidInputError `ColumnUnknown`, `SkuColumnMissing`, `InputInvalid`
 */
export function correctMapping(
  proposed: ColumnMapping,
  edits: unknown,
  columns: readonly string[],
): ColumnMapping {
  const { columns: changes = {}, ...rest } = validate(editsSchema, changesOf(proposed, edits), {
    en: 'the mapping of columns',
    zh: '列对应关系',
  });
  const unknown = Object.keys(changes).find((name) => !columns.includes(name));
  if (unknown !== undefined) throw columnUnknown(unknown);
  const kept = Object.entries({ ...proposed.columns, ...changes }).flatMap(([name, column]) =>
    column === null ? [] : [[name, column] as const],
  );
  const mapping: ColumnMapping = { ...proposed, ...rest, columns: Object.fromEntries(kept) };
  const targets = columns.map((name) => parseTarget(mapping.columns[name]?.target ?? '')?.to);
  if (!targets.includes('sku') && !targets.includes('family')) throw skuMissing();
  return mapping;
}

/** Columns whose target stayed as it was keep their unit with it. */
function changesOf(proposed: ColumnMapping, edits: unknown): unknown {
  const payload = editedPayloadSchema.safeParse(edits);
  if (!payload.success) return edits ?? {};
  const { reading, columns } = payload.data;
  const changed = columns.filter(({ name, target }) => target !== (proposed.columns[name]?.target ?? null));
  const named = changed.map(({ name, target }) => [name, target === null ? null : { target }] as const);
  return { ...reading, columns: Object.fromEntries(named) };
}

function columnUnknown(name: string): InvalidInputError {
  return new InvalidInputError('ColumnUnknown', {
    en: `The file has no column “${name}”. Nothing was imported; replay the run to be asked again.`,
    zh: `文件中没有“${name}”列。未导入任何内容；重新运行即可再次确认。`,
  });
}

function skuMissing(): InvalidInputError {
  return new InvalidInputError('SkuColumnMissing', {
    en: 'No column is the SKU, so no product can be told from another. Nothing was imported; replay the run to be asked again.',
    zh: '没有指定 SKU 列，无法区分商品。未导入任何内容；重新运行即可再次确认。',
  });
}
