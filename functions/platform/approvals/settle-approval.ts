import type { Role } from '../members/role.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type RecordDelete, type RecordWrite } from '../ports/records.ts';
import {
  type Announcement,
  type Approval,
  type ApprovalItem,
  approvalIndex,
  approvalKey,
  type MachineAnswer,
  tokenKey,
  workKey,
} from './approval.ts';

/** Of those who settle the same approval at once (a decision, the sweep) one wins, and the others find nothing left to do. */
const TRIES = 5;

/**
 * Brings the world in line with what is saved: tells the machines, publishes the events, notes both. Everything in it may be
 * repeated (a task answers once, events have fixed ids), so a crash anywhere is put right by calling it again.
 *
 * @throws ConflictError when others changed the approval five times meanwhile
 */
export async function settleApproval(platform: Platform, store: string, id: string): Promise<Approval> {
  for (let tries = 1; ; tries++) {
    const stored = await platform.records.get<Approval>(approvalKey(store, id));
    if (stored === undefined) throw new Error(`approval ${id} of ${store} has no record`);
    const due = announcementsDue(stored.data);
    for (const announcement of due) await announce(platform, stored.data, announcement);
    const isClosed = stored.data.status !== 'open';
    const untold = isClosed ? stored.data.items.filter((item) => !item.told) : [];
    for (const item of untold) await tell(platform, stored.data, item);
    // What closes an approval's work is deleted together with the last of these being noted.
    if (due.length === 0 && untold.length === 0) return stored.data;

    const settled: Approval = {
      ...stored.data,
      announced: [...stored.data.announced, ...due],
      items: isClosed ? stored.data.items.map((item) => ({ ...item, told: true })) : stored.data.items,
    };
    const writes: (RecordWrite | RecordDelete)[] = [
      {
        key: approvalKey(store, id),
        data: settled,
        index: approvalIndex(settled),
        expected: { version: stored.version },
      },
    ];
    if (isClosed) writes.push({ delete: workKey(store, id), expected: 'any' });
    try {
      await platform.records.transact(writes);
      return settled;
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
  }
}

function announcementsDue(approval: Approval): Announcement[] {
  const wanted: Announcement[] = ['requested'];
  if (approval.escalatedAt !== undefined) wanted.push('escalated');
  if (approval.status !== 'open') wanted.push('closed');
  return wanted.filter((announcement) => !approval.announced.includes(announcement));
}

async function announce(platform: Platform, approval: Approval, announcement: Announcement): Promise<void> {
  const { id, store, workflow, subject, group, role, items, expiresAt } = approval;
  const about = {
    store,
    schemaVersion: 1,
    correlationId: id,
    approvalId: id,
    workflow,
    subject,
    group,
  };
  if (announcement === 'requested') {
    await platform.events.publish({
      ...about,
      name: 'ApprovalRequested',
      eventId: `approval-requested/${id}`,
      occurredAt: approval.requestedAt,
      role,
      asks: items[0]?.asks,
      expiresAt,
    });
  } else if (announcement === 'escalated') {
    await platform.events.publish({
      ...about,
      name: 'AlertRaised',
      eventId: `approval-escalated/${id}`,
      occurredAt: approval.escalatedAt ?? approval.requestedAt,
      alert: 'approval-waiting',
      role: escalationRole(role),
      asks: items[0]?.asks,
      expiresAt,
    });
  } else {
    await platform.events.publish({
      ...about,
      name: 'ApprovalDecided',
      eventId: `approval-decided/${id}`,
      occurredAt: approval.closedAt ?? approval.requestedAt,
      decision: approval.decision?.decision ?? approval.status,
      decidedBy: approval.decision?.by,
      runs: items.map(({ run, attempt }) => ({ run, attempt })),
    });
  }
}

/** Whoever is asked first does not answer: the next one is told. */
function escalationRole(role: Role): Role {
  return role === 'operator' ? 'approver' : 'admin';
}

/** A machine that waits no more (timed out, aborted, told before) counts as told. */
async function tell(platform: Platform, approval: Approval, item: ApprovalItem): Promise<void> {
  const stored = await platform.records.get<{ token: string }>(tokenKey(approval.store, approval.id, item));
  if (stored !== undefined)
    await platform.executions.succeedTask(stored.data.token, answerFor(approval, item));
}

function answerFor(approval: Approval, item: ApprovalItem): MachineAnswer {
  const { decision } = approval;
  return {
    decision: decision?.decision ?? 'expired',
    approvalId: approval.id,
    rejectedChoices: decision?.rejectedChoices[item.run] ?? [],
    edits: decision?.edits ?? null,
    comment: decision?.comment ?? null,
    decidedBy: decision?.by ?? null,
    decidedAt: approval.closedAt ?? approval.expiresAt,
  };
}
