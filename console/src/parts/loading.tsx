import type { ComponentChildren, JSX } from 'preact';
import type { Problem } from '../api/problem.ts';
import type { Loaded } from '../api/use-load.ts';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './loading.module.css';
import { Skeleton } from './skeleton.tsx';

export interface LoadingProps<T> {
  readonly of: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
  /** Instead of six grey lines. */
  readonly skeleton?: ComponentChildren;
}

/** What was loaded; before that grey lines, and where it failed why, with another try. */
export function Loading<T>({ of: loaded, children, skeleton }: LoadingProps<T>): JSX.Element {
  return (
    <>
      {loaded.problem !== undefined && <ProblemBox problem={loaded.problem} onRetry={loaded.reload} />}
      {loaded.data !== undefined
        ? children(loaded.data)
        : loaded.problem === undefined && (skeleton ?? <Skeleton lines={6} />)}
    </>
  );
}

/** Why something could not be loaded or done, where it belongs on the page. */
export function ProblemBox({ problem, onRetry }: { problem: Problem; onRetry?: () => void }): JSX.Element {
  return (
    <div class={styles.problem} role="alert">
      <Icon name="warning" />
      <p>{say(problem.text)}</p>
      {onRetry !== undefined && (
        <Button isSmall onClick={onRetry}>
          {say(texts.tryAgain)}
        </Button>
      )}
    </div>
  );
}
