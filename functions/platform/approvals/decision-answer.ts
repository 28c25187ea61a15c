import { type ApiAnswer, problem } from '../handlers/api-handler.ts';
import { readMember } from '../members/members.ts';
import type { Platform } from '../platform.ts';
import type { Approval } from './approval.ts';
import type { DecisionOutcome } from './decide-approval.ts';

/** How the API answers what became of a decision. */
export async function answerTo(platform: Platform, outcome: DecisionOutcome): Promise<ApiAnswer> {
  switch (outcome.outcome) {
    case 'decided':
    case 'already-decided':
      return {
        status: 200,
        body: { outcome: outcome.outcome, told: outcome.told, approval: outcome.approval },
      };
    case 'conflict': {
      const code = outcome.why === 'payload-changed' ? 'PayloadChanged' : 'DecidedOtherwise';
      return problem(409, code, outcome.says, await standing(platform, outcome.approval));
    }
    case 'withdrawn':
      return problem(409, 'RunEnded', outcome.says);
    case 'expired':
      return problem(410, 'ApprovalExpired', outcome.says);
    case 'forbidden':
      return problem(403, outcome.why === 'role' ? 'Forbidden' : 'FourEyes', outcome.says);
    case 'not-found':
      return problem(404, 'ApprovalUnknown', outcome.says);
  }
}

/** What the decision was compared with; where somebody was faster, who that was and what they decided. */
async function standing(platform: Platform, approval: Approval) {
  const { payloadHash, status, decision, store } = approval;
  if (decision === undefined) return { payloadHash, status };
  const { edits: _edits, ...decided } = decision;
  // Somebody who is no member any more is known by the id only.
  const byName = (await readMember(platform, store, decision.by))?.name ?? decision.by;
  return { payloadHash, status, decided: { ...decided, byName } };
}
