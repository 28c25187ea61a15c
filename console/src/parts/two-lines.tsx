import type { ComponentChildren, JSX } from 'preact';
import styles from './two-lines.module.css';

/** A remark in a list, cut off after its second line: who wants all of it opens what is listed. */
export function TwoLines({ children }: { children: ComponentChildren }): JSX.Element {
  return <span class={styles.twoLines}>{children}</span>;
}
