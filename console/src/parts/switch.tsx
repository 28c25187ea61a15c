import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import styles from './switch.module.css';

export interface SwitchProps {
  readonly label: ComponentChildren;
  /** Beside the switch: what it is now, in words. */
  readonly state?: string;
  readonly hint?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly isBusy?: boolean;
}

/** On or off. In a form it waits for saving like every field; where it acts at once, say so beside it. */
export function Switch(props: SwitchProps): JSX.Element {
  const { label, state, hint, checked, onChange, disabled = false, isBusy = false } = props;
  const hintId = useId();
  return (
    <div class={styles.switch}>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={checked}
          aria-checked={checked}
          disabled={disabled}
          aria-busy={isBusy}
          aria-describedby={hint === undefined ? undefined : hintId}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            // What is shown is what is so; whoever holds it says when it has changed.
            event.currentTarget.checked = checked;
            if (!isBusy) onChange(wanted);
          }}
        />
        <span>{label}</span>
        {state !== undefined && (
          <span class={styles.state} aria-hidden="true">
            {state}
          </span>
        )}
      </label>
      {hint !== undefined && (
        <p id={hintId} class={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
