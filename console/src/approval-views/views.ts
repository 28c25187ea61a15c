import type { ComponentType } from 'preact';
import type { ApprovalAnswer } from '../../../functions/platform/approvals/approvals-answers.ts';
import type { MediaFile } from '../api/media-links.ts';
import type { Says } from '../texts/text.ts';

/** What a workflow shows of one run that waits: its payload, so that a person can decide. */
export interface ApprovalViewProps {
  readonly approval: ApprovalAnswer;
  /** One of the approval's items; each is shown by a view of its own. Its `payload` is the workflow's: check it before use. */
  readonly item: ApprovalAnswer['items'][number];
  /** Those of the item's `choices` that are refused although the rest is approved. */
  readonly refused: readonly string[];
  /** Undefined where this member cannot decide, or somebody has: then nothing can be chosen. */
  readonly onRefuse: ((choices: readonly string[]) => void) | undefined;
  /** What was changed so far; undefined where nothing was. */
  readonly edits: unknown;
  /**
   * Undefined where the payload takes no edits. A view that offers them puts `data-edit` on its first field: `e` leads there.
   * The whole approval has one set of edits, in whatever form the workflow's machine takes.
   */
  readonly onEdit: ((edits: unknown) => void) | undefined;
}

/** What an approval of an item does, said beside its button; and what of it somebody may want to leave out at once. */
export interface Consequence {
  readonly says: Says;
  /** Choices that are in doubt and not refused yet. */
  readonly doubtful: readonly string[];
}

export interface ApprovalView {
  readonly default: ComponentType<ApprovalViewProps>;
  /** What is seen first of an item, to be fetched before somebody gets there. */
  readonly firstPictures?: (item: ApprovalAnswer['items'][number]) => readonly MediaFile[];
  /** How people call a choice; a list of what was refused says it. */
  readonly titleOfChoice?: (item: ApprovalAnswer['items'][number], choice: string) => string;
  /** What approving would do; without it the page says nothing of it. */
  readonly consequenceOf?: (
    item: ApprovalAnswer['items'][number],
    refused: readonly string[],
  ) => Consequence | undefined;
}

/** By workflow; what has none is shown as it came. One line a workflow, each its own chunk. */
export const approvalViews: Readonly<Record<string, () => Promise<ApprovalView>>> = {
  'image-assets': () => import('./image-assets.tsx'),
  listing: () => import('./listing.tsx'),
};
