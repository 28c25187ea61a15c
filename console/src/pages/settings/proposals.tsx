import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Proposal } from '../../../../functions/platform/proposals/proposals-answers.ts';
import type { ChangeAskedAnswer } from '../../../../functions/platform/settings/settings-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { toast } from '../../parts/toasts.tsx';
import { Time } from '../../parts/values.tsx';
import { hasRole, useShop } from '../../shell/shop.ts';
import { settingsTexts as texts } from '../../texts/settings-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './proposals.module.css';

export interface ProposalCardProps {
  readonly proposal: Proposal;
  /** It was accepted or put away: load anew. */
  readonly onDone: () => void;
}

/** What the record of decisions says could go by itself. A person accepts it, and a second one confirms. */
export function ProposalCard({ proposal, onDone }: ProposalCardProps): JSX.Element {
  const { api, member } = useShop();
  const [asked, setAsked] = useState<'accept' | 'dismiss'>();
  const accept = async (reason: string) => {
    const answer = await api.post<ChangeAskedAnswer>(apiPath`proposals/${proposal.id}/accept`, { reason });
    toast({ kind: 'good', says: answer.says });
    onDone();
  };
  const dismiss = async (reason: string) => {
    await api.post(apiPath`proposals/${proposal.id}/dismiss`, reason === '' ? {} : { reason });
    toast({ kind: 'good', says: texts.dismissed });
    onDone();
  };
  return (
    <article class={styles.card}>
      <p class={styles.says}>{say(proposal.says)}</p>
      <p class={styles.figures}>
        {say(texts.proposalOf(proposal.unchanged, proposal.decisions))} · {say(texts.proposalSince)}{' '}
        <Time at={proposal.since} style="day" />
      </p>
      {proposal.reasons.length > 0 && (
        <details>
          <summary>{say(texts.proposalAsked)}</summary>
          <ul>
            {proposal.reasons.map(({ says, count }) => (
              <li key={says.en}>
                {say(says)} <small>({say(texts.proposalTimes(count))})</small>
              </li>
            ))}
          </ul>
        </details>
      )}
      {hasRole(member, ['admin']) ? (
        <p class={styles.buttons}>
          <Button onClick={() => setAsked('dismiss')}>{say(texts.dismiss)}</Button>
          <Button kind="primary" onClick={() => setAsked('accept')}>
            {say(texts.accept)}
          </Button>
        </p>
      ) : (
        <p class={styles.figures}>{say(texts.adminsDecide)}</p>
      )}
      {asked === 'accept' && (
        <Confirm
          title={say(texts.acceptTitle)}
          does={say(texts.askSecond)}
          reason="required"
          onConfirm={accept}
          onClose={() => setAsked(undefined)}
        >
          <p>{say(proposal.says)}</p>
          <p>{say(texts.secondNeeded)}</p>
        </Confirm>
      )}
      {asked === 'dismiss' && (
        <Confirm
          title={say(texts.dismissTitle)}
          does={say(texts.dismiss)}
          reason="required"
          onConfirm={dismiss}
          onClose={() => setAsked(undefined)}
        >
          <p>{say(texts.dismissText)}</p>
        </Confirm>
      )}
    </article>
  );
}
