import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { path } from '../../api/client.ts';
import { type Loaded, useLoad } from '../../api/use-load.ts';
import { pollPauseMs, usePolling } from '../../api/use-polling.ts';
import { Status } from '../../parts/badge.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { statusTexts } from '../../texts/status-texts.ts';
import { say } from '../../texts/text.ts';
import { MachinePicture } from './machine-picture.tsx';
import { RunActions } from './run-actions.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunNotices } from './run-notices.tsx';
import styles from './run-page.module.css';
import { progressOf } from './run-progress.ts';
import { StageList } from './stage-list.tsx';

const switchMs = 15_000;

export default function RunPage({ params }: PageProps<'runs/:id'>): JSX.Element {
  const { id } = params;
  const loaded = useLoad<RunAnswer>((api, signal) => api.get(path`runs/${id}`, {}, { signal }), [id]);
  const [awaited, setAwaited] = useState(1);
  useFollowing(loaded, awaited);
  const run = loaded.data;
  const back = { href: href('runs'), title: say(texts.back) };
  if (run === undefined) {
    return (
      <>
        <PageHead title={say(texts.title)} back={back} />
        <Loading of={loaded}>{() => null}</Loading>
      </>
    );
  }
  return (
    <>
      <PageHead title={run.subject.label} back={back} />
      <Loading of={loaded}>
        {() => (
          <RunView
            run={run}
            onChange={(attempt) => {
              setAwaited(attempt);
              loaded.reload();
            }}
          />
        )}
      </Loading>
    </>
  );
}

/** Asks again as long as something may happen: the run is open, or an attempt that was asked for has not begun. */
function useFollowing({ data, isLoading, problem, reload }: Loaded<RunAnswer>, awaited: number): void {
  const [quiet, setQuiet] = useState({ seen: '', answers: 0 });
  const seen = data === undefined ? '' : JSON.stringify(data);
  useEffect(() => {
    if (isLoading) return;
    setQuiet((before) => ({ seen, answers: before.seen === seen ? before.answers + 1 : 0 }));
  }, [isLoading, seen]);
  const isOpen = data !== undefined && ['running', 'waiting', 'held'].includes(data.status);
  const isGone = problem !== undefined && problem.status >= 400 && problem.status < 500;
  const isAwaited = isOpen || (data !== undefined && data.attempt < awaited);
  usePolling(reload, isAwaited && !isGone ? pollPauseMs(quiet.answers) : undefined, isLoading);
}

function RunView({ run, onChange }: { run: RunAnswer; onChange: (attempt: number) => void }): JSX.Element {
  const workflow = useLoad<WorkflowAnswer>(
    (api, signal) => api.get(path`workflows/${run.workflow}`, {}, { signal }),
    [run.workflow, run.status],
    // Somebody may turn the switch meanwhile.
    run.status === 'held' ? switchMs : undefined,
  );
  const isOff = workflow.data === undefined ? undefined : !workflow.data.isEnabled;
  return (
    <>
      <div class={styles.state}>
        <Status status={run.status} />
        <span class="visually-hidden" role="status">
          {say(statusTexts[run.status])}
        </span>
        <RunActions run={run} isOff={isOff} onChange={onChange} />
      </div>
      <RunNotices run={run} workflow={workflow.data} />
      <RunFacts run={run} workflow={workflow.data} />
      <Loading of={workflow}>{(known) => <Way run={run} workflow={known} />}</Loading>
    </>
  );
}

/** The stages, and the picture beside them. */
function Way({ run, workflow }: { run: RunAnswer; workflow: WorkflowAnswer }): JSX.Element {
  const progress = progressOf(run, workflow);
  return (
    <div class={styles.way}>
      <section class={styles.part}>
        <h2>{say(texts.stages)}</h2>
        <StageList workflow={workflow} progress={progress} stages={run.stages} />
      </section>
      <section class={styles.part}>
        <h2>{say(texts.picture)}</h2>
        <MachinePicture workflow={workflow} progress={progress} stages={run.stages} />
        <p class={styles.hint}>
          {say(texts.pictureHint)}{' '}
          {run.workflowVersion !== workflow.version && say(texts.otherVersion(workflow.version))}
        </p>
      </section>
    </div>
  );
}
