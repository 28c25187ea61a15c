import { useEffect, useState } from 'preact/hooks';
import type { TodayAnswer } from '../../../../functions/platform/today/today-answers.ts';
import { type Loaded, useLoad } from '../../api/use-load.ts';
import { usePolling } from '../../api/use-polling.ts';

/** Some seventy reads of the shop's records each: often enough to look at over a day's work. */
const pauseMs = 30_000;

export interface FreshToday {
  readonly loaded: Loaded<TodayAnswer>;
  /** Instant of the last answer. */
  readonly readAt: string | undefined;
}

/** Reads again from time to time; what is shown stays while it does. */
export function useFreshToday(): FreshToday {
  const loaded = useLoad<TodayAnswer>((api, signal) => api.get('today', {}, { signal }));
  usePolling(loaded.reload, pauseMs, loaded.isLoading);
  const [readAt, setReadAt] = useState<string>();
  useEffect(() => {
    if (loaded.data !== undefined) setReadAt(new Date().toISOString());
  }, [loaded.data]);
  return { loaded, readAt };
}
