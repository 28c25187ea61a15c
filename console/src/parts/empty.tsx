import type { ComponentChildren, JSX } from 'preact';
import styles from './empty.module.css';
import { Icon, type IconName } from './icon.tsx';

export interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** What to do first. */
  readonly children?: ComponentChildren;
}

/** Where a list has nothing yet, or a page cannot be shown: says so, and what to do. */
export function Empty({ icon, title, children }: EmptyProps): JSX.Element {
  return (
    <div class={styles.empty}>
      <Icon name={icon} size={32} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
