import { readMember } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import type { Decision } from './approval.ts';

/** Puts a name beside each decision's `by`; whoever is no member any more has none. A read for each person. */
export async function nameDeciders<A extends { readonly decision?: Omit<Decision, 'edits'> }>(
  platform: Platform,
  store: string,
  approvals: readonly A[],
): Promise<readonly A[]> {
  const subs = new Set(approvals.flatMap(({ decision }) => decision?.by ?? []));
  const members = await Promise.all([...subs].map((sub) => readMember(platform, store, sub)));
  const names = new Map(
    members.flatMap((member) => (member === undefined ? [] : [[member.sub, member.name]])),
  );
  return approvals.map((approval) => {
    const byName = names.get(approval.decision?.by ?? '');
    return byName === undefined ? approval : { ...approval, decision: { ...approval.decision, byName } };
  });
}
