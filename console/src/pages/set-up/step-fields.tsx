import type { JSX } from 'preact';
import type { Language } from '../../../../functions/commerce/says.ts';
import type { NotifyKind } from '../../../../functions/platform/notify/notify-target.ts';
import { Checkbox, SelectField, TextField } from '../../parts/fields.tsx';
import { formatList } from '../../parts/format.ts';
import { Radio } from '../../parts/radio.tsx';
import { language } from '../../shell/preferences.ts';
import { channelTexts } from '../../texts/channel-texts.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import { settingFieldTexts } from '../../texts/setting-field-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { CurrencyInput, ZoneInput } from '../settings/special-fields.tsx';
import {
  approversOf,
  type SetUpDraft,
  type SetUpFacts,
  type SetUpTroubles,
  type Step,
} from './set-up-draft.ts';
import styles from './set-up-page.module.css';

export interface StepFieldsProps {
  readonly step: Exclude<Step, 'summary'>;
  readonly draft: SetUpDraft;
  readonly facts: SetUpFacts;
  readonly troubles: SetUpTroubles;
  readonly onChange: (changed: Partial<SetUpDraft>) => void;
}

/** The questions of one step. */
export function StepFields(props: StepFieldsProps): JSX.Element {
  const Fields = { shop: ShopFields, channels: ChannelFields, people: PeopleFields, notify: NotifyFields }[
    props.step
  ];
  return <Fields {...props} />;
}

const told = (trouble: Says | undefined) => (trouble === undefined ? undefined : say(trouble));

/** By its value in the select. */
export const languageChoices = {
  en: texts.onlyEnglish,
  zh: texts.onlyChinese,
  'en,zh': texts.englishFirst,
  'zh,en': texts.chineseFirst,
} as const satisfies Record<string, Says>;
type LanguageChoice = keyof typeof languageChoices;

function ShopFields({ draft, troubles, onChange }: StepFieldsProps): JSX.Element {
  return (
    <>
      <TextField
        label={say(texts.name)}
        value={draft.name}
        error={told(troubles.name)}
        onInput={(name) => onChange({ name })}
      />
      <ZoneInput
        label={say(texts.zone)}
        hint={say(texts.zoneHint)}
        value={draft.zone}
        error={told(troubles.zone)}
        onInput={(zone) => onChange({ zone })}
      />
      <CurrencyInput
        label={say(texts.currency)}
        value={draft.currency}
        error={told(troubles.currency)}
        onInput={(currency) => onChange({ currency })}
      />
      <SelectField
        label={say(texts.languages)}
        value={draft.languages.join(',') as LanguageChoice}
        options={(Object.keys(languageChoices) as LanguageChoice[]).map((value) => ({
          value,
          label: say(languageChoices[value]),
        }))}
        onChange={(chosen) => onChange({ languages: chosen.split(',') as Language[] })}
      />
    </>
  );
}

function ChannelFields({ draft, troubles, onChange }: StepFieldsProps): JSX.Element {
  const known: Readonly<Record<string, Says>> = channelTexts;
  const all = [...new Set([...Object.keys(known), ...draft.channels])];
  return (
    <fieldset>
      <legend>{say(texts.channels)}</legend>
      <p class={styles.quiet}>{say(texts.channelsHint)}</p>
      <div class={styles.choices}>
        {all.map((id) => (
          <Checkbox
            key={id}
            label={known[id] === undefined ? id : say(known[id])}
            checked={draft.channels.includes(id)}
            onChange={(isChosen) =>
              onChange({
                channels: all.filter((one) => (one === id ? isChosen : draft.channels.includes(one))),
              })
            }
          />
        ))}
      </div>
      <p class={styles.error} role="alert">
        {told(troubles.channels)}
      </p>
    </fieldset>
  );
}

function PeopleFields({ draft, facts, troubles, onChange }: StepFieldsProps): JSX.Element {
  const names = approversOf(facts).map(({ name }) => name);
  const radio = (approver: SetUpDraft['approver']) => ({
    name: 'approver',
    checked: draft.approver === approver,
    onChoose: () => onChange({ approver }),
  });
  return (
    <fieldset>
      <legend>{say(texts.approver)}</legend>
      {names.length > 0 && (
        <Radio {...radio('keep')} label={say(texts.approverKeep(formatList(names, language.value)))} />
      )}
      <Radio {...radio('me')} label={say(texts.approverMe)} hint={say(texts.approverMeHint)} />
      <Radio {...radio('new')} label={say(texts.approverNew)} hint={say(texts.approverNewHint)}>
        <TextField
          label={say(texts.approverName)}
          value={draft.approverName}
          error={told(troubles.approverName)}
          onInput={(approverName) => onChange({ approverName })}
        />
        <TextField
          label={say(texts.approverEmail)}
          type="email"
          value={draft.approverEmail}
          error={told(troubles.approverEmail)}
          onInput={(approverEmail) => onChange({ approverEmail })}
        />
      </Radio>
    </fieldset>
  );
}

const notifyKinds: readonly NotifyKind[] = [
  'outbox',
  'ses',
  'feishu',
  'dingtalk',
  'wecom',
  'slack',
  'webhook',
];

export function notifyName(notify: SetUpDraft['notify']): string {
  if (notify === 'keep') return say(texts.notifyKeep);
  return told(settingFieldTexts[`any.kind=${notify}`]) ?? notify;
}

function NotifyFields({ draft, facts, troubles, onChange }: StepFieldsProps): JSX.Element {
  const isKept = (facts.versions['notification-targets'] ?? 0) > 0;
  const fieldText = (name: string) => told(settingFieldTexts[`any.${name}`]) ?? name;
  return (
    <fieldset>
      <legend>{say(texts.notify)}</legend>
      {(isKept ? (['keep', ...notifyKinds] as const) : notifyKinds).map((notify) => (
        <Radio
          key={notify}
          name="notify"
          checked={draft.notify === notify}
          onChoose={() => onChange({ notify })}
          label={notifyName(notify)}
        >
          {notify === 'keep' || notify === 'outbox' ? undefined : notify === 'ses' ? (
            <TextField
              label={fieldText('from')}
              hint={fieldText('from#hint')}
              type="email"
              value={draft.notifyFrom}
              error={told(troubles.notifyFrom)}
              onInput={(notifyFrom) => onChange({ notifyFrom })}
            />
          ) : (
            <TextField
              label={fieldText('secretName')}
              hint={say(texts.notifySecretHint)}
              value={draft.notifySecret}
              error={told(troubles.notifySecret)}
              onInput={(notifySecret) => onChange({ notifySecret })}
            />
          )}
        </Radio>
      ))}
      <p class={styles.quiet}>{say(texts.notifyLater)}</p>
    </fieldset>
  );
}
