import type { JSX } from 'preact';
import type { Language } from '../../../../functions/commerce/says.ts';
import type { Role } from '../../../../functions/platform/members/role.ts';
import { Checkbox, SelectField, TextField } from '../../parts/fields.tsx';
import { membersTexts as texts } from '../../texts/members-texts.ts';
import { type Says, say } from '../../texts/text.ts';
import styles from './members-page.module.css';

export interface MemberDraft {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly roles: readonly Role[];
}

export type MemberTroubles = Partial<Record<'name' | 'email' | 'roles', Says>>;

/** What can be told before the API is asked; the API has the last word. */
export function memberTroubles({ name, email, roles }: MemberDraft): MemberTroubles {
  return {
    ...(name.trim() === '' ? { name: texts.needName } : {}),
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.trim()) ? {} : { email: texts.needEmail }),
    ...(roles.length === 0 ? { roles: texts.chooseRole } : {}),
  };
}

const roles = [
  { role: 'operator', says: texts.roleOperator, hint: texts.roleOperatorHint },
  { role: 'approver', says: texts.roleApprover, hint: texts.roleApproverHint },
  { role: 'admin', says: texts.roleAdmin, hint: texts.roleAdminHint },
] as const satisfies readonly { role: Role; says: Says; hint: Says }[];

export interface MemberFieldsProps {
  readonly draft: MemberDraft;
  readonly troubles: MemberTroubles;
  readonly onChange: (draft: MemberDraft) => void;
  /** An address is the person's own and never changed here. */
  readonly isKnown: boolean;
  /** Must stay an admin. */
  readonly isLastAdmin?: boolean;
}

export function MemberFields(props: MemberFieldsProps): JSX.Element {
  const { draft, troubles, onChange, isKnown, isLastAdmin = false } = props;
  const told = (trouble: Says | undefined) => (trouble === undefined ? undefined : say(trouble));
  return (
    <>
      <TextField
        label={say(texts.name)}
        value={draft.name}
        error={told(troubles.name)}
        onInput={(name) => onChange({ ...draft, name })}
      />
      <TextField
        label={say(texts.email)}
        type="email"
        value={draft.email}
        disabled={isKnown}
        error={told(troubles.email)}
        onInput={(email) => onChange({ ...draft, email })}
      />
      <SelectField
        label={say(texts.language)}
        hint={say(texts.languageHint)}
        value={draft.language}
        options={[
          { value: 'en', label: say(texts.english) },
          { value: 'zh', label: say(texts.chinese) },
        ]}
        onChange={(language) => onChange({ ...draft, language })}
      />
      <fieldset>
        <legend>{say(texts.roles)}</legend>
        {roles.map(({ role, says, hint }) => (
          <Checkbox
            key={role}
            label={say(says)}
            hint={say(isLastAdmin && role === 'admin' ? texts.lastAdmin : hint)}
            checked={draft.roles.includes(role)}
            disabled={isLastAdmin && role === 'admin'}
            onChange={(isChosen) =>
              onChange({
                ...draft,
                roles: roles
                  .map((one) => one.role)
                  .filter((one) => (one === role ? isChosen : draft.roles.includes(one))),
              })
            }
          />
        ))}
        <p class={styles.error} role="alert">
          {told(troubles.roles)}
        </p>
      </fieldset>
    </>
  );
}
