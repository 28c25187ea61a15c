import { type Approval, approvalIndexPk, approvalStatuses } from '../approvals/approval.ts';
import { listMembers } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import { isOpen, outcomeSchema, type Run, runIndexPk, runKey } from '../runs/run.ts';
import { currentKey, type SettingVersion } from '../settings/read-setting.ts';
import { settingNames } from '../settings/setting-catalogue.ts';
import { type AuditHead, headKey } from './audit-entry.ts';

/** Days on which runs and approvals are looked at; anchors are written every six hours, their failure raises an alarm long before. */
export const MOST_UNRECORDED_DAYS = 35;

/** Reads at a time. */
const AT_ONCE = 20;

/**
 * The audit streams that must be there, because the records stand that are only ever written in one transaction with an entry,
 * and are not: somebody took them away with their heads. Looked at are the settings, the members, the closed runs that began on
 * the days, the approvals that were closed on them and the runs that asked there. Costs some twenty reads a day and one for each
 * stream that is not known yet.
 *
 * @param days UTC; `MOST_UNRECORDED_DAYS` of them at most are looked at, the newest
 * @param known streams whose heads were read already
 * @returns in order of their names
 */
export async function findUnrecorded(
  platform: Platform,
  store: string,
  days: readonly string[],
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const streams = new Set([
    ...(await streamsOfSettings(platform, store)),
    ...(await listMembers(platform, store)).map(({ sub }) => `member/${sub}`),
  ]);
  for (const day of days.toSorted().slice(-MOST_UNRECORDED_DAYS)) {
    for (const stream of await streamsOfRuns(platform, store, day)) streams.add(stream);
    for (const stream of await streamsOfApprovals(platform, store, day)) streams.add(stream);
  }
  const unknown = [...streams].filter((stream) => !known.has(stream)).sort();
  const heads = await inTurns(unknown, (stream) => platform.records.get<AuditHead>(headKey(store, stream)));
  return unknown.filter((_, at) => heads[at] === undefined);
}

async function streamsOfSettings(platform: Platform, store: string): Promise<string[]> {
  const stored = await inTurns(settingNames, (name) =>
    platform.records.get<SettingVersion>(currentKey(store, name)),
  );
  return settingNames.filter((_, at) => stored[at] !== undefined).map((name) => `setting/${name}`);
}

async function streamsOfRuns(platform: Platform, store: string, day: string): Promise<string[]> {
  const runs = await inTurns(outcomeSchema.options, (outcome) =>
    listAll<Run>(platform, runIndexPk(store, outcome, day)),
  );
  // The index may lag behind a replay: what the record says counts.
  return runs.flat().flatMap((run) => (isOpen(run) ? [] : [`run/${run.id}`]));
}

/** A run that waited for days is listed by the day on which it began; its approval by the day on which it was closed. */
async function streamsOfApprovals(platform: Platform, store: string, day: string): Promise<string[]> {
  const closed = approvalStatuses.filter((status) => status !== 'open');
  const approvals = await inTurns(closed, (status) =>
    listAll<Approval>(platform, approvalIndexPk(store, status, day)),
  );
  const ids = approvals.flat().flatMap(({ items }) => items.map(({ run }) => run));
  const runs = await inTurns(ids, (id) => platform.records.get<Run>(runKey(store, id)));
  return [
    ...approvals.flat().map(({ id }) => `approval/${id}`),
    ...runs.flatMap((run) => (run === undefined || isOpen(run.data) ? [] : [`run/${run.data.id}`])),
  ];
}

async function listAll<T>(platform: Platform, indexPk: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.listIndex<T>(indexPk, { cursor });
    found.push(...page.items.map(({ data }) => data));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function inTurns<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(read))));
  }
  return done;
}
