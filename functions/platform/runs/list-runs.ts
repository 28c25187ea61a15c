import type { Platform } from '../platform.ts';
import { daysBack } from './days-back.ts';
import { type Run, type RunStatus, runIndexPk, runStatusSchema } from './run.ts';

/** All runs of one index partition, newest first. */
export async function* listRunsOfDay(platform: Platform, indexPk: string): AsyncIterable<Run> {
  let cursor: string | undefined;
  do {
    const page = await platform.records.listIndex<Run>(indexPk, { cursor, descending: true });
    for (const record of page.items) yield record.data;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/**
 * The newest runs of a shop.
 *
 * @param query `days` back from today (at most 31: each is a query per status), `limit` of runs
 */
export async function listRuns(
  platform: Platform,
  store: string,
  query: { status?: RunStatus | undefined; days: number; limit: number },
): Promise<readonly Run[]> {
  const statuses = query.status === undefined ? runStatusSchema.options : [query.status];
  const found: Run[] = [];
  for (const day of daysBack(platform.clock.now(), Math.min(31, query.days))) {
    const ofDay = await Promise.all(
      statuses.map((status) => take(platform, runIndexPk(store, status, day), query.limit)),
    );
    found.push(...ofDay.flat().sort((a, b) => b.startedAt.localeCompare(a.startedAt)));
    if (found.length >= query.limit) break;
  }
  return found.slice(0, query.limit);
}

async function take(platform: Platform, indexPk: string, limit: number): Promise<Run[]> {
  const runs: Run[] = [];
  for await (const run of listRunsOfDay(platform, indexPk)) {
    runs.push(run);
    if (runs.length >= limit) break;
  }
  return runs;
}
