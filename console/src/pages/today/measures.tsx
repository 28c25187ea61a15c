import type { JSX } from 'preact';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { formatDuration, formatShare } from '../../parts/format.ts';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts } from '../../texts/today-texts.ts';
import { placeHref } from './place-href.ts';
import styles from './today-page.module.css';

type Measure = TodayAnswer['measures'][number];

/** The business measures, each with the runs that it was taken of. */
export function Measures({ measures }: { measures: readonly Measure[] }): JSX.Element {
  const { member } = useShop();
  const sample = Math.max(0, ...measures.map((measure) => measure.sample));
  return (
    <>
      {sample > 0 && <p class={styles.soft}>{say(texts.measuresLead(sample))}</p>}
      <dl class={styles.measures}>
        {measures.map((measure) => {
          const to = placeHref(measure.see, member.roles);
          const title = say(measure.title);
          return (
            <div key={measure.name}>
              <dt>{to === undefined ? title : <a href={to}>{title}</a>}</dt>
              <dd>{worded(measure)}</dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}

function worded({ value, unit }: Measure): JSX.Element {
  if (value === null) return <span class={styles.soft}>{say(texts.notYet)}</span>;
  const text =
    unit === 'minutes' ? formatDuration(value * 60_000, language.value) : formatShare(value, language.value);
  return <strong>{text}</strong>;
}
