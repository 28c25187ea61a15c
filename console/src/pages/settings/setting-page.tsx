import type { JSX } from 'preact';
import type { Role } from '../../../../functions/platform/members/role.ts';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import type { PageProps } from '../../shell/page.ts';
import { language } from '../../shell/preferences.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { roleTexts } from '../../texts/role-texts.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { PendingChanges } from './pending-changes.tsx';
import { SettingForm } from './setting-form.tsx';
import { SettingHistory } from './setting-history.tsx';
import styles from './setting-page.module.css';
import { namingOf, type SettingsData, useSettings } from './use-settings.ts';

export default function SettingPage({ params }: PageProps<'settings/:name'>): JSX.Element {
  const loaded = useSettings();
  return (
    <>
      {loaded.data === undefined && <PageHead title={say(texts.title)} back={back()} />}
      <Loading of={loaded}>
        {(data) => <OneSetting key={params.name} name={params.name} data={data} onSaved={loaded.reload} />}
      </Loading>
    </>
  );
}

const back = () => ({ href: href('settings'), title: say(texts.title) });

function rolesInWords(roles: readonly Role[]): string {
  const list = new Intl.ListFormat(language.value, { type: 'disjunction' });
  return list.format(roles.map((role) => say(roleTexts[role])));
}

function OneSetting(props: { name: string; data: SettingsData; onSaved: () => void }): JSX.Element {
  const { name, data, onSaved } = props;
  const { member } = useShop();
  const setting = data.settings.find((one) => one.name === name);
  if (setting === undefined) {
    return (
      <>
        <PageHead title={say(texts.title)} back={back()} />
        <Empty icon="settings" title={say(texts.unknownTitle)} />
      </>
    );
  }
  const naming = namingOf(setting, data);
  const isReadOnly = !hasRole(member, setting.mayChange);
  const own = data.changes.changes.filter((change) => change.setting === name);
  return (
    <>
      <PageHead title={say(setting.title)} lead={say(setting.description)} back={back()} />
      {setting.trouble !== undefined && (
        <p class={styles.trouble} role="alert">
          <Icon name="warning" size={18} /> {say(setting.trouble)}
        </p>
      )}
      <PendingChanges changes={own} data={data} onDone={onSaved} />
      <div class={styles.columns}>
        <div>
          {isReadOnly && <p class={styles.notice}>{say(texts.mayNot(rolesInWords(setting.mayChange)))}</p>}
          <SettingForm setting={setting} naming={naming} isReadOnly={isReadOnly} onSaved={onSaved} />
        </div>
        <SettingHistory
          setting={setting}
          naming={naming}
          names={data.names}
          isReadOnly={isReadOnly}
          onSaved={onSaved}
        />
      </div>
    </>
  );
}
