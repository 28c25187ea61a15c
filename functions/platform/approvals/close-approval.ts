import { auditWrites } from '../audit/append-audit.ts';
import type { Platform } from '../platform.ts';
import type { RecordDelete, StoredRecord } from '../ports/records.ts';
import { type Approval, approvalIndex, approvalKey, type Decision, groupKey } from './approval.ts';

/**
 * Ends an open approval, by a decision, by expiry, or because nobody waits any more: record, audit entry and the group's
 * pointer in one transaction. Telling the machines is `settleApproval`'s.
 *
 * @throws ConflictError when it was changed meanwhile: nothing was written
 */
export async function closeApproval(
  platform: Platform,
  stored: StoredRecord<Approval>,
  end: Decision | 'expired' | 'withdrawn',
): Promise<void> {
  const decision = typeof end === 'string' ? undefined : end;
  const approval = stored.data;
  const { store, id } = approval;
  const status = typeof end === 'string' ? end : end.decision === 'approve' ? 'approved' : 'rejected';
  const closed: Approval = {
    ...approval,
    status,
    closedAt: decision?.at ?? platform.clock.now(),
    // Whose run has ended is not waiting for an answer.
    ...(status === 'withdrawn' ? { items: approval.items.map((item) => ({ ...item, told: true })) } : {}),
    ...(decision === undefined ? {} : { decision }),
  };
  const audit = await auditWrites(platform, {
    store,
    stream: `approval/${id}`,
    // One name for all ways to end: an approval ends once.
    entryId: 'closed',
    actor: decision === undefined ? { kind: 'system', id: 'approvals' } : { kind: 'person', id: decision.by },
    action: `approval.${status}`,
    subject: `${approval.subject.kind}/${approval.subject.id}`,
    before: {
      runs: approval.items.map(({ run, attempt }) => `${run}/${attempt}`),
      payloadHash: approval.payloadHash,
    },
    after:
      decision === undefined
        ? { status }
        : { status, rejectedChoices: decision.rejectedChoices, edits: decision.edits ?? null },
    reason: decision?.comment,
  });
  await platform.records.transact([
    {
      key: approvalKey(store, id),
      data: closed,
      index: approvalIndex(closed),
      expected: { version: stored.version },
    },
    ...(await pointerDelete(platform, approval)),
    ...audit,
  ]);
}

/** A group whose approval was full points to a younger one already. */
async function pointerDelete(platform: Platform, approval: Approval): Promise<RecordDelete[]> {
  const key = groupKey(approval.store, approval.group);
  const pointer = await platform.records.get<{ approvalId: string }>(key);
  if (pointer?.data.approvalId !== approval.id) return [];
  return [{ delete: key, expected: { version: pointer.version } }];
}
