import { useEffect } from 'preact/hooks';

/**
 * Asks again a while after each answer; not while the tab is hidden, and at once when somebody looks at it again.
 *
 * @param pauseMs undefined: there is nothing more to wait for
 * @param isLoading of what is asked: the pause begins when it ends
 */
export function usePolling(again: () => void, pauseMs: number | undefined, isLoading: boolean): void {
  useEffect(() => {
    if (pauseMs === undefined || isLoading) return undefined;
    const askIfSeen = () => {
      if (!document.hidden) again();
    };
    const timer = setTimeout(askIfSeen, pauseMs);
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, [again, pauseMs, isLoading]);
}

const firstMs = 1000;
const longestMs = 15_000;

/** A second at first, half as long again with every answer that brought nothing new, a quarter of a minute at most. */
export function pollPauseMs(unchanged: number): number {
  return Math.min(longestMs, firstMs * 1.5 ** unchanged);
}
