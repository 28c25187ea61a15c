import type { JSX } from 'preact';
import type { MembersAnswer } from '../../../../functions/platform/members/members-answers.ts';
import type { SettingsAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { setUpTexts as texts } from '../../texts/set-up-texts.ts';
import { say } from '../../texts/text.ts';
import { SetUpDone } from './set-up-done.tsx';
import type { SetUpFacts } from './set-up-draft.ts';
import styles from './set-up-page.module.css';
import { Wizard } from './wizard.tsx';

export default function SetUpPage({ query }: PageProps<'set-up'>): JSX.Element {
  const { member, shop } = useShop();
  const isAdmin = hasRole(member, ['admin']);
  const isDone = query.step === 'done';
  const loaded = useLoad(
    async (api, signal) => {
      const [{ settings }, { members }] = await Promise.all([
        api.get<SettingsAnswer>('settings', {}, { signal }),
        api.get<MembersAnswer>('members', {}, { signal }),
      ]);
      return factsOf(settings, members);
    },
    [isDone],
  );
  return (
    <>
      <PageHead
        title={say(isDone ? texts.doneTitle : texts.title)}
        lead={isDone ? undefined : say(texts.lead)}
        back={{ href: href('settings'), title: say(texts.settings) }}
      />
      {!isAdmin && <p class={styles.notice}>{say(texts.adminsOnly)}</p>}
      {isAdmin && isDone && <SetUpDone />}
      {isAdmin && !isDone && (
        <>
          {shop.sample && <p class={styles.notice}>{say(texts.sampleNote)}</p>}
          <Loading of={loaded}>
            {(facts) => <Wizard facts={facts} step={query.step ?? 'shop'} onSaved={loaded.reload} />}
          </Loading>
        </>
      )}
    </>
  );
}

function factsOf(settings: SettingsAnswer['settings'], members: MembersAnswer['members']): SetUpFacts {
  // The API's own schemas hold what these settings are.
  const settingValue = <Value,>(name: string) => settings.find((one) => one.name === name)?.value as Value;
  return {
    shop: settingValue<SetUpFacts['shop']>('shop'),
    channels: settingValue<{ selected: readonly string[] }>('channels').selected,
    targets: settingValue<SetUpFacts['targets']>('notification-targets'),
    versions: Object.fromEntries(settings.map(({ name, version }) => [name, version])),
    members,
  };
}
