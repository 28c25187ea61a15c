import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AuditAnswer } from '../../../../functions/platform/audit/audit-answers.ts';
import type { SettingsAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { useLoad } from '../../api/use-load.ts';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Leading } from '../../parts/values.tsx';
import { href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { auditTexts as texts } from '../../texts/audit-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { AuditEntry } from './audit-entry.tsx';
import { AuditFilters } from './audit-filters.tsx';
import styles from './audit-page.module.css';
import { DownloadAudit } from './download-audit.tsx';
import type { People, Titles } from './entry-words.ts';
import { VerifyChain } from './verify-chain.tsx';

const names = ['run', 'stream', 'subject', 'actor', 'action', 'from', 'to'] as const;

/** Who did what to what, with what it can be searched by; and whether the record is whole. */
export default function AuditPage({ query }: PageProps<'audit'>): JSX.Element {
  const { api, member } = useShop();
  const [people, setPeople] = useState<People>([]);
  const filter = Object.fromEntries(
    names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );
  const list = useCursorList(
    async (_, cursor, signal) => {
      const answer = await api.get<AuditAnswer>('audit', { ...filter, cursor }, { signal });
      setPeople(answer.people);
      return { items: answer.entries, cursor: answer.cursor };
    },
    [JSON.stringify(filter)],
  );
  const titles = useTitles();
  const { items, problem, isLoading, more, reload } = list;
  const isFiltered = Object.keys(filter).length > 0;
  const isBad = (stream: string, seq: number) => stream === query.stream && String(seq) === query.seq;
  return (
    <>
      <PageHead title={say(texts.title)} lead={say(texts.lead)} actions={<DownloadAudit filter={filter} />} />
      {hasRole(member, ['admin']) ? <VerifyChain /> : <p class={styles.faint}>{say(texts.adminVerifies)}</p>}
      <AuditFilters query={query} people={people} />
      {query.stream !== undefined && <OneStream stream={query.stream} />}
      {problem !== undefined && <ProblemBox problem={problem} onRetry={more ?? reload} />}
      {items.length > 0 && (
        <ol class={styles.entries} aria-label={say(texts.entries)}>
          {items.map((entry) => (
            <AuditEntry
              key={`${entry.stream}#${entry.seq}`}
              entry={entry}
              people={people}
              titles={titles}
              isBad={isBad(entry.stream, entry.seq)}
            />
          ))}
        </ol>
      )}
      {items.length === 0 && isLoading && <Skeleton lines={8} shape="row" />}
      {items.length === 0 && !isLoading && problem === undefined && more === undefined && (
        <Empty icon="audit" title={say(texts.none)}>
          <p>{say(isFiltered ? texts.noneFiltered : texts.noneYet)}</p>
          {isFiltered && <Button onClick={() => replace(href('audit'))}>{say(texts.showAll)}</Button>}
        </Empty>
      )}
      {(more !== undefined || (isLoading && items.length > 0)) && (
        <div class={styles.more}>
          <Button isBusy={isLoading} onClick={() => more?.()}>
            {say(isLoading ? partsTexts.loadingMore : partsTexts.more)}
          </Button>
        </div>
      )}
    </>
  );
}

/** Where they cannot be read, the entries say the names. */
function useTitles(): Titles {
  const settings = useLoad<SettingsAnswer>((api, signal) => api.get('settings', {}, { signal })).data
    ?.settings;
  const workflows = useLoad<WorkflowsAnswer>((api, signal) => api.get('workflows', {}, { signal })).data
    ?.workflows;
  return {
    settings: new Map(settings?.map(({ name, title }) => [name, title])),
    workflows: new Map(workflows?.map(({ slug, title }) => [slug, title])),
  };
}

function OneStream({ stream }: { stream: string }): JSX.Element {
  return (
    <p class={styles.stream}>
      <Leading says={texts.stream} />
      <code>{stream}</code>
      <Button isSmall onClick={() => replace(href('audit'))}>
        {say(texts.showAll)}
      </Button>
    </p>
  );
}
