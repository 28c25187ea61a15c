import type { JSX } from 'preact';
import styles from './skeleton.module.css';

export interface SkeletonProps {
  readonly lines?: number;
  /** Of a line; `picture` is a square tile. */
  readonly shape?: 'line' | 'row' | 'picture';
}

/** Stands where content is being loaded, of about its size; appears after a moment, so that what comes at once does not flicker. */
export function Skeleton({ lines = 3, shape = 'line' }: SkeletonProps): JSX.Element {
  return (
    <div class={styles.skeleton} aria-busy="true">
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} class={styles[shape]} />
      ))}
    </div>
  );
}
