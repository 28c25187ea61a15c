import type { JSX } from 'preact';
import type { StageRecord } from '../../../../functions/platform/runs/run.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { formatNumber } from '../../parts/format.ts';
import { Cost, Time } from '../../parts/values.tsx';
import { language } from '../../shell/preferences.ts';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';
import type { Progress, RunProgress } from './run-progress.ts';
import styles from './stage-list.module.css';
import { progressWord, stageTook } from './stage-words.ts';

const tones: Readonly<Record<Progress, Tone>> = {
  done: 'good',
  warned: 'warn',
  failed: 'bad',
  running: 'accent',
  perhaps: 'accent',
  waiting: 'warn',
  ended: 'bad',
  skipped: 'quiet',
  passed: 'quiet',
  'not-reached': 'quiet',
};

/** The stages of a run in the order of its workflow: what was done by whom, in what time, at what cost, with what remark. */
export function StageList(props: {
  workflow: WorkflowAnswer;
  progress: RunProgress;
  stages: readonly StageRecord[];
}): JSX.Element {
  const { workflow, progress, stages } = props;
  return (
    <ol class={styles.stages}>
      {workflow.stages.map(({ state, title }) => {
        const stage = stages.find((one) => one.state === state);
        const how = progress.states.get(state) ?? 'not-reached';
        return (
          <li key={state} class={stage === undefined && tones[how] === 'quiet' ? styles.quiet : undefined}>
            <div class={styles.head}>
              <h3>{say(title)}</h3>
              <Badge tone={tones[how]}>{progressWord(how)}</Badge>
              {stage !== undefined && <span class={styles.took}>{stageTook(stage)}</span>}
            </div>
            {stage !== undefined && <StageDetails stage={stage} />}
          </li>
        );
      })}
    </ol>
  );
}

function StageDetails({ stage }: { stage: StageRecord }): JSX.Element {
  const { note, engine, costMicroUsd = 0, startedAt, figures = {} } = stage;
  const named = Object.entries(figures);
  return (
    <>
      {note !== undefined && <p>{say(note)}</p>}
      <p class={styles.facts}>
        <Time at={startedAt} style="short" />
        {engine !== undefined && (
          <span>
            {say(texts.engine)} <code>{engine}</code>
          </span>
        )}
        {costMicroUsd > 0 && <Cost microUsd={costMicroUsd} />}
      </p>
      {named.length > 0 && (
        <details class={styles.figures}>
          <summary>{say(texts.figures(named.length))}</summary>
          <dl>
            {named.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{formatNumber(value, language.value, 3)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
