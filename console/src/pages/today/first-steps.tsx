import type { JSX } from 'preact';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { Icon } from '../../parts/icon.tsx';
import { Bracketed } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts } from '../../texts/today-texts.ts';
import styles from './first-steps.module.css';
import { placeHref } from './place-href.ts';

/** What to do first in a new shop, in order; what is done stays, ticked. */
export function FirstSteps({ steps }: { steps: TodayAnswer['steps'] }): JSX.Element {
  const { member } = useShop();
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <section class={styles.steps} aria-label={say(texts.steps)}>
      <header>
        <h2>{say(texts.steps)}</h2>
        <small>{say(texts.stepsDone(done, steps.length))}</small>
      </header>
      <ol>
        {steps.map((step) => {
          const to = step.isDone ? undefined : placeHref(step.see, member.roles);
          return (
            <li key={step.name} class={step.isDone ? styles.done : step === next ? styles.next : ''}>
              <span class={styles.mark}>{step.isDone && <Icon name="check" size={16} />}</span>
              <span>
                <span class="visually-hidden">{say(step.isDone ? texts.done : texts.toDo)} </span>
                {to === undefined ? say(step.says) : <a href={to}>{say(step.says)}</a>}
                {!step.isDone && to === undefined && (
                  <small>
                    <Bracketed>{say(texts.byAdmin)}</Bracketed>
                  </small>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {done < steps.length && hasRole(member, ['admin']) && (
        <p>
          <a href={href('set-up')}>{say(texts.wizard)}</a>
        </p>
      )}
    </section>
  );
}
