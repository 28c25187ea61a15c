import type { ComponentChildren, JSX } from 'preact';
import styles from './radio.module.css';

export interface RadioProps {
  /** The same for all of which one is chosen; their `fieldset` has the question. */
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
  /** What else is asked of whoever chooses this one; shown only then. */
  readonly children?: ComponentChildren;
}

/** One of several answers. */
export function Radio(props: RadioProps): JSX.Element {
  const { name, label, hint, checked, disabled, onChoose, children } = props;
  return (
    <div class={styles.radio}>
      <label>
        <input type="radio" name={name} checked={checked} disabled={disabled} onChange={onChoose} />
        <span>
          {label}
          {hint !== undefined && <small>{hint}</small>}
        </span>
      </label>
      {checked && children !== undefined && <div class={styles.inner}>{children}</div>}
    </div>
  );
}
