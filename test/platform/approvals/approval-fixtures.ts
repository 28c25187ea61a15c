import type { Approval } from '../../../functions/platform/approvals/approval.ts';
import {
  type DecisionRequest,
  decideApproval,
} from '../../../functions/platform/approvals/decide-approval.ts';
import { showApproval } from '../../../functions/platform/approvals/list-approvals.ts';
import {
  type ApprovalRequest,
  requestApproval,
} from '../../../functions/platform/approvals/request-approval.ts';
import type { AuditEntry } from '../../../functions/platform/audit/audit-entry.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import type { MemoryPlatform } from '../memory/memory-platform.ts';

export const HOUR = 3_600_000;
/** A working day of the default policy has nine hours; 16 working hours from Monday 09:00 end on Tuesday 16:00. */
export const EXPIRES = '2026-03-03T16:00:00.000Z';
export const ESCALATES = '2026-03-02T17:00:00.000Z';

export const approver = { sub: 'li', roles: ['approver'] as Role[] };

export function question(over: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const run = over.run ?? 'run-1';
  return {
    store: 'shop',
    workflow: 'image-assets',
    subject: { kind: 'product', id: 'SKU-1', label: 'SKU-1' },
    group: 'image-assets/SKU-1',
    run,
    attempt: 1,
    token: `token-of-${run}`,
    asks: { en: 'Publish these?', zh: '是否发布？' },
    reasons: [{ en: 'The cut-out is doubtful', zh: '抠图结果存疑' }],
    payload: { pictures: [`${run}/cutout.png`] },
    choices: ['amazon-main', 'shopify'],
    ...over,
  };
}

export const ask = (platform: MemoryPlatform, over: Partial<ApprovalRequest> = {}) =>
  requestApproval(platform, question(over));

export async function decide(
  platform: MemoryPlatform,
  approval: Approval,
  over: Partial<DecisionRequest> = {},
) {
  const now = (await showApproval(platform, 'shop', approval.id)) ?? approval;
  return await decideApproval(platform, {
    store: 'shop',
    id: approval.id,
    payloadHash: now.payloadHash,
    decision: 'approve',
    actor: approver,
    ...over,
  });
}

export function auditOf(platform: MemoryPlatform, id: string): AuditEntry[] {
  return platform.inspection.records
    .all()
    .filter((record) => record.key.table === 'audit' && record.key.pk === `shop#AUDIT#approval/${id}`)
    .map((record) => record.data as AuditEntry);
}

export const workLeft = (platform: MemoryPlatform) =>
  platform.inspection.records.all().filter((record) => record.key.pk === 'shop#APPROVALWORK').length;
