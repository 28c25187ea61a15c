import type { JSX } from 'preact';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './setting-differences.module.css';
import { type Naming, partName, patternOf, schemaAt, valueWords } from './setting-words.ts';
import { differencesOf, type ValueDifference } from './value-differences.ts';
import { widgetOf } from './widgets.ts';

export interface SettingDifferencesProps {
  readonly naming: Naming;
  readonly before: unknown;
  readonly after: unknown;
  /** Where only the differences are known, e.g. of a change asked for long ago. */
  readonly items?: readonly ValueDifference[];
}

/** What a change changes, part by part and in words. */
export function SettingDifferences(props: SettingDifferencesProps): JSX.Element {
  const { naming, before, after, items } = props;
  const differences = items ?? differencesOf(before, after);
  if (differences.length === 0) return <p>{say(texts.noDifference)}</p>;
  return (
    <dl class={styles.differences}>
      {differences.map((difference) => (
        <div key={difference.path.join('.')}>
          <dt>{trail(naming, difference, after ?? before)}</dt>
          <dd>
            <Change naming={naming} difference={difference} whole={{ before, after }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** “Product photos › Time to decide”. */
function trail(naming: Naming, { path }: ValueDifference, whole: unknown): string {
  if (path.length === 0) return say(texts.wholeValue);
  return path.map((_, index) => partName(naming, path.slice(0, index + 1), whole)).join(' › ');
}

function Change(props: {
  naming: Naming;
  difference: ValueDifference;
  whole: { before: unknown; after: unknown };
}): JSX.Element {
  const { naming, difference, whole } = props;
  const { path, before, after } = difference;
  const words = (value: unknown, inside: unknown) =>
    valueWords(naming, path, schemaAt(naming.schema, inside, path), value);
  const isSecret = widgetOf(patternOf(naming, path)) === 'secret';
  const isReplaced = isSecret && before !== undefined && after !== undefined;
  return (
    <>
      <del>
        <span class="visually-hidden">{say(texts.before)}: </span>
        {words(before, whole.before)}
      </del>
      <span class={styles.arrow} aria-hidden="true">
        →
      </span>
      <ins>
        <span class="visually-hidden">{say(texts.after)}: </span>
        {isReplaced ? say(texts.otherSecret) : words(after, whole.after)}
      </ins>
      <ListChange before={before} after={after} words={(value) => words([value], whole.after)} />
    </>
  );
}

/** Of a list what came and what went: nobody compares two rows of ten names by eye. */
function ListChange(props: {
  before: unknown;
  after: unknown;
  words: (value: unknown) => string;
}): JSX.Element | null {
  const { before, after, words } = props;
  if (!Array.isArray(before) || !Array.isArray(after)) return null;
  const plain = [...before, ...after].every((one) => typeof one !== 'object');
  if (!plain) return null;
  const added = after.filter((one) => !before.includes(one)).map(words);
  const removed = before.filter((one) => !after.includes(one)).map(words);
  const parts = [
    ...(added.length > 0 ? [say(texts.added(added.join(', ')))] : []),
    ...(removed.length > 0 ? [say(texts.removed(removed.join(', ')))] : []),
  ];
  return parts.length === 0 ? null : <p class={styles.summary}>{parts.join(' · ')}</p>;
}
