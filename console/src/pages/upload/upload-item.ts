import type { Signal } from '@preact/signals';
import type { Says } from '../../../../functions/commerce/says.ts';
import type { Run } from '../../../../functions/platform/runs/run.ts';
import type { Unfit } from './sort-out.ts';

/** Where the inbox keeps a file that was sent. */
export interface Sent {
  readonly key: string;
  /** Undefined where the bucket did not say. */
  readonly version: string | undefined;
  /** By the server's clock, when the form was made, an instant. What became of the file came later. */
  readonly since: string;
}

export type UploadState =
  | { readonly kind: 'unfit'; readonly why: Unfit }
  | { readonly kind: 'waiting' }
  /** @see share 0 … 1 of the bytes */
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'failed'; readonly why: Says }
  | { readonly kind: 'cancelled' }
  /** It is there; nothing is known yet of what became of it. */
  | { readonly kind: 'sent'; readonly sent: Sent }
  /** It tells what is known of a product, so that no run belongs to it. */
  | { readonly kind: 'described' }
  | { readonly kind: 'unassigned'; readonly sent: Sent; readonly quarantine: string }
  | { readonly kind: 'run'; readonly sent: Sent; readonly run: Run };

export interface UploadItem {
  readonly id: number;
  readonly file: File;
  /** As it was chosen, for people. */
  readonly path: string;
  readonly fileName: string;
  readonly isDescription: boolean;
  readonly sku: Signal<string | undefined>;
  readonly state: Signal<UploadState>;
}

/** In which of a few groups a person looks for it. */
export type Group = 'sending' | 'working' | 'attention' | 'done';
export const groups: readonly Group[] = ['sending', 'working', 'attention', 'done'];

export function groupOf(state: UploadState): Group {
  switch (state.kind) {
    case 'waiting':
    case 'sending':
      return 'sending';
    case 'sent':
      return 'working';
    case 'cancelled':
    case 'described':
      return 'done';
    case 'run':
      return groupOfRun(state.run);
    default:
      return 'attention';
  }
}

function groupOfRun({ status }: Run): Group {
  if (status === 'running') return 'working';
  const isThrough = ['published', 'completed', 'dry-run', 'duplicate', 'rejected', 'stopped'].includes(
    status,
  );
  return isThrough ? 'done' : 'attention';
}

/** Whether there may be something new to learn of it. */
export function isFollowed(state: UploadState): state is UploadState & { readonly sent: Sent } {
  if (state.kind === 'run') return ['running', 'waiting', 'held'].includes(state.run.status);
  return state.kind === 'sent';
}
