import { describe, expect, it } from 'vitest';
import { LARGEST_EDITS_BYTES } from '../../../functions/platform/approvals/approval.ts';
import { listApprovals, showApproval } from '../../../functions/platform/approvals/list-approvals.ts';
import { reopenApproval } from '../../../functions/platform/approvals/reopen-approval.ts';
import { sweepApprovals } from '../../../functions/platform/approvals/sweep-approvals.ts';
import { TransientError } from '../../../functions/platform/errors.ts';
import { createMemoryPlatform } from '../memory/memory-platform.ts';
import { approver, ask, auditOf, decide, ESCALATES, EXPIRES, HOUR, workLeft } from './approval-fixtures.ts';

describe('deciding an approval', () => {
  it('tells every machine of the product, each with its own refused channels, and keeps who and why', async () => {
    const platform = createMemoryPlatform();
    await ask(platform, { run: 'run-1', takesEdits: true });
    const approval = await ask(platform, { run: 'run-2', takesEdits: true });
    const outcome = await decide(platform, approval, {
      rejectedChoices: { 'run-2': ['shopify'] },
      edits: { title: 'Blue' },
      comment: 'shopify crops it',
    });
    expect(outcome).toMatchObject({ outcome: 'decided', told: true, approval: { status: 'approved' } });
    const answer = {
      decision: 'approve',
      approvalId: approval.id,
      edits: { title: 'Blue' },
      comment: 'shopify crops it',
      decidedBy: 'li',
      decidedAt: '2026-03-02T09:00:00.000Z',
    };
    expect(Object.fromEntries(platform.inspection.told)).toEqual({
      'token-of-run-1': { ...answer, rejectedChoices: [] },
      'token-of-run-2': { ...answer, rejectedChoices: ['shopify'] },
    });
    expect(auditOf(platform, approval.id)).toMatchObject([
      {
        action: 'approval.approved',
        actor: { kind: 'person', id: 'li' },
        reason: 'shopify crops it',
        before: { payloadHash: approval.payloadHash },
        after: { rejectedChoices: { 'run-2': ['shopify'] } },
      },
    ]);
    expect(platform.inspection.events.at(-1)).toMatchObject({
      name: 'ApprovalDecided',
      decision: 'approve',
      runs: [
        { run: 'run-1', attempt: 1 },
        { run: 'run-2', attempt: 1 },
      ],
    });
    expect(workLeft(platform)).toBe(0);
  });

  it('answers the same to the same person deciding the same again', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    await decide(platform, approval, { decision: 'reject', comment: 'blurred' });
    const again = await decide(platform, approval, { decision: 'reject', comment: 'blurred' });
    expect(again).toMatchObject({ outcome: 'already-decided', told: true });
    expect(auditOf(platform, approval.id)).toHaveLength(1);
    expect(platform.inspection.events).toHaveLength(2);
  });

  it('refuses another decision on what is decided', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    await decide(platform, approval);
    // In the shop's time: 09:00 UTC, and the shop's zone is UTC until somebody says another.
    const says = {
      en: expect.stringContaining('decided on 2 Mar 2026, 09:00'),
      zh: expect.stringContaining('该审批已于 2026年3月2日 09:00'),
    };
    const otherwise = { outcome: 'conflict', why: 'decided-otherwise', says };
    expect(await decide(platform, approval, { decision: 'reject' })).toMatchObject(otherwise);
    expect(await decide(platform, approval, { rejectedChoices: { 'run-1': ['shopify'] } })).toMatchObject(
      otherwise,
    );
    expect(await decide(platform, approval, { actor: { ...approver, sub: 'zhao' } })).toMatchObject(
      otherwise,
    );
    expect(platform.inspection.told.size).toBe(1);
  });

  it('lets one of two people who decide at once win', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    const outcomes = await Promise.all([
      decide(platform, approval),
      decide(platform, approval, { decision: 'reject', actor: { ...approver, sub: 'zhao' } }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'decided']);
    expect(auditOf(platform, approval.id)).toHaveLength(1);
  });

  it('refuses a decision on something else than what now waits', async () => {
    const platform = createMemoryPlatform();
    const seen = await ask(platform);
    await ask(platform, { run: 'run-2' });
    expect(await decide(platform, seen, { payloadHash: seen.payloadHash })).toMatchObject({
      outcome: 'conflict',
      why: 'payload-changed',
      says: { zh: expect.stringContaining('已变化') },
    });
    expect(platform.inspection.told.size).toBe(0);
  });

  it('refuses whoever lacks the role or started the run', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform, { startedBy: ['wang', 'li'] });
    expect(await decide(platform, approval, { actor: { sub: 'zhao', roles: ['admin'] } })).toMatchObject({
      outcome: 'forbidden',
      why: 'role',
    });
    expect(await decide(platform, approval)).toMatchObject({ outcome: 'forbidden', why: 'four-eyes' });
    expect(await decide(platform, approval, { actor: { ...approver, sub: 'zhao' } })).toMatchObject({
      outcome: 'decided',
    });
  });

  it('knows no approval of another shop', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    expect(await decide(platform, approval, { store: 'other' })).toMatchObject({ outcome: 'not-found' });
    expect(await showApproval(platform, 'other', approval.id)).toBeUndefined();
    expect(await listApprovals(platform, 'other', { status: 'open' })).toEqual({ approvals: [] });
  });

  it('refuses a choice that was not offered', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    await expect(
      decide(platform, approval, { rejectedChoices: { 'run-1': ['ebay'] } }),
    ).rejects.toMatchObject({ name: 'InvalidInputError', code: 'ChoiceNotOffered' });
    await expect(
      decide(platform, approval, { rejectedChoices: { 'run-9': ['shopify'] } }),
    ).rejects.toMatchObject({ code: 'ChoiceNotOffered' });
    await expect(decide(platform, approval, { rejectedChoices: { 'run-9': [] } })).rejects.toMatchObject({
      code: 'ChoiceNotOffered',
    });
  });

  it('refuses edits where a machine of the group does not take them', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform, { takesEdits: true });
    await ask(platform, { run: 'run-2' });
    await expect(decide(platform, approval, { edits: { title: 'Blue' } })).rejects.toMatchObject({
      name: 'InvalidInputError',
      code: 'EditsNotTaken',
    });
    expect(platform.inspection.told.size).toBe(0);
    expect(await decide(platform, approval, { edits: null })).toMatchObject({ outcome: 'decided' });
  });

  it('refuses edits over 8 KB, counted in UTF-8, and takes them up to there', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform, { takesEdits: true });
    // A character of three bytes, two of quotation marks.
    const edits = '蓝'.repeat((LARGEST_EDITS_BYTES - 2) / 3);
    await expect(decide(platform, approval, { edits: `${edits}x` })).rejects.toMatchObject({
      code: 'EditsTooLarge',
    });
    expect(await decide(platform, approval, { edits })).toMatchObject({ outcome: 'decided', told: true });
  });

  it('keeps a decision when the machines cannot be told just now, and tells them later', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    platform.inspection.onCall((call) => {
      if (call.name === 'executions.succeedTask') throw new TransientError('Busy', { en: 'busy', zh: '忙' });
    });
    expect(await decide(platform, approval)).toMatchObject({ outcome: 'decided', told: false });
    platform.inspection.onCall(undefined);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ resent: [approval.id] });
    expect(platform.inspection.told.get('token-of-run-1')).toMatchObject({ decision: 'approve' });
    expect(workLeft(platform)).toBe(0);
  });

  it('counts a machine that waits no more as told', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    platform.inspection.goneTokens.add('token-of-run-1');
    expect(await decide(platform, approval)).toMatchObject({ outcome: 'decided', told: true });
    expect(workLeft(platform)).toBe(0);
  });
});

describe('what nobody decides', () => {
  it('is escalated half-way, once', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    platform.inspection.setNow('2026-03-02T16:59:59.000Z');
    expect(await sweepApprovals(platform, 'shop')).toEqual({ escalated: [], expired: [], resent: [] });
    platform.inspection.setNow(ESCALATES);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ escalated: [approval.id] });
    platform.inspection.advance(HOUR);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ escalated: [] });
    const alerts = platform.inspection.events.filter((event) => event.name === 'AlertRaised');
    expect(alerts).toMatchObject([
      { eventId: `approval-escalated/${approval.id}`, alert: 'approval-waiting', role: 'admin' },
    ]);
  });

  it('expires, which is a no', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    platform.inspection.setNow(EXPIRES);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ expired: [approval.id], escalated: [] });
    expect(platform.inspection.told.get('token-of-run-1')).toEqual({
      decision: 'expired',
      approvalId: approval.id,
      rejectedChoices: [],
      edits: null,
      comment: null,
      decidedBy: null,
      decidedAt: EXPIRES,
    });
    expect(auditOf(platform, approval.id)).toMatchObject([
      { action: 'approval.expired', actor: { kind: 'system' } },
    ]);
    expect(await decide(platform, approval)).toMatchObject({ outcome: 'expired' });
    expect(await sweepApprovals(platform, 'shop')).toEqual({ escalated: [], expired: [], resent: [] });
  });

  it('is expired for whoever decides before the sweep comes by', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform);
    platform.inspection.setNow(EXPIRES);
    expect(await decide(platform, approval)).toMatchObject({
      outcome: 'expired',
      approval: { status: 'expired' },
    });
    expect(platform.inspection.told.get('token-of-run-1')).toMatchObject({ decision: 'expired' });
  });

  it('does not keep the others waiting when one of them fails', async () => {
    const platform = createMemoryPlatform();
    for (const n of [1, 2, 3]) await ask(platform, { run: `run-${n}`, group: `image-assets/${n}` });
    platform.inspection.setNow(EXPIRES);
    let failed = false;
    platform.inspection.onCall((call) => {
      if (call.name !== 'executions.succeedTask' || failed) return;
      failed = true;
      throw new TransientError('Busy', { en: 'busy', zh: '忙' });
    });
    await expect(sweepApprovals(platform, 'shop')).rejects.toMatchObject({ code: 'Busy' });
    expect(platform.inspection.told.size).toBe(2);
    expect(await sweepApprovals(platform, 'shop')).toMatchObject({ resent: [expect.any(String)] });
    expect(platform.inspection.told.size).toBe(3);
  });

  it('reopens with one click: the runs that asked are to be replayed', async () => {
    const platform = createMemoryPlatform();
    await ask(platform, { run: 'run-1' });
    const approval = await ask(platform, { run: 'run-2' });
    const request = { store: 'shop', id: approval.id, actor: { sub: 'li', roles: ['operator' as const] } };
    expect(await reopenApproval(platform, request)).toMatchObject({ outcome: 'conflict' });
    platform.inspection.setNow(EXPIRES);
    await sweepApprovals(platform, 'shop');
    const runs = [
      { run: 'run-1', attempt: 2 },
      { run: 'run-2', attempt: 2 },
    ];
    const reopened = { outcome: 'reopened', workflow: 'image-assets', runs };
    expect(await reopenApproval(platform, request)).toEqual(reopened);
    expect(await reopenApproval(platform, request)).toEqual(reopened);
    expect(auditOf(platform, approval.id).map((entry) => entry.action)).toEqual([
      'approval.expired',
      'approval.reopened',
    ]);
    expect(await reopenApproval(platform, { ...request, store: 'other' })).toMatchObject({
      outcome: 'not-found',
    });
  });
});

describe('listing approvals', () => {
  it('lists closed ones newest day first, in pages, 45 days back', async () => {
    const platform = createMemoryPlatform();
    const ids: string[] = [];
    for (let n = 0; n < 120; n++) {
      const approval = await ask(platform, { run: `run-${n}`, group: `image-assets/${n}` });
      await decide(platform, approval, { decision: n % 2 === 0 ? 'approve' : 'reject' });
      ids.push(approval.id);
      platform.inspection.advance(12 * HOUR);
    }
    // 120 half days: two a day, every second one approved; of 60 approved ones the last 45 days have 44 whole and today.
    platform.inspection.advance(-12 * HOUR);
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApprovals(platform, 'shop', { status: 'approved', cursor });
      expect(page.approvals.length).toBeLessThanOrEqual(50);
      listed.push(...page.approvals.map((approval) => approval.id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(listed).toEqual(
      ids
        .filter((_, n) => n % 2 === 0)
        .slice(-45)
        .toReversed(),
    );
  });

  it('pages within a busy day and refuses a cursor of another list', async () => {
    const platform = createMemoryPlatform();
    for (let n = 0; n < 60; n++) {
      const approval = await ask(platform, { run: `run-${n}`, group: `image-assets/${n}` });
      await decide(platform, approval);
    }
    const first = await listApprovals(platform, 'shop', { status: 'approved' });
    const second = await listApprovals(platform, 'shop', { status: 'approved', cursor: first.cursor });
    expect(first.approvals).toHaveLength(50);
    expect(second.approvals).toHaveLength(10);
    expect(second.cursor).toBeUndefined();
    const refused = { code: 'CursorInvalid' };
    await expect(
      listApprovals(platform, 'shop', { status: 'rejected', cursor: first.cursor }),
    ).rejects.toMatchObject(refused);
    await expect(listApprovals(platform, 'shop', { status: 'open', cursor: 'x' })).rejects.toMatchObject(
      refused,
    );
  });

  it('stays far below the 6 MB of an answer, with the longest of everything, and shows one whole', async () => {
    const platform = createMemoryPlatform();
    const long = (bytes: number) => ({ en: 'x'.repeat(bytes), zh: '图'.repeat(bytes / 3) });
    let last = '';
    for (let n = 0; n < 50; n++) {
      for (let photo = 0; photo < 20; photo++) {
        const { id } = await ask(platform, {
          run: `run-${n}-${photo}`,
          group: `image-assets/${n}`,
          payload: 'x'.repeat(16_000),
          asks: long(600),
          reasons: Array.from({ length: 5 }, () => long(300)),
          choices: Array.from({ length: 20 }, (_, channel) => `some-channel-${channel}`),
        });
        last = id;
      }
    }
    const page = await listApprovals(platform, 'shop', { status: 'open' });
    expect(page.approvals).toHaveLength(50);
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(4 * 1024 * 1024);
    const [item] = page.approvals[0]?.items ?? [];
    expect(item).toMatchObject({ reasons: [expect.anything()], choices: expect.any(Array) });
    expect(item).not.toHaveProperty('payload');
    const shown = await showApproval(platform, 'shop', last);
    expect(shown?.items[0]).toMatchObject({ payload: expect.any(String) });
    expect(shown?.items[0]?.reasons).toHaveLength(5);
  });

  it('leaves edits out of closed ones, too', async () => {
    const platform = createMemoryPlatform();
    const approval = await ask(platform, { takesEdits: true });
    await decide(platform, approval, { edits: { title: 'Blue' }, comment: 'ok' });
    const { approvals } = await listApprovals(platform, 'shop', { status: 'approved' });
    expect(approvals[0]?.decision).toMatchObject({ decision: 'approve', by: 'li', comment: 'ok' });
    expect(approvals[0]?.decision).not.toHaveProperty('edits');
  });

  it('lists every open one', async () => {
    const platform = createMemoryPlatform();
    for (let n = 0; n < 60; n++) await ask(platform, { run: `run-${n}`, group: `image-assets/${n}` });
    const first = await listApprovals(platform, 'shop', { status: 'open' });
    const second = await listApprovals(platform, 'shop', { status: 'open', cursor: first.cursor });
    expect([first.approvals.length, second.approvals.length]).toEqual([50, 10]);
  });
});
