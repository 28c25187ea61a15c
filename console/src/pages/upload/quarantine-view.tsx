import type { JSX } from 'preact';
import type { QuarantineAnswer } from '../../../../functions/platform/quarantine/quarantine-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { useLoad } from '../../api/use-load.ts';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Leading } from '../../parts/values.tsx';
import { intakeTexts as texts } from '../../texts/intake-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { QuarantineCard } from './quarantine-card.tsx';
import styles from './quarantine-view.module.css';
import { useArrivals } from './use-arrivals.ts';

const pageSize = 25;

export interface QuarantineViewProps {
  readonly mayRetry: boolean;
  /** How many there are; undefined while that is not known. */
  readonly count: number | undefined;
  /** Something was sent again, or came back. */
  readonly onChange: () => void;
}

/** What could not be worked on, newest first, each with its reason and what can be done about it. */
export function QuarantineView({ mayRetry, count, onChange }: QuarantineViewProps): JSX.Element {
  const list = useCursorList(async (api, cursor, signal) => {
    const query = { kind: 'refused', limit: pageSize, cursor };
    const { items, cursor: next } = await api.get<QuarantineAnswer>('quarantine', query, { signal });
    return { items, cursor: next };
  });
  useArrivals(list, count);
  const known = useLoad<WorkflowsAnswer>((api, signal) => api.get('workflows', {}, { signal }));
  const { items, problem, isLoading, more, reload } = list;
  return (
    <>
      <p class={styles.lead}>
        <Leading says={texts.quarantineLead} />
        {!mayRetry && say(texts.lookOnly)}
      </p>
      {problem !== undefined && <ProblemBox problem={problem} onRetry={more ?? reload} />}
      <ul class={styles.cards}>
        {items.map((item) => (
          <QuarantineCard
            // Refused anew it is another case.
            key={`${item.id}/${item.attempt}`}
            item={item}
            workflow={known.data?.workflows.find(({ slug }) => slug === item.workflow)?.title}
            mayRetry={mayRetry}
            onRefusedAgain={reload}
            onChange={onChange}
          />
        ))}
      </ul>
      {isLoading && items.length === 0 && <Skeleton lines={3} shape="row" />}
      {!isLoading && problem === undefined && items.length === 0 && more === undefined && (
        <Empty icon="check" title={say(texts.noneRefused)}>
          <p>{say(texts.noneRefusedText)}</p>
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
