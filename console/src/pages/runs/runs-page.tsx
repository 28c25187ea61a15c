import type { JSX } from 'preact';
import type { Run, RunStatus } from '../../../../functions/platform/runs/run.ts';
import type { RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { Status } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { Filters } from '../../parts/filters.tsx';
import { formatDuration } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, CursorTable } from '../../parts/table.tsx';
import { Cost, Time } from '../../parts/values.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { language } from '../../shell/preferences.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { runsTexts as texts } from '../../texts/runs-texts.ts';
import { statusTexts } from '../../texts/status-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './runs-page.module.css';

/** What most people look for comes first. */
const statuses: readonly RunStatus[] = [
  'running',
  'waiting',
  'held',
  'failed',
  'quarantined',
  'conflict',
  'published',
  'rejected',
  'expired',
  'stopped',
  'dry-run',
  'duplicate',
];
const periods = [1, 7, 31] as const;
const pageSize = 50;

export default function RunsPage({ query }: PageProps<'runs'>): JSX.Element {
  const { status, days = '7' } = query;
  const list = useCursorList(
    async (api, cursor, signal) => {
      const asked = { status, days, cursor, limit: pageSize };
      const answer = await api.get<RunsAnswer>('runs', asked, { signal });
      return { items: answer.runs, cursor: answer.cursor };
    },
    [status, days],
  );
  const filterBy = (changed: Readonly<Record<string, string | undefined>>) =>
    replace(href('runs', {}, { ...query, ...changed }));
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} />
      <Filters label={say(texts.filter)}>
        <SelectField
          label={say(texts.status)}
          value={status ?? ''}
          options={[
            { value: '', label: say(partsTexts.all) },
            ...statuses.map((value) => ({ value, label: say(statusTexts[value]) })),
          ]}
          onChange={(value) => filterBy({ status: value })}
        />
        <SelectField
          label={say(texts.period)}
          value={days}
          options={periods.map((value) => ({ value: String(value), label: say(texts.lastDays(value)) }))}
          onChange={(value) => filterBy({ days: value })}
        />
      </Filters>
      <CursorTable
        caption={say(texts.title)}
        columns={columns()}
        list={list}
        keyOf={(run) => run.id}
        empty={<NoRuns isFiltered={status !== undefined} onClear={() => replace(href('runs'))} />}
      />
    </>
  );
}

function columns(): readonly Column<Run>[] {
  return [
    { title: say(texts.subject), cell: (run) => <Subject run={run} /> },
    { title: say(texts.status), cell: (run) => <Status status={run.status} /> },
    { title: say(texts.started), cell: (run) => <Time at={run.startedAt} /> },
    { title: say(texts.took), cell: (run) => timeTaken(run), isNumber: true },
    { title: say(texts.cost), cell: costOf, isNumber: true, isExtra: true },
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

function timeTaken({ startedAt, endedAt }: Run): string | undefined {
  if (endedAt === undefined) return undefined;
  return formatDuration(Date.parse(endedAt) - Date.parse(startedAt), language.value);
}

function costOf({ stages }: Run): JSX.Element | undefined {
  const microUsd = stages.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);
  return microUsd === 0 ? undefined : <Cost microUsd={microUsd} />;
}

function NoRuns({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): JSX.Element {
  return (
    <Empty icon="runs" title={say(texts.none)}>
      <p>{say(isFiltered ? texts.noneFiltered : texts.noneYet)}</p>
      {isFiltered && <Button onClick={onClear}>{say(texts.clear)}</Button>}
    </Empty>
  );
}
