import { beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../../functions/platform/approvals/approval.ts';
import { routes } from '../../../functions/platform/approvals/approvals-api.handler.ts';
import { requestApproval } from '../../../functions/platform/approvals/request-approval.ts';
import { sweepApprovals } from '../../../functions/platform/approvals/sweep-approvals.ts';
import { TransientError } from '../../../functions/platform/errors.ts';
import { replayRun } from '../../../functions/platform/runs/start-run.ts';
import { type ApiCall, addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, LETTERS_MACHINE, letters, runNow, start } from '../runs/run-fixtures.ts';
import { ask, EXPIRES, question } from './approval-fixtures.ts';

const one = '/api/{store}/approvals/{id}';

describe('the API of approvals', () => {
  let platform: MemoryPlatform;
  let approval: Approval;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    approval = await ask(platform, { startedBy: ['otto'] });
  });
  const decide = (over: object = {}, sub = 'anna') =>
    call(platform, routes, `POST ${one}/decision`, {
      sub,
      params: { id: approval.id },
      body: { payloadHash: approval.payloadHash, decision: 'approve', ...over },
    });
  const show = (request: ApiCall = {}) =>
    call(platform, routes, `GET ${one}`, { params: { id: approval.id }, ...request });
  const reopen = (sub = 'anna') =>
    call(platform, routes, `POST ${one}/reopen`, { sub, params: { id: approval.id } });

  it('lists and shows what waits, and never the task’s token', async () => {
    const list = await call(platform, routes, 'GET /api/{store}/approvals', { sub: 'otto' });
    expect(list).toMatchObject({ status: 200, body: { approvals: [{ id: approval.id, status: 'open' }] } });
    expect(await show({ sub: 'otto' })).toMatchObject({ status: 200, body: { id: approval.id } });
    expect(JSON.stringify([list, await show()])).not.toContain('token-of-run-1');
    const closed = { query: { status: 'approved' } };
    expect(await call(platform, routes, 'GET /api/{store}/approvals', closed)).toMatchObject({
      body: { approvals: [] },
    });
    const unreadable: Record<string, string>[] = [{ status: 'lost' }, { status: 'approved', cursor: 'x' }];
    for (const query of unreadable) {
      expect((await call(platform, routes, 'GET /api/{store}/approvals', { query })).status).toBe(400);
    }
    expect((await show({ params: { id: 'unknown' } })).status).toBe(404);
    expect((await show({ store: 'other', sub: 'eve' })).status).toBe(404);
  });

  it('takes a decision once, and says so when it is sent again', async () => {
    const body = { rejectedChoices: { 'run-1': ['shopify'] }, comment: 'crop it' };
    expect(await decide(body)).toMatchObject({
      status: 200,
      body: { outcome: 'decided', told: true, approval: { status: 'approved' } },
    });
    expect(await decide(body)).toMatchObject({ status: 200, body: { outcome: 'already-decided' } });
    expect(platform.inspection.told.get('token-of-run-1')).toMatchObject({
      rejectedChoices: ['shopify'],
      comment: 'crop it',
      decidedBy: 'anna',
    });
    expect(await decide({ decision: 'reject' })).toMatchObject({
      status: 409,
      body: { code: 'DecidedOtherwise', status: 'approved' },
    });
  });

  it('answers 200 and told false when the machines cannot be told just now', async () => {
    platform.inspection.onCall(({ name }) => {
      if (name === 'executions.succeedTask')
        throw new TransientError('ServiceBusy', { en: 'Busy', zh: '繁忙' });
    });
    expect(await decide()).toMatchObject({ status: 200, body: { outcome: 'decided', told: false } });
  });

  it.each([
    ['another payload', { payloadHash: 'x' }, 'anna', 409, 'PayloadChanged'],
    ['a member without the role', {}, 'max', 403, 'Forbidden'],
    [
      'a choice that was not offered',
      { rejectedChoices: { 'run-1': ['ebay'] } },
      'anna',
      400,
      'ChoiceNotOffered',
    ],
    ['edits of what cannot be edited', { edits: { title: 'x' } }, 'anna', 400, 'EditsNotTaken'],
    [
      'a choice a thousand times',
      { rejectedChoices: { 'run-1': Array.from({ length: 1000 }, () => 'shopify') } },
      'anna',
      400,
      'InputInvalid',
    ],
    ['an unknown decision', { decision: 'maybe' }, 'anna', 400, 'InputInvalid'],
    ['an unknown field', { force: true }, 'anna', 400, 'InputInvalid'],
    ['a very long comment', { comment: 'x'.repeat(2001) }, 'anna', 400, 'InputInvalid'],
  ] as const)('refuses %s', async (_, over, sub, status, code) => {
    expect(await decide(over, sub)).toMatchObject({ status, body: { code } });
    expect(await show()).toMatchObject({ body: { status: 'open' } });
    expect(platform.inspection.told.size).toBe(0);
  });

  it('refuses whoever started the run', async () => {
    approval = await requestApproval(platform, question({ run: 'run-2', startedBy: ['ada'] }));
    expect(await decide({}, 'ada')).toMatchObject({ status: 403, body: { code: 'FourEyes' } });
    expect((await decide({}, 'anna')).status).toBe(200);
  });

  it('answers a changed question with its new hash', async () => {
    const joined = await ask(platform, { run: 'run-2' });
    expect(await decide()).toMatchObject({ status: 409, body: { payloadHash: joined.payloadHash } });
  });

  it('answers 410 for an expired one and 404 for an unknown one', async () => {
    platform.inspection.setNow(EXPIRES);
    expect(await decide()).toMatchObject({ status: 410, body: { code: 'ApprovalExpired' } });
    approval = { ...approval, id: 'unknown' };
    expect(await decide()).toMatchObject({ status: 404, body: { code: 'ApprovalUnknown' } });
  });

  it('reopens an expired one by replaying its runs with their next attempt, which asks anew', async () => {
    await start(platform);
    expect(await reopen()).toMatchObject({ status: 409, body: { code: 'ApprovalNotExpired' } });
    platform.inspection.setNow(EXPIRES);
    await sweepApprovals(platform, 'shop');
    await close(platform, 'expired');
    expect((await reopen('max')).status).toBe(403);
    const runs = [{ run: 'run-1', attempt: 2 }];
    for (let click = 0; click < 2; click++) expect(await reopen()).toEqual({ status: 202, body: { runs } });
    const message = { kind: 'replay', store: 'shop', runId: 'run-1', attempt: 2 } as const;
    expect(platform.inspection.messages.map((sent) => sent.message)).toEqual([message, message]);
    for (let delivery = 0; delivery < 2; delivery++)
      await replayRun(platform, letters, LETTERS_MACHINE, message);
    // Still who started it at first: the approver who reopened may decide.
    expect(await runNow(platform)).toMatchObject({ attempt: 2, trigger: { startedBy: ['wang'] } });
    approval = { ...approval, id: 'unknown' };
    expect((await reopen()).status).toBe(404);
  });
});
