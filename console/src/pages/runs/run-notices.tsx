import type { ComponentChildren, JSX } from 'preact';
import type { ApprovalsAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { RunAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { WorkflowAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Icon } from '../../parts/icon.tsx';
import { Leading, Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { runTexts as texts } from '../../texts/run-texts.ts';
import { say } from '../../texts/text.ts';
import { nameOf } from './run-facts.tsx';
import styles from './run-notices.module.css';

interface RunNoticesProps {
  readonly run: RunAnswer;
  /** Undefined: not known yet. */
  readonly workflow: WorkflowAnswer | undefined;
}

/** What must be known of a run before anything else: that it is held, a dry run, waits for a person, and why it ended as it did. */
export function RunNotices({ run, workflow }: RunNoticesProps): JSX.Element {
  const isOff = workflow === undefined ? undefined : !workflow.isEnabled;
  const { status, mode, why, stop, takenBack } = run;
  const mayStart = hasRole(useShop().member, ['operator', 'admin']);
  const isOpen = status === 'running' || status === 'waiting';
  return (
    <div class={styles.notices}>
      {status === 'held' && (
        <Notice title={say(texts.heldTitle)} isUrgent>
          {isOff !== undefined && <p>{say(isOff ? texts.heldOff : texts.heldOn)}</p>}
          {isOff && <a href={href('workflows')}>{say(texts.toWorkflows)}</a>}
        </Notice>
      )}
      {status === 'waiting' && <WaitingNotice run={run} />}
      {mode === 'dry-run' && status !== 'dry-run' && (
        <Notice title={say(texts.dryRunTitle)}>
          <p>{say(texts.dryRunText)}</p>
        </Notice>
      )}
      {takenBack !== undefined && (
        <Notice title={say(texts.takenBack)}>
          {takenBack.at !== undefined && (
            <p>
              <Leading says={texts.takenBackAt} />
              <Time at={takenBack.at} style="short" />
            </p>
          )}
          <p>{say(texts.takenBackText)}</p>
        </Notice>
      )}
      {stop !== undefined && isOpen && (
        <Notice title={say(texts.stopping)}>
          <p>{say(texts.stoppingText)}</p>
        </Notice>
      )}
      {why !== undefined && status !== 'held' && (
        <Notice title={say(texts.whyTitle)} isUrgent={status === 'failed' || status === 'quarantined'}>
          {stop !== undefined && <p>{say(texts.stoppedBy(nameOf(run, stop.by)))}</p>}
          <p>{say(why)}</p>
          {status === 'failed' && <BrokeOff run={run} workflow={workflow} />}
          {status === 'failed' && <p>{say(mayStart ? texts.failedText : texts.failedOther)}</p>}
          {status === 'quarantined' && mayStart && (
            <a href={href('upload', {}, { kind: 'refused' })}>{say(texts.toQuarantine)}</a>
          )}
        </Notice>
      )}
    </div>
  );
}

/** A stage is noted at its end: of the one that failed only the one before is known. */
function BrokeOff({ run, workflow }: RunNoticesProps): JSX.Element | null {
  const last = run.stages.at(-1);
  const title = workflow?.stages.find(({ state }) => state === last?.state)?.title;
  if (title === undefined || last?.outcome === 'failed') return null;
  return <p>{say(texts.brokeOff(say(title)))}</p>;
}

/** The open approval is looked up by what the run is about: the run itself names it only when it has ended. */
function WaitingNotice({ run }: { run: RunAnswer }): JSX.Element {
  const { id, workflow, subject, attempt } = run;
  const asked = useLoad<string | undefined>(
    async (api, signal) => {
      const query = { status: 'open', workflow, subject: subject.id, limit: 20 };
      const { approvals } = await api.get<ApprovalsAnswer>('approvals', query, { signal });
      return approvals.find(({ items }) => items.some((item) => item.run === id))?.id;
    },
    [id, attempt],
  );
  return (
    <Notice title={say(texts.waitingTitle)} isUrgent>
      <p>{say(texts.waitingText)}</p>
      {asked.data !== undefined && (
        <a href={href('approvals/:id', { id: asked.data })}>{say(texts.openApproval)}</a>
      )}
    </Notice>
  );
}

function Notice(props: { title: string; isUrgent?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <section class={`${styles.notice} ${props.isUrgent === true ? styles.urgent : ''}`}>
      <Icon name="warning" />
      <div>
        <h2>{props.title}</h2>
        {props.children}
      </div>
    </section>
  );
}
