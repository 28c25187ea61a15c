import { beforeEach, describe, expect, it } from 'vitest';
import { noteTrouble } from '../../../functions/platform/ai/provider-health.ts';
import { routes } from '../../../functions/platform/connectors/connectors-api.handler.ts';
import { routesWith } from '../../../functions/platform/connectors/test-connector-api.handler.ts';
import { TransientError } from '../../../functions/platform/errors.ts';
import { sendNotices } from '../../../functions/platform/notify/send-notices.ts';
import { noteAnswered, noteError } from '../../../functions/platform/outbound/outward-calls.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { asked, options, setTargets, spy } from '../notify/notify-fixtures.ts';
import { set } from '../runs/run-fixtures.ts';

const says = { en: 'The server does not answer.', zh: '服务器没有响应。' };

const fault = new TransientError('NoAnswer', says);

describe('the connectors of a shop', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const readSecret = async () =>
    JSON.stringify({ url: 'https://files.example.com/dav/', token: 'secret-token' });
  const send = async () => {
    throw fault;
  };
  const pause = async () => undefined;
  const tests = routesWith({ store: { readSecret, send, pause }, dam: { readSecret, send }, pause });
  const list = async () =>
    (await call(platform, routes, 'GET /api/{store}/connectors')).body.connectors as { name: string }[];
  const test = (name: string, sub = 'max') =>
    call(platform, tests, 'POST /api/{store}/connectors/{name}/test', { sub, params: { name } });

  it('are the built-in ones to begin with, with nothing to test', async () => {
    expect(await list()).toMatchObject([
      { name: 'store', adapter: 'built-in', isConfigured: true, isTestable: false },
      { name: 'dam', adapter: 'none', isConfigured: false, isTestable: false },
      { name: 'notify-outbox', adapter: 'outbox' },
    ]);
    for (const name of ['store', 'dam', 'constructor']) expect((await test(name)).status).toBe(404);
  });

  it('say which image service is left alone, and why', async () => {
    await set(platform, 'ai', { providers: ['openai'], dailyBudget: { amountMinor: 500, currency: 'USD' } });
    const of = { store: 'shop', provider: 'openai', settingVersion: 1 };
    await noteTrouble(platform, of, { trouble: 'no-credit', code: 'NoCredit', says });
    expect((await list()).find(({ name }) => name === 'image-model-openai')).toMatchObject({
      circuit: 'open',
      trouble: says,
    });
  });

  it('tell what came of the calls of the last seven days, each shop its own', async () => {
    const target = { kind: 'slack', secretName: 'team' } as const;
    await setTargets(platform, { approver: [target] });
    const [at, late] = ['2026-03-01T10:00:00.000Z', '2026-03-02T09:00:00.000Z'];
    const of = { store: 'shop', connector: 'notify-slack' };
    for (const [now, error] of [
      ['2026-02-20T10:00:00.000Z', fault],
      [at, undefined],
      [at, fault],
      [late, undefined],
      [late, undefined],
    ] as const) {
      platform.inspection.setNow(now);
      await (error === undefined ? noteAnswered(platform, of) : noteError(platform, of, error));
    }
    await noteError(platform, { ...of, store: 'other' }, fault);
    const slack = (await list()).find(({ name }) => name === 'notify-slack');
    expect(slack).toMatchObject({
      calls: 4,
      errorShare: 0.25,
      lastSuccessAt: late,
      lastFailureAt: at,
      lastFailureCode: 'NoAnswer',
      circuit: 'closed',
    });
    // It has answered since.
    expect(slack).not.toHaveProperty('trouble');
    expect((await list())[0]).toMatchObject({ name: 'store', calls: 0, errorShare: null });
  });

  it('count what people are told, whether it arrives or not', async () => {
    await setTargets(platform, { approver: [{ kind: 'slack', secretName: 'team' }] });
    await sendNotices(platform, asked, [spy('slack')], options);
    const slack = async () => (await list()).find(({ name }) => name === 'notify-slack');
    expect(await slack()).toMatchObject({ calls: 1, errorShare: 0 });
    platform.inspection.advance(1000);
    const again = { ...asked, eventId: 'approval-requested/a2' };
    await expect(sendNotices(platform, again, [spy('slack', () => fault)], options)).rejects.toBe(fault);
    expect(await slack()).toMatchObject({ calls: 2, errorShare: 0.5, trouble: says });
  });

  it('are tested by asking for what nobody has; what went wrong is said, and no secret', async () => {
    await set(platform, 'dam', { kind: 'webdav', secretName: 'library' });
    const answered = await test('dam');
    expect(answered).toMatchObject({ status: 200, body: { name: 'dam', isReachable: false } });
    expect(JSON.stringify(answered)).not.toContain('secret-token');
    const dam = async () => (await list()).find(({ name }) => name === 'dam');
    expect(await dam()).toMatchObject({ calls: 1, errorShare: 1, trouble: says });
    await set(platform, 'dam', { kind: 's3-prefix', prefix: 'library' });
    expect(await test('dam')).toMatchObject({ body: { isReachable: true } });
    // Of what is plugged in now.
    expect(await dam()).toMatchObject({ adapter: 's3-prefix', calls: 1, errorShare: 0 });
    await set(platform, 'store-connector', {
      kind: 'shopify',
      shop: 'blue-mug.myshopify.com',
      secretName: 'shopify-main',
    });
    // The secret is one of another kind.
    expect(await test('store')).toMatchObject({
      body: { isReachable: false, says: { en: expect.stringContaining('accessToken') } },
    });
    expect((await test('dam', 'otto')).status).toBe(403);
  });
});
