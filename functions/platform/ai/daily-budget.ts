import type { Platform } from '../platform.ts';
import { ConflictError, type RecordKey } from '../ports/records.ts';
import { readSetting } from '../settings/read-setting.ts';
import { dayInZone } from '../settings/shop-time.ts';

/** What a workflow has spent on models in one day of the shop's zone. */
export interface DaySpending {
  /** What was charged, and what is reserved for calls under way (or for calls whose process died). */
  readonly committedMicroUsd: number;
  /** Calls that money was reserved for. */
  readonly calls: number;
}

/** Money that a call may spend; hand it to {@link settle} when it is known what the call cost. */
export interface Reservation {
  readonly key: RecordKey;
  readonly mostMicroUsd: number;
}

const MICRO_USD_PER_CENT = 10_000;

/**
 * Of n writers to the record at least one wins each round, so this many calls may begin at the same moment before one of
 * them has to come back later (`ConflictError`, which a task turns into `TransientError`).
 */
const TRIES = 40;

/** Kept for two months for whoever asks about a bill; then the table may drop it. */
const KEPT_SECONDS = 62 * 86_400;

export function spendingKey(store: string, workflow: string, day: string): RecordKey {
  return { pk: `${store}#AI-SPENDING#${workflow}`, sk: day };
}

/**
 * Takes money out of the day's budget of a workflow before a call, so that calls at the same time cannot spend it twice. It
 * counts as spent until it is settled: where the process dies in the middle of a call, nobody knows whether the call was
 * charged, and the budget is the side that must hold.
 *
 * A free call (a model of one's own) always goes, and is not counted.
 *
 * @returns undefined when the call would go over the budget: the rules do the work
 * @throws ConflictError after 40 lost races
 */
export async function reserve(
  platform: Platform,
  { store, workflow }: { store: string; workflow: string },
  mostMicroUsd: number,
): Promise<Reservation | undefined> {
  const [{ value: ai }, { value: shop }] = await Promise.all([
    readSetting(platform, store, 'ai'),
    readSetting(platform, store, 'shop'),
  ]);
  const key = spendingKey(store, workflow, dayInZone(platform.clock.now(), shop.zone));
  if (mostMicroUsd === 0) return { key, mostMicroUsd };
  const limit = ai.dailyBudget.amountMinor * MICRO_USD_PER_CENT;
  const isReserved = await change(platform, key, (spent) => {
    const committedMicroUsd = spent.committedMicroUsd + mostMicroUsd;
    return committedMicroUsd > limit ? undefined : { committedMicroUsd, calls: spent.calls + 1 };
  });
  return isReserved ? { key, mostMicroUsd } : undefined;
}

/**
 * Replaces what was reserved by what was charged, which may be more. Once for each reservation.
 *
 * @throws ConflictError after 40 lost races; the reservation then stays counted
 */
export async function settle(
  platform: Platform,
  { key, mostMicroUsd }: Reservation,
  chargedMicroUsd: number,
): Promise<void> {
  const difference = chargedMicroUsd - mostMicroUsd;
  if (difference === 0) return;
  await change(platform, key, (spent) => ({
    ...spent,
    committedMicroUsd: Math.max(0, spent.committedMicroUsd + difference),
  }));
}

/** @returns whether anything was written */
async function change(
  platform: Platform,
  key: RecordKey,
  next: (spent: DaySpending) => DaySpending | undefined,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const present = await platform.records.get<DaySpending>(key);
    const data = next(present?.data ?? { committedMicroUsd: 0, calls: 0 });
    if (data === undefined) return false;
    try {
      await platform.records.put({
        key,
        data,
        expected: present === undefined ? 'absent' : { version: present.version },
        expiresAtSeconds: Math.floor(Date.parse(platform.clock.now()) / 1000) + KEPT_SECONDS,
      });
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === TRIES) throw error;
    }
  }
}
