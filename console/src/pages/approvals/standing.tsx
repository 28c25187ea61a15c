import type { JSX } from 'preact';
import type { Says } from '../../../../functions/commerce/says.ts';
import type {
  ApprovalAnswer,
  ReopenAnswer,
} from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { MembersAnswer } from '../../../../functions/platform/members/members-answers.ts';
import { path } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { useLoad } from '../../api/use-load.ts';
import { Status } from '../../parts/badge.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Button } from '../../parts/button.tsx';
import { formatList } from '../../parts/format.ts';

import { toast } from '../../parts/toasts.tsx';
import { Bracketed, Time } from '../../parts/values.tsx';
import { href } from '../../shell/location.ts';
import { language } from '../../shell/preferences.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';
import { shellTexts } from '../../texts/shell-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './approval-page.module.css';
import { type Hindrance, hindranceOf } from './may-decide.ts';
import type { Overtaken } from './use-decision.ts';

/** Who decides, until when, what happens then, and the runs that ask. */
export function Facts({ approval }: { approval: ApprovalAnswer }): JSX.Element {
  const { role, fourEyes, requestedAt, expiresAt, status, items } = approval;
  const isOpen = status === 'open';
  return (
    <ul class={styles.facts}>
      <li>
        <Status status={status} />
      </li>
      <li>
        {say(texts.askedAt)} <Time at={requestedAt} />
      </li>
      {isOpen && (
        <li>
          {say(texts.until)}{' '}
          <strong>
            <Time at={expiresAt} style="short" />
          </strong>{' '}
          <Bracketed>
            <Time at={expiresAt} />
          </Bracketed>{' '}
          <Hint says={texts.onExpiry} />
        </li>
      )}
      {isOpen && (
        <li>
          {say(texts.decidesRole(say(shellTexts[role])))}
          {fourEyes && <Bracketed>{say(texts.fourEyesRule)}</Bracketed>}
        </li>
      )}
      <li>
        {items.map(({ run }, index) => (
          <a key={run} href={href('runs/:id', { id: run })}>
            {say(items.length === 1 ? texts.run : texts.runOf(index + 1))}
          </a>
        ))}
      </li>
    </ul>
  );
}

/** What is worth knowing but not worth a line: opened by a click or a key. */
function Hint({ says }: { says: Says }): JSX.Element {
  return (
    <details class={styles.hint}>
      <summary>{say(texts.whatThen)}</summary>
      <p>{say(says)}</p>
    </details>
  );
}

/** Why the viewer cannot decide it, and who can; where nobody can, what helps. */
export function NotYours({ hindrance, approval }: { hindrance: Hindrance; approval: ApprovalAnswer }) {
  const role = say(shellTexts[approval.role]);
  const { data } = useLoad((api, signal) => api.get<MembersAnswer>('members', {}, { signal }));
  const able = data?.members.filter((one) => hindranceOf(approval, one) === undefined);
  return (
    <Banner tone="quiet" icon="people">
      <p>{say(hindrance === 'role' ? texts.roleNeeded(role) : texts.youStarted)}</p>
      {able !== undefined && able.length > 0 && (
        <p>
          {say(
            texts.canDecide(
              formatList(
                able.map(({ name }) => name),
                language.value,
              ),
            ),
          )}
        </p>
      )}
      {able?.length === 0 && (
        <p>
          {say(texts.nobodyCan)} <a href={href('members')}>{say(texts.members)}</a>
        </p>
      )}
    </Banner>
  );
}

/** Who decided, when and what; also where somebody was faster. */
export function Decided(props: {
  approval: ApprovalAnswer;
  overtaken: Overtaken | undefined;
  titleOf: (run: string, choice: string) => string;
}): JSX.Element | null {
  const { approval, overtaken, titleOf } = props;
  const { member } = useShop();
  const decision = approval.decision ?? overtaken;
  if (decision === undefined) return null;
  const { by, byName, at, comment, rejectedChoices } = decision;
  const who = by === member.sub ? say(texts.you) : (overtaken?.byName ?? byName ?? say(texts.somebody));
  const without = Object.entries(rejectedChoices).flatMap(([run, choices]) =>
    choices.map((choice) => titleOf(run, choice)),
  );
  const isApproved = decision.decision === 'approve';
  return (
    <Banner tone={overtaken === undefined ? 'quiet' : 'warn'} icon={isApproved ? 'check' : 'cross'}>
      <p>
        <strong>{say(isApproved ? texts.decidedApprove(who) : texts.decidedReject(who))}</strong>{' '}
        <Time at={at} />
        <Bracketed>
          <Time at={at} style="short" />
        </Bracketed>{' '}
        {overtaken !== undefined && say(texts.yoursNotSaved)}
      </p>
      {without.length > 0 && <p>{say(texts.without(formatList(without, language.value)))}</p>}
      {comment !== undefined && <p>“{comment}”</p>}
    </Banner>
  );
}

export function Changes({ changes }: { changes: readonly Says[] }): JSX.Element | null {
  if (changes.length === 0) return null;
  return (
    <Banner tone="warn" icon="warning">
      <p>{say(texts.changed)}</p>
      <ul class={styles.changes}>
        {changes.map((one) => (
          <li key={one.en}>{say(one)}</li>
        ))}
      </ul>
    </Banner>
  );
}

/** Nobody decided in time: asked anew by whoever may. */
export function Expired(props: { approval: ApprovalAnswer; onReopened: () => Promise<void> }): JSX.Element {
  const { id, role, reopenedAt } = props.approval;
  const { api, member } = useShop();
  const mayReopen = hasRole(member, [role, 'operator']) && reopenedAt === undefined;
  const reopen = useAction(async () => {
    await api.post<ReopenAnswer>(path`approvals/${id}/reopen`);
    toast({ kind: 'good', says: texts.reopening });
    await props.onReopened();
  });
  useShortcuts(mayReopen ? [{ keys: 'o', says: texts.reopen, run: () => void reopen.run() }] : []);
  return (
    <Banner tone="warn" icon="warning">
      <p>{say(texts.expiredText)}</p>
      {reopenedAt !== undefined && (
        <p>
          {say(texts.reopened)} <Time at={reopenedAt} />.
        </p>
      )}
      {mayReopen && (
        <div class={styles.inBanner}>
          <p>{say(texts.reopenText)}</p>
          <Button kind="primary" isBusy={reopen.isBusy} onClick={() => void reopen.run()} shortcut="o">
            {say(texts.reopen)}
          </Button>
        </div>
      )}
    </Banner>
  );
}
