import { instantOf, wallClock } from '../../parts/wall-clock.ts';

/** For how long a workflow is switched off. */
export type OffFor = 'open' | 'hour' | 'tomorrow';

const morningHour = 9;
const minuteMs = 60_000;

/**
 * Until when a workflow is off; undefined where until somebody switches it on.
 *
 * @param zone IANA, the shop's: tomorrow is tomorrow there, at 09:00
 * @returns ISO 8601 to the minute
 */
export function offUntil(choice: OffFor, nowMs: number, zone: string): string | undefined {
  if (choice === 'open') return undefined;
  if (choice === 'hour') return inMinutes(nowMs, 60);
  const { year, month, day } = wallClock(nowMs, zone);
  // The month's overflow is the next one's first day. No zone changes its clocks at nine in the morning.
  const at = instantOf(Date.UTC(year, month - 1, day + 1, morningHour), zone);
  return at === undefined ? inMinutes(nowMs, 24 * 60) : new Date(at).toISOString();
}

function inMinutes(nowMs: number, minutes: number): string {
  return new Date(Math.ceil(nowMs / minuteMs + minutes) * minuteMs).toISOString();
}
