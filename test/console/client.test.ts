import { describe, expect, it } from 'vitest';
import { Api, path } from '../../console/src/api/client.ts';
import { mostTries, waitMs } from '../../console/src/api/retry.ts';
import { SessionEndedError } from '../../console/src/session/live-session.ts';

const says = { en: 'Changed meanwhile.', zh: '已被修改。' };
const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

/** An API that gives these answers in turn; `undefined` is no answer at all. */
function apiThatAnswers(...answers: readonly (Response | undefined)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const pauses: number[] = [];
  const told = { refusals: 0 };
  const api = new Api(
    'shöp',
    {
      accessToken: async () => 'token',
      refused: () => {
        told.refusals += 1;
      },
    },
    {
      fetch: async (url, init) => {
        init.signal?.throwIfAborted();
        const next = answers[asked.length];
        asked.push({ url, init });
        if (next === undefined) throw new TypeError('failed to fetch');
        return next;
      },
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
      },
      random: () => 0,
    },
  );
  return { api, asked, pauses, told };
}

describe('the console’s client', () => {
  it('asks below the shop, with the token, without the filters that are not set', async () => {
    const { api, asked } = apiThatAnswers(answer(200, { runs: [] }));
    expect(await api.get(path`runs/${'a/b'}`, { status: undefined, limit: 5 })).toEqual({ runs: [] });
    expect(asked[0]?.url).toBe('/api/sh%C3%B6p/runs/a%2Fb?limit=5');
    expect(asked[0]?.init.headers).toMatchObject({ authorization: 'Bearer token' });
  });

  it('gives a refusal in the API’s own words', async () => {
    const { api } = apiThatAnswers(answer(409, { code: 'Conflict', text: says, payloadHash: 'h' }));
    await expect(api.post('x')).rejects.toMatchObject({
      status: 409,
      code: 'Conflict',
      text: says,
      body: { payloadHash: 'h' },
    });
  });

  it('waits as long as it is told and sends a throttled write again', async () => {
    const { api, asked, pauses } = apiThatAnswers(
      answer(429, {}, { 'retry-after': '2' }),
      answer(200, { ok: 1 }),
    );
    expect(await api.post('x', { a: 1 })).toEqual({ ok: 1 });
    expect(pauses).toEqual([2000]);
    expect(asked).toHaveLength(2);
  });

  it('gives up after five tries and says that the system is busy', async () => {
    const { api, asked } = apiThatAnswers(...Array.from({ length: 9 }, () => answer(429)));
    await expect(api.get('x')).rejects.toMatchObject({ code: 'Busy' });
    expect(asked).toHaveLength(mostTries);
  });

  it('does not repeat a write that may have been done', async () => {
    for (const lost of [undefined, answer(503)]) {
      const { api, asked } = apiThatAnswers(lost, answer(200));
      await expect(api.put('x', {})).rejects.toThrow();
      expect(asked).toHaveLength(1);
    }
  });

  it('repeats a read without an answer once', async () => {
    const once = apiThatAnswers(undefined, answer(200, { ok: 1 }));
    expect(await once.api.get('x')).toEqual({ ok: 1 });
    const never = apiThatAnswers(undefined, undefined, answer(200));
    await expect(never.api.get('x')).rejects.toMatchObject({ code: 'Unreachable' });
  });

  it('tells the sign-in about a refused token', async () => {
    const { api, told } = apiThatAnswers(answer(401, { message: 'Unauthorized' }));
    await expect(api.get('x')).rejects.toMatchObject({ status: 401, code: 'SignedOut' });
    expect(told.refusals).toBe(1);
  });

  it('asks nothing once the session has ended', async () => {
    const ended = () => Promise.reject(new SessionEndedError('over'));
    const api = new Api('shop', { accessToken: ended, refused: () => {} });
    await expect(api.get('x')).rejects.toMatchObject({ code: 'SignedOut' });
  });

  it('ends without a problem of its own when the page is left', async () => {
    const { api, asked } = apiThatAnswers(answer(200));
    await expect(api.get('x', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(asked).toHaveLength(0);
  });
});

describe('the wait before another try', () => {
  it('doubles, half of it by chance, up to eight seconds', () => {
    expect([1, 2, 3, 4, 9].map((attempt) => waitMs(attempt, null, 0))).toEqual([500, 1000, 2000, 4000, 4000]);
    expect(waitMs(2, null, 0.5)).toBe(1500);
  });
});
