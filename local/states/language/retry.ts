import type { Catcher, Retrier } from './definition.ts';
import { matchesError, type StateFailure } from './failure.ts';

/** Defaults of AWS where a retrier leaves a field out. */
const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/**
 * Seconds to wait before retry number `retry` (1 for the first): `IntervalSeconds × BackoffRate^(retry-1)`,
 * at most `MaxDelaySeconds`; with full jitter a uniform share of that.
 *
 * @param random in [0, 1)
 */
export function retryDelaySeconds(retrier: Retrier, retry: number, random: () => number): number {
  const interval = retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
  const full = interval * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** (retry - 1);
  const capped = Math.min(full, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? capped * random() : capped;
}

export interface RetryDecision {
  /** The retries used so far by each retrier of the state, this one counted. */
  readonly used: number[];
  readonly delaySeconds: number;
}

/**
 * The first retrier that matches decides: each counts its own attempts, and one that is used up ends the
 * retrying even where a later retrier would match.
 */
export function decideRetry(
  retriers: readonly Retrier[],
  used: readonly number[],
  failure: StateFailure,
  random: () => number,
): RetryDecision | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const retry = (used[index] ?? 0) + 1;
  if (retry > (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined;
  const counts = retriers.map((_, at) => (at === index ? retry : (used[at] ?? 0)));
  return { used: counts, delaySeconds: retryDelaySeconds(retrier, retry, random) };
}

/** The first catcher that matches, with its place in the list. */
export function findCatcher(
  catchers: readonly Catcher[],
  failure: StateFailure,
): { catcher: Catcher; index: number } | undefined {
  const index = catchers.findIndex((catcher) => matchesError(catcher.ErrorEquals, failure));
  const catcher = catchers[index];
  return catcher === undefined ? undefined : { catcher, index };
}
