import type { JSX } from 'preact';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { Badge } from '../../parts/badge.tsx';
import { Cost } from '../../parts/values.tsx';
import { hasRole, useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts } from '../../texts/today-texts.ts';
import { placeHref } from './place-href.ts';
import styles from './today-page.module.css';

/** From this share of the budget on it is worth a look. */
const nearlySpent = 0.8;

/** Rules or AI, and what the day has cost so far. */
export function Mode({ mode }: { mode: TodayAnswer['mode'] }): JSX.Element {
  const { member } = useShop();
  const { kind, says, spentMicroUsd, budgetMicroUsd, see } = mode;
  const share = budgetMicroUsd === 0 ? 0 : Math.min(1, spentMicroUsd / budgetMicroUsd);
  const to = placeHref(see, member.roles);
  return (
    <>
      <p>
        <Badge tone={kind === 'ai' ? 'accent' : 'quiet'}>{say(texts[kind])}</Badge>{' '}
        {say(kind === 'rules' ? texts.rulesCost : says)}
      </p>
      <dl class={styles.costs}>
        <div>
          <dt>{say(texts.spent)}</dt>
          <dd>
            <Cost microUsd={spentMicroUsd} />
          </dd>
        </div>
        <div>
          <dt>{say(texts.budget)}</dt>
          <dd>
            <Cost microUsd={budgetMicroUsd} />
          </dd>
        </div>
      </dl>
      <div class={styles.bar} aria-hidden="true">
        <div class={share >= nearlySpent ? styles.high : ''} style={{ inlineSize: `${share * 100}%` }} />
      </div>
      {to !== undefined && (
        <p class={styles.links}>
          <a href={to}>{say(hasRole(member, ['admin']) ? texts.changeMode : texts.showMode)}</a>
        </p>
      )}
    </>
  );
}
