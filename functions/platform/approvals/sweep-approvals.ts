import type { Platform } from '../platform.ts';
import { ConflictError, type StoredRecord } from '../ports/records.ts';
import { type Approval, approvalIndex, approvalKey, workPk } from './approval.ts';
import { closeApproval } from './close-approval.ts';
import { settleApproval } from './settle-approval.ts';

export interface ApprovalSweep {
  readonly escalated: readonly string[];
  readonly expired: readonly string[];
  /** Closed before, and now their machines and the bus have been told. */
  readonly resent: readonly string[];
}

/**
 * Every five minutes: expires what waited too long, escalates what waits half that long, and tells the machines what they have
 * not been told. One approval that fails does not keep the others waiting.
 *
 * @throws the first failure, after all were tried
 */
export async function sweepApprovals(platform: Platform, store: string): Promise<ApprovalSweep> {
  const done = { escalated: [] as string[], expired: [] as string[], resent: [] as string[] };
  const failures: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await platform.records.list<{ approvalId: string }>({ pk: workPk(store) }, { cursor });
    for (const work of page.items) {
      try {
        const what = await sweepOne(platform, store, work.data.approvalId);
        if (what !== undefined) done[what].push(work.data.approvalId);
      } catch (error) {
        // Somebody decided or joined at this moment: the next sweep looks again.
        if (!(error instanceof ConflictError)) failures.push(error);
      }
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (failures.length > 0) throw failures[0];
  return done;
}

async function sweepOne(
  platform: Platform,
  store: string,
  id: string,
): Promise<keyof ApprovalSweep | undefined> {
  const stored = await platform.records.get<Approval>(approvalKey(store, id));
  if (stored === undefined) return undefined;
  const now = platform.clock.now();
  const { status, expiresAt, escalateAt, escalatedAt } = stored.data;
  let what: keyof ApprovalSweep | undefined = status === 'open' ? undefined : 'resent';
  if (status === 'open' && now >= expiresAt) {
    await closeApproval(platform, stored, 'expired');
    what = 'expired';
  } else if (status === 'open' && now >= escalateAt && escalatedAt === undefined) {
    await markEscalated(platform, stored, now);
    what = 'escalated';
  }
  await settleApproval(platform, store, id);
  return what;
}

async function markEscalated(platform: Platform, stored: StoredRecord<Approval>, now: string): Promise<void> {
  const escalated: Approval = { ...stored.data, escalatedAt: now };
  await platform.records.put({
    key: approvalKey(escalated.store, escalated.id),
    data: escalated,
    index: approvalIndex(escalated),
    expected: { version: stored.version },
  });
}
