import type { JSX } from 'preact';
import type { Run, RunStatus } from '../../../../functions/platform/runs/run.ts';
import type { RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { useLoad } from '../../api/use-load.ts';
import { Badge, Status } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { Filters } from '../../parts/filters.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { type Column, CursorTable } from '../../parts/table.tsx';
import { Cost, Time } from '../../parts/values.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { useShop } from '../../shell/shop.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { runsTexts as texts } from '../../texts/runs-texts.ts';
import { statusTexts } from '../../texts/status-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './runs-page.module.css';
import { costOf, stageTook } from './stage-words.ts';
import { useFreshRuns } from './use-fresh-runs.ts';

/** What most people look for comes first. */
const statuses: readonly RunStatus[] = [
  'running',
  'waiting',
  'held',
  'failed',
  'quarantined',
  'conflict',
  'published',
  'completed',
  'rejected',
  'expired',
  'stopped',
  'dry-run',
  'duplicate',
];
const periods = [1, 7, 31] as const;
const pageSize = 50;

export default function RunsPage({ query }: PageProps<'runs'>): JSX.Element {
  const { api } = useShop();
  const { status, workflow, subject, days = '7' } = query;
  const asked = { status, workflow, subject, days, limit: pageSize };
  const question = JSON.stringify([api.store, asked]);
  const list = useCursorList(
    async (_, cursor, signal) => {
      const answer = await api.get<RunsAnswer>('runs', { ...asked, cursor }, { signal });
      return { items: answer.runs, cursor: answer.cursor };
    },
    [question],
  );
  const fresh = useFreshRuns(list, question, (signal) => api.get<RunsAnswer>('runs', asked, { signal }));
  const known = useLoad<WorkflowsAnswer>((_, signal) => api.get('workflows', {}, { signal }));
  const workflows = known.data?.workflows ?? [];
  const isFiltered = [status, workflow, subject].some((one) => one !== undefined);
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} />
      <RunFilters query={query} workflows={workflows} />
      <CursorTable
        caption={say(texts.title)}
        columns={columns(workflows)}
        list={fresh}
        keyOf={(run) => run.id}
        hrefOf={(run) => href('runs/:id', { id: run.id })}
        empty={<NoRuns isFiltered={isFiltered} onClear={() => replace(href('runs'))} />}
      />
    </>
  );
}

type Workflows = WorkflowsAnswer['workflows'];

function RunFilters({ query, workflows }: { query: PageProps['query']; workflows: Workflows }): JSX.Element {
  const { status, workflow, subject = '', days = '7' } = query;
  const filterBy = (changed: Readonly<Record<string, string | undefined>>) =>
    replace(href('runs', {}, { ...query, ...changed }));
  return (
    <Filters label={say(texts.filter)}>
      <SearchField
        label={say(texts.subjectId)}
        placeholder={say(texts.subjectExample)}
        value={subject}
        onChange={(value) => filterBy({ subject: value })}
      />
      <SelectField
        label={say(texts.status)}
        value={status ?? ''}
        options={[
          { value: '', label: say(partsTexts.all) },
          ...statuses.map((value) => ({ value, label: say(statusTexts[value]) })),
        ]}
        onChange={(value) => filterBy({ status: value })}
      />
      {(workflows.length > 1 || workflow !== undefined) && (
        <SelectField
          label={say(texts.workflow)}
          value={workflow ?? ''}
          options={[
            { value: '', label: say(partsTexts.all) },
            ...workflows.map(({ slug, title }) => ({ value: slug, label: say(title) })),
          ]}
          onChange={(value) => filterBy({ workflow: value })}
        />
      )}
      <SelectField
        label={say(texts.period)}
        value={days}
        options={periods.map((value) => ({ value: String(value), label: say(texts.lastDays(value)) }))}
        onChange={(value) => filterBy({ days: value })}
      />
    </Filters>
  );
}

function columns(workflows: Workflows): readonly Column<Run>[] {
  return [
    { title: say(texts.subject), cell: (run) => <Subject run={run} /> },
    { title: say(texts.status), cell: (run) => <RunState run={run} /> },
    { title: say(texts.stage), cell: (run) => lastStage(run, workflows), isExtra: true },
    { title: say(texts.started), cell: (run) => <Time at={run.startedAt} /> },
    { title: say(texts.took), cell: stageTook, isNumber: true },
    { title: say(texts.cost), cell: (run) => <RunCost run={run} />, isNumber: true, isExtra: true },
  ];
}

function Subject({ run }: { run: Run }): JSX.Element {
  const { id, label } = run.subject;
  return (
    <span class={styles.subject}>
      {label}
      {!label.includes(id) && <small>{id}</small>}
      {run.attempt > 1 && <small>{say(texts.attempt(run.attempt))}</small>}
    </span>
  );
}

function RunState({ run }: { run: Run }): JSX.Element {
  return (
    <span class={styles.state}>
      <Status status={run.status} />
      {run.mode === 'dry-run' && run.status !== 'dry-run' && <Badge>{say(statusTexts['dry-run'])}</Badge>}
    </span>
  );
}

function RunCost({ run }: { run: Run }): JSX.Element | null {
  const microUsd = costOf(run);
  return microUsd === 0 ? null : <Cost microUsd={microUsd} />;
}

function lastStage(run: Run, workflows: Workflows): string | undefined {
  const state = run.stages.at(-1)?.state;
  const { stages = [] } = workflows.find(({ slug }) => slug === run.workflow) ?? {};
  const title = stages.find((stage) => stage.state === state)?.title;
  return title === undefined ? state : say(title);
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): JSX.Element {
  return (
    <Empty icon="runs" title={say(texts.none)}>
      <p>{say(isFiltered ? texts.noneFiltered : texts.noneYet)}</p>
      {isFiltered && <Button onClick={onClear}>{say(texts.clear)}</Button>}
    </Empty>
  );
}
