import type { Says } from '../../commerce/says.ts';
import { auditWrites } from '../audit/append-audit.ts';
import type { ActingMember } from '../members/member.ts';
import { requireOneOf } from '../members/require-role.ts';
import type { Platform } from '../platform.ts';
import { type Approval, approvalIndex, approvalKey } from './approval.ts';
import { approvalTexts } from './approval-texts.ts';

export type ReopenOutcome =
  /** What is to be replayed: with the next attempt of each run, which makes repeating it harmless. */
  | {
      readonly outcome: 'reopened';
      readonly workflow: string;
      readonly runs: readonly { run: string; attempt: number }[];
    }
  | { readonly outcome: 'conflict'; readonly says: Says }
  | { readonly outcome: 'not-found'; readonly says: Says };

/**
 * An expired approval starts again from the runs that asked: the caller replays them, their facts are checked again, and they
 * ask anew. The expired one stays as it is. Safe to repeat.
 *
 * @throws RejectedError `Forbidden` without the approval's role or `operator`
 * @throws ConflictError when it was changed meanwhile
 */
export async function reopenApproval(
  platform: Platform,
  request: { store: string; id: string; actor: ActingMember },
): Promise<ReopenOutcome> {
  const { store, id, actor } = request;
  const stored = await platform.records.get<Approval>(approvalKey(store, id));
  if (stored === undefined) return { outcome: 'not-found', says: approvalTexts.notFound };
  const approval = stored.data;
  requireOneOf(actor, [approval.role, 'operator']);
  if (approval.status !== 'expired') return { outcome: 'conflict', says: approvalTexts.notExpired };
  if (approval.reopenedAt === undefined) {
    const reopened: Approval = { ...approval, reopenedAt: platform.clock.now() };
    const audit = await auditWrites(platform, {
      store,
      stream: `approval/${id}`,
      entryId: 'reopened',
      actor: { kind: 'person', id: actor.sub },
      action: 'approval.reopened',
      subject: `${approval.subject.kind}/${approval.subject.id}`,
    });
    await platform.records.transact([
      {
        key: approvalKey(store, id),
        data: reopened,
        index: approvalIndex(reopened),
        expected: { version: stored.version },
      },
      ...audit,
    ]);
  }
  return {
    outcome: 'reopened',
    workflow: approval.workflow,
    runs: approval.items.map(({ run, attempt }) => ({ run, attempt: attempt + 1 })),
  };
}
