import type { JSX } from 'preact';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { formatNumber } from '../../parts/format.ts';
import { Leading, Time } from '../../parts/values.tsx';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts, waitingTexts } from '../../texts/today-texts.ts';
import { placeHref } from './place-href.ts';
import styles from './today-page.module.css';

/** What comes first is looked for most. */
const names = ['approvals', 'unassigned', 'quarantine', 'held'] as const;

interface WaitsProps {
  readonly waits: TodayAnswer['waits'];
  /** A workflow is switched off: nothing goes by itself. */
  readonly isOff: boolean;
}

/** One tile a kind of work; each leads to its list. */
export function Waits({ waits, isOff }: WaitsProps): JSX.Element {
  const isNothing = names.every((name) => waits[name].count === 0);
  return (
    <>
      {isNothing && <p class={styles.soft}>{say(isOff ? texts.nothingWaitsOff : texts.nothingWaits)}</p>}
      <ul class={styles.tiles}>
        {names.map((name) => (
          <Tile key={name} name={name} waits={waits} />
        ))}
      </ul>
    </>
  );
}

function Tile(props: { name: (typeof names)[number]; waits: TodayAnswer['waits'] }): JSX.Element {
  const { member } = useShop();
  const { name, waits } = props;
  const { count, isMore, oldestAt, see } = waits[name];
  const to = placeHref(see, member.roles);
  const title = say(waitingTexts[name]);
  return (
    <li class={`${styles.tile} ${count > 0 ? styles.waiting : ''}`}>
      <span class={styles.number}>
        {formatNumber(count, language.value)}
        {isMore && '+'}
      </span>
      {to === undefined ? <span>{title}</span> : <a href={to}>{title}</a>}
      {oldestAt !== undefined && (
        <small>
          <Leading says={texts.waitsLead} />
          <Time at={oldestAt} />
        </small>
      )}
    </li>
  );
}
