import type { Says } from '../../commerce/says.ts';
import { digest } from '../audit/audit-entry.ts';

/** What is left of a decided approval. */
export interface DecidedApproval {
  readonly workflow: string;
  readonly at: string;
  /** Approved, every choice, nothing edited. */
  readonly isUnchanged: boolean;
  /** Why a person was asked. */
  readonly reasons: readonly Says[];
}

export type When = 'always' | 'on-doubt' | 'never';

export interface AutomationProposal {
  readonly id: string;
  readonly workflow: string;
  readonly decisions: number;
  readonly unchanged: number;
  /** Of the oldest decision that was looked at. */
  readonly since: string;
  readonly reasons: readonly { readonly says: Says; readonly count: number }[];
  readonly before: When;
  readonly after: When;
}

/** The newest decisions of a workflow that must all have been the same: at 50, one in 20 that differ is missed once in 13 times. */
export const DECISIONS_NEEDED = 50;

const weaker: Readonly<Partial<Record<When, When>>> = { always: 'on-doubt', 'on-doubt': 'never' };

/**
 * What a shop's record says could go without a person: a workflow whose newest 50 decisions all approved everything unchanged.
 * The next weaker policy is proposed, never more.
 *
 * @param policy by workflow: when a person is asked now
 * @param countedAfter by proposal id: decisions up to then count no more. So a dismissed proposal comes back after 50 new ones, and
 *   what was approved while everything was asked about says nothing of what is asked about since, which is doubtful
 */
export function proposeAutomation(
  decided: readonly DecidedApproval[],
  policy: (workflow: string) => When,
  countedAfter: ReadonlyMap<string, string>,
): readonly AutomationProposal[] {
  return [...new Set(decided.map(({ workflow }) => workflow))].sort().flatMap((workflow) => {
    const before = policy(workflow);
    const after = weaker[before];
    if (after === undefined) return [];
    const id = digest([workflow, before, after]).slice(0, 16);
    const since = countedAfter.get(id) ?? '';
    const newest = decided
      .filter((one) => one.workflow === workflow && one.at > since)
      .toSorted((one, other) => other.at.localeCompare(one.at))
      .slice(0, DECISIONS_NEEDED);
    const unchanged = newest.filter(({ isUnchanged }) => isUnchanged).length;
    if (unchanged < DECISIONS_NEEDED) return [];
    const oldest = newest.at(-1)?.at ?? '';
    const reasons = countReasons(newest);
    return [{ id, workflow, decisions: newest.length, unchanged, since: oldest, reasons, before, after }];
  });
}

/** Measured values are left out of a reason's kind: "confidence 0.61" and "confidence 0.72" are the same reason. */
function countReasons(decided: readonly DecidedApproval[]): AutomationProposal['reasons'] {
  const kinds = new Map<string, { says: Says; count: number }>();
  for (const says of decided.flatMap(({ reasons }) => reasons)) {
    const kind = says.en.replace(/[\d.,]+/g, '#');
    const known = kinds.get(kind);
    kinds.set(kind, { says: known?.says ?? says, count: (known?.count ?? 0) + 1 });
  }
  return [...kinds.values()].sort((one, other) => other.count - one.count).slice(0, 10);
}
