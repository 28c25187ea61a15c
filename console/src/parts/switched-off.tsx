import type { JSX } from 'preact';
import type { WorkflowsAnswer } from '../../../functions/platform/workflows/workflows-answers.ts';
import { href } from '../shell/location.ts';
import { language } from '../shell/preferences.ts';
import { type Says, say } from '../texts/text.ts';
import styles from './banner.module.css';
import { Banner } from './banner.tsx';
import { formatList } from './format.ts';

export interface SwitchedOffProps {
  readonly workflows: WorkflowsAnswer['workflows'];
  /** What that means on this page, with the workflows' names put in. */
  readonly says: (workflows: string) => Says;
  /** Of the link to the switches. */
  readonly link: Says;
}

/** Which workflows are switched off: whoever waits for what they do would wait in vain. Nothing where all are on. */
export function SwitchedOff({ workflows, says, link }: SwitchedOffProps): JSX.Element | null {
  const off = workflows.filter(({ isEnabled }) => !isEnabled).map(({ title }) => say(title));
  if (off.length === 0) return null;
  return (
    <div class={styles.apart}>
      <Banner tone="warn" icon="warning">
        <p>{say(says(formatList(off, language.value)))}</p>
        <a href={href('workflows')}>{say(link)}</a>
      </Banner>
    </div>
  );
}
