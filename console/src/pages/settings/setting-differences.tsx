import type { JSX } from 'preact';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './setting-differences.module.css';
import { type Naming, partName, patternOf, schemaAt, valueWords } from './setting-words.ts';
import { differencesOf, type ValueDifference } from './value-differences.ts';
import { blankOf, isGroup } from './value-schema.ts';
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
  const differences = (items ?? differencesOf(before, after)).flatMap((one) => againstStandard(naming, one));
  if (differences.length === 0) return <p>{say(texts.noDifference)}</p>;
  return (
    <dl class={styles.differences}>
      {differences.map((difference) => (
        <div key={difference.path.join('.')}>
          <dt>{trail(naming, difference, after ?? before)}</dt>
          <dd class={movedOf(difference) === undefined ? undefined : styles.moved}>
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

/** An entry that was not there had the standard: what differs from that is the change. */
function againstStandard(naming: Naming, difference: ValueDifference): readonly ValueDifference[] {
  const { path, before, after } = difference;
  const given = before ?? after;
  const isEntry = patternOf(naming, path).endsWith('.*') && isGroup(given);
  if (!isEntry || (before !== undefined && after !== undefined)) return [difference];
  const standard = blankOf(schemaAt(naming.schema, undefined, path));
  const inner = differencesOf(before ?? standard, after ?? standard, path);
  return inner.length === 0 ? [difference] : inner;
}

function Change(props: {
  naming: Naming;
  difference: ValueDifference;
  whole: { before: unknown; after: unknown };
}): JSX.Element {
  const { naming, difference, whole } = props;
  const { path } = difference;
  const words = (value: unknown, inside: unknown) =>
    valueWords(naming, path, schemaAt(naming.schema, inside, path), value);
  const isSecret = widgetOf(patternOf(naming, path)) === 'secret';
  const isReplaced = isSecret && difference.before !== undefined && difference.after !== undefined;
  const moved = movedOf(difference);
  if (moved !== undefined) {
    const { gone, come, now } = moved;
    const count = say(come.length === 0 ? texts.remain(now) : texts.inAll(now));
    return (
      <>
        {gone.length > 0 && <del>{say(texts.removed(words(gone, whole.before)))}</del>}
        {come.length > 0 && <ins>{say(texts.added(words(come, whole.after)))}</ins>}
        <span>{count}</span>
      </>
    );
  }
  const { before, after } = difference;
  return (
    <>
      <del>
        <span class="visually-hidden">{say(texts.before)} </span>
        {words(before, whole.before)}
      </del>
      <span class={styles.arrow} aria-hidden="true">
        →
      </span>
      <ins>
        <span class="visually-hidden">{say(texts.after)} </span>
        {isReplaced ? say(texts.otherSecret) : words(after, whole.after)}
      </ins>
    </>
  );
}

/** Of two plain lists what went, what came and how many there are then: nobody compares rows of ten names by eye. */
function movedOf({ before, after }: ValueDifference) {
  const isPlain = (list: unknown): list is readonly unknown[] =>
    Array.isArray(list) && list.every((one) => typeof one !== 'object');
  if (!isPlain(before) || !isPlain(after)) return undefined;
  const gone = before.filter((one) => !after.includes(one));
  const come = after.filter((one) => !before.includes(one));
  // A new order is seen in both lists only.
  return gone.length === 0 && come.length === 0 ? undefined : { gone, come, now: after.length };
}
