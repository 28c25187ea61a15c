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
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { Filters } from '../../parts/filters.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Picture } from '../../parts/picture.tsx';
import { type Column, CursorTable, type Selection } from '../../parts/table.tsx';
import { TwoLines } from '../../parts/two-lines.tsx';
import { Time } from '../../parts/values.tsx';
import { go, href, replace } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { useShop } from '../../shell/shop.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { shellTexts } from '../../texts/shell-texts.ts';
import { statusTexts } from '../../texts/status-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './approvals-page.module.css';
import { BulkBar } from './bulk-bar.tsx';
import { hindranceOf } from './may-decide.ts';
import { approvalStatuses, filterOf, type Queue, type QueueFilter, queueOf } from './queue.ts';
import { fetchAhead } from './use-approval.ts';

/** New questions show by themselves, unless somebody has paged down. */
const lookAgainMs = 20_000;
/** What expires within this time is marked. */
const soonMs = 4 * 3_600_000;

export default function ApprovalsPage({ query }: PageProps<'approvals'>): JSX.Element {
  const shop = useShop();
  const { api, member } = shop;
  const filter = filterOf(query);
  const queue = queueOf(api, filter, member);
  const list = useQueueList(queue);
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
  const first = list.items[0]?.id;
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
      <Filtering filter={filter} query={query} />
      <CursorTable
        caption={say(texts.title)}
        columns={columns(filter, failed, (one) => hindranceOf(one, member) === undefined)}
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

function Filtering({ filter, query }: { filter: QueueFilter; query: PageProps['query'] }): JSX.Element {
  const { data } = useLoad((api, signal) => api.get<WorkflowsAnswer>('workflows', {}, { signal }));
  const filterBy = (changed: Readonly<Record<string, string | undefined>>) =>
    replace(href('approvals', {}, { ...query, ...changed }));
  const workflows = data?.workflows.map(({ slug, title }) => ({ value: slug, label: say(title) })) ?? [];
  const isKnown = workflows.some(({ value }) => value === filter.workflow);
  const named =
    filter.workflow === undefined || isKnown ? [] : [{ value: filter.workflow, label: filter.workflow }];
  return (
    <Filters label={say(texts.filter)}>
      <SelectField
        label={say(texts.status)}
        value={filter.status}
        options={approvalStatuses.map((value) => ({ value, label: say(statusTexts[value]) }))}
        onChange={(value) => filterBy({ status: value === 'open' ? undefined : value })}
      />
      <SelectField
        label={say(texts.workflow)}
        value={filter.workflow ?? ''}
        options={[{ value: '', label: say(partsTexts.all) }, ...workflows, ...named]}
        onChange={(value) => filterBy({ workflow: value })}
      />
      {filter.status === 'open' && (
        <SelectField
          label={say(texts.whose)}
          value={filter.isMine ? 'me' : ''}
          options={[
            { value: '', label: say(texts.anybody) },
            { value: 'me', label: say(texts.me) },
          ]}
          onChange={(value) => filterBy({ whose: value })}
        />
      )}
      {filter.status === 'open' && (
        <SelectField
          label={say(texts.order)}
          value={filter.order}
          options={[
            { value: 'oldest', label: say(texts.orderOldest) },
            { value: 'expiring', label: say(texts.orderExpiring) },
          ]}
          onChange={(value) => filterBy({ order: value === 'oldest' ? undefined : value })}
        />
      )}
    </Filters>
  );
}

function columns(
  { status }: QueueFilter,
  failed: ReadonlyMap<string, Says>,
  isForMe: (one: ListedApproval) => boolean,
): readonly Column<ListedApproval>[] {
  const subject: Column<ListedApproval> = {
    title: say(texts.subject),
    cell: (one) => <Subject approval={one} whyNot={failed.get(one.id)} />,
  };
  const why: Column<ListedApproval> = { title: say(texts.why), cell: (one) => <Why approval={one} /> };
  if (status === 'open') {
    return [
      subject,
      why,
      { title: say(texts.asked), cell: ({ requestedAt }) => <When at={requestedAt} />, isExtra: true },
      { title: say(texts.expires), cell: (one) => <Expiry at={one.expiresAt} /> },
      {
        title: say(texts.whose),
        cell: (one) => (
          <span class={isForMe(one) ? undefined : styles.others}>
            {say(shellTexts[one.role])}
            {!isForMe(one) && ` · ${say(texts.notYours)}`}
          </span>
        ),
      },
    ];
  }
  return [
    subject,
    why,
    { title: say(texts.asked), cell: ({ requestedAt }) => <When at={requestedAt} />, isExtra: true },
    { title: say(texts.closed), cell: (one) => one.closedAt !== undefined && <When at={one.closedAt} /> },
    ...(status === 'approved' || status === 'rejected'
      ? [{ title: say(texts.by), cell: ({ decision }: ListedApproval) => decision?.byName }]
      : []),
  ];
}

/** More photos of one product are told by their number. */
const mostThumbnails = 3;

function Subject({ approval, whyNot }: { approval: ListedApproval; whyNot: Says | undefined }): JSX.Element {
  const { subject, items } = approval;
  const shown = items.flatMap(({ thumbnail }) => (thumbnail === undefined ? [] : [{ key: thumbnail }]));
  // One box that says that there is none keeps the names below each other.
  const thumbnails = shown.length === 0 ? [undefined] : shown;
  return (
    <span class={styles.subject}>
      <span class={styles.thumbnails}>
        {thumbnails.slice(0, mostThumbnails).map((file) => (
          <Picture key={file?.key} file={file} alt="" size="thumb" backing="white" />
        ))}
      </span>
      <span class={styles.label}>
        {subject.label}
        {items.length > 1 && <small>{say(texts.photos(items.length))}</small>}
        {whyNot !== undefined && <small class={styles.whyNot}>{say(whyNot)}</small>}
      </span>
    </span>
  );
}

function Why({ approval }: { approval: ListedApproval }): JSX.Element {
  const [first] = approval.items;
  const says = approval.decision?.comment;
  return (
    <TwoLines>
      {says === undefined ? first !== undefined && say(first.reasons[0] ?? first.asks) : `“${says}”`}
    </TwoLines>
  );
}

function When({ at }: { at: string }): JSX.Element {
  return (
    <span class={styles.when}>
      <Time at={at} />
    </span>
  );
}

function Expiry({ at }: { at: string }): JSX.Element {
  const isSoon = Date.parse(at) - Date.now() <= soonMs;
  return (
    <span class={styles.when}>
      <span class={styles.onPhone}>{say(texts.expires)}: </span>
      {isSoon ? (
        <Badge tone="warn">
          <Time at={at} />
        </Badge>
      ) : (
        <Time at={at} />
      )}
    </span>
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
