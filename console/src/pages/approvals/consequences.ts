import type { ApprovalView } from '../../approval-views/views.ts';
import { say } from '../../texts/text.ts';
import type { Refused } from './use-decision.ts';

export interface Consequences {
  /** What approving does, of all items together; undefined where their view does not say. */
  readonly says: string | undefined;
  /** How many choices are in doubt and not refused. */
  readonly doubtful: number;
  /** What would be refused if they were as well. */
  readonly withoutDoubtful: Refused;
}

/** What approving would do, with what is refused so far. */
export function consequencesOf(
  view: ApprovalView | undefined,
  items: readonly Parameters<NonNullable<ApprovalView['consequenceOf']>>[0][],
  refused: Refused,
): Consequences {
  const found = items.flatMap((item) => {
    const of = view?.consequenceOf?.(item, refused[item.run] ?? []);
    return of === undefined ? [] : [{ ...of, run: item.run }];
  });
  return {
    says: found.length === 0 ? undefined : found.map(({ says }) => say(says)).join(' '),
    doubtful: found.reduce((sum, { doubtful }) => sum + doubtful.length, 0),
    withoutDoubtful: {
      ...refused,
      ...Object.fromEntries(found.map(({ run, doubtful }) => [run, [...(refused[run] ?? []), ...doubtful]])),
    },
  };
}
