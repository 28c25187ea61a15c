import type { JSX } from 'preact';
import { Button } from '../../parts/button.tsx';
import { formatList } from '../../parts/format.ts';
import { language } from '../../shell/preferences.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { channelName } from '../settings/setting-words.ts';
import { approversOf, type SetUpDraft, type SetUpFacts, type Step } from './set-up-draft.ts';
import styles from './set-up-page.module.css';
import { languageChoices, notifyName } from './step-fields.tsx';

export interface SummaryProps {
  readonly draft: SetUpDraft;
  readonly facts: SetUpFacts;
  /** Back to the step that asks it. */
  readonly onChange: (step: Step) => void;
}

/** Everything that will be saved, each with the way back to its question. */
export function Summary({ draft, facts, onChange }: SummaryProps): JSX.Element {
  const languages = languageChoices[draft.languages.join(',') as keyof typeof languageChoices];
  const rows: readonly { step: Step; says: Says; value: string }[] = [
    { step: 'shop', says: texts.name, value: draft.name },
    { step: 'shop', says: texts.zone, value: draft.zone },
    { step: 'shop', says: texts.currency, value: draft.currency },
    { step: 'shop', says: texts.languages, value: languages === undefined ? '' : say(languages) },
    {
      step: 'channels',
      says: texts.stepChannels,
      value: formatList(draft.channels.map(channelName), language.value),
    },
    { step: 'people', says: texts.stepPeople, value: approverWords(draft, facts) },
    { step: 'notify', says: texts.stepNotify, value: notifyName(draft.notify) },
  ];
  return (
    <dl class={styles.summary}>
      {rows.map(({ step, says, value }) => (
        <div key={says.en}>
          <dt>{say(says)}</dt>
          <dd>{value}</dd>
          <Button isSmall kind="plain" label={say(texts.changeOf(say(says)))} onClick={() => onChange(step)}>
            {say(texts.change)}
          </Button>
        </div>
      ))}
    </dl>
  );
}

function approverWords(draft: SetUpDraft, facts: SetUpFacts): string {
  if (draft.approver === 'me') return say(texts.approverMe);
  if (draft.approver === 'new')
    return say(texts.approverIs(draft.approverName.trim(), draft.approverEmail.trim()));
  return formatList(
    approversOf(facts).map(({ name }) => name),
    language.value,
  );
}
