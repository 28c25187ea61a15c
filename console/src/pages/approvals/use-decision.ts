import { useState } from 'preact/hooks';
import type {
  ApprovalAnswer,
  DecisionAnswer,
  DecisionConflictAnswer,
} from '../../../../functions/platform/approvals/approvals-answers.ts';
import { path } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { type Action, useAction } from '../../api/use-action.ts';
import { toast } from '../../parts/toasts.tsx';
import { go, href } from '../../shell/location.ts';
import { useShop } from '../../shell/shop.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import type { Queue } from './queue.ts';

export type Refused = Readonly<Record<string, readonly string[]>>;

export interface Verdict {
  readonly decision: 'approve' | 'reject';
  readonly refused: Refused;
  readonly comment: string;
  readonly edits: unknown;
}

/** What became of a decision that was not taken; what follows from it stands on the page. */
export type Overtaken = NonNullable<DecisionConflictAnswer['decided']>;

export interface Deciding {
  readonly action: Action<[Verdict]>;
  /** Somebody was faster: who, when and what. */
  readonly overtaken: Overtaken | undefined;
  /** Why it was refused, where looking again does not show it. */
  readonly refusal: Problem | undefined;
}

/**
 * Sends a decision on what is shown, and goes on to the next of the queue. Where it is refused the page stays, as it is now.
 *
 * @param next where to go afterwards
 */
export function useDecision(
  shown: ApprovalAnswer | undefined,
  queue: Queue,
  next: string,
  refresh: () => Promise<void>,
): Deciding {
  const { api } = useShop();
  const [overtaken, setOvertaken] = useState<Overtaken>();
  const [refusal, setRefusal] = useState<Problem>();
  const action = useAction(async (verdict: Verdict) => {
    if (shown === undefined) return;
    try {
      const answer = await api.post<DecisionAnswer>(
        path`approvals/${shown.id}/decision`,
        bodyOf(shown, verdict),
      );
      tell(answer, verdict);
      queue.remove(shown.id);
      go(next);
    } catch (error) {
      if (!(error instanceof Problem) || ![403, 409, 410].includes(error.status)) throw error;
      const decided = decidedIn(error);
      setOvertaken(decided);
      // A changed payload and an expiry show by themselves once it is read again.
      setRefusal(decided === undefined && error.status === 403 ? error : undefined);
      await refresh();
    }
  });
  return { action, overtaken, refusal };
}

function bodyOf({ payloadHash }: ApprovalAnswer, { decision, refused, comment, edits }: Verdict) {
  const rejectedChoices = Object.fromEntries(Object.entries(refused).filter(([, some]) => some.length > 0));
  const isApproval = decision === 'approve';
  return {
    payloadHash,
    decision,
    ...(isApproval && Object.keys(rejectedChoices).length > 0 ? { rejectedChoices } : {}),
    ...(isApproval && edits !== undefined ? { edits } : {}),
    ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
  };
}

function tell({ told, approval }: DecisionAnswer, { decision, refused }: Verdict): void {
  const { label } = approval.subject;
  const left = Object.values(refused).flat().length;
  const outcome = decision === 'approve' ? texts.approved(label, left) : texts.rejected(label);
  const back = href('approvals/:id', { id: approval.id });
  toast({
    kind: 'good',
    says: told ? outcome : texts.toldLater(label),
    action: { says: texts.lookAgain, run: () => go(back) },
  });
}

function decidedIn({ code, body }: Problem): Overtaken | undefined {
  if (code !== 'DecidedOtherwise') return undefined;
  return (body as DecisionConflictAnswer).decided;
}
