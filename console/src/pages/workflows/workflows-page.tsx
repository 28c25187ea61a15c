import type { JSX } from 'preact';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Badge } from '../../parts/badge.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';
import { HeldRuns } from './held-runs.tsx';
import { SwitchedOff } from './switched-off.tsx';
import { WorkflowSwitch } from './workflow-switch.tsx';
import styles from './workflows-page.module.css';

export default function WorkflowsPage(): JSX.Element {
  const loaded = useLoad<WorkflowsAnswer>((api, signal) => api.get('workflows', {}, { signal }));
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} />
      <Loading of={loaded}>
        {({ workflows }) =>
          workflows.map((workflow) => (
            <Workflow key={workflow.slug} workflow={workflow} onChange={loaded.reload} />
          ))
        }
      </Loading>
    </>
  );
}

interface WorkflowProps {
  readonly workflow: WorkflowsAnswer['workflows'][number];
  readonly onChange: () => void;
}

function Workflow({ workflow, onChange }: WorkflowProps): JSX.Element {
  const { slug, title, isEnabled, off, isDryRun, isPilot, owner, escalation, measure, version } = workflow;
  return (
    <section class={styles.workflow} aria-labelledby={`workflow-${slug}`}>
      <header class={styles.head}>
        <h2 id={`workflow-${slug}`}>{say(title)}</h2>
        <Badge tone={isEnabled ? 'good' : 'bad'}>{say(isEnabled ? texts.on : texts.off)}</Badge>
        {isDryRun && <Badge tone="warn">{say(texts.dryRun)}</Badge>}
        {isPilot && !isDryRun && <Badge tone="accent">{say(texts.pilot)}</Badge>}
        <a href={href('runs', {}, { workflow: slug })}>{say(texts.runs)}</a>
        <WorkflowSwitch workflow={workflow} onChange={onChange} />
      </header>
      {off !== undefined && <SwitchedOff off={off} />}
      {isDryRun && <p>{say(texts.dryRunText)}</p>}
      {isPilot && !isDryRun && <p>{say(texts.pilotText)}</p>}
      <dl class={styles.facts}>
        <div>
          <dt>{say(texts.owner)}</dt>
          <dd>{owner}</dd>
        </div>
        <div>
          <dt>{say(texts.escalation)}</dt>
          <dd>{escalation}</dd>
        </div>
        <div>
          <dt>{say(texts.version)}</dt>
          <dd>{version}</dd>
        </div>
        <div class={styles.wide}>
          <dt>{say(texts.measure)}</dt>
          <dd>{say(measure.says)}</dd>
        </div>
      </dl>
      <HeldRuns workflow={slug} isOff={!isEnabled} startsByItself={off?.until !== undefined} />
    </section>
  );
}
