import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Member } from '../../../../functions/platform/members/member.ts';
import type { MemberAnswer, MembersAnswer } from '../../../../functions/platform/members/members-answers.ts';
import { path as apiPath } from '../../api/client.ts';
import { useLoad } from '../../api/use-load.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Loading } from '../../parts/loading.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { toast } from '../../parts/toasts.tsx';
import { href } from '../../shell/location.ts';
import { hasRole, useShop } from '../../shell/shop.ts';
import { membersTexts as texts } from '../../texts/members-texts.ts';
import { roleTexts } from '../../texts/role-texts.ts';
import { say } from '../../texts/text.ts';
import { AddedDialog } from './added-dialog.tsx';
import { MemberDialog } from './member-dialog.tsx';
import styles from './members-page.module.css';

/** What is open over the list. */
type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'remove'; readonly member: Member }
  | { readonly kind: 'added'; readonly answer: MemberAnswer };

export default function MembersPage(): JSX.Element {
  const { member: self } = useShop();
  const isAdmin = hasRole(self, ['admin']);
  const loaded = useLoad((api, signal) => api.get<MembersAnswer>('members', {}, { signal }));
  const [open, setOpen] = useState<Open>();
  return (
    <>
      <PageHead
        title={say(texts.title)}
        lead={say(texts.lead)}
        back={{ href: href('settings'), title: say(texts.settings) }}
        actions={
          isAdmin && (
            <Button kind="primary" icon="people" onClick={() => setOpen({ kind: 'add' })}>
              {say(texts.add)}
            </Button>
          )
        }
      />
      {!isAdmin && <p class={styles.notice}>{say(texts.readOnly)}</p>}
      <Loading of={loaded}>
        {({ members }) => (
          <Table
            caption={say(texts.title)}
            columns={columns(members, self.sub, isAdmin ? setOpen : undefined)}
            items={members.toSorted((one, other) => one.name.localeCompare(other.name))}
            keyOf={({ sub }) => sub}
          />
        )}
      </Loading>
      <OpenDialog
        open={open}
        members={loaded.data?.members ?? []}
        onClose={() => setOpen(undefined)}
        onDone={(added) => {
          setOpen(added === undefined ? undefined : { kind: 'added', answer: added });
          loaded.reload();
        }}
      />
    </>
  );
}

function columns(
  members: readonly Member[],
  self: string,
  onOpen: ((open: Open) => void) | undefined,
): readonly Column<Member>[] {
  return [
    {
      title: say(texts.name),
      cell: ({ name, sub }) => (
        <>
          {name} {sub === self && <small class={styles.quiet}>({say(texts.you)})</small>}
        </>
      ),
    },
    { title: say(texts.email), cell: ({ email }) => email },
    {
      title: say(texts.roles),
      cell: ({ roles }) => (
        <span class={styles.roles}>
          {roles.map((role) => (
            <Badge key={role} tone={role === 'admin' ? 'accent' : 'quiet'}>
              {say(roleTexts[role])}
            </Badge>
          ))}
        </span>
      ),
    },
    {
      title: say(texts.language),
      cell: ({ language }) => say(language === 'zh' ? texts.chinese : texts.english),
      isExtra: true,
    },
    ...(onOpen === undefined
      ? []
      : [
          {
            title: say(texts.actions),
            cell: (member: Member) => <Actions member={member} members={members} onOpen={onOpen} />,
          },
        ]),
  ];
}

function Actions(props: {
  member: Member;
  members: readonly Member[];
  onOpen: (open: Open) => void;
}): JSX.Element {
  const { member, members, onOpen } = props;
  const isLast = isLastAdmin(member, members);
  return (
    <span class={styles.actions}>
      <Button isSmall label={say(texts.editOf(member.name))} onClick={() => onOpen({ kind: 'edit', member })}>
        {say(texts.edit)}
      </Button>
      <Button
        isSmall
        label={say(isLast ? texts.lastAdmin : texts.removeOf(member.name))}
        disabled={isLast}
        onClick={() => onOpen({ kind: 'remove', member })}
      >
        {say(texts.remove)}
      </Button>
    </span>
  );
}

function isLastAdmin(member: Member, members: readonly Member[]): boolean {
  const admins = members.filter((one) => hasRole(one, ['admin']));
  return hasRole(member, ['admin']) && admins.length === 1;
}

interface OpenDialogProps {
  readonly open: Open | undefined;
  readonly members: readonly Member[];
  readonly onClose: () => void;
  readonly onDone: (added?: MemberAnswer) => void;
}

function OpenDialog({ open, members, onClose, onDone }: OpenDialogProps): JSX.Element | null {
  const { api, member: self } = useShop();
  if (open === undefined) return null;
  if (open.kind === 'added') return <AddedDialog answer={open.answer} onClose={onClose} />;
  if (open.kind === 'add') return <MemberDialog onClose={onClose} onDone={onDone} />;
  const { member } = open;
  if (open.kind === 'edit') {
    const isLast = isLastAdmin(member, members);
    return <MemberDialog member={member} isLastAdmin={isLast} onClose={onClose} onDone={() => onDone()} />;
  }
  const remove = async () => {
    await api.delete(apiPath`members/${member.sub}`);
    toast({ kind: 'good', says: texts.removed(member.name) });
    onDone();
  };
  return (
    <Confirm
      title={say(texts.removeTitle(member.name))}
      does={say(texts.remove)}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{say(texts.removeText)}</p>
      {member.sub === self.sub && <p>{say(texts.removeSelf)}</p>}
    </Confirm>
  );
}
