import type { JSX } from 'preact';
import { NumberField, SelectField, TextField } from '../../parts/fields.tsx';
import { formatNumber } from '../../parts/format.ts';
import { Switch } from '../../parts/switch.tsx';
import { language } from '../../shell/preferences.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { ChoiceList, ItemList, OrderedList, TextList } from './list-fields.tsx';
import { ScheduleField } from './schedule-field.tsx';
import { fieldText, optionName } from './setting-words.ts';
import {
  BackgroundField,
  ColourField,
  CurrencyField,
  ScopeField,
  TimeField,
  ZoneField,
} from './special-fields.tsx';
import { blankOf, entriesOf, isGroup, itemsOf, kindOf, shapeOf, type ValueSchema } from './value-schema.ts';
import { foldedParts, knownChoices, type Widget, widgetOf } from './widgets.ts';
import { WorkflowEntries } from './workflow-entries.tsx';

/** One part of a setting's value with the field that fits it. */
export function SchemaField(props: PartProps): JSX.Element | null {
  const { path, schema, value } = props;
  const { pattern } = useLabels(path);
  const widget = widgetOf(pattern);
  if (widget === 'hidden' || schema.const !== undefined) return null;
  return (
    <div data-part={path.join('.')} class={isShort(widget, schema) ? styles.short : styles.part}>
      {fieldFor(widget, pattern, { path, schema, value })}
    </div>
  );
}

/** Short fields stand beside one another. */
function isShort(widget: Widget | undefined, schema: ValueSchema): boolean {
  if (widget === 'time' || widget === 'cents' || widget === 'micro-usd') return true;
  return widget === undefined && (schema.type === 'number' || schema.type === 'integer');
}

function fieldFor(widget: Widget | undefined, pattern: string, props: PartProps): JSX.Element {
  const special = specialField(widget, props);
  if (special !== undefined) return special;
  const { schema } = props;
  if (schema.oneOf !== undefined) return <ShapeField {...props} />;
  if (schema.anyOf !== undefined) return <EitherField {...props} />;
  if (schema.type === 'object') return <GroupField {...props} isFolded={foldedParts.has(pattern)} />;
  if (schema.type === 'array') return <ListField {...props} />;
  if (schema.type === 'boolean') return <BooleanField {...props} />;
  if (schema.type === 'number' || schema.type === 'integer') return <AmountField {...props} per={1} />;
  return schema.enum === undefined ? <WordsField {...props} /> : <EnumField {...props} />;
}

function specialField(widget: Widget | undefined, props: PartProps): JSX.Element | undefined {
  switch (widget) {
    case 'cents':
      return <AmountField {...props} per={100} unit="USD" />;
    case 'micro-usd':
      return <AmountField {...props} per={1_000_000} unit="USD" />;
    case 'zone':
      return <ZoneField {...props} />;
    case 'currency':
      return <CurrencyField {...props} />;
    case 'background':
      return <BackgroundField {...props} />;
    case 'colour':
      return <ColourField {...props} />;
    case 'time':
      return <TimeField {...props} />;
    case 'schedule':
      return <ScheduleField {...props} />;
    case 'ordered':
      return <OrderedList {...props} />;
    case 'days':
      return <ChoiceList {...props} choices={[1, 2, 3, 4, 5, 6, 7]} />;
    case 'long':
      return <WordsField {...props} isLong />;
    default:
      return undefined;
  }
}

/** A whole setting: its parts stand by themselves, as the group around them would only repeat the page's heading. */
export function WholeField({ schema, value }: Omit<PartProps, 'path'>): JSX.Element {
  const whole = { path: [], schema, value };
  if (schema.oneOf !== undefined) return <ShapeField {...whole} />;
  return (
    <div class={styles.parts}>
      {entriesOf(schema) === undefined ? (
        <Parts {...whole} />
      ) : (
        <WorkflowEntries {...whole} parts={(part) => <Parts {...part} />} />
      )}
    </div>
  );
}

/** The parts of a group, below one another. */
function Parts({ path, schema, value }: PartProps): JSX.Element {
  const group = isGroup(value) ? value : {};
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, part]) => (
        <SchemaField key={name} path={[...path, name]} schema={part} value={group[name] ?? part.default} />
      ))}
    </>
  );
}

function GroupField(props: PartProps & { isFolded: boolean }): JSX.Element {
  const { path, schema, isFolded } = props;
  const { label, hint, error } = useLabels(path);
  const inner =
    entriesOf(schema) === undefined ? (
      <Parts {...props} />
    ) : (
      <WorkflowEntries {...props} parts={(part) => <Parts {...part} />} />
    );
  if (isFolded) {
    return (
      <details>
        <summary class={styles.legend}>{label}</summary>
        <div class={styles.nested}>{inner}</div>
      </details>
    );
  }
  return (
    <Group label={label} hint={hint} error={error} isNested>
      {inner}
    </Group>
  );
}

function ListField(props: PartProps): JSX.Element {
  const { pattern } = useLabels(props.path);
  const items = itemsOf(props.schema);
  if (props.schema.prefixItems !== undefined) return <RowOfNumbers {...props} />;
  if (items?.enum !== undefined) return <ChoiceList {...props} choices={items.enum} />;
  const known = knownChoices[pattern];
  if (known !== undefined || widgetOf(pattern) === 'channels')
    return <ChoiceList {...props} choices={known ?? 'channels'} />;
  if (items?.type === 'string' && widgetOf(`${pattern}.*`) === undefined) return <TextList {...props} />;
  return <ItemList {...props} field={(part) => <SchemaField {...part} />} />;
}

/** As many numbers as the schema names, in one row. */
function RowOfNumbers({ path, schema, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, error } = useLabels(path, true);
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <Group label={label} error={error}>
      <div class={styles.row}>
        {schema.prefixItems?.map((_, index) => (
          <NumberField
            key={index}
            label={String(index + 1)}
            value={typeof numbers[index] === 'number' ? numbers[index] : undefined}
            step={0.001}
            disabled={isReadOnly}
            onInput={(number) => change(path, numbers.with(index, number ?? null))}
          />
        ))}
      </div>
    </Group>
  );
}

/** A value of one of several shapes, known by its `kind`: which one, and its parts. */
function ShapeField({ path, schema, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, error } = useLabels([...path, 'kind']);
  const shape = shapeOf(schema, value);
  return (
    <div class={styles.parts}>
      <SelectField
        label={label}
        error={error}
        value={kindOf(shape)}
        disabled={isReadOnly}
        options={(schema.oneOf ?? []).map((one) => ({
          value: kindOf(one),
          label: optionName(pattern, kindOf(one)),
        }))}
        onChange={(kind) => change(path, blankOf(schema.oneOf?.find((one) => kindOf(one) === kind) ?? {}))}
      />
      <Parts path={path} schema={shape} value={value} />
    </div>
  );
}

/** A name or a list, a number or none. */
function EitherField(props: PartProps): JSX.Element {
  const shapes = props.schema.anyOf ?? [];
  if (shapes.some((one) => one.const === 'all')) return <ScopeField {...props} />;
  const shape = shapes.find((one) => one.const === undefined && one.type !== 'null') ?? {};
  return fieldFor(undefined, '', { ...props, schema: shape });
}

function BooleanField({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, hint, error } = useLabels(path);
  return (
    <Switch
      label={label}
      hint={error ?? hint}
      checked={value === true}
      disabled={isReadOnly}
      onChange={(checked) => change(path, checked)}
    />
  );
}

function EnumField({ path, schema, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path);
  // Left out is a choice of its own, e.g. the language of a notice.
  const mayLeave = schema.default === undefined && path.at(-1) === 'language';
  return (
    <SelectField
      label={label}
      hint={hint}
      error={error}
      disabled={isReadOnly}
      value={typeof value === 'string' ? value : ''}
      options={[
        ...(mayLeave ? [{ value: '', label: say(texts.defaultLanguage) }] : []),
        ...(schema.enum ?? []).map((one) => ({ value: one, label: optionName(pattern, one) })),
      ]}
      onChange={(chosen) => change(path, chosen === '' ? undefined : chosen)}
    />
  );
}

/** @param props.per how many of what is saved are one of what is typed: 100 cents a dollar */
function AmountField({
  path,
  schema,
  value,
  per,
  unit,
}: PartProps & { per: number; unit?: string }): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path);
  const { type, minimum, maximum, exclusiveMinimum } = schema.anyOf?.[0] ?? schema;
  const typed = (number: number) => formatNumber(number / per, language.value, 4);
  const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const range = isBounded
    ? say(texts.range(typed(minimum ?? exclusiveMinimum ?? 0), typed(maximum)))
    : undefined;
  const isWhole = type === 'integer' && per === 1;
  const isOptional = fieldText(pattern, '#hint') !== undefined && per > 1;
  return (
    <NumberField
      label={unit === undefined ? label : `${label} (${unit})`}
      hint={[hint, range].filter((one) => one !== undefined).join(' ') || undefined}
      error={error}
      isOptional={isOptional}
      disabled={isReadOnly}
      value={typeof value === 'number' ? value / per : undefined}
      {...(minimum === undefined ? {} : { min: minimum / per })}
      {...(isBounded ? { max: maximum / per } : {})}
      step={isWhole ? 1 : per > 1 ? 0.01 : (maximum ?? 10) <= 1 ? 0.01 : 0.5}
      onInput={(number) => {
        if (number !== undefined) change(path, per === 1 ? number : Math.round(number * per));
        else change(path, isOptional ? null : undefined);
      }}
    />
  );
}

function WordsField({ path, schema, value, isLong = false }: PartProps & { isLong?: boolean }): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, hint, error } = useLabels(path);
  const isSecret = widgetOf(pattern) === 'secret';
  const parentMayLack =
    schema.minLength === undefined && schema.default === undefined && pattern.includes('.rights.');
  if (isSecret && isReadOnly) {
    return (
      <TextField
        label={label}
        hint={say(texts.replaceSecret)}
        value="••••••"
        onInput={() => undefined}
        disabled
      />
    );
  }
  return (
    <TextField
      label={label}
      hint={hint}
      error={error}
      isLong={isLong}
      isOptional={parentMayLack}
      disabled={isReadOnly}
      type={schema.format === 'email' ? 'email' : schema.format === 'uri' ? 'url' : 'text'}
      value={typeof value === 'string' ? value : ''}
      onInput={(text) => change(path, text === '' && parentMayLack ? undefined : text)}
    />
  );
}
