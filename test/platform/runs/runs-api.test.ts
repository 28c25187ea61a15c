import { beforeEach, describe, expect, it } from 'vitest';
import { putInQuarantine } from '../../../functions/platform/quarantine/quarantine.ts';
import { routes } from '../../../functions/platform/runs/runs-api.handler.ts';
import { type ApiCall, addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { close, start } from './run-fixtures.ts';

describe('the API of runs', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
    await start(platform);
  });
  const get = (route: string, request: ApiCall = {}) => call(platform, routes, `GET ${route}`, request);
  const post = (route: string, request: ApiCall = {}) => call(platform, routes, `POST ${route}`, request);

  it('lists runs by status, and refuses limits that it cannot keep', async () => {
    await start(platform, { runId: 'run-2' });
    await close(platform, 'published');
    const list = async (query: Record<string, string>) =>
      ((await get('/api/{store}/runs', { query, sub: 'anna' })).body.runs as { id: string }[]).map(
        ({ id }) => id,
      );
    expect((await list({})).sort()).toEqual(['run-1', 'run-2']);
    expect(await list({ status: 'published' })).toEqual(['run-1']);
    expect(await list({ limit: '1' })).toHaveLength(1);
    const tooMuch: Record<string, string>[] = [
      { days: '32' },
      { days: '0' },
      { limit: '501' },
      { status: 'lost' },
    ];
    for (const query of tooMuch) {
      expect((await get('/api/{store}/runs', { query })).status, JSON.stringify(query)).toBe(400);
    }
  });

  it('shows a run, and 404 for one that is not of this store', async () => {
    expect(await get('/api/{store}/runs/{id}', { params: { id: 'run-1' } })).toMatchObject({
      status: 200,
      body: { id: 'run-1', status: 'running' },
    });
    expect(await get('/api/{store}/runs/{id}', { params: { id: 'run-9' } })).toMatchObject({
      status: 404,
      body: { code: 'RunUnknown' },
    });
    const eve = { params: { id: 'run-1' }, sub: 'eve', store: 'other' };
    expect((await get('/api/{store}/runs/{id}', eve)).status).toBe(404);
  });

  it('names the members who started a run, and nobody who is none any more', async () => {
    const trigger = { kind: 'upload' as const, startedBy: ['otto', 'gone'] };
    await start(platform, { runId: 'run-3', trigger });
    const { body } = await get('/api/{store}/runs/{id}', { params: { id: 'run-3' } });
    expect(body.people).toEqual([{ sub: 'otto', name: expect.any(String) }]);
  });

  it('replays a run that has ended, in the name of who asks, and refuses one that is open', async () => {
    const request = { params: { id: 'run-1' }, sub: 'otto' };
    const route = '/api/{store}/runs/{id}/replay';
    expect(await post(route, request)).toMatchObject({ status: 409, body: { code: 'RunOpen' } });
    expect(platform.inspection.messages).toEqual([]);
    await close(platform, 'failed');
    expect(await post(route, request)).toEqual({ status: 202, body: { run: 'run-1', attempt: 2 } });
    expect(platform.inspection.messages).toEqual([
      {
        queue: 'letters',
        message: { kind: 'replay', store: 'shop', runId: 'run-1', attempt: 2, startedBy: 'otto' },
      },
    ]);
    expect((await post(route, { ...request, sub: 'anna' })).status).toBe(403);
    expect((await post(route, { params: { id: 'run-9' } })).status).toBe(404);
  });

  it('lists what is in quarantine and sends it again', async () => {
    await close(platform, 'quarantined');
    await putInQuarantine(platform, {
      id: 'run-1',
      store: 'shop',
      workflow: 'letters',
      kind: 'refused',
      run: 'run-1',
      attempt: 1,
      subject: { kind: 'letter', id: 'L-1', label: 'L-1' },
      code: 'NotALetter',
      says: { en: 'No.', zh: '不行。' },
    });
    expect(await get('/api/{store}/quarantine', { sub: 'anna' })).toMatchObject({
      body: { items: [{ id: 'run-1', code: 'NotALetter' }] },
    });
    const retry = '/api/{store}/quarantine/{id}/retry';
    expect((await post(retry, { params: { id: 'run-1' }, sub: 'anna' })).status).toBe(403);
    expect(await post(retry, { params: { id: 'run-1' }, sub: 'otto' })).toEqual({ status: 202, body: {} });
    expect(platform.inspection.messages).toHaveLength(1);
    expect(await get('/api/{store}/quarantine')).toMatchObject({ body: { items: [] } });
    expect(await post(retry, { params: { id: 'nothing' } })).toMatchObject({
      status: 404,
      body: { code: 'QuarantineUnknown' },
    });
  });
});
