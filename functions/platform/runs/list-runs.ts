import * as z from 'zod';
import { packPlace, unpackPlace } from '../list-place.ts';
import type { Platform } from '../platform.ts';
import { readSetting } from '../settings/read-setting.ts';
import { dayInZone, daySpan } from '../settings/shop-time.ts';
import { daysBack } from './days-back.ts';
import { type Run, type RunStatus, runIndex, runIndexPk, runStatusSchema } from './run.ts';

/** All runs of one index partition, newest first. */
export async function* listRunsOfDay(platform: Platform, indexPk: string): AsyncIterable<Run> {
  let cursor: string | undefined;
  do {
    const page = await platform.records.listIndex<Run>(indexPk, { cursor, descending: true });
    for (const record of page.items) yield record.data;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

export interface RunQuery {
  readonly status?: RunStatus | undefined;
  readonly workflow?: string | undefined;
  /** What the run is about: the subject's id, e.g. a SKU. */
  readonly subject?: string | undefined;
  /** Days of the shop's zone that end with today, at most 31: each is a query per status. */
  readonly days: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface RunPage {
  readonly runs: readonly Run[];
  readonly cursor?: string;
}

/** The sort key of the last run that was looked at: `<start>#<id>`. */
const placeSchema = z.strictObject({ below: z.string().regex(/^\d{4}-\d\d-\d\dT.+#.+$/) });

/**
 * Runs that are read for one page where a filter passes most of them over: some 2 KB each, so a page stays far below the
 * second that a reader waits. A page may then be short, or empty, and still have a cursor.
 */
const READ_AT_MOST = 600;

/**
 * A page of a shop's runs, newest first.
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function listRuns(platform: Platform, store: string, query: RunQuery): Promise<RunPage> {
  const list = JSON.stringify(['runs', store, query.status, query.workflow, query.subject]);
  const place = query.cursor === undefined ? undefined : unpackPlace(list, query.cursor, placeSchema);
  const statuses = query.status === undefined ? runStatusSchema.options : [query.status];
  const found: Run[] = [];
  let read = 0;
  const { from, days } = await spanOf(platform, store, Math.min(31, query.days));
  for (const day of days) {
    if (place !== undefined && day > place.below.slice(0, 10)) continue;
    const partitions = statuses.map((status) => runIndexPk(store, status, day));
    let below = place?.below.startsWith(day) === true ? place.below : undefined;
    for (;;) {
      const round = await newestOf(platform, partitions, roundLimit(query, found.length), below);
      for (const run of round.runs) {
        if (run.startedAt < from) return { runs: found };
        below = runIndex(run).sk;
        if (isWanted(run, query)) found.push(run);
        if (found.length === query.limit) return { runs: found, cursor: packPlace(list, { below }) };
      }
      read += round.read;
      if (read >= READ_AT_MOST && below !== undefined)
        return { runs: found, cursor: packPlace(list, { below }) };
      // Empty with more behind it: the index lags, and what it named has moved on.
      if (!round.isMore || round.runs.length === 0) break;
    }
  }
  return { runs: found };
}

/** The instant at which the days of the shop begin, and the UTC days, newest first, on which they lie. */
async function spanOf(
  platform: Platform,
  store: string,
  count: number,
): Promise<{ from: string; days: readonly string[] }> {
  const now = platform.clock.now();
  const { zone } = (await readSetting(platform, store, 'shop')).value;
  const today = dayInZone(now, zone);
  const { from } = daySpan(daysBack(`${today}T12:00:00Z`, count).at(-1) ?? today, zone);
  // A zone's days lie on one UTC day more than they are, or on as many; one with 25 hours, perhaps on two more.
  return { from, days: daysBack(now, count + 2).filter((day) => day >= from.slice(0, 10)) };
}

/** With a filter more than are wanted, or a page would be put together one by one. */
function roundLimit({ workflow, subject, limit }: RunQuery, found: number): number {
  return workflow === undefined && subject === undefined ? limit - found : 100;
}

function isWanted(run: Run, { workflow, subject }: RunQuery): boolean {
  return (
    (workflow === undefined || run.workflow === workflow) &&
    (subject === undefined || run.subject.id === subject)
  );
}

/** The newest runs of several partitions together, in order: as far down as every partition was read. */
async function newestOf(
  platform: Platform,
  partitions: readonly string[],
  limit: number,
  below: string | undefined,
): Promise<{ runs: readonly Run[]; read: number; isMore: boolean }> {
  const pages = await Promise.all(
    partitions.map((pk) => platform.records.listIndex<Run>(pk, { limit, below, descending: true })),
  );
  const keyed = pages.map((page) => ({
    runs: page.items.map(({ data }) => ({ run: data, sk: runIndex(data).sk })),
    isMore: page.cursor !== undefined,
  }));
  // Below the last run of a partition that has more, runs of that partition may be missing.
  const horizon = keyed
    .flatMap(({ runs, isMore }) => (isMore ? [runs.at(-1)?.sk ?? ''] : []))
    .sort()
    .at(-1);
  const runs = keyed
    .flatMap((page) => page.runs)
    .filter(({ sk }) => horizon === undefined || sk >= horizon)
    .sort((one, other) => (one.sk < other.sk ? 1 : -1));
  return {
    runs: runs.map(({ run }) => run),
    read: keyed.reduce((sum, page) => sum + page.runs.length, 0),
    isMore: horizon !== undefined,
  };
}
