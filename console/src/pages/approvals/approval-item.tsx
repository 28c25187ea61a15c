import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApprovalAnswer } from '../../../../functions/platform/approvals/approvals-answers.ts';
import { GenericView } from '../../approval-views/generic-view.tsx';
import { type ApprovalView, type ApprovalViewProps, approvalViews } from '../../approval-views/views.ts';
import { Button } from '../../parts/button.tsx';
import { KeyHint } from '../../parts/key-hint.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import styles from './approval-page.module.css';

type Item = ApprovalAnswer['items'][number];

const loaded = new Map<string, ApprovalView>();

export interface LoadedView {
  /** Undefined while it is being loaded. */
  readonly view: ApprovalView | undefined;
  readonly hasFailed: boolean;
}

/** How a workflow's approvals look; the generic way for one that brought none. */
export function useView(workflow: string | undefined): LoadedView {
  const [, setCount] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const load = workflow === undefined ? undefined : approvalViews[workflow];
  useEffect(() => {
    if (workflow === undefined || load === undefined || loaded.has(workflow)) return;
    load()
      .then((view) => {
        loaded.set(workflow, view);
        setCount((count) => count + 1);
      })
      .catch(() => setFailed(true));
  }, [workflow, load]);
  const view = loaded.get(workflow ?? '');
  const isGeneric = workflow !== undefined && (load === undefined || hasFailed);
  return { view: view ?? (isGeneric ? { default: GenericView } : undefined), hasFailed };
}

/** One of what is decided together: why it is asked, and its workflow's view of it. */
export function ApprovalItem({
  view: { view, hasFailed },
  ...props
}: ApprovalViewProps & { view: LoadedView }) {
  const { item } = props;
  const View = view?.default;
  return (
    <section class={styles.item}>
      <h2>{say(item.asks)}</h2>
      <Reasons item={item} />
      {hasFailed && <p>{say(texts.viewBroken)}</p>}
      {View === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <View key={`${item.run}/${item.payloadHash}`} {...props} />
      )}
    </section>
  );
}

const reasonsAtOnce = 3;

/** A rule is only a reason where it is broken, which its bare text does not say. */
function sayReason(says: Says): string {
  return say(says.en.includes('. Measured: ') ? texts.notMet(say(says)) : says);
}

function Reasons({ item: { reasons } }: { item: Item }): JSX.Element | null {
  if (reasons.length === 0) return null;
  const line = ({ en }: Item['reasons'][number], index: number) => (
    <li key={en}>{sayReason(reasons[index] ?? { en, zh: en })}</li>
  );
  const rest = reasons.length - reasonsAtOnce;
  return (
    <div class={styles.reasons}>
      <h3 class="visually-hidden">{say(texts.reasons)}</h3>
      <ul>{reasons.slice(0, reasonsAtOnce).map(line)}</ul>
      {rest > 0 && (
        <details>
          <summary>{say(texts.moreReasons(rest))}</summary>
          <ul>
            {reasons.slice(reasonsAtOnce).map((one) => (
              <li key={one.en}>{sayReason(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

export interface ItemsProps {
  readonly items: readonly Item[];
  readonly at: number;
  readonly seen: ReadonlySet<string>;
  readonly onOpen: (at: number) => void;
}

/** Which of several that are decided together is looked at. */
export function Items({ items, at, seen, onOpen }: ItemsProps): JSX.Element | null {
  const step = (by: number) => onOpen(Math.min(items.length - 1, Math.max(0, at + by)));
  const isMany = items.length > 1;
  useShortcuts(
    isMany
      ? [
          { keys: 'n', says: texts.nextItem, run: () => step(1) },
          { keys: 'p', says: texts.previousItem, run: () => step(-1) },
        ]
      : [],
  );
  if (!isMany) return null;
  return (
    <nav class={styles.items} aria-label={say(texts.items)}>
      <KeyHint shortcut="p" />
      {items.map(({ run }, index) => (
        <Button key={run} isSmall pressed={index === at} onClick={() => onOpen(index)}>
          {say(texts.item(index + 1, items.length))}
          {seen.has(run) && <span class={styles.seen}> {say(texts.seen)}</span>}
        </Button>
      ))}
      <KeyHint shortcut="n" />
    </nav>
  );
}
