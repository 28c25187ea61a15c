import type { ComponentChildren, JSX } from 'preact';
import styles from './banner.module.css';
import { Icon, type IconName } from './icon.tsx';

export interface BannerProps {
  readonly tone: 'accent' | 'warn' | 'bad' | 'quiet';
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

/** What must be known before anything else on the page, over its whole width. */
export function Banner({ tone, icon, children }: BannerProps): JSX.Element {
  return (
    <div class={`${styles.banner} ${styles[tone]}`} role="status">
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
