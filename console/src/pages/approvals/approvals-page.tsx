import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Says } from '../../../../functions/commerce/says.ts';
import type {
  ApprovalCountsAnswer,
  ListedApproval,
} from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import type { CursorList } from '../../api/use-cursor-list.ts';
import { useLoad } from '../../api/use-load.ts';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SwitchedOff } from '../../parts/switched-off.tsx';
import { CursorTable, type Selection } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { go, href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { useShop } from '../../shell/shop.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { say } from '../../texts/text.ts';
import { approvalColumns } from './approval-columns.tsx';
import { ApprovalFilters } from './approval-filters.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { hindranceOf } from './may-decide.ts';
import { filterOf, type Queue, type QueueFilter, queueOf } from './queue.ts';
import { fetchAhead } from './use-approval.ts';

/** New questions show by themselves, unless somebody has paged down. */
const lookAgainMs = 20_000;

export default function ApprovalsPage({ query }: PageProps<'approvals'>): JSX.Element {
  const shop = useShop();
  const { api, member } = shop;
  const filter = filterOf(query);
  const queue = queueOf(api, filter, member);
  const list = useQueueList(queue);
  const known = useLoad((client, signal) => client.get<WorkflowsAnswer>('workflows', {}, { signal }));
  const workflows = known.data?.workflows ?? [];
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<ReadonlyMap<string, Says>>(new Map());
  useEffect(() => setPicked(new Set()), [queue]);

  const isOpen = filter.status === 'open';
  const canPick = (one: ListedApproval) => isOpen && hindranceOf(one, member) === undefined;
  const selected = list.items.filter((one) => picked.has(one.id) && canPick(one));
  const pick = (items: readonly ListedApproval[], isPicked: boolean) => {
    const ids = items.map(({ id }) => id);
    setPicked(new Set(isPicked ? [...picked, ...ids] : [...picked].filter((id) => !ids.includes(id))));
  };
  const selection: Selection<ListedApproval> = {
    isSelected: (one) => picked.has(one.id),
    canSelect: canPick,
    labelOf: (one) => say(texts.select(one.subject.label)),
    labelOfAll: say(texts.selectAll),
    onSelect: pick,
  };
  // Of what is for others alone there is nothing to start with.
  const first = list.items.find(canPick)?.id;
  const toFirst = first === undefined || !isOpen ? undefined : href('approvals/:id', { id: first }, query);
  useEffect(() => {
    if (isOpen && first !== undefined) fetchAhead(shop, first);
  }, [shop, isOpen, first]);
  useShortcuts(toFirst === undefined ? [] : [{ keys: 's', says: texts.start, run: () => go(toFirst) }]);

  return (
    <>
      <PageHead
        title={say(texts.title)}
        lead={<Lead />}
        actions={
          toFirst !== undefined && (
            <Button kind="primary" shortcut="s" onClick={() => go(toFirst)}>
              {say(texts.start)}
            </Button>
          )
        }
      />
      <SwitchedOff workflows={workflows} says={texts.switchedOff} link={texts.toWorkflows} />
      <ApprovalFilters filter={filter} query={query} workflows={workflows} />
      <CursorTable
        caption={say(texts.title)}
        columns={approvalColumns(filter, failed, (one) => hindranceOf(one, member) === undefined)}
        list={list}
        keyOf={(one) => one.id}
        hrefOf={(one) => href('approvals/:id', { id: one.id }, query)}
        {...(isOpen ? { selection } : {})}
        empty={<Nothing filter={filter} />}
      />
      {selected.length > 0 && (
        <BulkBar
          selected={selected}
          queue={queue}
          onClear={() => setPicked(new Set())}
          onFailed={(whyNot) => {
            setFailed(whyNot);
            setPicked(new Set(whyNot.keys()));
          }}
        />
      )}
    </>
  );
}

function useQueueList(queue: Queue): CursorList<ListedApproval> {
  useEffect(() => {
    void queue.reload();
    const timer = setInterval(() => {
      if (!document.hidden && queue.state.value.pages <= 1) void queue.reload();
    }, lookAgainMs);
    return () => clearInterval(timer);
  }, [queue]);
  const { items, problem, isLoading, cursor, pages } = queue.state.value;
  return {
    items,
    problem,
    // Before the first page nothing is known, not even that there is nothing.
    isLoading: isLoading || (pages === 0 && problem === undefined),
    more: cursor === undefined || isLoading ? undefined : () => void queue.more(),
    reload: () => void queue.reload(),
  };
}

function Lead(): JSX.Element {
  const { data } = useLoad(
    (api, signal) => api.get<ApprovalCountsAnswer>('approvals/counts', {}, { signal }),
    [],
    lookAgainMs,
  );
  if (data === undefined) return <>…</>;
  const { open, isMore, oldestAt } = data;
  if (open === 0) return <>{say(texts.waitingNone)}</>;
  return (
    <>
      {say(isMore ? texts.waitingMore(open) : texts.waiting(open))}
      {oldestAt !== undefined && (
        <>
          {' · '}
          {say(texts.oldest)} <Time at={oldestAt} />
        </>
      )}
    </>
  );
}

function Nothing({ filter }: { filter: QueueFilter }): JSX.Element {
  const isPlain = filter.status === 'open' && filter.workflow === undefined && !filter.isMine;
  return (
    <Empty icon="approvals" title={say(isPlain ? texts.allDone : texts.none)}>
      <p>{say(isPlain ? texts.noneOpen : texts.noneFiltered)}</p>
      {!isPlain && <Button onClick={() => replace(href('approvals'))}>{say(texts.clear)}</Button>}
    </Empty>
  );
}
