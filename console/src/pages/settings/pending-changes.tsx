import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PendingChange } from '../../../../functions/platform/settings/settings-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import styles from './pending-changes.module.css';
import { SettingDifferences } from './setting-differences.tsx';
import { namingOf, personName, type SettingsData } from './use-settings.ts';

export interface PendingChangesProps {
  readonly changes: readonly PendingChange[];
  readonly data: SettingsData;
  readonly onDone: () => void;
}

/** Changes that a second admin has to confirm, and below them what became of the last ones. */
export function PendingChanges({ changes, data, onDone }: PendingChangesProps): JSX.Element | null {
  const waiting = changes.filter(({ status }) => status === 'pending');
  const closed = changes.filter(({ status }) => status !== 'pending').slice(0, 10);
  if (changes.length === 0) return null;
  return (
    <section class={styles.pending} aria-label={say(texts.pendingTitle)}>
      {waiting.map((change) => (
        <WaitingChange key={change.id} change={change} data={data} onDone={onDone} />
      ))}
      {closed.length > 0 && (
        <details>
          <summary>{say(texts.lately)}</summary>
          <ul class={styles.closed}>
            {closed.map((change) => (
              <li key={change.id}>
                <ClosedChange change={change} data={data} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

type Asked = 'confirm' | 'refuse';

function WaitingChange(props: {
  change: PendingChange;
  data: SettingsData;
  onDone: () => void;
}): JSX.Element {
  const { change, data, onDone } = props;
  const { member } = useShop();
  const [asked, setAsked] = useState<Asked>();
  const setting = data.settings.find(({ name }) => name === change.setting);
  const isOwn = change.askedBy === member.sub;
  const isStale = setting !== undefined && setting.version !== change.basedOnVersion;
  const isAdmin = hasRole(member, ['admin']);
  return (
    <article class={styles.card}>
      <h2>
        {say(texts.pendingTitle)}
        {setting !== undefined && (
          <>
            {': '}
            <a href={href('settings/:name', { name: setting.name })}>{say(setting.title)}</a>
          </>
        )}
      </h2>
      <dl class={styles.facts}>
        <div>
          <dt>{say(texts.pendingAsked)}</dt>
          <dd>
            {personName(data.names, { kind: 'person', id: change.askedBy })}, <Time at={change.askedAt} />
          </dd>
        </div>
        <div>
          <dt>{say(texts.pendingUntil)}</dt>
          <dd>
            <Time at={change.expiresAt} />
          </dd>
        </div>
        <div class={styles.why}>
          <dt>{say(texts.pendingWhy)}</dt>
          <dd>{change.reason}</dd>
        </div>
      </dl>
      <ChangeDifferences change={change} data={data} />
      <p class={styles.note}>{say(noteOf({ isStale, isOwn, otherAdmins: data.changes.otherAdmins }))}</p>
      {isAdmin && (
        <p class={styles.buttons}>
          <Button onClick={() => setAsked('refuse')}>{say(isOwn ? texts.withdraw : texts.refuse)}</Button>
          {!isOwn && !isStale && (
            <Button kind="primary" onClick={() => setAsked('confirm')}>
              {say(texts.confirm)}
            </Button>
          )}
        </p>
      )}
      {asked !== undefined && (
        <CloseChange
          asked={asked}
          isOwn={isOwn}
          change={change}
          data={data}
          onDone={onDone}
          onClose={() => setAsked(undefined)}
        />
      )}
    </article>
  );
}

function noteOf(how: { isStale: boolean; isOwn: boolean; otherAdmins: number }): Says {
  if (how.isStale) return texts.pendingStale;
  if (!how.isOwn) return texts.pendingOthers;
  return how.otherAdmins === 0 ? texts.pendingAlone : texts.pendingOwn;
}

function CloseChange(props: {
  asked: Asked;
  isOwn: boolean;
  change: PendingChange;
  data: SettingsData;
  onDone: () => void;
  onClose: () => void;
}): JSX.Element {
  const { asked, isOwn, change, data, onDone, onClose } = props;
  const { api } = useShop();
  const isConfirming = asked === 'confirm';
  const close = async (comment: string) => {
    const body = comment === '' ? {} : { comment };
    if (isConfirming) await api.post(apiPath`changes/${change.id}/confirm`, body);
    else await api.post(apiPath`changes/${change.id}/refuse`, body);
    toast({ kind: 'good', says: isConfirming ? texts.confirmed : isOwn ? texts.withdrawn : texts.refused });
    onDone();
  };
  const title = isConfirming ? texts.confirmTitle : isOwn ? texts.withdrawTitle : texts.refuseTitle;
  const does = isConfirming ? texts.confirm : isOwn ? texts.withdraw : texts.refuse;
  return (
    <Confirm title={say(title)} does={say(does)} reason="optional" onConfirm={close} onClose={onClose}>
      <ChangeDifferences change={change} data={data} />
      <p>{say(isConfirming ? texts.confirmText : texts.refuseText)}</p>
    </Confirm>
  );
}

/** As it was asked: what the setting has become since is another matter. */
function ChangeDifferences({
  change,
  data,
}: {
  change: PendingChange;
  data: SettingsData;
}): JSX.Element | null {
  const setting = data.settings.find(({ name }) => name === change.setting);
  if (setting === undefined) return null;
  const items = change.differences.map(({ path, before, after }) => ({
    path: path === '' ? [] : path.split('.'),
    before,
    after,
  }));
  return (
    <SettingDifferences
      naming={namingOf(setting, data)}
      before={setting.value}
      after={change.value}
      items={items}
    />
  );
}

const outcomes = {
  pending: { says: texts.pendingTitle, tone: 'warn' },
  confirmed: { says: texts.statusConfirmed, tone: 'good' },
  refused: { says: texts.statusRefused, tone: 'quiet' },
  expired: { says: texts.statusExpired, tone: 'quiet' },
  withdrawn: { says: texts.statusWithdrawn, tone: 'quiet' },
} as const satisfies Record<PendingChange['status'], { says: Says; tone: Tone }>;

function ClosedChange({ change, data }: { change: PendingChange; data: SettingsData }): JSX.Element {
  const { says, tone } = outcomes[change.status];
  const { closedBy, comment } = change;
  return (
    <>
      <p>
        <Badge tone={tone}>{say(says)}</Badge> {change.reason}
      </p>
      <p class={styles.note}>
        {personName(data.names, { kind: 'person', id: change.askedBy })}
        {closedBy !== undefined && closedBy !== change.askedBy && (
          <> → {personName(data.names, { kind: 'person', id: closedBy })}</>
        )}
        {' · '}
        <Time at={change.closedAt ?? change.expiresAt} />
        {comment !== undefined && ` · ${comment}`}
      </p>
      <details>
        <summary>{say(texts.whatChanged)}</summary>
        <ChangeDifferences change={change} data={data} />
      </details>
    </>
  );
}
