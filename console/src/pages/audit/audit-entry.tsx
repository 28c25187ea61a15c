import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditEntryAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Differences } from '../../parts/differences.tsx';
import { reasonWords } from '../../parts/reason-words.ts';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { auditTexts as texts } from '../../texts/audit-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './audit-page.module.css';
import { changedValues } from './changed-values.ts';
import {
  actionWords,
  actorWords,
  type People,
  placeOf,
  settingWords,
  subjectWords,
  type Titles,
} from './entry-words.ts';

interface AuditEntryProps {
  readonly entry: AuditEntryAnswer;
  readonly people: People;
  readonly titles: Titles;
  /** The verification stopped at it. */
  readonly isBad: boolean;
}

/** When, who, what to what; behind it why, with which model, and what changed. */
export function AuditEntry({ entry, people, titles, isBad }: AuditEntryProps): JSX.Element {
  const [isOpen, setOpen] = useState(isBad);
  const { at, actor, action, subject, reason } = entry;
  const setting = settingWords(entry, titles);
  return (
    <li class={isBad ? styles.badEntry : undefined}>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span class={styles.at}>
            <Time at={at} style="short" />
          </span>
          <span class={styles.sentence}>
            <strong>{actorWords(actor, people, titles.workflows)}</strong>{' '}
            {setting === undefined ? (
              <>
                {actionWords(action)} <code>{subjectWords(subject, people)}</code>
              </>
            ) : (
              `${setting.does} ${setting.what}`
            )}
            {isBad && <Badge tone="bad">{say(texts.bad)}</Badge>}
            {setting?.change !== undefined && <span class={styles.why}>{setting.change}</span>}
            {reason !== undefined && reason !== '' && <span class={styles.why}>“{reasonWords(reason)}”</span>}
          </span>
        </summary>
        {isOpen && <EntryDetails entry={entry} />}
      </details>
    </li>
  );
}

function EntryDetails({ entry }: { entry: AuditEntryAnswer }): JSX.Element {
  const { stream, seq, at, action, reason, model, promptVersion, before, after, hash } = entry;
  const place = placeOf(entry);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [say(texts.reason), reason === undefined || reason === '' ? undefined : reasonWords(reason)],
    [say(texts.action), action],
    [say(texts.model), model],
    [say(texts.prompt), promptVersion],
    [say(texts.place), say(texts.placeOf(seq, stream))],
    [say(texts.hash), hash],
  ];
  return (
    <div class={styles.details}>
      <h3>{say(texts.changed)}</h3>
      {before === undefined && after === undefined ? (
        <p>{say(texts.nothingChanged)}</p>
      ) : (
        <Differences items={changedValues(before, after)} />
      )}
      <dl class={styles.facts}>
        {facts.map(
          ([title, value]) =>
            value !== undefined && (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{say(texts.at)}</dt>
          <dd>
            <Time at={at} style="full" />
          </dd>
        </div>
      </dl>
      <p class={styles.links}>
        {place !== undefined && <a href={place}>{say(texts.open)}</a>}
        <a href={href('audit', {}, { stream })}>{say(texts.wholeStream)}</a>
      </p>
    </div>
  );
}
