import * as z from 'zod';
import { packPlace, unpackPlace } from '../list-place.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import {
  type Approval,
  type ApprovalItem,
  type ApprovalStatus,
  approvalIndexPk,
  approvalKey,
  type Decision,
  type WaitingFacts,
  workPk,
} from './approval.ts';
import type { ApprovalCountsAnswer } from './approvals-answers.ts';

/**
 * What a list shows: without payloads and edits, and one reason an item. Fifty approvals of twenty photos would pass the 6 MB
 * that a function may answer; `showApproval` has the whole.
 */
export type ListedApproval = Omit<Approval, 'items' | 'decision'> & {
  readonly items: readonly Omit<ApprovalItem, 'payload'>[];
  readonly decision?: Omit<Decision, 'edits'>;
};

export interface ApprovalPage {
  readonly approvals: readonly ListedApproval[];
  readonly cursor?: string;
}

/**
 * Closed approvals are listed this many days back (a query for each day): a person looks for last week's, an auditor reads the
 * audit. Open ones are all listed, however old.
 */
const LISTED_DAYS = 45;

const PAGE = 50;

/** Undefined when there is none in this shop. */
export async function showApproval(
  platform: Platform,
  store: string,
  id: string,
): Promise<Approval | undefined> {
  return (await platform.records.get<Approval>(approvalKey(store, id)))?.data;
}

export interface ApprovalQuery {
  readonly status: ApprovalStatus;
  readonly workflow?: string | undefined;
  /** The subject's id, e.g. a SKU. */
  readonly subject?: string | undefined;
  /** Of open ones; default `oldest`. */
  readonly order?: 'oldest' | 'expiring' | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/**
 * A page of a shop's approvals: open ones oldest question first, or what expires next, strongly consistent; closed ones
 * newest day first. With a filter a page of closed ones may be short and still have a cursor.
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function listApprovals(
  platform: Platform,
  store: string,
  query: ApprovalQuery,
): Promise<ApprovalPage> {
  return query.status === 'open'
    ? await listOpen(platform, store, query)
    : await listClosed(platform, store, query);
}

const nameOfList = (store: string, { status, workflow, subject, order }: ApprovalQuery) =>
  JSON.stringify(['approvals', store, status, workflow, subject, order]);

/** A record of what waits has some 200 bytes: a megabyte, one request, holds five thousand. */
const WAITING_AT_MOST = 5000;

/**
 * All that waits, oldest first, without the approvals themselves. Some of them may be closed and their machines just being
 * told. `isMore`: a shop with more than 5,000 open questions has other troubles than their order.
 */
async function listWaiting(
  platform: Platform,
  store: string,
): Promise<{ waiting: readonly WaitingFacts[]; isMore: boolean }> {
  const page = await platform.records.list<WaitingFacts>({ pk: workPk(store) }, { limit: WAITING_AT_MOST });
  const waiting = page.items.map(({ data }) => data).sort(byPlace(placeOf));
  return { waiting, isMore: page.cursor !== undefined };
}

/** How many wait. Those whose machines are being told just now are among them for a moment. */
export async function countApprovals(platform: Platform, store: string): Promise<ApprovalCountsAnswer> {
  const { waiting, isMore } = await listWaiting(platform, store);
  const oldestAt = waiting.find(({ requestedAt }) => requestedAt !== undefined)?.requestedAt;
  return { open: waiting.length, isMore, ...(oldestAt === undefined ? {} : { oldestAt }) };
}

const placeOf = ({ requestedAt, approvalId }: WaitingFacts) => `${requestedAt ?? ''}#${approvalId}`;

/** Those of an older release first: they have waited longest. */
const placeByExpiry = (facts: WaitingFacts) => `${facts.expiresAt ?? ''}#${placeOf(facts)}`;

const byPlace = (place: typeof placeOf) => (one: WaitingFacts, other: WaitingFacts) =>
  place(one) < place(other) ? -1 : 1;

const openPlaceSchema = z.strictObject({ after: z.string() });

async function listOpen(platform: Platform, store: string, query: ApprovalQuery): Promise<ApprovalPage> {
  const list = nameOfList(store, query);
  const after = query.cursor === undefined ? '' : unpackPlace(list, query.cursor, openPlaceSchema).after;
  const place = query.order === 'expiring' ? placeByExpiry : placeOf;
  const { waiting } = await listWaiting(platform, store);
  const wanted = waiting
    .toSorted(byPlace(place))
    .filter((one) => place(one) > after && mayBeWanted(one, query));
  const limit = query.limit ?? PAGE;
  const page = wanted.slice(0, limit);
  const found = await Promise.all(page.map(({ approvalId }) => showApproval(platform, store, approvalId)));
  const approvals = found.flatMap((approval) =>
    approval?.status === 'open' && isWanted(approval, query) ? [listed(approval)] : [],
  );
  const last = page.at(-1);
  return wanted.length <= limit || last === undefined
    ? { approvals }
    : { approvals, cursor: packPlace(list, { after: place(last) }) };
}

/** What an older release left out may be anything. */
function mayBeWanted(one: WaitingFacts, { workflow, subject }: ApprovalQuery): boolean {
  return (
    (workflow === undefined || one.workflow === undefined || one.workflow === workflow) &&
    (subject === undefined || one.subject === undefined || one.subject.endsWith(`/${subject}`))
  );
}

function isWanted(approval: Approval, { workflow, subject }: ApprovalQuery): boolean {
  return (
    (workflow === undefined || approval.workflow === workflow) &&
    (subject === undefined || approval.subject.id === subject)
  );
}

const closedPlaceSchema = z.strictObject({ day: z.iso.date(), inner: z.string().optional() });

/** Approvals that are read for one page where a filter passes most of them over; up to 320 KB each, mostly 4. */
const READ_AT_MOST = 200;

async function listClosed(platform: Platform, store: string, query: ApprovalQuery): Promise<ApprovalPage> {
  const list = nameOfList(store, query);
  const place = query.cursor === undefined ? undefined : unpackPlace(list, query.cursor, closedPlaceSchema);
  const limit = query.limit ?? PAGE;
  const days = daysBack(platform.clock.now(), LISTED_DAYS).filter(
    (day) => place === undefined || day <= place.day,
  );
  const approvals: ListedApproval[] = [];
  let read = 0;
  for (const [index, day] of days.entries()) {
    let inner = day === place?.day ? place.inner : undefined;
    do {
      const page = await platform.records.listIndex<Approval>(approvalIndexPk(store, query.status, day), {
        cursor: inner,
        limit: limit - approvals.length,
        descending: true,
      });
      const wanted = page.items.filter(({ data }) => isWanted(data, query));
      approvals.push(...wanted.map((item) => listed(item.data)));
      read += page.items.length;
      inner = page.cursor;
      const isFull = approvals.length >= limit || read >= READ_AT_MOST;
      if (isFull && inner !== undefined) return { approvals, cursor: packPlace(list, { day, inner }) };
      const earlier = days[index + 1];
      if (isFull && earlier !== undefined) return { approvals, cursor: packPlace(list, { day: earlier }) };
    } while (inner !== undefined);
  }
  return { approvals };
}

function listed({ items, decision, ...rest }: Approval): ListedApproval {
  return {
    ...rest,
    items: items.map(({ payload: _payload, ...item }) => ({ ...item, reasons: item.reasons.slice(0, 1) })),
    ...(decision === undefined ? {} : { decision: withoutEdits(decision) }),
  };
}

function withoutEdits({ edits: _edits, ...decision }: Decision): Omit<Decision, 'edits'> {
  return decision;
}
