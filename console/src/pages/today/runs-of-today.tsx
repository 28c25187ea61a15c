import type { JSX } from 'preact';
import type { RunStatus } from '../../../../functions/platform/runs/run.ts';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { Status } from '../../parts/badge.tsx';
import { formatNumber } from '../../parts/format.ts';
import { TwoLines } from '../../parts/two-lines.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { language } from '../../shell/preferences.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts } from '../../texts/today-texts.ts';
import styles from './today-page.module.css';

/** More than these nobody reads here; the list of runs has them all. */
const shownFailures = 6;

/** What failed or met a conflict, each a link to its run. */
export function Failures({ failed }: { failed: TodayAnswer['failed'] }): JSX.Element {
  if (failed.count === 0) return <p class={styles.soft}>{say(texts.nothingWrong)}</p>;
  return (
    <>
      <p class={styles.soft}>{say(texts.wrongLead(failed.count))}</p>
      <ul class={styles.failures}>
        {failed.newest.slice(0, shownFailures).map(({ run, status, subject, at, why }) => (
          <li key={run}>
            <span class={styles.what}>
              <a href={href('runs/:id', { id: run })}>{subject.label}</a>
              <Status status={status} />
              <small>
                <Time at={at} />
              </small>
            </span>
            {why !== undefined && <TwoLines>{say(why)}</TwoLines>}
          </li>
        ))}
      </ul>
      <p class={styles.links}>
        <a href={href('runs', {}, { status: 'failed', days: 7 })}>{say(texts.seeFailed)}</a>
        <a href={href('runs', {}, { status: 'conflict', days: 7 })}>{say(texts.seeConflicts)}</a>
      </p>
    </>
  );
}

/** How many runs started today, by what has become of them. */
export function RanToday({ today }: { today: TodayAnswer }): JSX.Element {
  const { ran } = today;
  if (ran.total === 0) return <p class={styles.soft}>{say(texts.nothingRan)}</p>;
  const counts = Object.entries(ran.byStatus) as [RunStatus, number][];
  return (
    <>
      <p class={styles.soft}>{say(texts.ranCount(ran.total))}</p>
      <ul class={styles.counts}>
        {counts.map(([status, count]) => (
          <li key={status}>
            <a href={href('runs', {}, { status, days: 1 })}>
              <Status status={status} />
              <strong>{formatNumber(count, language.value)}</strong>
            </a>
          </li>
        ))}
      </ul>
      <p class={styles.links}>
        <a href={href('runs', {}, { days: 1 })}>{say(texts.seeRuns)}</a>
      </p>
    </>
  );
}
