import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  ConfigurationError,
  InvalidInputError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../../../functions/platform/errors.ts';
import {
  answer,
  anyRole,
  largestBodyBytes,
  param,
  type Routes,
  route,
} from '../../../functions/platform/handlers/api-handler.ts';
import { ConflictError } from '../../../functions/platform/ports/records.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { addMembers, call } from './api-call.ts';

const says = { en: 'No.', zh: '不行。' };
let thrown: unknown;

const routes: Routes = {
  'GET /api/{store}/echo/{id}': route({
    summary: 'Says back what came in',
    answers: {
      200: z.strictObject({ id: z.string(), limit: z.number(), store: z.string(), who: z.string() }),
    },
    roles: anyRole,
    query: z.object({ limit: z.coerce.number().int().default(5) }),
    run: async (_, request) => ({
      status: 200,
      body: {
        id: param(request, 'id'),
        limit: request.query.limit,
        store: request.store,
        who: request.member.name,
      },
    }),
  }),
  'POST /api/{store}/echo': route({
    summary: 'Says the body back',
    answers: { 201: z.strictObject({ count: z.number(), lines: z.array(z.string()) }) },
    roles: ['operator', 'admin'],
    body: z.strictObject({ count: z.number().int().min(1), lines: z.array(z.string()).default([]) }),
    run: async (_, { body }) => ({ status: 201, body }),
  }),
  'POST /api/{store}/fail': route({
    summary: 'Fails as it is told',
    answers: {},
    roles: anyRole,
    run: async () => {
      throw thrown;
    },
  }),
};

describe('a route of the API', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const post = (body: unknown, over = {}) =>
    call(platform, routes, 'POST /api/{store}/echo', { body, ...over });

  it('answers a member of the store with what its function answers', async () => {
    const request = { params: { id: 'SKU 1/ü' }, query: { limit: '7' } };
    expect(await call(platform, routes, 'GET /api/{store}/echo/{id}', request)).toEqual({
      status: 200,
      body: { id: 'SKU 1/ü', limit: 7, store: 'shop', who: 'ada' },
    });
    expect(await post({ count: 2 })).toEqual({ status: 201, body: { count: 2, lines: [] } });
  });

  it('tells a stranger and a member of another shop the same: there is no such thing', async () => {
    for (const [sub, store] of [
      ['nobody', 'shop'],
      ['eve', 'shop'],
      ['ada', 'other'],
      ['ada', ''],
      ['ada', 'shop#MEMBER#ada'],
    ] as const) {
      const answered = await post({ count: 1 }, { sub, store });
      expect(answered, `${sub} in ${store}`).toMatchObject({ status: 404, body: { code: 'NotFound' } });
      expect(answered.body).toEqual((await call(platform, routes, 'GET /api/nowhere')).body);
    }
  });

  it('refuses a member without the role, before it looks at the body', async () => {
    expect(await post('{', { sub: 'anna' })).toMatchObject({
      status: 403,
      body: { code: 'Forbidden', text: { en: expect.stringContaining('operator or admin') } },
    });
  });

  it.each([
    ['a field of the wrong type', { count: 'many' }, 'count'],
    ['a number out of range', { count: 0 }, 'count'],
    ['a missing field', {}, 'count'],
    ['an element deep inside', { count: 1, lines: ['a', 2] }, 'lines.1'],
    ['no body at all', undefined, 'count'],
    ['an array', [], '(the whole)'],
  ])('names the field of %s in both languages', async (_, body, field) => {
    const { status, body: problem } = await post(body);
    expect(status).toBe(400);
    const { en, zh } = (problem as { text: { en: string; zh: string } }).text;
    expect(en).toContain(`the field ${field} is wrong`);
    expect(zh).toMatch(field === '(the whole)' ? '请求内容不正确：' : `请求内容中的字段 ${field} 不正确：`);
  });

  it('refuses what is not JSON', async () => {
    expect(await post('{"count":')).toMatchObject({ status: 400, body: { code: 'BodyInvalid' } });
  });

  it('refuses an unreadable query', async () => {
    const request = { params: { id: '1' }, query: { limit: 'x' } };
    expect(await call(platform, routes, 'GET /api/{store}/echo/{id}', request)).toMatchObject({
      status: 400,
      body: { text: { en: expect.stringContaining('limit') } },
    });
  });

  it('takes 256 KB and not a byte more, whatever way they come', async () => {
    const frame = JSON.stringify({ count: 1, lines: [''] }).length;
    const ofBytes = (bytes: number) => ({ count: 1, lines: ['x'.repeat(bytes - frame)] });
    for (const base64 of [false, true]) {
      expect((await post(ofBytes(largestBodyBytes), { base64 })).status).toBe(201);
      expect(await post(ofBytes(largestBodyBytes + 1), { base64 })).toMatchObject({
        status: 413,
        body: { code: 'BodyTooLarge' },
      });
    }
    // Bytes, not characters: these are three each.
    expect((await post({ count: 1, lines: ['图'.repeat(largestBodyBytes / 3)] })).status).toBe(413);
  });

  it('answers 404 for a route that it does not have', async () => {
    for (const key of ['DELETE /api/{store}/echo', 'toString', '$default']) {
      expect((await call(platform, routes, key)).status, key).toBe(404);
    }
  });

  it.each([
    [new InvalidInputError('SkuMissing', says), 400, 'SkuMissing'],
    [new InvalidInputError('RunUnknown', says), 404, 'RunUnknown'],
    [new RejectedError('Forbidden', says), 403, 'Forbidden'],
    [new RateLimitedError('Busy', says, 3), 429, 'Busy'],
    [new ConflictError('secret-key'), 409, 'Conflict'],
    [new TransientError('ServiceBusy', says), 503, 'ServiceBusy'],
    [new ConfigurationError('SettingUnreadable', says), 409, 'SettingUnreadable'],
    [new TypeError('cannot read secret-key of undefined'), 500, 'Unexpected'],
    ['secret-key', 500, 'Unexpected'],
    [undefined, 500, 'Unexpected'],
  ])('answers %s with %s and says nothing of the inside', async (error, status, code) => {
    thrown = error;
    const answered = await call(platform, routes, 'POST /api/{store}/fail');
    expect(answered).toMatchObject({
      status,
      body: { code, text: { en: expect.any(String), zh: expect.any(String) } },
    });
    expect(JSON.stringify(answered)).not.toMatch(/secret-key|stack|TypeError|cannot read/);
  });

  it('does not promise that nothing was changed when it cannot know', async () => {
    thrown = new Error('the answer was lost');
    const { body } = await call(platform, routes, 'POST /api/{store}/fail');
    expect(body).toMatchObject({
      text: { en: expect.stringContaining('may or may not'), zh: expect.stringContaining('可能未完成') },
    });
  });

  it('answers a busy table with 503, also while it asks who the member is', async () => {
    const busy = new TransientError('ServiceBusy', says);
    platform.inspection.onCall(() => {
      throw busy;
    });
    expect(await call(platform, routes, 'POST /api/{store}/fail')).toMatchObject({ status: 503 });
  });

  it.each([undefined, null, {}, { routeKey: 'GET /x', requestContext: {} }, 'text'])(
    'answers what is no request (%j) without throwing',
    async (event) => {
      expect((await answer(platform, routes, event)).status).toBe(400);
    },
  );
});
