import type { JSX } from 'preact';
import styles from './button.module.css';

/** Which key does what stands beside it; a screen reader finds it in the list behind `?`. It does not register the key. */
export function KeyHint({ shortcut }: { shortcut: string }): JSX.Element {
  return (
    <span class={styles.key} aria-hidden="true">
      {shortcut}
    </span>
  );
}
