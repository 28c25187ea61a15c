import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { daysBack } from '../runs/days-back.ts';
import {
  type Approval,
  type ApprovalItem,
  type ApprovalStatus,
  approvalIndexPk,
  approvalKey,
  type Decision,
  workPk,
} from './approval.ts';

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

/**
 * A page of at most 50 (open ones: in order of id, strongly consistent; closed ones: newest day first).
 *
 * @throws InvalidInputError `CursorInvalid`
 */
export async function listApprovals(
  platform: Platform,
  store: string,
  query: { status: ApprovalStatus; cursor?: string | undefined },
): Promise<ApprovalPage> {
  return query.status === 'open'
    ? await listOpen(platform, store, query.cursor)
    : await listClosed(platform, store, query.status, query.cursor);
}

async function listOpen(
  platform: Platform,
  store: string,
  cursor: string | undefined,
): Promise<ApprovalPage> {
  const page = await platform.records.list<{ approvalId: string }>(
    { pk: workPk(store) },
    { cursor, limit: PAGE },
  );
  const found = await Promise.all(
    page.items.map((work) => showApproval(platform, store, work.data.approvalId)),
  );
  // Beside the open ones there are those whose machines are being told at this moment.
  const approvals = found.flatMap((approval) => (approval?.status === 'open' ? [listed(approval)] : []));
  return page.cursor === undefined ? { approvals } : { approvals, cursor: page.cursor };
}

const placeSchema = z.strictObject({ status: z.string(), day: z.iso.date(), inner: z.string().optional() });
type Place = z.infer<typeof placeSchema>;

async function listClosed(
  platform: Platform,
  store: string,
  status: ApprovalStatus,
  cursor: string | undefined,
): Promise<ApprovalPage> {
  const place = cursor === undefined ? undefined : unpack(cursor, status);
  const days = daysBack(platform.clock.now(), LISTED_DAYS).filter(
    (day) => place === undefined || day <= place.day,
  );
  const approvals: ListedApproval[] = [];
  for (const [index, day] of days.entries()) {
    const page = await platform.records.listIndex<Approval>(approvalIndexPk(store, status, day), {
      cursor: day === place?.day ? place.inner : undefined,
      limit: PAGE - approvals.length,
      descending: true,
    });
    approvals.push(...page.items.map((item) => listed(item.data)));
    const earlier = days[index + 1];
    if (page.cursor !== undefined) return { approvals, cursor: pack({ status, day, inner: page.cursor }) };
    if (approvals.length >= PAGE && earlier !== undefined) {
      return { approvals, cursor: pack({ status, day: earlier }) };
    }
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

function pack(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function unpack(cursor: string, status: ApprovalStatus): Place {
  try {
    const place = placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (place.status === status) return place;
  } catch {
    // Not a cursor at all: answered below like one of another list.
  }
  throw new InvalidInputError('CursorInvalid', {
    en: 'The page cursor does not belong to this list. Start again from the first page.',
    zh: '分页标记不属于此列表，请从第一页重新开始。',
  });
}
