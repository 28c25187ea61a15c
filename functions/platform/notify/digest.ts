import { Temporal } from 'temporal-polyfill';
import { type ListedApproval, listApprovals } from '../approvals/list-approvals.ts';
import type { Platform } from '../platform.ts';
import type { NotifyChannel } from '../ports/notify.ts';
import { daysBack } from '../runs/days-back.ts';
import { listRunsOfDay } from '../runs/list-runs.ts';
import { type Run, type RunStatus, runIndexPk } from '../runs/run.ts';
import { readSetting } from '../settings/read-setting.ts';
import { dayInZone } from '../settings/shop-time.ts';
import type { Digest, NoticeEvent } from './notice-event.ts';
import type { NoticePlace } from './notice-texts.ts';
import { type NoticesSent, sendNotices } from './send-notices.ts';

/** So many of each kind are named; the rest is counted. */
const NAMED_AT_MOST = 10;

/** Runs are listed by the day of their start, and end up to 14 days later (a machine's longest life). */
const LONGEST_RUN_DAYS = 15;

const stopped = ['quarantined', 'expired', 'conflict', 'held'] as const satisfies RunStatus[];

/**
 * What waits now, and what failed, stopped and went out on a day of the shop's zone.
 *
 * @param day `yyyy-mm-dd`, in the shop's zone, over
 */
export async function buildDigest(platform: Platform, store: string, day: string): Promise<Digest> {
  const { zone } = (await readSetting(platform, store, 'shop')).value;
  const [waits, failed, halted, published] = await Promise.all([
    openApprovals(platform, store),
    runsEnded(platform, store, ['failed'], day, zone),
    runsEnded(platform, store, stopped, day, zone),
    runsEnded(platform, store, ['published'], day, zone),
  ]);
  const byWorkflow: Record<string, number> = {};
  for (const { workflow } of published) byWorkflow[workflow] = (byWorkflow[workflow] ?? 0) + 1;
  return {
    day,
    waits: {
      count: waits.length,
      first: waits.slice(0, NAMED_AT_MOST).map(({ id, subject, items, expiresAt }) => ({
        id,
        label: subject.label,
        asks: items[0]?.asks ?? { en: subject.label, zh: subject.label },
        expiresAt,
      })),
    },
    failed: {
      count: failed.length,
      first: failed
        .slice(0, NAMED_AT_MOST)
        .map(({ id, subject, workflow, why }) => ({ id, label: subject.label, workflow, why })),
    },
    stopped: {
      count: halted.length,
      first: halted
        .slice(0, NAMED_AT_MOST)
        .map(({ id, subject, status, why }) => ({ id, label: subject.label, status, why })),
    },
    published: { count: published.length, byWorkflow },
  };
}

/** Sends the digest of the shop's yesterday, once, however often it is called that day. */
export async function sendDigest(
  platform: Platform,
  store: string,
  channels: readonly NotifyChannel[],
  place: NoticePlace,
): Promise<NoticesSent> {
  const { zone } = (await readSetting(platform, store, 'shop')).value;
  const now = platform.clock.now();
  const today = Temporal.PlainDate.from(dayInZone(now, zone));
  const day = today.subtract({ days: 1 }).toString();
  const event: NoticeEvent = {
    name: 'Digest',
    store,
    eventId: `digest/${day}`,
    occurredAt: now,
    correlationId: `digest/${day}`,
    digest: await buildDigest(platform, store, day),
  };
  return await sendNotices(platform, event, channels, place);
}

/** Those that expire first come first. */
async function openApprovals(platform: Platform, store: string): Promise<readonly ListedApproval[]> {
  const found: ListedApproval[] = [];
  let cursor: string | undefined;
  do {
    const page = await listApprovals(platform, store, { status: 'open', cursor });
    found.push(...page.approvals);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found.sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
}

/** Runs of these statuses that came into them on that day, newest start first. A held run has no end: its start counts. */
async function runsEnded(
  platform: Platform,
  store: string,
  statuses: readonly RunStatus[],
  day: string,
  zone: string,
): Promise<readonly Run[]> {
  const found: Run[] = [];
  // A day of any zone ends on the UTC day after it at the latest.
  const last = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
  for (const started of daysBack(`${last}T00:00:00Z`, LONGEST_RUN_DAYS + 2)) {
    for (const status of statuses) {
      for await (const run of listRunsOfDay(platform, runIndexPk(store, status, started))) {
        if (dayInZone(run.endedAt ?? run.startedAt, zone) === day) found.push(run);
      }
    }
  }
  return found;
}
