import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { ReplayRunAnswer, RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { type Column, CursorTable } from '../../parts/table.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';
import { useFreshRuns } from '../runs/use-fresh-runs.ts';
import { releaseAll } from './release-all.ts';
import styles from './workflows-page.module.css';

export interface HeldRunsProps {
  readonly workflow: string;
  readonly isOff: boolean;
  /** It is off for a time, after which what is held starts. */
  readonly startsByItself: boolean;
}

/** What the kill switch kept from starting, and the way on once it is released. */
export function HeldRuns({ workflow, isOff, startsByItself }: HeldRunsProps): JSX.Element {
  const { api, member } = useShop();
  const [isAsked, setAsked] = useState(false);
  // Runs whose release was asked for: they stay in the list until their starter has taken them.
  const [released, setReleased] = useState<ReadonlySet<string>>(new Set());
  const asked = { workflow, status: 'held', days: 31, limit: 50 };
  const list = useCursorList(
    async (_, cursor, signal) => {
      const answer = await api.get<RunsAnswer>('runs', { ...asked, cursor }, { signal });
      return { items: answer.runs, cursor: answer.cursor };
    },
    [workflow],
  );
  const question = JSON.stringify([api.store, workflow]);
  const fresh = useFreshRuns(list, question, (signal) => api.get<RunsAnswer>('runs', asked, { signal }));
  const items = fresh.items.filter(({ id, attempt }) => !released.has(`${id} ${attempt}`));
  const mayRelease = !isOff && hasRole(member, ['operator', 'admin']);

  const release = async (run: Run) => {
    await api.post<ReplayRunAnswer>(path`runs/${run.id}/replay`);
    setReleased((before) => new Set(before).add(`${run.id} ${run.attempt}`));
  };
  const one = useAction(async (run: Run) => {
    await release(run);
    toast({ kind: 'good', says: texts.released(1) });
  });
  const all = async () => {
    const { done, left } = await releaseAll(api, workflow, release);
    if (left > 0) toast({ kind: 'bad', says: texts.someFailed(done, left) });
    else toast({ kind: 'good', says: texts.released(done) });
    list.reload();
  };
  return (
    <div class={styles.held}>
      <header class={styles.head}>
        <h3>{say(texts.held)}</h3>
        {items.length > 0 && (
          <Badge tone="warn">{`${items.length}${fresh.more === undefined ? '' : '+'}`}</Badge>
        )}
        {mayRelease && items.length > 0 && (
          <Button kind="primary" isSmall onClick={() => setAsked(true)}>
            {say(texts.releaseAll)}
          </Button>
        )}
      </header>
      {items.length > 0 && (
        <p class={styles.hint}>
          {say(startsByItself ? texts.heldUntil : isOff ? texts.heldOff : texts.heldHint)}
        </p>
      )}
      <CursorTable
        caption={say(texts.held)}
        columns={columns(mayRelease, (run) => void one.run(run))}
        list={{ ...fresh, items }}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => href('runs/:id', { id })}
        empty={<p class={styles.hint}>{say(texts.noneHeld)}</p>}
      />
      {isAsked && (
        <Confirm
          title={say(texts.askAll)}
          does={say(texts.releaseAll)}
          onConfirm={all}
          onClose={() => setAsked(false)}
        >
          <p>{say(texts.askAllText)}</p>
        </Confirm>
      )}
    </div>
  );
}

function columns(mayRelease: boolean, onRelease: (run: Run) => void): readonly Column<Run>[] {
  const facts: readonly Column<Run>[] = [
    { title: say(texts.subject), cell: ({ subject }) => subject.label },
    { title: say(texts.since), cell: ({ startedAt }) => <Time at={startedAt} /> },
  ];
  if (!mayRelease) return facts;
  const cell = (run: Run) => (
    <Button isSmall label={say(texts.releaseOne(run.subject.label))} onClick={() => onRelease(run)}>
      {say(texts.release)}
    </Button>
  );
  return [...facts, { title: say(texts.do), cell, isNumber: true }];
}
