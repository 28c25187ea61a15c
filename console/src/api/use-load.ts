import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useShop } from '../shell/shop.ts';
import type { Api } from './client.ts';
import { type Problem, problemOf } from './problem.ts';

export interface Loaded<T> {
  /** What came last; stays while it is loaded anew, and when that fails. */
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  /** Loads again, e.g. after something was changed. */
  reload(): void;
}

/**
 * Loads something when the page opens and whenever one of `on` changes; leaving the page ends the call.
 *
 * @param everyMs loads again so often while the page is visible
 */
export function useLoad<T>(
  load: (api: Api, signal: AbortSignal) => Promise<T>,
  on: readonly (string | number | boolean | undefined)[] = [],
  everyMs?: number,
): Loaded<T> {
  const { api } = useShop();
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({
    data: undefined,
    problem: undefined,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const question = JSON.stringify([api.store, ...on]);
  const answered = useRef('');

  // `question` and `round` say when to load; the function is new at every render
  useEffect(() => {
    const leaving = new AbortController();
    const isSame = answered.current === question;
    setState((before) => ({ data: isSame ? before.data : undefined, problem: undefined, isLoading: true }));
    latest
      .current(api, leaving.signal)
      .then((data) => {
        if (leaving.signal.aborted) return;
        answered.current = question;
        setState({ data, problem: undefined, isLoading: false });
      })
      .catch((error: unknown) => {
        if (leaving.signal.aborted) return;
        setState((before) => ({ data: before.data, problem: problemOf(error), isLoading: false }));
      });
    return () => leaving.abort();
  }, [question, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, reload]);

  return { ...state, reload };
}
