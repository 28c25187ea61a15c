import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApprovalAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { go, href } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { useShop } from '../../shell/shop.ts';
import { type Shortcut, useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { say } from '../../texts/text.ts';
import { ApprovalItem, Items, useView } from './approval-item.tsx';
import styles from './approval-page.module.css';
import { consequencesOf } from './consequences.ts';
import { DecisionBar } from './decision-bar.tsx';
import { hindranceOf } from './may-decide.ts';
import { filterOf, type Queue, queueOf } from './queue.ts';
import { Changes, Decided, Expired, Facts, NotYours } from './standing.tsx';
import { fetchAhead, type OpenApproval, useApproval } from './use-approval.ts';
import { type Refused, useDecision } from './use-decision.ts';

/** One approval out of the queue that its address names, with the way to those beside it. */
export default function ApprovalPage({ params, query }: PageProps<'approvals/:id'>): JSX.Element {
  const { id } = params;
  const shop = useShop();
  const queue = queueOf(shop.api, filterOf(query), shop.member);
  const opened = useApproval(id);
  const { shown, problem } = opened;
  useQueueAround(queue, id);
  const list = href('approvals', {}, query);
  return (
    <>
      <PageHead
        title={shown?.subject.label ?? say(texts.one)}
        back={{ href: list, title: say(texts.title) }}
        actions={<Walk id={id} queue={queue} query={query} list={list} />}
      />
      {problem !== undefined && shown === undefined && problem.status === 404 && (
        <Empty icon="approvals" title={say(texts.unknownTitle)}>
          <p>{say(problem.text)}</p>
        </Empty>
      )}
      {problem !== undefined && problem.status !== 404 && (
        <ProblemBox problem={problem} onRetry={() => void opened.refresh()} />
      )}
      {shown === undefined && problem === undefined && <Skeleton lines={8} />}
      {shown !== undefined && <Open {...{ opened, approval: shown, queue, query, list }} />}
    </>
  );
}

/** Loads the queue where the address was opened directly, and the neighbours ahead. */
function useQueueAround(queue: Queue, id: string): void {
  const shop = useShop();
  const { pages, isLoading } = queue.state.value;
  useEffect(() => {
    if (pages === 0 && !isLoading) void queue.reload();
  }, [queue]);
  const { next } = queue.around(id);
  useEffect(() => {
    if (next !== undefined) fetchAhead(shop, next);
  }, [shop, next]);
}

interface WalkProps {
  readonly id: string;
  readonly queue: Queue;
  readonly query: PageProps['query'];
  readonly list: string;
}

function Walk({ id, queue, query, list }: WalkProps): JSX.Element {
  const { place, previous, next } = queue.around(id);
  const { items, cursor } = queue.state.value;
  const open = (target: string | undefined) => () => {
    if (target !== undefined) go(href('approvals/:id', { id: target }, query));
  };
  const keys: readonly Shortcut[] = [
    { keys: 'j', says: texts.next, run: open(next) },
    { keys: 'k', says: texts.previous, run: open(previous) },
    { keys: 'u', says: texts.backToList, run: () => go(list) },
  ];
  useShortcuts(keys);
  return (
    <nav class={styles.walk} aria-label={say(texts.title)}>
      {place !== undefined && (
        <span>{say(texts.place(place, `${items.length}${cursor === undefined ? '' : '+'}`))}</span>
      )}
      <Button onClick={open(previous)} disabled={previous === undefined} shortcut="k" isSmall>
        {say(texts.previousShort)}
      </Button>
      <Button onClick={open(next)} disabled={next === undefined} shortcut="j" isSmall>
        {say(texts.nextShort)}
      </Button>
    </nav>
  );
}

interface OpenProps extends Omit<WalkProps, 'id'> {
  readonly opened: OpenApproval;
  readonly approval: ApprovalAnswer;
}

function Open({ opened, approval, queue, query, list }: OpenProps): JSX.Element {
  const { member } = useShop();
  const { id, items, status } = approval;
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Refused>({});
  const [comment, setComment] = useState('');
  const [edits, setEdits] = useState<unknown>();
  const view = useView(approval.workflow);
  const { next, previous } = queue.around(id);
  const after = next ?? previous;
  const nextPage = after === undefined ? list : href('approvals/:id', { id: after }, query);
  const { action, overtaken, refusal } = useDecision(approval, queue, nextPage, opened.refresh);
  const item = items[at] ?? items[0];
  const run = item?.run;
  useEffect(() => {
    if (run !== undefined) setSeen((before) => new Set([...before, run]));
  }, [run]);
  // What was made again may be other choices, and other contents to edit.
  useEffect(() => {
    setRefused({});
    setEdits(undefined);
  }, [approval.payloadHash]);

  const hindrance = hindranceOf(approval, member);
  const canDecide = status === 'open' && hindrance === undefined;
  const isEditable = canDecide && items.every(({ takesEdits }) => takesEdits === true);
  const titleOf = (ofRun: string, choice: string) => {
    const of = items.find((one) => one.run === ofRun);
    return of === undefined ? choice : (view.view?.titleOfChoice?.(of, choice) ?? choice);
  };
  const { says, doubtful, withoutDoubtful } = consequencesOf(view.view, items, refused);
  return (
    <div class={styles.page}>
      <Facts approval={approval} />
      <Changes changes={opened.changes} />
      {opened.isOutdated && status === 'open' && (
        <Banner tone="warn" icon="warning">
          <p>{say(texts.changedMeanwhile)}</p>
          <Button isSmall onClick={() => void opened.refresh()}>
            {say(texts.showChanged)}
          </Button>
        </Banner>
      )}
      <Decided {...{ approval, overtaken, titleOf }} />
      {status === 'expired' && <Expired approval={approval} onReopened={opened.refresh} />}
      {status === 'withdrawn' && (
        <Banner tone="quiet" icon="cross">
          <p>{say(texts.withdrawnText)}</p>
        </Banner>
      )}
      {refusal !== undefined && <ProblemBox problem={refusal} />}
      {status === 'open' && hindrance !== undefined && <NotYours {...{ hindrance, approval }} />}
      <Items {...{ items, at, seen, onOpen: setAt }} />
      {item !== undefined && (
        <ApprovalItem
          view={view}
          approval={approval}
          item={item}
          refused={refused[item.run] ?? approval.decision?.rejectedChoices[item.run] ?? []}
          onRefuse={canDecide ? (choices) => setRefused({ ...refused, [item.run]: choices }) : undefined}
          edits={edits}
          onEdit={isEditable ? setEdits : undefined}
        />
      )}
      {canDecide && view.view !== undefined && (
        <DecisionBar
          key={approval.payloadHash}
          comment={comment}
          onComment={setComment}
          onDecide={(decision) => void action.run({ decision, refused, comment, edits })}
          isBusy={action.isBusy}
          refused={Object.values(refused).flat().length}
          obstacle={obstacleOf(items, refused, edits)}
          remark={remarkOf(items, seen)}
          consequence={says}
          refuseDoubtful={
            doubtful === 0 ? undefined : { count: doubtful, run: () => setRefused(withoutDoubtful) }
          }
          isEditable={isEditable}
        />
      )}
    </div>
  );
}

function obstacleOf(items: ApprovalAnswer['items'], refused: Refused, edits: unknown): string | undefined {
  const offered = items.flatMap(({ choices }) => choices).length;
  if (offered > 0 && Object.values(refused).flat().length === offered) return say(texts.everythingRefused);
  return Number.isNaN(edits) ? say(texts.editsBroken) : undefined;
}

function remarkOf(items: ApprovalAnswer['items'], seen: ReadonlySet<string>): string | undefined {
  const unseen = items.filter(({ run }) => !seen.has(run)).length;
  return items.length > 1 && unseen > 0 ? say(texts.notLookedAt(unseen)) : undefined;
}
