import { describe, expect, it } from 'vitest';
import { listApprovals, showApproval } from '../../../functions/platform/approvals/list-approvals.ts';
import { reviewPolicy } from '../../../functions/platform/approvals/review-policy.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { settingCatalogue } from '../../../functions/platform/settings/setting-catalogue.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { ask, decide, ESCALATES, EXPIRES, HOUR } from './approval-fixtures.ts';

const policyWith = (platform: MemoryPlatform, workflow: Record<string, unknown>, working = {}) =>
  saveSetting(platform, {
    store: 'shop',
    name: 'approval-policy',
    value: {
      working: { ...settingCatalogue['approval-policy'].default.working, ...working },
      workflows: { 'image-assets': workflow },
    },
    actor: { kind: 'system', id: 'test' },
    reason: 'test',
  });

describe('asking for approval', () => {
  it('waits in working hours of the shop, escalates half-way, and says so once on the bus', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    expect(approval).toMatchObject({
      status: 'open',
      role: 'approver',
      expiresAt: EXPIRES,
      escalateAt: ESCALATES,
      announced: ['requested'],
    });
    expect(platform.inspection.events).toMatchObject([
      { name: 'ApprovalRequested', eventId: `approval-requested/${approval.id}`, role: 'approver' },
    ]);
  });

  it('joins the open approval of its product, and changes what is decided on', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform, { run: 'run-1' });
    const joined = await ask(platform, { run: 'run-2' });
    expect(joined.id).toBe(first.id);
    expect(joined.items.map((item) => item.run)).toEqual(['run-1', 'run-2']);
    expect(joined.payloadHash).not.toBe(first.payloadHash);
    expect(platform.inspection.events).toHaveLength(1);
    const other = await ask(platform, { run: 'run-3', group: 'image-assets/SKU-2' });
    expect(other.id).not.toBe(first.id);
  });

  it('is one approval when eight photos of a product ask at once', async () => {
    const platform = createMemoryPlatform();
    const runs = Array.from({ length: 8 }, (_, index) => `run-${index}`);
    const asked = await Promise.all(runs.map((run) => ask(platform, { run })));
    expect(new Set(asked.map((approval) => approval.id)).size).toBe(1);
    const approval = await showApproval(platform, 'shop', asked[0]?.id ?? '');
    expect(approval?.items.map((item) => item.run).sort()).toEqual(runs);
  });

  it('is the same question when the step is repeated, with the newest token', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    const again = await ask(platform, { token: 'second-token' });
    expect(again).toEqual(first);
    await decide(platform, first);
    expect([...platform.inspection.told.keys()]).toEqual(['second-token']);
  });

  it('changes the hash when the repeated step shows something else', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    const again = await ask(platform, { payload: { pictures: ['other.png'] } });
    expect(again.items).toHaveLength(1);
    expect(again.payloadHash).not.toBe(first.payloadHash);
  });

  it('is answered at once when it was decided before the step was repeated', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    await decide(platform, first);
    const again = await ask(platform, { token: 'token-of-the-retry' });
    expect(again.status).toBe('approved');
    expect(platform.inspection.told.get('token-of-the-retry')).toMatchObject({
      decision: 'approve',
      decidedBy: 'li',
    });
    expect(platform.inspection.events.map((event) => event.name)).toEqual([
      'ApprovalRequested',
      'ApprovalDecided',
    ]);
  });

  it('lets a replayed run take the place of its earlier question', async () => {
    const platform = createMemoryPlatform();
    await ask(platform);
    const replayed = await ask(platform, { attempt: 2, token: 'second-attempt' });
    expect(replayed.items.map(({ run, attempt }) => [run, attempt])).toEqual([['run-1', 2]]);
    expect(await ask(platform, { attempt: 1 })).toEqual(replayed);
  });

  it('starts a new approval when the one before is decided, or full', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    await decide(platform, first);
    const second = await ask(platform, { run: 'run-2' });
    expect(second.id).not.toBe(first.id);
    for (let n = 3; n <= 21; n++) expect((await ask(platform, { run: `run-${n}` })).id).toBe(second.id);
    const third = await ask(platform, { run: 'run-22' });
    expect(third.id).not.toBe(second.id);
    await decide(platform, second);
    expect((await ask(platform, { run: 'run-23' })).id).toBe(third.id);
  });

  it('gives whoever joins late time to be looked at, up to twice the wait of the first', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    platform.inspection.advance(30 * HOUR);
    const joined = await ask(platform, { run: 'run-2' });
    expect(joined.expiresAt > first.expiresAt).toBe(true);
    expect(joined.escalateAt).toBe(first.escalateAt);
    platform.inspection.setNow(new Date(Date.parse(joined.expiresAt) - 1000).toISOString());
    const last = await ask(platform, { run: 'run-3' });
    expect(last.expiresAt).toBe(first.expiresAtLatest);
    expect(Date.parse(first.expiresAtLatest) - Date.parse(first.requestedAt)).toBe(62 * HOUR);
  });

  it('never lasts longer than the machine of whoever joins waits, where the policy has become stricter', async () => {
    const platform = createMemoryPlatform();
    const first = await ask(platform);
    const rule = { when: 'always', role: 'approver', fourEyes: true };
    await policyWith(platform, { ...rule, expiryWorkingHours: 12 });
    const joined = await ask(platform, { run: 'run-2' });
    const policy = await reviewPolicy(platform, 'shop', 'image-assets');
    expect(joined.id).toBe(first.id);
    expect(joined.expiresAtLatest).toBe(policy.expiresAtLatest);
    expect(joined.expiresAt).toBe(first.expiresAt);
    // So strict that those who were asked before would lose the time that they were told.
    await policyWith(platform, { ...rule, expiryWorkingHours: 1 });
    expect((await ask(platform, { run: 'run-3' })).id).not.toBe(first.id);
  });

  it('refuses a payload that is a file instead of a reference', async () => {
    const platform = createMemoryPlatform();
    await expect(ask(platform, { payload: 'x'.repeat(17_000) })).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'ApprovalPayloadTooLarge',
    });
  });

  it('never shows a task token', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform, { token: 'secret-token' });
    const shown = [
      approval,
      await showApproval(platform, 'shop', approval.id),
      await listApprovals(platform, 'shop', { status: 'open' }),
      await decide(platform, approval),
      await listApprovals(platform, 'shop', { status: 'approved' }),
      platform.inspection.events,
    ];
    expect(JSON.stringify(shown)).not.toContain('secret-token');
  });
});

describe('the policy of a review', () => {
  it('takes role, wait and working hours from the settings', async () => {
    const platform = createMemoryPlatform();
    await policyWith(platform, { when: 'always', role: 'admin', expiryWorkingHours: 4, fourEyes: false });
    expect(await reviewPolicy(platform, 'shop', 'image-assets')).toEqual({
      when: 'always',
      role: 'admin',
      fourEyes: false,
      escalateAt: '2026-03-02T11:00:00.000Z',
      expiresAt: '2026-03-02T13:00:00.000Z',
      expiresAtLatest: '2026-03-02T17:00:00.000Z',
      backstopSeconds: 32 * 3600,
    });
    expect(await reviewPolicy(platform, 'shop', 'campaign')).toMatchObject({ when: 'on-doubt' });
  });

  it('never waits longer than a machine lives, however few hours a shop works', async () => {
    const platform = createMemoryPlatform();
    await policyWith(platform, { expiryWorkingHours: 40 }, { days: [6], from: '10:00', to: '12:00' });
    const policy = await reviewPolicy(platform, 'shop', 'image-assets');
    expect(policy.backstopSeconds).toBe(13 * 86_400);
    expect(Date.parse(policy.expiresAt) - Date.parse(platform.clock.now())).toBe(12 * 24 * HOUR);
    expect(policy.escalateAt <= policy.expiresAt).toBe(true);
  });
});
