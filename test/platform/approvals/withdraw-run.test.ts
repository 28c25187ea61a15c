import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../functions/platform/approvals/approvals-api.handler.ts';
import { listApprovals, showApproval } from '../../../functions/platform/approvals/list-approvals.ts';
import { sweepApprovals } from '../../../functions/platform/approvals/sweep-approvals.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { setRunStatus } from '../../../functions/platform/runs/stages.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, reference, runNow, start } from '../runs/run-fixtures.ts';
import { ask, auditOf, decide, EXPIRES, workLeft } from './approval-fixtures.ts';

/** A run that waits for its answer. */
async function waiting(platform: MemoryPlatform, run = 'run-1') {
  await start(platform, { runId: run });
  const approval = await ask(platform, { run });
  await setRunStatus(platform, reference(1, run), 'waiting');
  return approval;
}

const openOnes = async (platform: MemoryPlatform) =>
  (await listApprovals(platform, 'shop', { status: 'open' })).approvals;

describe('the approval of a run that ends without its answer', () => {
  let platform: MemoryPlatform;
  beforeEach(() => {
    platform = createMemoryPlatform();
  });

  it('is withdrawn, and a decision on it is not taken for one', async () => {
    const approval = await waiting(platform);
    await close(platform, 'failed');
    expect(await openOnes(platform)).toEqual([]);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ resent: [approval.id] });
    expect(workLeft(platform)).toBe(0);
    expect(platform.inspection.events.at(-1)).toMatchObject({
      name: 'ApprovalDecided',
      decision: 'withdrawn',
    });
    expect(auditOf(platform, approval.id)).toMatchObject([
      { action: 'approval.withdrawn', actor: { kind: 'system' } },
    ]);
    expect(await decide(platform, approval)).toMatchObject({
      outcome: 'withdrawn',
      approval: { status: 'withdrawn' },
      says: { zh: expect.stringContaining('已结束') },
    });
    expect(platform.inspection.told.size).toBe(0);
    const { approvals } = await listApprovals(platform, 'shop', { status: 'withdrawn' });
    expect(approvals.map(({ id }) => id)).toEqual([approval.id]);
  });

  it('makes room for the question of its replay', async () => {
    const approval = await waiting(platform);
    await close(platform, 'failed');
    const anew = await ask(platform, { attempt: 2 });
    expect(anew.id).not.toBe(approval.id);
    expect(anew.status).toBe('open');
  });

  it('goes on for the others of the group, who are looked at once more', async () => {
    await waiting(platform, 'run-1');
    const seen = await waiting(platform, 'run-2');
    await close(platform, 'failed');
    const [left] = await openOnes(platform);
    expect(left?.items.map(({ run }) => run)).toEqual(['run-2']);
    expect(await decide(platform, seen, { payloadHash: seen.payloadHash })).toMatchObject({
      outcome: 'conflict',
      why: 'payload-changed',
    });
    expect(await decide(platform, seen)).toMatchObject({ outcome: 'decided', told: true });
    expect([...platform.inspection.told.keys()]).toEqual(['token-of-run-2']);
  });

  it('is found by a decision where the run had ended before its question was written', async () => {
    await addMembers(platform);
    await start(platform);
    await close(platform, 'failed');
    const approval = await ask(platform);
    const answered = await call(platform, routes, 'POST /api/{store}/approvals/{id}/decision', {
      sub: 'anna',
      params: { id: approval.id },
      body: { payloadHash: approval.payloadHash, decision: 'approve' },
    });
    expect(answered).toMatchObject({ status: 409, body: { code: 'RunEnded' } });
    expect((await showApproval(platform, 'shop', approval.id))?.status).toBe('withdrawn');
    expect(platform.inspection.told.size).toBe(0);
  });

  it('stays as it is where the answer was given', async () => {
    const approval = await waiting(platform);
    await decide(platform, approval);
    await close(platform, 'published');
    expect(await showApproval(platform, 'shop', approval.id)).toMatchObject({ status: 'approved' });
    expect(auditOf(platform, approval.id)).toHaveLength(1);
  });

  it('expires all the same once its time is over, and can be reopened then', async () => {
    const approval = await waiting(platform);
    platform.inspection.setNow(EXPIRES);
    platform.inspection.goneTokens.add('token-of-run-1');
    await close(platform, 'expired');
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ expired: [approval.id] });
  });

  it('is withdrawn once, with its run, when the process dies at any call', async () => {
    const crashes = await crashEverywhere(
      async () => {
        const fresh = createMemoryPlatform();
        await waiting(fresh);
        return fresh;
      },
      (fresh) => close(fresh, 'failed'),
      async (fresh, crashed) => {
        if ((await runNow(fresh)).status === 'waiting') await close(fresh, 'failed', { by: 'sweep' });
        await sweepApprovals(fresh, 'shop');
        const { approvals } = await listApprovals(fresh, 'shop', { status: 'withdrawn' });
        const [approval] = approvals;
        expect(approvals, crashed).toHaveLength(1);
        expect(auditOf(fresh, approval?.id ?? ''), crashed).toHaveLength(1);
        expect((await runNow(fresh)).status, crashed).toBe('failed');
        expect(workLeft(fresh), crashed).toBe(0);
        expect(fresh.inspection.told.size, crashed).toBe(0);
        expect(await verifyAudit(fresh, 'shop'), crashed).toMatchObject({ ok: true });
      },
    );
    expect(crashes).toBeGreaterThan(15);
  });
});
