import { describeAi } from '../../connectors/describe-ai.ts';
import { workflows } from '../../workflows.ts';
import { type DaySpending, spendingKey } from '../ai/daily-budget.ts';
import { countApprovals } from '../approvals/list-approvals.ts';
import { listMembers } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import { productsPk } from '../products/product-listing.ts';
import { countQuarantine } from '../quarantine/quarantine.ts';
import { daysBack } from '../runs/days-back.ts';
import { type Run, runStatusSchema } from '../runs/run.ts';
import { readSetting } from '../settings/read-setting.ts';
import { dayInZone, daySpan } from '../settings/shop-time.ts';
import { firstSteps } from './first-steps.ts';
import { measuredStatuses, measureRuns } from './measure-runs.ts';
import { readLimits } from './read-limits.ts';
import { RunLists } from './run-lists.ts';
import type { TodayAnswer } from './today-answers.ts';

/** Back from today: what went wrong, and what is held, is told of for so long here; the list of runs goes further. */
const TROUBLE_DAYS = 7;
const NEWEST_FAILURES = 10;

/** Runs that the measures are taken of: enough for a share to a percent, few enough for one page. */
const MEASURED_RUNS = 100;
/** As long as an approval may wait. */
const MEASURED_DAYS = 14;

/**
 * What a team looks at first. Everything is counted or read in a bounded number of requests (some hundred, mostly short
 * lists of a day's runs), however many runs and approvals there are.
 */
export async function readToday(platform: Platform, store: string): Promise<TodayAnswer> {
  const now = platform.clock.now();
  const [shop, ai, channels, connector] = await Promise.all([
    readSetting(platform, store, 'shop'),
    readSetting(platform, store, 'ai'),
    readSetting(platform, store, 'channels'),
    readSetting(platform, store, 'store-connector'),
  ]);
  const { zone, sample } = shop.value;
  const day = dayInZone(now, zone);
  const span = daySpan(day, zone);
  const runs = new RunLists(platform, store);
  const [limits, waits, failed, byStatus, spentMicroUsd, measured, members, products] = await Promise.all([
    readLimits(platform, store, runs),
    readWaiting(platform, store, runs),
    readFailures(runs, now),
    countRuns(runs, span),
    spentOn(platform, store, day),
    newestMeasured(runs, now),
    listMembers(platform, store),
    platform.records.list({ pk: productsPk(store) }, { limit: 1 }),
  ]);
  return {
    day,
    zone,
    ...span,
    isSample: sample,
    limits,
    waits,
    failed,
    ran: {
      total: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
      byStatus,
      see: { page: 'runs' },
    },
    mode: {
      kind: ai.value.providers.length === 0 ? 'rules' : 'ai',
      says: describeAi(ai.value),
      spentMicroUsd,
      // Cents to millionths.
      budgetMicroUsd: ai.value.dailyBudget.amountMinor * 10_000,
      see: { page: 'settings', query: { name: 'ai' } },
    },
    measures: measureRuns(measured),
    steps: firstSteps({
      hasProducts: products.items.length > 0,
      waiting: waits.approvals.count,
      members: members.length,
      choseChannels: channels.version > 0,
      choseShop: connector.version > 0,
    }),
  };
}

async function readWaiting(platform: Platform, store: string, runs: RunLists): Promise<TodayAnswer['waits']> {
  const [approvals, quarantine, held] = await Promise.all([
    countApprovals(platform, store),
    countQuarantine(platform, store),
    runs.count('held', daysBack(platform.clock.now(), TROUBLE_DAYS)),
  ]);
  const { isMore } = quarantine;
  const since = (oldestAt: string | undefined) => (oldestAt === undefined ? {} : { oldestAt });
  return {
    approvals: {
      count: approvals.open,
      isMore: approvals.isMore,
      ...since(approvals.oldestAt),
      see: { page: 'approvals' },
    },
    unassigned: { ...quarantine.unassigned, isMore, see: { page: 'upload', query: { kind: 'unassigned' } } },
    quarantine: { ...quarantine.refused, isMore, see: { page: 'upload', query: { kind: 'refused' } } },
    held: { count: held, isMore: false, see: { page: 'runs', query: { status: 'held' } } },
  };
}

/** Of the last seven days (UTC). */
async function readFailures(lists: RunLists, now: string): Promise<TodayAnswer['failed']> {
  const statuses = ['failed', 'conflict'] as const;
  const days = daysBack(now, TROUBLE_DAYS);
  const [counts, newest] = await Promise.all([
    Promise.all(statuses.map((status) => lists.count(status, days))),
    Promise.all(statuses.map((status) => lists.newest(status, days))),
  ]);
  const runs = newest.flat().flatMap((list) => list.runs);
  runs.sort((one, other) => endOf(other).localeCompare(endOf(one)));
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    newest: runs.slice(0, NEWEST_FAILURES).map((run) => ({
      run: run.id,
      workflow: run.workflow,
      status: run.status,
      subject: run.subject,
      at: endOf(run),
      ...(run.why === undefined ? {} : { why: run.why }),
    })),
    see: { page: 'runs', query: { status: 'failed' } },
  };
}

const endOf = ({ endedAt, startedAt }: Run) => endedAt ?? startedAt;

/** Runs that started within the span, by the status that they have now. */
async function countRuns(
  runs: RunLists,
  span: { from: string; until: string },
): Promise<TodayAnswer['ran']['byStatus']> {
  // A day of a zone lies on two UTC days, or on one.
  const days = [...new Set([span.from.slice(0, 10), span.until.slice(0, 10)])];
  const counted = await Promise.all(
    runStatusSchema.options.map(async (status) => [status, await runs.count(status, days, span)] as const),
  );
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

async function spentOn(platform: Platform, store: string, day: string): Promise<number> {
  const spent = await Promise.all(
    workflows.map(({ slug }) => platform.records.get<DaySpending>(spendingKey(store, slug, day))),
  );
  return spent.reduce((sum, record) => sum + (record?.data.committedMicroUsd ?? 0), 0);
}

/** A week at a time: a busy shop is read in one round. */
async function newestMeasured(lists: RunLists, now: string): Promise<readonly Run[]> {
  const days = daysBack(now, MEASURED_DAYS);
  const found: Run[] = [];
  for (let from = 0; from < days.length && found.length < MEASURED_RUNS; from += 7) {
    const limit = MEASURED_RUNS - found.length;
    const week = await Promise.all(
      measuredStatuses.map((status) => lists.newest(status, days.slice(from, from + 7))),
    );
    const runs = week.flat().flatMap((list) => list.runs);
    runs.sort((one, other) => other.startedAt.localeCompare(one.startedAt));
    found.push(...runs.slice(0, limit));
  }
  return found;
}
