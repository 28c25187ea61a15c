import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { RunsAnswer } from '../../../../functions/platform/runs/runs-answers.ts';
import type { CursorList } from '../../api/use-cursor-list.ts';
import { pollPauseMs, usePolling } from '../../api/use-polling.ts';
import { mergeRuns } from './merge-runs.ts';

interface Fresh {
  /** The list that the page was asked for; with another one it says nothing. */
  readonly question: string;
  readonly page: RunsAnswer | undefined;
  readonly unchanged: number;
  readonly isLoading: boolean;
}

/**
 * The list with its first page asked anew from time to time, more often while something happens. It never flickers: what it asks in
 * vain it asks again later, and says nothing of it.
 */
export function useFreshRuns(
  list: CursorList<Run>,
  question: string,
  ask: (signal: AbortSignal) => Promise<RunsAnswer>,
): CursorList<Run> {
  const none: Fresh = { question, page: undefined, unchanged: 0, isLoading: false };
  const [state, setState] = useState<Fresh>(none);
  const fresh = state.question === question ? state : none;
  const latest = useRef(ask);
  latest.current = ask;
  const under = useRef<AbortController>(undefined);
  useEffect(() => () => under.current?.abort(), [question]);

  const again = useCallback(() => {
    const call = new AbortController();
    under.current?.abort();
    under.current = call;
    setState((before) => ({ ...(before.question === question ? before : none), isLoading: true }));
    const settle = (page: RunsAnswer | undefined) => {
      if (call.signal.aborted) return;
      setState((before) => {
        const isSame = page === undefined || JSON.stringify(page) === JSON.stringify(before.page);
        const unchanged = isSame ? before.unchanged + 1 : 0;
        return { question, page: page ?? before.page, unchanged, isLoading: false };
      });
    };
    latest.current(call.signal).then(settle, () => settle(undefined));
  }, [question]);

  usePolling(again, pollPauseMs(fresh.unchanged + 2), fresh.isLoading || list.isLoading);
  if (fresh.page === undefined || list.problem !== undefined) return list;
  const { runs, cursor } = fresh.page;
  return { ...list, items: mergeRuns(list.items, runs, cursor === undefined) };
}
