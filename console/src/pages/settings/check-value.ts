import type { Says } from '../../../../functions/commerce/says.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import type { FieldTrouble } from './form-scope.ts';
import { entriesOf, isGroup, itemsOf, shapeOf, type ValuePath, type ValueSchema } from './value-schema.ts';

/**
 * What the form itself can tell before the API is asked: fields left empty and numbers out of their range. Everything else the API
 * checks, and tells field by field.
 */
export function troublesOf(schema: ValueSchema, value: unknown, path: ValuePath = []): FieldTrouble[] {
  const shape = shapeOf(schema, value);
  const own = ownTrouble(shape, value);
  if (own !== undefined) return [{ path: path.join('.'), says: own }];
  if (Array.isArray(value)) {
    const items = itemsOf(shape);
    return items === undefined
      ? []
      : value.flatMap((item, index) => troublesOf(items, item, [...path, String(index)]));
  }
  if (!isGroup(value)) return [];
  const known = Object.entries(shape.properties ?? {}).flatMap(([name, part]) => {
    const isMissing = value[name] === undefined;
    if (isMissing && (part.default !== undefined || !shape.required?.includes(name))) return [];
    return troublesOf(part, value[name], [...path, name]);
  });
  const entries = entriesOf(shape);
  if (entries === undefined) return known;
  return Object.entries(value).flatMap(([name, part]) => troublesOf(entries, part, [...path, name]));
}

function ownTrouble(schema: ValueSchema, value: unknown): Says | undefined {
  if (value === undefined) return texts.needed;
  if (typeof value === 'number') return numberTrouble(schema, value);
  if (typeof value === 'string') return textTrouble(schema, value);
  if (!Array.isArray(value)) return undefined;
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (value.length < minItems) return texts.chooseOne;
  return value.length > maxItems ? texts.tooMany(maxItems) : undefined;
}

function numberTrouble(schema: ValueSchema, value: number): Says | undefined {
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (schema.type === 'integer' && !Number.isInteger(value)) return texts.whole;
  if (minimum !== undefined && value < minimum) return texts.atLeast(String(minimum));
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return texts.moreThan(String(exclusiveMinimum));
  return maximum !== undefined && value > maximum ? texts.atMost(String(maximum)) : undefined;
}

function textTrouble(schema: ValueSchema, value: string): Says | undefined {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const length = value.trim().length;
  if (length === 0 && minLength > 0) return texts.needed;
  if (length < minLength) return texts.tooShort(minLength);
  return length > maxLength ? texts.tooLong(maxLength) : undefined;
}
