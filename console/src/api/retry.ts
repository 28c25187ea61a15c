/** 1 + 2 + 4 + 8 s before the fifth try: a quarter of a minute, as the command line waits. */
export const mostTries = 5;
const firstPauseMs = 1000;
/** Nobody waits in front of a page for longer; a longer wait that is asked for ends the tries' patience, not the person's. */
const longestPauseMs = 8000;

/**
 * Whether a call is sent again. What the gateway throttles (429) never reached the shop, so that a write may be repeated as
 * well; a write that ended with 503 or without any answer may have been done, so that only a person repeats it.
 *
 * @param failure `status` undefined: no answer came; `attempt` counts from 1
 */
export function isWorthAnother(failure: {
  method: string;
  status: number | undefined;
  attempt: number;
}): boolean {
  if (failure.attempt >= mostTries) return false;
  if (failure.status === 429) return true;
  const mayHavePassed = failure.status === undefined || failure.status === 502 || failure.status === 503;
  // Without any answer twice: better to say so than to keep somebody waiting.
  if (failure.status === undefined && failure.attempt >= 2) return false;
  return failure.method === 'GET' && mayHavePassed;
}

/**
 * Milliseconds before the next try: what `Retry-After` says in seconds, else twice as long each time with half of it left to chance,
 * so that pages that were throttled together do not come back together.
 *
 * @param random in [0, 1)
 */
export function waitMs(attempt: number, retryAfter: string | null, random: number): number {
  const asked = Number(retryAfter);
  if (retryAfter !== null && Number.isFinite(asked) && asked >= 0) {
    return Math.min(longestPauseMs, asked * 1000) + random * 250;
  }
  const whole = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
  return whole / 2 + (random * whole) / 2;
}
