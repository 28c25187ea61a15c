import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Field, SelectField, TextField } from '../../parts/fields.tsx';
import { Radio } from '../../parts/radio.tsx';
import { language } from '../../shell/preferences.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { Group, type PartProps } from './field-group.tsx';
import styles from './form.module.css';
import { useFormScope, useLabels } from './form-scope.ts';
import { ChoiceList } from './list-fields.tsx';
import { optionName } from './setting-words.ts';
import { knownChoices, widgetOf } from './widgets.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/** A zone by name, with the known ones to pick from. */
export function ZoneField({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, hint, error } = useLabels(path);
  return (
    <ZoneInput
      label={label}
      hint={hint}
      error={error}
      value={textOf(value)}
      disabled={isReadOnly}
      onInput={(zone) => change(path, zone)}
    />
  );
}

export interface NamedInputProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly disabled?: boolean;
  readonly onInput: (value: string) => void;
}

export function ZoneInput({ value, onInput, ...field }: NamedInputProps): JSX.Element {
  const list = useId();
  return (
    <>
      <Field {...field}>
        {(input) => (
          <input
            {...input}
            list={list}
            autocomplete="off"
            spellcheck={false}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        )}
      </Field>
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

export function CurrencyField({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, hint, error } = useLabels(path);
  return (
    <CurrencyInput
      label={label}
      hint={hint}
      error={error}
      value={textOf(value)}
      disabled={isReadOnly}
      onInput={(code) => change(path, code)}
    />
  );
}

export function CurrencyInput({ value, onInput, ...field }: NamedInputProps): JSX.Element {
  const names = new Intl.DisplayNames(language.value === 'zh' ? 'zh-CN' : 'en', { type: 'currency' });
  const codes = Intl.supportedValuesOf('currency');
  return (
    <SelectField
      {...field}
      value={value}
      options={(codes.includes(value) ? codes : [value, ...codes]).map((code) => ({
        value: code,
        label: code === '' ? '' : `${code} · ${names.of(code) ?? code}`,
      }))}
      onChange={onInput}
    />
  );
}

export function TimeField({ path, value }: PartProps): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label, hint, error } = useLabels(path);
  return (
    <TimeInput
      label={label}
      hint={hint}
      error={error}
      disabled={isReadOnly}
      value={textOf(value)}
      onInput={(time) => change(path, time)}
      isEndOfDayTaken
    />
  );
}

/** Half hours; another time that is set already stays among them. */
export function TimeInput(props: NamedInputProps & { isEndOfDayTaken?: boolean }): JSX.Element {
  const { value, onInput, isEndOfDayTaken = false, ...field } = props;
  const halves = Array.from({ length: isEndOfDayTaken ? 49 : 48 }, (_, half) => {
    const hour = String(Math.floor(half / 2)).padStart(2, '0');
    return `${hour}:${half % 2 === 0 ? '00' : '30'}`;
  });
  const times = [...new Set([...halves, value])].filter((time) => time !== '').toSorted();
  return (
    <SelectField
      {...field}
      value={value}
      options={times.map((time) => ({ value: time, label: time }))}
      onChange={onInput}
    />
  );
}

const ownColour = '#f3f0ea';

/** A scene by name, or a colour of one's own. */
export function BackgroundField(props: PartProps): JSX.Element {
  const { path, value } = props;
  const { change, isReadOnly } = useFormScope();
  const { label, error } = useLabels(path);
  const isColour = textOf(value).startsWith('#');
  const scenes = knownChoices[scenesPattern] ?? [];
  const known = isColour || scenes.includes(textOf(value)) ? scenes : [...scenes, textOf(value)];
  return (
    <div class={styles.row}>
      <SelectField
        label={label}
        error={error}
        disabled={isReadOnly}
        value={isColour ? '#' : textOf(value)}
        options={[
          ...known.map((one) => ({ value: one, label: optionName(scenesPattern, one) })),
          { value: '#', label: say(texts.anotherColour) },
        ]}
        onChange={(chosen) => change(path, chosen === '#' ? ownColour : chosen)}
      />
      {isColour && <ColourField {...props} label={say(texts.anotherColour)} />}
    </div>
  );
}

const scenesPattern = 'image-derive.scenes';

export function ColourField({ path, value, label: own }: PartProps & { label?: string }): JSX.Element {
  const { change, isReadOnly } = useFormScope();
  const { label: name, error } = useLabels(path);
  const label = own ?? name;
  const colour = textOf(value);
  return (
    <Field label={label} error={error} disabled={isReadOnly}>
      {(input) => (
        <span class={styles.colour}>
          <input
            type="color"
            aria-label={label}
            disabled={isReadOnly}
            value={/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#ffffff'}
            onInput={(event) => change(path, event.currentTarget.value)}
          />
          <input
            {...input}
            value={colour}
            spellcheck={false}
            onInput={(event) => change(path, event.currentTarget.value)}
          />
        </span>
      )}
    </Field>
  );
}

/** Everything, or only what is listed. */
export function ScopeField(props: PartProps): JSX.Element {
  const { path, schema, value } = props;
  const { change, isReadOnly } = useFormScope();
  const { pattern, label, error } = useLabels(path, true);
  const isAll = !Array.isArray(value);
  const list = schema.anyOf?.find((shape) => shape.type === 'array') ?? {};
  return (
    <Group label={label} error={error}>
      <div class={styles.choices}>
        {[true, false].map((all) => (
          <Radio
            key={String(all)}
            name={path.join('.')}
            label={say(all ? texts.all : texts.onlyThese)}
            checked={isAll === all}
            disabled={isReadOnly}
            onChoose={() => change(path, all ? 'all' : [])}
          />
        ))}
      </div>
      {!isAll &&
        (widgetOf(pattern) === 'channels' ? (
          <ChoiceList path={path} schema={list} value={value} choices="channels" />
        ) : (
          <TextField
            label={say(texts.onlyThese)}
            hint={say(texts.onePerLine)}
            isLong
            disabled={isReadOnly}
            value={value.map(String).join('\n')}
            onInput={(text) => change(path, linesOf(text))}
          />
        ))}
    </Group>
  );
}

/** The last line may be empty while somebody goes on typing. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trimStart());
}
