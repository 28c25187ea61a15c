import type { ComponentType } from 'preact';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';

/** What a workflow shows of one run that waits: its payload, so that a person can decide. */
export interface ApprovalViewProps {
  readonly approval: ApprovalAnswer;
  /** One of the approval's items; each is shown by a view of its own. Its `payload` is the workflow's: check it before use. */
  readonly item: ApprovalAnswer['items'][number];
  /** Those of the item's `choices` that are refused although the rest is approved. */
  readonly refused: readonly string[];
  /** Undefined where this member cannot decide, or somebody has: then nothing can be chosen. */
  readonly onRefuse: ((choices: readonly string[]) => void) | undefined;
}

/** By workflow; what has none is shown as it came. One line a workflow, each its own chunk. */
export const approvalViews: Readonly<
  Record<string, () => Promise<{ readonly default: ComponentType<ApprovalViewProps> }>>
> = {};
