import type { ComponentChildren, JSX } from 'preact';
import styles from './filters.module.css';

/** Fields above a list, side by side. Keep what they say in the address (`replace(href(…))`), so that back and a shared link keep it. */
export function Filters({ children, label }: { children: ComponentChildren; label: string }): JSX.Element {
  return (
    <search class={styles.filters} aria-label={label}>
      {children}
    </search>
  );
}
