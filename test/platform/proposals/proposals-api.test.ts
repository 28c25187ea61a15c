import { beforeEach, describe, expect, it } from 'vitest';
import type { Proposal } from '../../../functions/platform/proposals/proposals-answers.ts';
import { routes } from '../../../functions/platform/proposals/proposals-api.handler.ts';
import { routes as settingRoutes } from '../../../functions/platform/settings/settings-api.handler.ts';
import { ask, decide } from '../approvals/approval-fixtures.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { auditOf, set } from '../runs/run-fixtures.ts';

describe('what the record of approvals proposes', () => {
  let platform: MemoryPlatform;
  let count = 0;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    count = 0;
  });
  async function approve(times: number, over: Parameters<typeof decide>[2] = {}) {
    for (let time = 0; time < times; time++) {
      count += 1;
      platform.inspection.advance(1000);
      const reasons = [{ en: `The confidence is 0.${60 + (count % 30)}`, zh: '置信度偏低' }];
      const approval = await ask(platform, { run: `run-${count}`, group: `g/${count}`, reasons });
      await decide(platform, approval, over);
    }
  }
  const list = async () =>
    (await call(platform, routes, 'GET /api/{store}/proposals')).body.proposals as Proposal[];
  const act = (verb: 'accept' | 'dismiss', id: string, sub = 'max', body = {}) =>
    call(platform, routes, `POST /api/{store}/proposals/{id}/${verb}`, { sub, params: { id }, body });

  const dismissals = (id: string) => auditOf(platform, `proposal/${id}`);

  it('is the next weaker policy, after fifty decisions that approved everything unchanged', async () => {
    await approve(49);
    expect(await list()).toEqual([]);
    await approve(1);
    expect(await list()).toMatchObject([
      {
        workflow: 'image-assets',
        decisions: 50,
        unchanged: 50,
        reasons: [{ count: 50 }],
        change: { path: 'workflows.image-assets.when', before: 'on-doubt', after: 'never' },
      },
    ]);
  });

  it.each([
    ['a rejection', { decision: 'reject' }],
    ['a channel that was refused', { rejectedChoices: {} as Record<string, string[]> }],
  ] as const)('is nothing after %s among the last fifty', async (_, over) => {
    await approve(40);
    const refused =
      'rejectedChoices' in over ? { rejectedChoices: { [`run-${count + 1}`]: ['shopify'] } } : over;
    await approve(1, refused);
    await approve(49);
    expect(await list()).toEqual([]);
    await approve(1);
    expect(await list()).toHaveLength(1);
  });

  it('is asked for when an admin accepts, and in force when a second one confirms', async () => {
    await approve(50);
    const [proposal] = await list();
    const id = proposal?.id ?? '';
    expect((await act('accept', id, 'anna')).status).toBe(403);
    const { status, body } = await act('accept', id);
    expect(status).toBe(202);
    const change = body.change as { id: string };
    const confirm = 'POST /api/{store}/changes/{id}/confirm';
    await call(platform, settingRoutes, confirm, { sub: 'ada', params: { id: change.id }, body: {} });
    const params = { name: 'approval-policy' };
    const setting = await call(platform, settingRoutes, 'GET /api/{store}/settings/{name}', { params });
    expect(setting.body.value).toMatchObject({ workflows: { 'image-assets': { when: 'never' } } });
    // Nothing weaker than never.
    expect(await list()).toEqual([]);
  });

  it('goes no further by decisions that were made before the policy was weakened', async () => {
    const policy = (when: string, others: object = {}) =>
      set(platform, 'approval-policy', {
        working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] },
        workflows: { 'image-assets': { when }, ...others },
      });
    await policy('always');
    await approve(50);
    expect(await list()).toMatchObject([{ change: { before: 'always', after: 'on-doubt' } }]);
    platform.inspection.advance(1000);
    await policy('on-doubt');
    expect(await list()).toEqual([]);
    await approve(49);
    // What is changed for others begins nothing anew.
    await policy('on-doubt', { letters: { when: 'never' } });
    expect(await list()).toEqual([]);
    await approve(1);
    expect(await list()).toMatchObject([{ change: { before: 'on-doubt', after: 'never' } }]);
  });

  it('is put away until fifty new decisions say the same', async () => {
    await approve(50);
    const [proposal] = await list();
    expect((await act('dismiss', proposal?.id ?? '', 'max', { reason: 'not yet' })).status).toBe(200);
    const kept = platform.inspection.records.all().find(({ key }) => key.pk === 'shop#PROPOSALS');
    expect(kept?.data).toMatchObject({ by: 'max', reason: 'not yet' });
    expect(dismissals(proposal?.id ?? '')).toMatchObject([
      {
        action: 'proposal.dismissed',
        actor: { kind: 'person', id: 'max' },
        subject: 'proposal/image-assets',
        after: { when: 'on-doubt', proposed: 'never', decisions: 50 },
        reason: 'not yet',
      },
    ]);
    await approve(49);
    expect(await list()).toEqual([]);
    await approve(1);
    expect(await list()).toHaveLength(1);
    expect((await act('dismiss', 'unknown')).status).toBe(404);
    expect((await act('dismiss', proposal?.id ?? '')).status).toBe(200);
    expect(dismissals(proposal?.id ?? '')).toMatchObject([{ seq: 1 }, { seq: 2 }]);
    expect(dismissals('unknown')).toEqual([]);
  });
});
