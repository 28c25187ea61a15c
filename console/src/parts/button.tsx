import type { ComponentChildren, JSX } from 'preact';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export interface ButtonProps {
  readonly children?: ComponentChildren;
  readonly onClick?: () => void;
  /** `primary`: the one thing to do here; `danger`: takes something away or refuses; `plain`: without a box. */
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'plain';
  readonly icon?: IconName;
  /** The name for screen readers where there is only an icon; shown as a tooltip as well. */
  readonly label?: string;
  readonly isSmall?: boolean;
  /** Stays focusable, says that it works, and does nothing when clicked. */
  readonly isBusy?: boolean;
  readonly disabled?: boolean;
  /** Shown behind the words; it does not register the key. */
  readonly shortcut?: string;
  readonly type?: 'button' | 'submit';
  readonly pressed?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const { kind = 'secondary', icon, label, isBusy = false, onClick, type = 'button' } = props;
  const size = props.isSmall ? styles.small : '';
  return (
    <button
      type={type}
      class={`${styles.button} ${styles[kind]} ${size} ${props.children === undefined ? styles.square : ''}`}
      aria-label={label}
      title={label}
      aria-busy={isBusy}
      aria-disabled={isBusy}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.();
      }}
    >
      {isBusy ? <span class={styles.spinner} /> : icon !== undefined && <Icon name={icon} size={18} />}
      {props.children}
      {props.shortcut !== undefined && <KeyHint shortcut={props.shortcut} />}
    </button>
  );
}
