import { beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../../functions/platform/approvals/approval.ts';
import { routes } from '../../../functions/platform/approvals/approvals-api.handler.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { ask, HOUR } from './approval-fixtures.ts';

const list = 'GET /api/{store}/approvals';

async function walk(platform: MemoryPlatform, query: Record<string, string>): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const { body } = await call(platform, routes, list, {
      query: cursor === undefined ? query : { ...query, cursor },
    });
    pages.push((body.approvals as Approval[]).map(({ subject }) => subject.id));
    cursor = body.cursor as string | undefined;
  } while (cursor !== undefined);
  return pages;
}

describe('what waits, in lists and in numbers', () => {
  let platform: MemoryPlatform;
  let asked: Approval[];
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    asked = [];
    for (let count = 1; count <= 7; count++) {
      platform.inspection.advance(60_000);
      const id = `SKU-${count}`;
      const workflow = count % 3 === 0 ? 'listing' : 'image-assets';
      const subject = { kind: 'product', id, label: id };
      asked.push(await ask(platform, { run: `run-${count}`, group: `g/${id}`, subject, workflow }));
    }
  });

  it('comes oldest question first, page by page, each once', async () => {
    expect(await walk(platform, { limit: '3' })).toEqual([
      ['SKU-1', 'SKU-2', 'SKU-3'],
      ['SKU-4', 'SKU-5', 'SKU-6'],
      ['SKU-7'],
    ]);
  });

  it('is filtered by workflow and by what it is about', async () => {
    expect(await walk(platform, { workflow: 'listing' })).toEqual([['SKU-3', 'SKU-6']]);
    expect(await walk(platform, { subject: 'SKU-5' })).toEqual([['SKU-5']]);
    expect(await walk(platform, { subject: 'SKU' })).toEqual([[]]);
  });

  it('comes by what expires next where that is asked for', async () => {
    // A run that joins gives the question more time: it moves behind the others, though it is the oldest.
    platform.inspection.advance(4 * HOUR);
    const subject = { kind: 'product', id: 'SKU-1', label: 'SKU-1' };
    await ask(platform, { run: 'run-8', group: 'g/SKU-1', subject });
    expect((await walk(platform, { order: 'expiring', limit: '3' })).flat()).toEqual(
      [2, 3, 4, 5, 6, 7, 1].map((count) => `SKU-${count}`),
    );
    expect((await walk(platform, { order: 'oldest' })).flat()[0]).toBe('SKU-1');
  });

  it('is counted, with the oldest question’s time', async () => {
    const { body } = await call(platform, routes, 'GET /api/{store}/approvals/counts');
    expect(body).toEqual({ open: 7, isMore: false, oldestAt: asked[0]?.requestedAt });
  });

  it('refuses the cursor of another filter', async () => {
    const { body } = await call(platform, routes, list, { query: { limit: '1' } });
    const query = { limit: '1', workflow: 'listing', cursor: String(body.cursor) };
    expect(await call(platform, routes, list, { query })).toMatchObject({
      status: 400,
      body: { code: 'CursorInvalid' },
    });
  });

  it('reads a page’s approvals and no others', async () => {
    const reads: string[] = [];
    platform.inspection.onCall(({ name, moment }) => {
      if (moment === 'before') reads.push(name);
    });
    await call(platform, routes, list, { query: { limit: '2' } });
    // The member, what waits, two approvals.
    expect(reads).toEqual(['records.get', 'records.list', 'records.get', 'records.get']);
  });

  it('decides several at once, each by itself', async () => {
    const [first, second, third] = asked as [Approval, Approval, Approval];
    const decision = ({ id, payloadHash }: Approval, over: object = {}) => ({
      id,
      payloadHash,
      decision: 'approve',
      ...over,
    });
    const decide = (decisions: object[], sub = 'anna') =>
      call(platform, routes, 'POST /api/{store}/approvals/decisions', { sub, body: { decisions } });
    const answered = await decide([
      decision(first),
      decision(second, { payloadHash: 'of something else' }),
      { ...decision(third), id: 'unknown' },
      decision(third, { decision: 'reject', comment: 'blurred' }),
    ]);
    expect(answered.body.results).toMatchObject([
      { id: first.id, status: 200 },
      { id: second.id, status: 409, code: 'PayloadChanged' },
      { id: 'unknown', status: 404, code: 'ApprovalUnknown' },
      { id: third.id, status: 200 },
    ]);
    expect(platform.inspection.told.get('token-of-run-1')).toMatchObject({ decision: 'approve' });
    expect(platform.inspection.told.get('token-of-run-3')).toMatchObject({ decision: 'reject' });
    expect(platform.inspection.told.has('token-of-run-2')).toBe(false);
    // Sent again, as a client does that lost the answer: the same, and nothing is decided twice.
    expect((await decide([decision(first)])).body.results).toMatchObject([{ status: 200 }]);
    expect((await decide([decision(second)], 'max')).body.results).toMatchObject([
      { status: 403, code: 'Forbidden' },
    ]);
    expect((await decide([])).status).toBe(400);
    expect((await decide(Array.from({ length: 26 }, () => decision(second)))).status).toBe(400);
  });

  it('begins no decision for which there is no time left', async () => {
    let began = 0;
    platform.inspection.onCall(({ name }) => {
      if (name === 'executions.succeedTask') {
        began += 1;
        platform.inspection.advance(5_000);
      }
    });
    const decisions = asked.map(({ id, payloadHash }) => ({ id, payloadHash, decision: 'approve' }));
    const { body } = await call(platform, routes, 'POST /api/{store}/approvals/decisions', {
      body: { decisions },
    });
    const statuses = (body.results as { status: number }[]).map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 0, 0]);
    expect(began).toBeGreaterThan(0);
  });

  it('tells the second who decided first, and what', async () => {
    const { id, payloadHash } = asked[0] as Approval;
    const decide = (sub: string, decision: string) =>
      call(platform, routes, 'POST /api/{store}/approvals/{id}/decision', {
        sub,
        params: { id },
        body: { payloadHash, decision, comment: `by ${sub}` },
      });
    await decide('anna', 'approve');
    expect(await decide('ada', 'reject')).toMatchObject({
      status: 409,
      body: {
        code: 'DecidedOtherwise',
        status: 'approved',
        decided: { decision: 'approve', by: 'anna', byName: 'anna', comment: 'by anna' },
      },
    });
    const shown = { decision: { by: 'anna', byName: 'anna' } };
    const show = await call(platform, routes, 'GET /api/{store}/approvals/{id}', { params: { id } });
    expect(show.body).toMatchObject(shown);
    const listed = await call(platform, routes, list, { query: { status: 'approved' } });
    expect(listed.body).toMatchObject({ approvals: [shown] });
  });
});
