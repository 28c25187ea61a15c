import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SettingVersionsAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { useCursorList } from '../../api/use-cursor-list.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { SelectField } from '../../parts/fields.tsx';
import { ProblemBox } from '../../parts/loading.tsx';
import { isOwnReason, reasonWords } from '../../parts/reason-words.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Bracketed, Time } from '../../parts/values.tsx';
import { useShop } from '../../shell/shop.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import { SettingDifferences } from './setting-differences.tsx';
import styles from './setting-page.module.css';
import type { Naming } from './setting-words.ts';
import { personName, type Setting } from './use-settings.ts';

type Version = SettingVersionsAnswer['versions'][number];

export interface SettingHistoryProps {
  readonly setting: Setting;
  readonly naming: Naming;
  readonly names: ReadonlyMap<string, string>;
  readonly isReadOnly: boolean;
  readonly onSaved: () => void;
}

/** Who saved what and why, any two versions against each other, and the way back. */
export function SettingHistory(props: SettingHistoryProps): JSX.Element {
  const { setting, naming, names, isReadOnly, onSaved } = props;
  const list = useCursorList(
    async (api, cursor, signal) => {
      const answer = await api.get<SettingVersionsAnswer>(
        apiPath`settings/${setting.name}/versions`,
        { cursor },
        { signal },
      );
      return { items: answer.versions, cursor: answer.cursor };
    },
    [setting.name, setting.version],
  );
  const [wanted, setWanted] = useState<number>();
  const { items, isLoading, problem, more, reload } = list;
  return (
    <section class={styles.history} aria-labelledby="history">
      <h2 id="history">{say(texts.history)}</h2>
      {problem !== undefined && <ProblemBox problem={problem} onRetry={more ?? reload} />}
      {isLoading && items.length === 0 && <Skeleton lines={3} shape="row" />}
      {!isLoading && problem === undefined && items.length === 0 && <p>{say(texts.noHistory)}</p>}
      {items.length > 0 && <Comparison setting={setting} naming={naming} versions={items} />}
      <ol class={styles.versions}>
        {items.map((version) => (
          <li key={version.version}>
            <p>
              <strong>{say(texts.version(version.version))}</strong>{' '}
              {version.version === setting.version && <Badge tone="good">{say(texts.inForce)}</Badge>}
            </p>
            <p class={styles.who}>
              {personName(names, version.by)} · <Time at={version.at} style="short" />
            </p>
            <p class={styles.why}>
              <Why version={version} />
            </p>
            {!isReadOnly && version.version !== setting.version && (
              <Button isSmall onClick={() => setWanted(version.version)}>
                {say(texts.bringBack)}
              </Button>
            )}
          </li>
        ))}
        {items.length > 0 && more === undefined && (
          <li>
            <p>
              <strong>{say(texts.delivered)}</strong>
            </p>
            {!isReadOnly && (
              <Button isSmall onClick={() => setWanted(0)}>
                {say(texts.bringBack)}
              </Button>
            )}
          </li>
        )}
      </ol>
      {more !== undefined && <Button onClick={more}>{say(partsTexts.more)}</Button>}
      {wanted !== undefined && (
        <BringBack
          setting={setting}
          naming={naming}
          wanted={{ version: wanted, value: savedValue(setting, items, wanted) }}
          onSaved={onSaved}
          onClose={() => setWanted(undefined)}
        />
      )}
    </section>
  );
}

/** Why it was saved; of one that restores another, which. */
function Why({ version: { reason, restores } }: { version: Version }): JSX.Element {
  const why = reasonWords(reason);
  if (restores === undefined) return <>{why}</>;
  const what = say(texts.restores(restores));
  if (!isOwnReason(reason)) return <>{what}</>;
  return (
    <>
      {why}
      <Bracketed>{what}</Bracketed>
    </>
  );
}

function savedValue(setting: Setting, versions: readonly Version[], version: number): unknown {
  if (version === 0) return setting.default;
  return versions.find((one) => one.version === version)?.value;
}

function Comparison(props: { setting: Setting; naming: Naming; versions: readonly Version[] }): JSX.Element {
  const { setting, naming, versions } = props;
  const [newest] = versions;
  const [from, setFrom] = useState<number>();
  const [to, setTo] = useState<number>();
  const shownTo = to ?? newest?.version ?? 0;
  const shownFrom = from ?? Math.max(0, shownTo - 1);
  const options = [...versions.map(({ version }) => version), 0].map((version) => ({
    value: String(version),
    label: say(version === 0 ? texts.delivered : texts.version(version)),
  }));
  return (
    <div class={styles.comparison}>
      <h3>{say(texts.compare)}</h3>
      <div class={styles.pair}>
        <SelectField
          label={say(texts.compareFrom)}
          value={String(shownFrom)}
          options={options}
          onChange={(chosen) => setFrom(Number(chosen))}
        />
        <SelectField
          label={say(texts.compareTo)}
          value={String(shownTo)}
          options={options}
          onChange={(chosen) => setTo(Number(chosen))}
        />
      </div>
      <SettingDifferences
        naming={naming}
        before={savedValue(setting, versions, shownFrom)}
        after={savedValue(setting, versions, shownTo)}
      />
    </div>
  );
}

function BringBack(props: {
  setting: Setting;
  naming: Naming;
  wanted: { version: number; value: unknown };
  onSaved: () => void;
  onClose: () => void;
}): JSX.Element {
  const { setting, naming, wanted, onSaved, onClose } = props;
  const { api } = useShop();
  const { needsSecondAdmin } = setting;
  const save = async (reason: string) => {
    const answer = await api.put<{ says?: { en: string; zh: string }; version?: number }>(
      apiPath`settings/${setting.name}`,
      {
        value: wanted.value,
        expectedVersion: setting.version,
        reason: reason === '' ? `brought back version ${wanted.version}` : reason,
      },
    );
    toast({ kind: 'good', says: answer.says ?? texts.saved(answer.version ?? 0) });
    onSaved();
  };
  return (
    <Confirm
      title={say(texts.bringBackTitle(wanted.version))}
      does={say(needsSecondAdmin ? texts.askSecond : texts.bringBack)}
      reason={needsSecondAdmin ? 'required' : 'optional'}
      onConfirm={save}
      onClose={onClose}
    >
      {needsSecondAdmin && <p>{say(texts.secondNeeded)}</p>}
      <SettingDifferences naming={naming} before={setting.value} after={wanted.value} />
    </Confirm>
  );
}
