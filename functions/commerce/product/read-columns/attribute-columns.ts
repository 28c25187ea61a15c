import canonicalize from 'canonicalize';
import type { Attributes, AttributeValue } from '../product-record.ts';
import { type AttributeContext, freeText, readAttribute } from '../read-attribute.ts';
import type { Problem } from '../reading.ts';
import { tidyText } from '../tidy-text.ts';
import type { Attribute } from '../vocabulary/attribute.ts';
import { attributeById } from '../vocabulary/find-term.ts';
import type { Cell, Cells } from './cells.ts';

/** Attributes in which variants of one product may differ: they become options. Others that differ contradict each other. */
const VARYING: ReadonlySet<string> = new Set([
  'color',
  'size',
  'material',
  'pattern',
  'style',
  'scent',
  'flavour',
  'capacity',
  'storage',
  'length',
  'pieces',
  'cableLength',
  'finish',
  'shape',
  'netContent',
  'binding',
  'language',
  'fit',
  'power',
]);

export interface AttributeColumns {
  readonly attributes: Attributes;
  /** Columns whose attribute differs from variant to variant, by the option's name. */
  readonly varying: readonly { readonly name: string; readonly column: string }[];
}

export function readAttributeColumns(cells: Cells, variantRows: readonly number[]): AttributeColumns {
  const attributes: Record<string, AttributeValue> = {};
  const varying: { name: string; column: string }[] = [];
  for (const [id, own] of byId(cells.all('attribute'))) {
    const attribute = attributeById(id);
    if (attribute === undefined) continue;
    const column = varyingColumn(attribute, own, cells, variantRows);
    if (column !== undefined) {
      varying.push({ name: attribute.name[cells.mapping.locale], column });
      continue;
    }
    const value = readAgreed(attribute, own, cells);
    if (value !== undefined) attributes[id] = value;
  }
  for (const [name, own] of byId(cells.all('other'))) {
    const given = new Set(own.map((cell) => tidyText(cell.given)));
    const [first] = own;
    // Nobody can tell which of several holds: what the vocabulary does not know is not worth a note.
    if (first !== undefined && given.size === 1 && attributes[name] === undefined) {
      attributes[name] = freeText(first.given, cells.mapping.locale);
    }
  }
  return { attributes, varying };
}

function byId(found: readonly Cell[]): ReadonlyMap<string, readonly Cell[]> {
  return Map.groupBy(found, ({ target }) => target.detail);
}

/** The one column in which every variant has a value and not all the same. */
function varyingColumn(
  { id }: Attribute,
  own: readonly Cell[],
  cells: Cells,
  variantRows: readonly number[],
): string | undefined {
  const columns = new Set(own.map(({ column }) => column));
  const [column] = columns;
  if (!VARYING.has(id) || columns.size !== 1 || column === undefined || variantRows.length < 2)
    return undefined;
  const values = variantRows.map(
    (row) => cells.all('attribute', row).find((cell) => cell.column === column)?.given,
  );
  if (values.includes(undefined)) return undefined;
  return new Set(values.map((value) => tidyText(value ?? '').toLowerCase())).size > 1 ? column : undefined;
}

/** The value that all cells agree on: from several rows, or from several columns of one attribute. */
function readAgreed(attribute: Attribute, own: readonly Cell[], cells: Cells): AttributeValue | undefined {
  let agreed: AttributeValue | undefined;
  let agreedCell: Cell | undefined;
  const seen = new Set<string>();
  for (const cell of own) {
    const key = `${cell.column}\n${cell.given}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { value, notes } = readAttribute(cell.column, cell.given, attribute, contextOf(cell, cells));
    cells.noteAll(cell, notes);
    if (value === undefined) continue;
    if (agreed === undefined) [agreed, agreedCell] = [value, cell];
    else if (!isSameValue(agreed, value)) {
      cells.note(cell, contradiction(attribute, agreedCell?.given ?? '', cell.given), 'left-out');
      return undefined;
    }
  }
  return agreed;
}

function contextOf({ unit }: Cell, { mapping: { locale, decimal } }: Cells): AttributeContext {
  return { locale, ...(unit === undefined ? {} : { unit }), ...(decimal === undefined ? {} : { decimal }) };
}

/** Whether two values say the same, whatever each source wrote; `12 in` and `30.5 cm` do within one per cent. */
function isSameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a.kind === 'measure' && b.kind === 'measure') {
    return (
      a.unit === b.unit &&
      a.values.length === b.values.length &&
      a.values.every((value, index) => Math.abs(value - (b.values[index] ?? 0)) <= Math.abs(value) * 0.01)
    );
  }
  const { given: _a, ...first } = a;
  const { given: _b, ...second } = b;
  return canonicalize(first) === canonicalize(second);
}

function contradiction({ name }: Attribute, first: string, second: string): Problem {
  return {
    code: 'Contradiction',
    expected: { en: `one ${name.en}`, zh: `唯一的${name['zh-CN']}` },
    says: {
      en: `The source says “${first}” and “${second}” for ${name.en}. It is left out until one of them is corrected.`,
      zh: `数据来源中“${name['zh-CN']}”同时写了“${first}”和“${second}”。修正前不使用该属性。`,
    },
  };
}
