import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SettingAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import type { WorkflowsAnswer } from '../../../../functions/platform/workflows/workflows-answers.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { language } from '../../shell/preferences.ts';
import { useShop } from '../../shell/shop.ts';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';

export interface WorkflowSwitchProps {
  readonly workflow: WorkflowsAnswer['workflows'][number];
  readonly onChange: () => void;
}

/** Anybody may pull the brake, and anybody may release it; why is kept. */
export function WorkflowSwitch({ workflow, onChange }: WorkflowSwitchProps): JSX.Element {
  const { api } = useShop();
  const [isAsked, setAsked] = useState(false);
  const { slug, title, isEnabled } = workflow;
  const name = title[language.value];
  const change = async (reason: string) => {
    const { value, version } = await api.get<SettingAnswer>('settings/kill-switches');
    // The version that was read just now: a switch that somebody else turns in the same second is not turned back by this one.
    const wanted = { value: { ...(value as object), [slug]: isEnabled }, expectedVersion: version, reason };
    await api.put<SettingAnswer>('settings/kill-switches', wanted);
    toast({ kind: 'good', says: isEnabled ? texts.isOff(name) : texts.isOn(name) });
    onChange();
  };
  return (
    <>
      <Button kind={isEnabled ? 'secondary' : 'primary'} onClick={() => setAsked(true)}>
        {say(isEnabled ? texts.switchOff : texts.switchOn)}
      </Button>
      {isAsked && (
        <Confirm
          title={say(isEnabled ? texts.askOff(name) : texts.askOn(name))}
          does={say(isEnabled ? texts.switchOff : texts.switchOn)}
          isDangerous={isEnabled}
          reason="required"
          onConfirm={change}
          onClose={() => setAsked(false)}
        >
          <p>{say(isEnabled ? texts.askOffText : texts.askOnText)}</p>
        </Confirm>
      )}
    </>
  );
}
