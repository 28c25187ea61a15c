import type { JSX } from 'preact';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { reasonWords } from '../../parts/reason-words.ts';
import { Bracketed, Leading, Time } from '../../parts/values.tsx';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';
import styles from './workflows-page.module.css';

type Off = NonNullable<WorkflowsAnswer['workflows'][number]['off']>;

/** What a switched-off workflow means, since when, until when, and who did it why. */
export function SwitchedOff({ off }: { off: Off }): JSX.Element {
  return (
    <div class={styles.off}>
      <p>
        <Leading says={texts.offText} />
        {off.until !== undefined && (
          <>
            <Leading says={texts.untilHint} />
            <Time at={off.until} style="short" />
            <Bracketed>
              <Time at={off.until} />
            </Bracketed>
          </>
        )}
      </p>
      <OffFacts off={off} />
    </div>
  );
}

/** Who switched it off, when and why. */
export function OffFacts({ off: { since } }: { off: Off }): JSX.Element | null {
  if (since === undefined) return null;
  const { at, by, byName, reason } = since;
  return (
    <p>
      <Leading says={texts.offBy(byName ?? say(by.kind === 'person' ? texts.formerMember : texts.system))} />
      <Time at={at} style="short" />
      <Bracketed>
        <Time at={at} />
      </Bracketed>
      {reason !== '' && (
        <>
          <br />
          {say(texts.offReason(reasonWords(reason)))}
        </>
      )}
    </p>
  );
}
