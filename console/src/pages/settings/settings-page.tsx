import type { ComponentChildren, JSX } from 'preact';
import type { ProposalsAnswer } from '../../../../functions/platform/proposals/proposals-answers.ts';
import { useLoad } from '../../api/use-load.ts';
import { Badge } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import { PendingChanges } from './pending-changes.tsx';
import { ProposalCard } from './proposals.tsx';
import { type Naming, valueWords } from './setting-words.ts';
import styles from './settings-page.module.css';
import { namingOf, type Setting, type SettingsData, useSettings } from './use-settings.ts';
import { entriesOf, isGroup } from './value-schema.ts';

interface Group {
  readonly title: Says;
  readonly names: readonly string[];
}

/** What belongs together for whoever looks for it. What a release brings and no group names stands at the end. */
const groups: readonly Group[] = [
  { title: texts.groupShop, names: ['shop', 'channels', 'listing-channels'] },
  {
    title: texts.groupDecisions,
    names: ['approval-policy', 'kill-switches', 'dry-run', 'pilot', 'responsible'],
  },
  { title: texts.groupPhotos, names: ['image-thresholds', 'image-retouch', 'image-derive'] },
  { title: texts.groupTold, names: ['notification-targets', 'schedules'] },
  { title: texts.groupOutside, names: ['ai', 'store-connector', 'dam'] },
];

export default function SettingsPage(): JSX.Element {
  const { member } = useShop();
  const loaded = useSettings();
  const proposed = useLoad((api, signal) => api.get<ProposalsAnswer>('proposals', {}, { signal }));
  const reload = () => {
    loaded.reload();
    proposed.reload();
  };
  const isAdmin = hasRole(member, ['admin']);
  return (
    <>
      <PageHead
        title={say(texts.title)}
        lead={say(texts.lead)}
        actions={
          <>
            <LinkButton path="members" icon="people" says={texts.members} />
            {isAdmin && <LinkButton path="set-up" icon="wizard" says={texts.setUp} />}
          </>
        }
      />
      <Loading of={loaded}>
        {(data) => (
          <>
            <PendingChanges changes={data.changes.changes} data={data} onDone={reload} />
            {proposed.data !== undefined && proposed.data.proposals.length > 0 && (
              <section class={styles.section} aria-labelledby="proposals">
                <h2 id="proposals">{say(texts.proposals)}</h2>
                {proposed.data.proposals.map((proposal) => (
                  <ProposalCard key={proposal.id} proposal={proposal} onDone={reload} />
                ))}
              </section>
            )}
            <Catalogue data={data} />
          </>
        )}
      </Loading>
    </>
  );
}

function LinkButton(props: { path: string; icon: 'people' | 'wizard'; says: Says }): JSX.Element {
  return (
    <a class={styles.action} href={href(props.path)}>
      <Icon name={props.icon} size={18} /> {say(props.says)}
    </a>
  );
}

function Catalogue({ data }: { data: SettingsData }): JSX.Element {
  const grouped = new Set(groups.flatMap(({ names }) => names));
  const others = data.settings.map(({ name }) => name).filter((name) => !grouped.has(name));
  return (
    <div class={styles.catalogue}>
      {[...groups, { title: texts.groupOther, names: others }].map(({ title, names }) => {
        const settings = names.flatMap((name) => data.settings.find((one) => one.name === name) ?? []);
        return settings.length === 0 ? null : (
          <section key={title.en} class={styles.section}>
            <h2>{say(title)}</h2>
            <ul class={styles.list}>
              {settings.map((setting) => (
                <SettingRow key={setting.name} setting={setting} data={data} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function SettingRow({ setting, data }: { setting: Setting; data: SettingsData }): JSX.Element {
  const naming = namingOf(setting, data);
  const waits = data.changes.changes.some(
    (change) => change.setting === setting.name && change.status === 'pending',
  );
  return (
    <li>
      <a href={href('settings/:name', { name: setting.name })}>
        <span class={styles.name}>{say(setting.title)}</span>
        <Badges>
          {setting.trouble !== undefined && <Badge tone="bad">{say(texts.troubled)}</Badge>}
          {waits && <Badge tone="warn">{say(texts.waits)}</Badge>}
        </Badges>
        <span class={styles.help}>{say(setting.description)}</span>
        <span class={styles.value}>{valueWords(naming, [], naming.schema, completed(setting, naming))}</span>
      </a>
      <Icon name="chevron" size={16} />
    </li>
  );
}

/** Of a setting with a switch for each workflow all of them: a workflow that is not named is not switched. */
function completed({ value }: Setting, { schema, workflows }: Naming): unknown {
  const entry = entriesOf(schema);
  const isSwitch = entry?.type === 'boolean' || entry?.anyOf?.some(({ type }) => type === 'boolean') === true;
  if (!isSwitch || !isGroup(value)) return value;
  return { ...Object.fromEntries([...workflows.keys()].map((slug) => [slug, false])), ...value };
}

function Badges({ children }: { children: ComponentChildren }): JSX.Element {
  return <span class={styles.badges}>{children}</span>;
}
