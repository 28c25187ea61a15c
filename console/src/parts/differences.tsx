import type { JSX } from 'preact';
import { partsTexts as texts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import styles from './differences.module.css';

export interface Difference {
  /** Names on the way to the value: `workflows.image-assets.when`. */
  readonly path: string;
  /** Absent where there was, or is, none. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a change changes, value by value, as the API's `…/diff` gives it. */
export function Differences({ items }: { items: readonly Difference[] }): JSX.Element {
  if (items.length === 0) return <p>{say(texts.same)}</p>;
  return (
    <dl class={styles.differences}>
      {items.map(({ path, before, after }) => (
        <div key={path}>
          <dt>{path === '' ? say(texts.where) : path}</dt>
          <dd>
            <del>
              <span class="visually-hidden">{say(texts.before)} </span>
              {before === undefined ? say(texts.nothing) : JSON.stringify(before, null, 1)}
            </del>
            <ins>
              <span class="visually-hidden">{say(texts.after)} </span>
              {after === undefined ? say(texts.nothing) : JSON.stringify(after, null, 1)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
