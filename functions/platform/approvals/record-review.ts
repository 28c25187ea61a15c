import type { Says } from '../../commerce/says.ts';
import type { Platform } from '../platform.ts';
import { findRun, type RunReference, recordStage } from '../runs/stages.ts';
import { type Approval, approvalKey } from './approval.ts';

const stage = 'Review';

/** What a machine still knows of a review when it ends: see `MachineAnswer`; without a review nothing. */
export interface ReviewAnswer {
  readonly decision?: 'approve' | 'reject' | 'expired' | undefined;
  readonly approvalId?: string | undefined;
  readonly comment?: string | null | undefined;
  readonly decidedBy?: string | null | undefined;
  readonly decidedAt?: string | null | undefined;
}

/**
 * Notes on the run how its review went: from when it was asked to when it was answered. The state itself cannot: what it
 * calls has ended long before a person answers. Repeating it changes nothing; without an answer there is nothing to note.
 */
export async function recordReview(
  platform: Platform,
  reference: RunReference,
  decision: ReviewAnswer,
): Promise<void> {
  const { approvalId, decidedAt } = decision;
  if (approvalId === undefined || decidedAt == null) return;
  const [run, approval] = await Promise.all([
    findRun(platform, reference),
    platform.records.get<Approval>(approvalKey(reference.store, approvalId)),
  ]);
  if (run === undefined || run.stages.some(({ state }) => state === stage)) return;
  const lastEnd = run.stages
    .map(({ endedAt }) => endedAt)
    .sort()
    .at(-1);
  // A photo may join a question that was asked for another one before; its own began after its last stage.
  const asked = [approval?.data.requestedAt, lastEnd]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  const note = noteOf(decision);
  await recordStage(platform, reference, {
    state: stage,
    startedAt: asked ?? decidedAt,
    endedAt: decidedAt,
    outcome: decision.decision === 'expired' ? 'warned' : 'done',
    ...(decision.decidedBy == null ? {} : { engine: 'person' }),
    ...(note === undefined ? {} : { note }),
  });
}

function noteOf({ decision, comment }: ReviewAnswer): Says | undefined {
  if (decision === 'expired') return { en: 'Nobody decided in time.', zh: '超时未作决定。' };
  const quoted = comment ? `“${comment}”` : undefined;
  if (decision === 'reject') {
    return {
      en: ['Rejected.', quoted].filter(Boolean).join(' '),
      zh: ['已拒绝。', quoted].filter(Boolean).join(''),
    };
  }
  return quoted === undefined ? undefined : { en: quoted, zh: quoted };
}
