import type { Platform } from '../platform.ts';
import { ConflictError, type StoredRecord } from '../ports/records.ts';
import { isOpen } from '../runs/run.ts';
import { findRun, type RunReference } from '../runs/stages.ts';
import {
  type Approval,
  type ApprovalItem,
  approvalIndex,
  approvalKey,
  askedKey,
  itemsHash,
} from './approval.ts';
import { closeApproval } from './close-approval.ts';

/** Others of the group may join, end or be decided at the same time. */
const TRIES = 5;

/**
 * Takes a run that ends without its answer out of the approval that it asked with; one that waits for nobody else is closed
 * as `withdrawn`, which the sweep announces. Nothing happens where the answer was given, or the time for it is over: the sweep expires it.
 * Safe to repeat.
 *
 * @throws ConflictError when others changed the approval five times meanwhile
 */
export async function withdrawRun(platform: Platform, reference: RunReference): Promise<void> {
  const { store, run, attempt } = reference;
  const asked = await platform.records.get<{ approvalId: string }>(askedKey(store, { run, attempt }));
  if (asked === undefined) return;
  const id = asked.data.approvalId;
  for (let tries = 1; ; tries++) {
    const stored = await platform.records.get<Approval>(approvalKey(store, id));
    if (stored?.data.status !== 'open' || platform.clock.now() >= stored.data.expiresAt) return;
    const items = stored.data.items.filter((item) => item.run !== run || item.attempt !== attempt);
    if (items.length === stored.data.items.length) return;
    try {
      if (items.length > 0) return await keepOnly(platform, stored, items);
      return await closeApproval(platform, stored, 'withdrawn');
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
  }
}

async function keepOnly(
  platform: Platform,
  stored: StoredRecord<Approval>,
  items: readonly ApprovalItem[],
): Promise<void> {
  // Another hash: whoever looked at all of them looks again.
  const left: Approval = { ...stored.data, items, payloadHash: itemsHash(items) };
  await platform.records.put({
    key: approvalKey(left.store, left.id),
    data: left,
    index: approvalIndex(left),
    expected: { version: stored.version },
  });
}

/**
 * Withdraws those that asked and have ended since, or never will be told: a run may end at the moment at which its question
 * is written.
 *
 * @returns whether there were any
 */
export async function withdrawEnded(platform: Platform, approval: Approval): Promise<boolean> {
  const { store, items } = approval;
  const ended = await Promise.all(items.map((item) => hasEnded(platform, store, item)));
  for (const [index, { run, attempt }] of items.entries()) {
    if (ended[index] === true) await withdrawRun(platform, { store, run, attempt });
  }
  return ended.includes(true);
}

async function hasEnded(
  platform: Platform,
  store: string,
  { run: id, attempt }: ApprovalItem,
): Promise<boolean> {
  const run = await findRun(platform, { store, run: id });
  return run !== undefined && (run.attempt > attempt || (run.attempt === attempt && !isOpen(run)));
}
