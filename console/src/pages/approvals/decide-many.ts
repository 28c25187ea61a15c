import type { Says } from '../../../../functions/commerce/says.ts';
import type {
  DecisionsAnswer,
  ListedApproval,
} from '../../../../functions/platform/approvals/approvals-answers.ts';
import type { Api } from '../../api/client.ts';
import { approvalsTexts as texts } from '../../texts/approvals-texts.ts';

/** The API takes so many at once. */
const atOnce = 25;

export interface ManyDecided {
  readonly decided: readonly string[];
  /** Why, by approval. */
  readonly failed: ReadonlyMap<string, Says>;
}

/**
 * Decides several approvals. What there was no time left for is sent again, as long as others of the same request were done.
 *
 * @throws Problem where a whole request failed before anything was decided
 */
export async function decideMany(
  api: Pick<Api, 'post'>,
  approvals: readonly Pick<ListedApproval, 'id' | 'payloadHash'>[],
  verdict: { readonly decision: 'approve' | 'reject'; readonly comment: string },
): Promise<ManyDecided> {
  const decided: string[] = [];
  const failed = new Map<string, Says>();
  let waiting = [...approvals];
  while (waiting.length > 0) {
    const now = waiting.slice(0, atOnce);
    const { results } = await api.post<DecisionsAnswer>('approvals/decisions', {
      decisions: now.map(({ id, payloadHash }) => ({
        id,
        payloadHash,
        decision: verdict.decision,
        ...(verdict.comment === '' ? {} : { comment: verdict.comment }),
      })),
    });
    const untried = new Set(results.filter(({ status }) => status === 0).map(({ id }) => id));
    for (const { id, status, text } of results) {
      if (status === 0) continue;
      if (status < 300) decided.push(id);
      else failed.set(id, text ?? texts.notTried);
    }
    const isStuck = untried.size === now.length;
    if (isStuck) for (const { id } of waiting) failed.set(id, texts.notTried);
    waiting = isStuck ? [] : waiting.filter(({ id }, index) => index >= now.length || untried.has(id));
  }
  return { decided, failed };
}
