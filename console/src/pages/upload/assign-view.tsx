import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type {
  QuarantineAnswer,
  QuarantineItem,
} from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import { path } from '../../api/client.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { toast, toastProblem } from '../../parts/toasts.tsx';
import { Leading } from '../../parts/values.tsx';
import { go, href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { AssignBar } from './assign-bar.tsx';
import styles from './assign-view.module.css';
import { inLanes } from './lanes.ts';
import { PhotoTile } from './photo-tile.tsx';
import type { UploadQueue } from './upload-queue.ts';
import { useArrivals } from './use-arrivals.ts';
import { useTileSelection } from './use-tile-selection.ts';

const pageSize = 48;

export interface AssignViewProps {
  readonly queue: UploadQueue;
  readonly mayAssign: boolean;
  /** How many wait; undefined while that is not known. */
  readonly count: number | undefined;
  /** Fewer wait now. */
  readonly onChange: () => void;
}

/** Photos that wait for their product: those of one product are selected and assigned together, by keyboard alone if one likes. */
export function AssignView({ queue, mayAssign, count, onChange }: AssignViewProps): JSX.Element {
  const { api } = useShop();
  // The list lags behind what was just assigned.
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const list = useCursorList(async (_, cursor, signal) => {
    const query = { kind: 'unassigned', limit: pageSize, cursor };
    const { items, cursor: next } = await api.get<QuarantineAnswer>('quarantine', query, { signal });
    return { items, cursor: next };
  });
  useArrivals(list, count);
  const items = list.items.filter(({ id }) => !gone.has(id));
  const selection = useTileSelection(items);
  const field = useRef<HTMLInputElement>(null);
  const tiles = useRef<HTMLUListElement>(null);
  useShortcuts(
    items.length === 0 || !mayAssign
      ? []
      : [
          { keys: 'j', says: texts.keyNext, run: () => walk(tiles.current, 1) },
          { keys: 'k', says: texts.keyPrevious, run: () => walk(tiles.current, -1) },
          { keys: 'x', says: texts.keySelect, run: clickFocused },
          { keys: '/', says: texts.keyField, run: () => field.current?.focus() },
        ],
  );
  const assign = async (sku: string) => {
    const chosen = selection.chosen;
    const ended = await inLanes(chosen, async (item) => {
      await api.post(path`quarantine/${item.id}/retry`, { sku });
      queue.assigned(item.id, sku);
    });
    const done = chosen.filter((_, index) => ended[index]?.status === 'fulfilled');
    setGone((before) => new Set([...before, ...done.map(({ id }) => id)]));
    selection.clear(done);
    if (done.length > 0) tellAssigned(done, sku);
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed !== undefined) toastProblem(failed.reason);
    onChange();
    setTimeout(() => walk(tiles.current, 1));
    return failed === undefined;
  };
  return (
    <>
      <p class={styles.lead}>
        <Leading says={texts.assignLead} />
        {!mayAssign && say(texts.lookOnly)}
      </p>
      {list.problem !== undefined && <ProblemBox problem={list.problem} onRetry={list.more ?? list.reload} />}
      {mayAssign && items.length > 0 && (
        <AssignBar items={items} selection={selection} fieldRef={field} onAssign={assign} />
      )}
      <ul class={styles.tiles} ref={tiles}>
        {items.map((item) => (
          <PhotoTile key={item.id} item={item} selection={mayAssign ? selection : undefined} />
        ))}
      </ul>
      {list.isLoading && list.items.length === 0 && <Skeleton lines={4} shape="row" />}
      {!list.isLoading && list.problem === undefined && items.length === 0 && list.more === undefined && (
        <Empty icon="check" title={say(texts.noneUnassigned)}>
          <p>{say(texts.noneUnassignedText)}</p>
        </Empty>
      )}
      {(list.more !== undefined || (list.isLoading && items.length > 0)) && (
        <div class={styles.more}>
          <Button isBusy={list.isLoading} onClick={() => list.more?.()}>
            {say(list.isLoading ? partsTexts.loadingMore : partsTexts.more)}
          </Button>
        </div>
      )}
    </>
  );
}

function tellAssigned(done: readonly QuarantineItem[], sku: string): void {
  const seeRuns = { says: texts.seeRuns, run: () => go(href('runs', {}, { subject: sku })) };
  toast({ kind: 'good', says: texts.assigned(done.length, sku), action: seeRuns });
}

/** To the next photo's box; from elsewhere to the first. */
function walk(tiles: HTMLElement | null, step: 1 | -1): void {
  const boxes: (Element | null)[] = [...(tiles?.querySelectorAll('[data-walk]') ?? [])];
  const at = boxes.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(boxes.length - 1, Math.max(0, at + step));
  const box = boxes[next];
  if (box instanceof HTMLElement) box.focus();
}

function clickFocused(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLInputElement && focused.type === 'checkbox') focused.click();
}
