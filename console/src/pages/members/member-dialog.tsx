import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Member } from '../../../../functions/platform/members/member.ts';
import type { MemberAnswer } from '../../../../functions/platform/members/members-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { toast } from '../../parts/toasts.tsx';
import { useShop } from '../../shell/shop.ts';
import { membersTexts as texts } from '../../texts/members-texts.ts';
import { partsTexts } from '../../texts/parts-texts.ts';
import { say } from '../../texts/text.ts';
import { type MemberDraft, MemberFields, type MemberTroubles, memberTroubles } from './member-fields.tsx';
import styles from './members-page.module.css';

export interface MemberDialogProps {
  /** Left out: a new one. */
  readonly member?: Member;
  readonly isLastAdmin?: boolean;
  readonly onClose: () => void;
  /** With what the API says of a new one. */
  readonly onDone: (added?: MemberAnswer) => void;
}

export function MemberDialog({
  member,
  isLastAdmin = false,
  onClose,
  onDone,
}: MemberDialogProps): JSX.Element {
  const { api, shop } = useShop();
  const [draft, setDraft] = useState<MemberDraft>(
    member ?? { name: '', email: '', language: shop.languages[0] ?? 'en', roles: ['operator'] },
  );
  const [troubles, setTroubles] = useState<MemberTroubles>({});
  const save = useAction(async () => {
    const { email, language, roles } = draft;
    const name = draft.name.trim();
    if (member === undefined) {
      onDone(await api.post<MemberAnswer>('members', { name, email: email.trim(), language, roles }));
      return;
    }
    await api.put(apiPath`members/${member.sub}`, { name, language, roles });
    toast({ kind: 'good', says: texts.saved(name) });
    onDone();
  });
  const submit = () => {
    const found = memberTroubles(draft);
    setTroubles(found);
    if (Object.keys(found).length === 0) void save.run();
  };
  return (
    <Dialog
      title={say(member === undefined ? texts.add : texts.editOf(member.name))}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{say(partsTexts.cancel)}</Button>
          <Button kind="primary" isBusy={save.isBusy} onClick={submit}>
            {say(member === undefined ? texts.doAdd : texts.save)}
          </Button>
        </>
      }
    >
      <form
        class={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <MemberFields
          draft={draft}
          troubles={troubles}
          onChange={setDraft}
          isKnown={member !== undefined}
          isLastAdmin={isLastAdmin}
        />
        {/* Enter in a field saves; the button that people see stands below. */}
        <button type="submit" hidden tabIndex={-1}>
          {say(texts.save)}
        </button>
      </form>
    </Dialog>
  );
}
