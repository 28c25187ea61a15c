import type { JSX } from 'preact';
import type { Says } from '../../../functions/commerce/says.ts';
import { partsTexts } from '../texts/parts-texts.ts';
import { say } from '../texts/text.ts';
import { Badge, type Tone } from './badge.tsx';
import styles from './evidence.module.css';
import { Icon, type IconName } from './icon.tsx';

export type Verdict = 'pass' | 'warn' | 'fail' | 'withheld' | 'unchecked';

const looks: Readonly<Record<Verdict, { readonly icon: IconName; readonly tone: Tone }>> = {
  pass: { icon: 'check', tone: 'good' },
  warn: { icon: 'warning', tone: 'warn' },
  fail: { icon: 'cross', tone: 'bad' },
  withheld: { icon: 'more', tone: 'quiet' },
  unchecked: { icon: 'more', tone: 'quiet' },
};

/** Of a check, or of all checks of something. */
export function VerdictBadge({ verdict }: { verdict: Verdict }): JSX.Element {
  return <Badge tone={looks[verdict].tone}>{say(partsTexts[verdict])}</Badge>;
}

export interface EvidenceItem {
  readonly verdict: Verdict;
  readonly says: Says;
  /** It says itself how it came out: whoever listens need not hear it twice. */
  readonly isWorded?: boolean;
}

/** What was measured, a line each, in the order given. */
export function Evidence({ items }: { items: readonly EvidenceItem[] }): JSX.Element {
  return (
    <ul class={styles.evidence}>
      {items.map(({ verdict, says, isWorded = false }) => (
        <li key={says.en} class={styles[looks[verdict].tone]}>
          <Icon name={looks[verdict].icon} size={16} />
          <span>
            {!isWorded && <span class="visually-hidden">{say(partsTexts[verdict])} </span>}
            {say(says)}
          </span>
        </li>
      ))}
    </ul>
  );
}
