import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import styles from './combobox.module.css';
import { Field, type FieldProps } from './fields.tsx';

export interface ComboboxOption {
  readonly value: string;
  readonly content: ComponentChildren;
}

export interface ComboboxProps extends FieldProps {
  readonly value: string;
  /** Typed or chosen. */
  readonly onInput: (value: string) => void;
  /** What may be chosen for what is typed; anything else may be typed as well. */
  readonly options: readonly ComboboxOption[];
  /** Names the list for screen readers. */
  readonly listLabel: string;
  /** Of the input, so that a key may lead to it. */
  readonly inputRef?: { current: HTMLInputElement | null };
  readonly placeholder?: string;
}

/**
 * A text field with suggestions. Arrow keys walk through them, Enter takes the one that is marked and else does what it does in the
 * form around, Escape puts the list away.
 */
export function Combobox(props: ComboboxProps): JSX.Element {
  const { value, onInput, options, listLabel, inputRef, placeholder, ...field } = props;
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const listId = useId();
  const shown = isOpen && options.length > 0;
  const choose = (option: ComboboxOption) => {
    onInput(option.value);
    setOpen(false);
    setMarked(-1);
  };
  const onKey = (event: KeyboardEvent) => {
    const option = shown ? options[marked] : undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setOpen(true);
      setMarked((before) => Math.max(-1, Math.min(options.length - 1, (shown ? before : -1) + step)));
    } else if (event.key === 'Enter' && option !== undefined) {
      event.preventDefault();
      choose(option);
    } else if (event.key === 'Escape' && shown) {
      // Not also the dialog around it.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <Field {...field}>
      {(input) => (
        <div class={styles.box}>
          <input
            {...input}
            ref={inputRef}
            type="text"
            role="combobox"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            aria-expanded={shown}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={shown && marked >= 0 ? `${listId}-${marked}` : undefined}
            value={value}
            placeholder={placeholder}
            onInput={(event) => {
              onInput(event.currentTarget.value);
              setOpen(true);
              setMarked(-1);
            }}
            onKeyDown={onKey}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
          />
          <div id={listId} role="listbox" aria-label={listLabel} class={styles.list} hidden={!shown}>
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              <div
                key={option.value}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === marked}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
              >
                {option.content}
              </div>
            ))}
          </div>
        </div>
      )}
    </Field>
  );
}
