import type { ComponentChildren, JSX } from 'preact';
import type { RunStatus } from '../../../functions/platform/runs/run.ts';
import { statusTexts } from '../texts/status-texts.ts';
import { say } from '../texts/text.ts';
import styles from './badge.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'quiet';

/** A word in a coloured box. The word says it all; the colour only helps to find it. */
export function Badge({
  tone = 'quiet',
  children,
}: {
  tone?: Tone;
  children: ComponentChildren;
}): JSX.Element {
  return <span class={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}

const tones: Readonly<Record<RunStatus | ApprovalStatus, Tone>> = {
  running: 'accent',
  waiting: 'warn',
  held: 'warn',
  published: 'good',
  completed: 'good',
  'dry-run': 'quiet',
  duplicate: 'quiet',
  rejected: 'quiet',
  expired: 'warn',
  conflict: 'warn',
  quarantined: 'bad',
  failed: 'bad',
  stopped: 'quiet',
  open: 'warn',
  approved: 'good',
  withdrawn: 'quiet',
};
export type ApprovalStatus = 'open' | 'approved' | 'rejected' | 'expired' | 'withdrawn';

/** Of a run or an approval. */
export function Status({ status }: { status: RunStatus | ApprovalStatus }): JSX.Element {
  return <Badge tone={tones[status]}>{say(statusTexts[status])}</Badge>;
}
