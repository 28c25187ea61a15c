import type { JSX } from 'preact';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { Icon } from '../../parts/icon.tsx';
import { reasonWords } from '../../parts/reason-words.ts';
import { Leading, Time } from '../../parts/values.tsx';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { limitDoesTexts, limitSeeTexts, limitTexts as texts } from '../../texts/today-texts.ts';
import styles from './limits.module.css';
import { placeHref } from './place-href.ts';

type Limit = TodayAnswer['limits'][number];

/** The workflows that are off, or publish nothing or not everything: whoever waits for a picture would look for it in vain. */
export function Limits({ limits }: { limits: readonly Limit[] }): JSX.Element | null {
  if (limits.length === 0) return null;
  return (
    <section class={styles.limits} aria-label={say(texts.title)}>
      {limits.map((limit) => (
        <LimitNote key={limit.workflow} limit={limit} />
      ))}
    </section>
  );
}

function LimitNote({ limit }: { limit: Limit }): JSX.Element {
  const { member } = useShop();
  const { kind, title, since, until, held, see } = limit;
  const to = placeHref(see, member.roles);
  return (
    <div class={kind === 'off' ? styles.off : styles.less}>
      <Icon name="warning" size={20} />
      <div>
        <h2>{say(texts[kind](say(title)))}</h2>
        <p>
          <Leading says={limitDoesTexts[kind]} />
          {held !== undefined &&
            held.count > 0 &&
            say(held.isMore ? texts.heldMore(held.count) : texts.held(held.count))}
        </p>
        {until !== undefined && (
          <p>
            <Leading says={texts.until} />
            <Time at={until} style="short" />
          </p>
        )}
        {since !== undefined && (
          <p class={styles.since}>
            {say(texts.setBy(since.byName ?? say(texts[since.by.kind])))} <Time at={since.at} style="short" />
            {since.reason !== '' && <> · “{reasonWords(since.reason)}”</>}
          </p>
        )}
      </div>
      {to !== undefined && <a href={to}>{say(limitSeeTexts[kind])}</a>}
    </div>
  );
}
