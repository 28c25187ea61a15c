import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ProposalsAnswer } from '../../../../functions/platform/proposals/proposals-answers.ts';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Button } from '../../parts/button.tsx';
import { formatTime } from '../../parts/format.ts';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Leading, Time } from '../../parts/values.tsx';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { todayTexts as texts } from '../../texts/today-texts.ts';
import { ProposalCard } from '../settings/proposals.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Limits } from './limits.tsx';
import { Measures } from './measures.tsx';
import { Mode } from './mode.tsx';
import { Failures, RanToday } from './runs-of-today.tsx';
import { SampleNote } from './sample-note.tsx';
import styles from './today-page.module.css';
import { useFreshToday } from './use-fresh-today.ts';
import { Waits } from './waits.tsx';

/** What a team looks at first: what waits, what went wrong, what ran, what it cost, how well it goes. */
export default function TodayPage(): JSX.Element {
  const { shop } = useShop();
  const { loaded, readAt } = useFreshToday();
  const { data: today, problem } = loaded;
  const lead = today === undefined ? undefined : `${dayOf(today, shop.zone)} · ${shop.name} · ${today.zone}`;
  // What was read before stays of use while a new reading fails.
  const isStale = problem !== undefined && today !== undefined && readAt !== undefined;
  return (
    <>
      <PageHead title={say(texts.title)} lead={lead} />
      {isStale ? (
        <>
          <p class={styles.stale} role="status">
            <Leading says={texts.stale} />
            <Time at={readAt} />
            <Button isSmall onClick={loaded.reload}>
              {say(texts.readAgain)}
            </Button>
          </p>
          <Shown today={today} />
        </>
      ) : (
        <Loading of={loaded}>{(answer) => <Shown today={answer} />}</Loading>
      )}
    </>
  );
}

function Shown({ today }: { today: TodayAnswer }): JSX.Element {
  const isNew = today.steps.some(({ name, isDone }) => name === 'upload-photos' && !isDone);
  const steps = today.steps.every(({ isDone }) => isDone) ? null : <FirstSteps steps={today.steps} />;
  return (
    <div class={styles.today}>
      <Limits limits={today.limits} />
      {today.isSample && <SampleNote />}
      {isNew && steps}
      <Section title={say(texts.waits)}>
        <Waits waits={today.waits} isOff={today.limits.some(({ kind }) => kind === 'off')} />
      </Section>
      <Proposals />
      <div class={styles.columns}>
        <Section title={say(texts.wrong)}>
          <Failures failed={today.failed} />
        </Section>
        <Section title={say(texts.ran)}>
          <RanToday today={today} />
        </Section>
      </div>
      <div class={styles.columns}>
        <Section title={say(texts.measures)}>
          <Measures measures={today.measures} />
        </Section>
        <Section title={say(texts.mode)}>
          <Mode mode={today.mode} />
        </Section>
      </div>
      {!isNew && steps}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  const id = useId();
  return (
    <section aria-labelledby={id} class={styles.section}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Read once: proposals change by the week. Where they cannot be read, the rest of the page is of use. */
function Proposals(): JSX.Element | null {
  const { data, reload } = useLoad<ProposalsAnswer>((api, signal) => api.get('proposals', {}, { signal }));
  if (data === undefined || data.proposals.length === 0) return null;
  return (
    <Section title={say(texts.proposals)}>
      {data.proposals.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} onDone={reload} />
      ))}
    </Section>
  );
}

function dayOf({ from }: TodayAnswer, zone: string): string {
  return formatTime(from, zone, language.value, 'day');
}
