import canonicalize from 'canonicalize';
import type { Says } from '../../commerce/says.ts';
import { digest } from '../audit/audit-entry.ts';
import { InvalidInputError, RateLimitedError, TransientError } from '../errors.ts';
import type { ActingMember } from '../members/member.ts';
import type { Platform } from '../platform.ts';
import { ConflictError, type StoredRecord } from '../ports/records.ts';
import { readSetting } from '../settings/read-setting.ts';
import { type Approval, approvalKey, type Decision, LARGEST_EDITS_BYTES } from './approval.ts';
import { approvalTexts } from './approval-texts.ts';
import { closeApproval } from './close-approval.ts';
import { settleApproval } from './settle-approval.ts';
import { withdrawEnded } from './withdraw-run.ts';

export interface DecisionRequest {
  readonly store: string;
  readonly id: string;
  /** Of what the person saw. */
  readonly payloadHash: string;
  readonly decision: 'approve' | 'reject';
  /** By run; each one of the item's choices. */
  readonly rejectedChoices?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly edits?: unknown;
  readonly comment?: string | undefined;
  readonly actor: ActingMember;
}

/** For an API: 200, 200, 409, 410, 409, 403, 404. */
export type DecisionOutcome =
  /** `told` false: saved, and the sweep tells the machines within minutes. */
  | { readonly outcome: 'decided'; readonly approval: Approval; readonly told: boolean }
  /** The same person had decided the same before. */
  | { readonly outcome: 'already-decided'; readonly approval: Approval; readonly told: boolean }
  | {
      readonly outcome: 'conflict';
      readonly why: 'payload-changed' | 'decided-otherwise';
      readonly approval: Approval;
      readonly says: Says;
    }
  | { readonly outcome: 'expired'; readonly approval: Approval; readonly says: Says }
  /** All runs that asked have ended without the answer. */
  | { readonly outcome: 'withdrawn'; readonly approval: Approval; readonly says: Says }
  | { readonly outcome: 'forbidden'; readonly why: 'role' | 'four-eyes'; readonly says: Says }
  | { readonly outcome: 'not-found'; readonly says: Says };

/** Another run may join, or another person decide, between reading and writing: judged again this often. */
const TRIES = 5;

/**
 * Decides what waits. The decision is saved with its audit entry first, then the machines are told; a crash between the two is
 * put right by the sweep.
 *
 * @throws InvalidInputError `ChoiceNotOffered` for a rejected choice or a run that was not offered; `EditsNotTaken`,
 *   `EditsTooLarge` (over 8 KB)
 */
export async function decideApproval(platform: Platform, request: DecisionRequest): Promise<DecisionOutcome> {
  for (let tries = 1; ; tries++) {
    const stored = await platform.records.get<Approval>(approvalKey(request.store, request.id));
    if (stored === undefined) return { outcome: 'not-found', says: approvalTexts.notFound };
    const refused = refuse(stored.data, request);
    if (refused !== undefined) return refused;
    try {
      return await judge(platform, stored, request);
    } catch (error) {
      if (!(error instanceof ConflictError) || tries === TRIES) throw error;
    }
  }
}

function refuse(approval: Approval, { actor }: DecisionRequest): DecisionOutcome | undefined {
  if (!actor.roles.includes(approval.role)) {
    return { outcome: 'forbidden', why: 'role', says: approvalTexts.roleMissing(approval.role) };
  }
  if (approval.fourEyes && approval.items.some((item) => item.startedBy?.includes(actor.sub))) {
    return { outcome: 'forbidden', why: 'four-eyes', says: approvalTexts.fourEyes };
  }
  return undefined;
}

async function judge(
  platform: Platform,
  stored: StoredRecord<Approval>,
  request: DecisionRequest,
): Promise<DecisionOutcome> {
  const approval = stored.data;
  if (approval.decision !== undefined)
    return await judgeDecided(platform, approval, approval.decision, request);
  if (approval.status === 'expired') return { outcome: 'expired', approval, says: approvalTexts.expired };
  if (approval.status === 'withdrawn') {
    return { outcome: 'withdrawn', approval, says: approvalTexts.withdrawn };
  }
  const now = platform.clock.now();
  if (now >= approval.expiresAt) {
    // The sweep has not come by yet: expired all the same.
    await closeApproval(platform, stored, 'expired');
    const { approval: expired } = await settleSoon(platform, approval);
    return { outcome: 'expired', approval: expired, says: approvalTexts.expired };
  }
  // Judged anew: what is left of it has another hash.
  if (await withdrawEnded(platform, approval)) throw new ConflictError(`approval ${approval.id}`);
  if (approval.payloadHash !== request.payloadHash) {
    return { outcome: 'conflict', why: 'payload-changed', approval, says: approvalTexts.payloadChanged };
  }
  refuseUnknownChoices(approval, request);
  refuseEdits(approval, request);
  const decision: Decision = {
    decision: request.decision,
    rejectedChoices: request.rejectedChoices ?? {},
    edits: request.edits ?? undefined,
    comment: request.comment,
    by: request.actor.sub,
    at: now,
  };
  await closeApproval(platform, stored, decision);
  return { outcome: 'decided', ...(await settleSoon(platform, approval)) };
}

async function judgeDecided(
  platform: Platform,
  approval: Approval,
  decision: Decision,
  request: DecisionRequest,
): Promise<DecisionOutcome> {
  const essence = ({ decision: verdict, rejectedChoices, edits, comment }: Decision | DecisionRequest) =>
    digest({
      verdict,
      rejectedChoices: rejectedChoices ?? {},
      edits: edits ?? null,
      comment: comment ?? null,
    });
  const isSame =
    decision.by === request.actor.sub &&
    approval.payloadHash === request.payloadHash &&
    essence(decision) === essence(request);
  if (isSame) return { outcome: 'already-decided', ...(await settleSoon(platform, approval)) };
  const { zone } = (await readSetting(platform, approval.store, 'shop')).value;
  const says = approvalTexts.decidedOtherwise(decision, zone);
  return { outcome: 'conflict', why: 'decided-otherwise', approval, says };
}

/** The decision is safe: a service that is busy just now must not make it look lost. */
async function settleSoon(
  platform: Platform,
  approval: Approval,
): Promise<{ approval: Approval; told: boolean }> {
  const { store, id } = approval;
  try {
    return { approval: await settleApproval(platform, store, id), told: true };
  } catch (error) {
    const passes =
      error instanceof TransientError || error instanceof RateLimitedError || error instanceof ConflictError;
    if (!passes) throw error;
    const stored = await platform.records.get<Approval>(approvalKey(store, id));
    return { approval: stored?.data ?? approval, told: false };
  }
}

function refuseUnknownChoices(approval: Approval, { rejectedChoices = {} }: DecisionRequest): void {
  for (const [run, rejected] of Object.entries(rejectedChoices)) {
    const item = approval.items.find((candidate) => candidate.run === run);
    const choices = item?.choices ?? [];
    // A run that nobody asked for is refused by its name, also without a choice: a decision names what was seen.
    const unknown = item === undefined ? run : rejected.find((choice) => !choices.includes(choice));
    if (unknown === undefined) continue;
    throw new InvalidInputError('ChoiceNotOffered', {
      en: `${unknown} is not among what can be rejected for run ${run}: ${choices.join(', ') || 'nothing'}. Nothing was decided.`,
      zh: `运行 ${run} 没有可拒绝的选项 ${unknown}，可选：${choices.join('、') || '无'}。未作出决定。`,
    });
  }
}

function refuseEdits(approval: Approval, { edits }: DecisionRequest): void {
  if (edits === undefined || edits === null) return;
  if (!approval.items.every((item) => item.takesEdits === true)) {
    throw new InvalidInputError('EditsNotTaken', {
      en: 'What waits here cannot be edited, only approved or rejected. Nothing was decided.',
      zh: '此审批的内容不能修改，只能通过或拒绝。未作出决定。',
    });
  }
  const bytes = Buffer.byteLength(canonicalize(edits) ?? '');
  if (bytes <= LARGEST_EDITS_BYTES) return;
  throw new InvalidInputError('EditsTooLarge', {
    en: `The edits have ${bytes} bytes; at most ${LARGEST_EDITS_BYTES} are taken. Nothing was decided.`,
    zh: `修改内容为 ${bytes} 字节，上限为 ${LARGEST_EDITS_BYTES} 字节。未作出决定。`,
  });
}
