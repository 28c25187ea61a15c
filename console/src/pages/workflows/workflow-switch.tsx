import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SettingAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Radio } from '../../parts/radio.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Leading, Time } from '../../parts/values.tsx';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';
import { type OffFor, offUntil } from './off-until.ts';
import { OffFacts } from './switched-off.tsx';

export interface WorkflowSwitchProps {
  readonly workflow: WorkflowsAnswer['workflows'][number];
  readonly onChange: () => void;
}

/** Anybody may pull the brake, and anybody may release it; why is kept. */
export function WorkflowSwitch({ workflow, onChange }: WorkflowSwitchProps): JSX.Element {
  const [isAsked, setAsked] = useState(false);
  const { isEnabled } = workflow;
  const Ask = isEnabled ? AskOff : AskOn;
  return (
    <>
      <Button kind={isEnabled ? 'secondary' : 'primary'} onClick={() => setAsked(true)}>
        {say(isEnabled ? texts.switchOff : texts.switchOn)}
      </Button>
      {isAsked && <Ask workflow={workflow} onChange={onChange} onClose={() => setAsked(false)} />}
    </>
  );
}

interface AskProps extends WorkflowSwitchProps {
  readonly onClose: () => void;
}

const lengths = ['open', 'hour', 'tomorrow'] as const satisfies readonly OffFor[];

function AskOff({ workflow: { slug, title }, onChange, onClose }: AskProps): JSX.Element {
  const { shop } = useShop();
  const save = useSwitch(slug);
  const [chosen, setChosen] = useState<OffFor>('open');
  const name = title[language.value];
  const change = async (reason: string) => {
    const until = offUntil(chosen, Date.now(), shop.zone);
    await save(until ?? true, reason);
    toast({ kind: 'good', says: texts.isOff(name) });
    onChange();
  };
  return (
    <Confirm
      title={say(texts.askOff(name))}
      does={say(texts.switchOff)}
      isDangerous
      reason="required"
      onConfirm={change}
      onClose={onClose}
    >
      <p>{say(texts.askOffText)}</p>
      <fieldset>
        <legend>{say(texts.offFor)}</legend>
        {lengths.map((length) => {
          const until = offUntil(length, Date.now(), shop.zone);
          return (
            <Radio
              key={length}
              name="off-for"
              checked={length === chosen}
              onChoose={() => setChosen(length)}
              label={say(texts[length])}
              hint={
                until === undefined ? (
                  say(texts.openHint)
                ) : (
                  <>
                    <Leading says={texts.untilHint} />
                    <Time at={until} style="short" />
                  </>
                )
              }
            />
          );
        })}
      </fieldset>
    </Confirm>
  );
}

/** Names who switched it off and why: whoever releases a brake should know that first. */
function AskOn({ workflow: { slug, title, off }, onChange, onClose }: AskProps): JSX.Element {
  const save = useSwitch(slug);
  const name = title[language.value];
  const change = async (reason: string) => {
    await save(false, reason);
    toast({ kind: 'good', says: texts.isOn(name) });
    onChange();
  };
  return (
    <Confirm
      title={say(texts.askOn(name))}
      does={say(texts.switchOn)}
      reason="required"
      onConfirm={change}
      onClose={onClose}
    >
      {off !== undefined && <OffFacts off={off} />}
      <p>{say(texts.askOnText)}</p>
    </Confirm>
  );
}

/** @returns saves the switch of a workflow: on, off, or off until an instant */
function useSwitch(slug: string): (entry: boolean | string, reason: string) => Promise<void> {
  const { api } = useShop();
  return async (entry, reason) => {
    const { value, version } = await api.get<SettingAnswer>('settings/kill-switches');
    // The version that was read just now: a switch that somebody else turns in the same second is not turned back by this one.
    const wanted = { value: { ...(value as object), [slug]: entry }, expectedVersion: version, reason };
    await api.put<SettingAnswer>('settings/kill-switches', wanted);
  };
}
