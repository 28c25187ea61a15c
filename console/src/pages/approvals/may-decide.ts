import type { ListedApproval } from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { Member } from '../../../../functions/platform/members/member.ts';

/** Why somebody may not decide; the API judges the same way, and in this order. */
export type Hindrance = 'role' | 'four-eyes';

/** Undefined where the member may decide it, as far as the person goes. */
export function hindranceOf(
  {
    role,
    fourEyes,
    items,
  }: Pick<ListedApproval, 'role' | 'fourEyes'> & {
    readonly items: readonly { readonly startedBy?: readonly string[] | undefined }[];
  },
  { sub, roles }: Pick<Member, 'sub' | 'roles'>,
): Hindrance | undefined {
  if (!roles.includes(role)) return 'role';
  return fourEyes && items.some(({ startedBy }) => startedBy?.includes(sub)) ? 'four-eyes' : undefined;
}
