import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../functions/platform/approvals/approval.ts';
import { showApproval } from '../../../functions/platform/approvals/list-approvals.ts';
import { sweepApprovals } from '../../../functions/platform/approvals/sweep-approvals.ts';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { crashEverywhere } from '../memory/crash-everywhere.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { ask, auditOf, decide, ESCALATES, EXPIRES, workLeft } from './approval-fixtures.ts';

async function twoAsked(): Promise<{ platform: MemoryPlatform; approval: Approval }> {
  const platform = createMemoryPlatform();
  await ask(platform, { run: 'run-1' });
  return { platform, approval: await ask(platform, { run: 'run-2' }) };
}

const eventIds = (platform: MemoryPlatform, name: string) => [
  ...new Set(platform.inspection.events.filter((event) => event.name === name).map((event) => event.eventId)),
];

describe('a process that dies at any point', () => {
  it('while a decision is taken: the machines hear it all the same, and it is on record once', async () => {
    const { approval } = await twoAsked();
    const crashes = await crashEverywhere(
      async () => (await twoAsked()).platform,
      (platform) => decide(platform, approval, { rejectedChoices: { 'run-1': ['shopify'] } }),
      async (platform, crashed) => {
        await sweepApprovals(platform, 'shop');
        if ((await showApproval(platform, 'shop', approval.id))?.status === 'open') {
          // It died before the decision was saved: the person saw an error and decides again.
          expect(platform.inspection.told.size, crashed).toBe(0);
          await decide(platform, approval, { rejectedChoices: { 'run-1': ['shopify'] } });
        }
        expect(platform.inspection.told.get('token-of-run-1'), crashed).toMatchObject({
          decision: 'approve',
          decidedBy: 'li',
          rejectedChoices: ['shopify'],
        });
        expect(platform.inspection.told.get('token-of-run-2'), crashed).toMatchObject({
          decision: 'approve',
          rejectedChoices: [],
        });
        expect(auditOf(platform, approval.id), crashed).toHaveLength(1);
        expect(eventIds(platform, 'ApprovalDecided'), crashed).toEqual([`approval-decided/${approval.id}`]);
        expect(workLeft(platform), crashed).toBe(0);
        expect(await sweepApprovals(platform, 'shop')).toEqual({ escalated: [], expired: [], resent: [] });
        expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true });
      },
    );
    expect(crashes).toBeGreaterThan(15);
  });

  it('while a run asks: repeated, it is asked once and everybody hears of it', async () => {
    const crashes = await crashEverywhere(
      async () => {
        const platform = createMemoryPlatform();
        await ask(platform, { run: 'run-1' });
        return platform;
      },
      (platform) => ask(platform, { run: 'run-2' }),
      async (platform, crashed) => {
        // The machine's Retry runs the step again, with a new token.
        const approval = await ask(platform, { run: 'run-2', token: 'token-of-the-retry' });
        expect(
          approval.items.map((item) => item.run),
          crashed,
        ).toEqual(['run-1', 'run-2']);
        expect(eventIds(platform, 'ApprovalRequested'), crashed).toHaveLength(1);
        await decide(platform, approval);
        expect([...platform.inspection.told.keys()], crashed).toEqual([
          'token-of-run-1',
          'token-of-the-retry',
        ]);
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });

  it('while the first run of a product asks: the sweep announces what was saved', async () => {
    await crashEverywhere(
      async () => createMemoryPlatform(),
      (platform) => ask(platform),
      async (platform, crashed) => {
        await sweepApprovals(platform, 'shop');
        const saved = platform.inspection.records.all().some((record) => record.key.sk === 'APPROVAL');
        expect(eventIds(platform, 'ApprovalRequested'), crashed).toHaveLength(saved ? 1 : 0);
        expect(workLeft(platform), crashed).toBe(saved ? 1 : 0);
      },
    );
  });

  for (const [name, at, event] of [
    ['escalates', ESCALATES, 'AlertRaised'],
    ['expires', EXPIRES, 'ApprovalDecided'],
  ] as const) {
    it(`while the sweep ${name} it: the next sweep finishes`, async () => {
      const { approval } = await twoAsked();
      const crashes = await crashEverywhere(
        async () => {
          const { platform } = await twoAsked();
          platform.inspection.setNow(at);
          return platform;
        },
        (platform) => sweepApprovals(platform, 'shop'),
        async (platform, crashed) => {
          await sweepApprovals(platform, 'shop');
          expect(eventIds(platform, event), crashed).toHaveLength(1);
          const expired = at === EXPIRES;
          expect(platform.inspection.told.size, crashed).toBe(expired ? 2 : 0);
          expect(auditOf(platform, approval.id), crashed).toHaveLength(expired ? 1 : 0);
          expect(await sweepApprovals(platform, 'shop')).toEqual({ escalated: [], expired: [], resent: [] });
        },
      );
      expect(crashes).toBeGreaterThan(8);
    });
  }
});
