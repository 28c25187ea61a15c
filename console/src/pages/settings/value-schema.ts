/** As much of JSON Schema as the API describes its settings with. */
export interface ValueSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
  /** Of an object whose names are data, e.g. workflows. */
  readonly additionalProperties?: ValueSchema | boolean;
  readonly items?: ValueSchema | boolean;
  readonly prefixItems?: readonly ValueSchema[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly anyOf?: readonly ValueSchema[];
  readonly oneOf?: readonly ValueSchema[];
}

/** Names and places on the way to a part of a value; places of a list as `0`, `1` … */
export type ValuePath = readonly string[];

export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a list's items are like; undefined where the schema does not say. */
export function itemsOf(schema: ValueSchema): ValueSchema | undefined {
  return typeof schema.items === 'object' ? schema.items : undefined;
}

/** What each entry is like of an object whose names are data. */
export function entriesOf(schema: ValueSchema): ValueSchema | undefined {
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** The `kind` that one of several shapes of a value is known by. */
export function kindOf(shape: ValueSchema): string {
  return String(shape.properties?.kind?.const ?? '');
}

/** Of several shapes the one that a value has; the first where it has none. */
export function shapeOf(schema: ValueSchema, value: unknown): ValueSchema {
  const shapes = schema.oneOf ?? schema.anyOf;
  if (shapes === undefined) return schema;
  const fits = (shape: ValueSchema): boolean => {
    if (shape.const !== undefined) return shape.const === value;
    if (Array.isArray(value)) return shape.type === 'array';
    if (isGroup(value)) return shape.type === 'object' && kindOf(shape) === String(value.kind ?? '');
    if (value === null) return shape.type === 'null';
    return typeof value === (shape.type === 'integer' ? 'number' : shape.type);
  };
  return shapes.find(fits) ?? shapes[0] ?? {};
}

/** What a new part of a value begins with: what the schema says, else what is empty in its kind. */
export function blankOf(schema: ValueSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined && schema.default === undefined) return schema.enum[0];
  const first = (schema.oneOf ?? schema.anyOf)?.[0];
  if (first !== undefined && schema.default === undefined) return blankOf(first);
  if (schema.type === 'object') {
    const given = isGroup(schema.default) ? schema.default : {};
    const parts = Object.entries(schema.properties ?? {}).filter(
      ([name, part]) => schema.required?.includes(name) || part.default !== undefined,
    );
    return { ...Object.fromEntries(parts.map(([name, part]) => [name, blankOf(part)])), ...given };
  }
  if (schema.default !== undefined) return schema.default;
  if (schema.type === 'array') return [];
  if (schema.type === 'boolean') return false;
  return schema.type === 'number' || schema.type === 'integer' ? undefined : '';
}

/** The value with one part of it replaced; undefined takes the part out of its group. */
export function withPart(value: unknown, [step, ...rest]: ValuePath, part: unknown): unknown {
  if (step === undefined) return part;
  if (Array.isArray(value)) return value.with(Number(step), withPart(value[Number(step)], rest, part));
  const group = isGroup(value) ? value : {};
  const changed = withPart(Object.hasOwn(group, step) ? group[step] : undefined, rest, part);
  const others = Object.fromEntries(Object.entries(group).filter(([name]) => name !== step));
  if (changed === undefined) return others;
  // In the place where it was, so that a form does not jump.
  return Object.hasOwn(group, step)
    ? Object.fromEntries(Object.entries(group).map(([name, was]) => [name, name === step ? changed : was]))
    : { ...others, [step]: changed };
}
