import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useShop } from '../shell/shop.ts';
import type { Api } from './client.ts';
import { type Problem, problemOf } from './problem.ts';

export interface CursorPage<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string | undefined;
}

export interface CursorList<Item> {
  readonly items: readonly Item[];
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  /** Loads the next page below; undefined at the end. */
  readonly more: (() => void) | undefined;
  /** From the first page again. */
  reload(): void;
}

/** With a filter a page of the API may be empty and still have a cursor; so many are asked for at a stretch before a person asks again. */
const emptyPages = 8;

interface State<Item> {
  readonly items: readonly Item[];
  readonly cursor: string | undefined;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
}

/**
 * A list that the API gives page by page. It starts anew when one of `on` changes; leaving the page ends the call.
 *
 * @param load one page; `cursor` is undefined for the first
 */
export function useCursorList<Item>(
  load: (api: Api, cursor: string | undefined, signal: AbortSignal) => Promise<CursorPage<Item>>,
  on: readonly (string | number | boolean | undefined)[] = [],
): CursorList<Item> {
  const { api } = useShop();
  const [state, setState] = useState<State<Item>>({
    items: [],
    cursor: undefined,
    problem: undefined,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const under = useRef<AbortController>(undefined);

  const fetchFrom = useCallback(
    async (first: string | undefined, before: readonly Item[]) => {
      under.current?.abort();
      const call = new AbortController();
      under.current = call;
      setState((was) => ({ ...was, problem: undefined, isLoading: true }));
      try {
        let page = await latest.current(api, first, call.signal);
        for (
          let turn = 1;
          page.items.length === 0 && page.cursor !== undefined && turn < emptyPages;
          turn += 1
        ) {
          page = await latest.current(api, page.cursor, call.signal);
        }
        if (call.signal.aborted) return;
        setState({
          items: [...before, ...page.items],
          cursor: page.cursor,
          problem: undefined,
          isLoading: false,
        });
      } catch (error) {
        if (call.signal.aborted) return;
        setState((was) => ({ ...was, problem: problemOf(error), isLoading: false }));
      }
    },
    [api],
  );

  const question = JSON.stringify([api.store, ...on]);
  const asked = useRef('');
  // `question` and `round` say when to start anew.
  useEffect(() => {
    // What was listed under another question is gone at once; a reload keeps it until the new page is there.
    if (asked.current !== question) setState((was) => ({ ...was, items: [], cursor: undefined }));
    asked.current = question;
    void fetchFrom(undefined, []);
    return () => under.current?.abort();
  }, [question, round, fetchFrom]);

  const { items, cursor, problem, isLoading } = state;
  const more = cursor === undefined || isLoading ? undefined : () => void fetchFrom(cursor, items);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { items, problem, isLoading, more, reload };
}
