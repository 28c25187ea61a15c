import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import styles from './fields.module.css';

export interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value; said by screen readers as it appears. */
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
  readonly disabled?: boolean;
}

interface Described {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly disabled: boolean;
}

/** Label, hint and error around an input of any kind; the input takes the given properties. */
export function Field(
  props: FieldProps & { children: (input: Described) => ComponentChildren },
): JSX.Element {
  const { label, hint, error, isOptional = false, disabled = false, children } = props;
  const id = useId();
  return (
    <div class={styles.field}>
      <label for={id}>
        {label} {isOptional && <small>({say(texts.optional)})</small>}
      </label>
      {children({
        id,
        'aria-describedby': `${id}-hint ${id}-error`,
        'aria-invalid': error !== undefined,
        disabled,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} class={styles.hint}>
          {hint}
        </p>
      )}
      <p id={`${id}-error`} class={styles.error} aria-live="polite">
        {error}
      </p>
    </div>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'search' | 'url';
  /** Several lines. */
  readonly isLong?: boolean;
  readonly placeholder?: string;
}

export function TextField(props: TextFieldProps): JSX.Element {
  const { value, onInput, type = 'text', isLong = false, placeholder, ...field } = props;
  // A record, as the element's own types know each kind of input only by itself.
  const kind: Readonly<Record<string, string>> = { type };
  return (
    <Field {...field}>
      {(input) =>
        isLong ? (
          <textarea
            {...input}
            rows={3}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        ) : (
          <input
            {...input}
            {...kind}
            value={value}
            placeholder={placeholder}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

export interface NumberFieldProps extends FieldProps {
  /** Undefined while the field holds no number. */
  readonly value: number | undefined;
  readonly onInput: (value: number | undefined) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

export function NumberField(props: NumberFieldProps): JSX.Element {
  const { value, onInput, min, max, step = 1, ...field } = props;
  const box = useRef<HTMLInputElement>(null);
  // Not by `value`: "0." on the way to "0.65" is no number yet, and writing 0 back would put the rest before it.
  useLayoutEffect(() => {
    const input = box.current;
    if (input === null || (input.validity.badInput && document.activeElement === input)) return;
    if (numberIn(input) !== value) input.value = value === undefined ? '' : String(value);
  });
  return (
    <Field {...field}>
      {(input) => (
        <input
          {...input}
          ref={box}
          type="number"
          inputMode="decimal"
          min={min}
          max={max}
          step={step}
          onInput={(event) => onInput(numberIn(event.currentTarget))}
        />
      )}
    </Field>
  );
}

function numberIn({ valueAsNumber }: HTMLInputElement): number | undefined {
  return Number.isNaN(valueAsNumber) ? undefined : valueAsNumber;
}

export interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): JSX.Element {
  const { value, options, onChange, ...field } = props;
  return (
    <Field {...field}>
      {(input) => (
        <select
          {...input}
          onChange={(event) => {
            const chosen = options[event.currentTarget.selectedIndex];
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface CheckboxProps {
  readonly label: ComponentChildren;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

export function Checkbox({ label, hint, checked, onChange, disabled }: CheckboxProps): JSX.Element {
  const hintId = useId();
  return (
    <div class={styles.check}>
      <label>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : hintId}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={hintId} class={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
