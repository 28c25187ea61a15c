import type { JSX } from 'preact';
import type { SettingVersionsAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Time } from '../../parts/values.tsx';
import { say } from '../../texts/text.ts';
import { workflowsTexts as texts } from '../../texts/workflows-texts.ts';
import { switchedOffBy } from './last-switch.ts';
import styles from './workflows-page.module.css';

/** What a switched-off workflow means, since when, and why somebody did it. */
export function SwitchedOff({ workflow }: { workflow: string }): JSX.Element {
  const loaded = useLoad<SettingVersionsAnswer>((api, signal) =>
    api.get('settings/kill-switches/versions', {}, { signal }),
  );
  const version = switchedOffBy(loaded.data?.versions ?? [], workflow);
  return (
    <div class={styles.off}>
      <p>{say(texts.offText)}</p>
      {version !== undefined && (
        <p>
          {say(texts.offSince)}: <Time at={version.at} style="short" />
          {version.reason !== '' && ` · ${say(texts.offReason)}: ${version.reason}`}
        </p>
      )}
    </div>
  );
}
