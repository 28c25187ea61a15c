import type { JSX } from 'preact';
import type { MemberAnswer } from '../../../../functions/platform/members/members-answers.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useShop } from '../../shell/shop.ts';
import { membersTexts as texts } from '../../texts/members-texts.ts';
import { say } from '../../texts/text.ts';
import styles from './members-page.module.css';

/** How the new member gets in: by the invitation, by the sign-in that they have, or on this machine by a link. */
export function AddedDialog({ answer, onClose }: { answer: MemberAnswer; onClose: () => void }): JSX.Element {
  const { config } = useShop();
  const { member, isInvited } = answer;
  const done = (
    <Button kind="primary" onClick={onClose}>
      {say(texts.done)}
    </Button>
  );
  return (
    <Dialog title={say(texts.addedTitle(member.name))} onClose={onClose} actions={done}>
      {config.stage === 'local' ? (
        <SignInCommand email={member.email} />
      ) : (
        <p>{say(isInvited ? texts.invited(member.email) : texts.known(member.email))}</p>
      )}
    </Dialog>
  );
}

/** A person of this machine has no password: a link that works once is made where Storehand runs. */
export function SignInCommand({ email }: { email: string }): JSX.Element {
  const { store } = useShop();
  const command = `npx storehand login --link --store ${store} --as ${email}`;
  return (
    <>
      <p>{say(texts.localLink)}</p>
      <p class={styles.command}>
        <code>{command}</code>
        <CopyButton text={command} />
      </p>
      <p class={styles.quiet}>{say(texts.localNote)}</p>
    </>
  );
}
