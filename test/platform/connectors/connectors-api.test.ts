import { beforeEach, describe, expect, it } from 'vitest';
import { noteTrouble } from '../../../functions/platform/ai/provider-health.ts';
import { routes } from '../../../functions/platform/connectors/connectors-api.handler.ts';
import { routesWith } from '../../../functions/platform/connectors/test-connector-api.handler.ts';
import { TransientError } from '../../../functions/platform/errors.ts';
import { addMembers, call } from '../handlers/api-call.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';
import { set } from '../runs/run-fixtures.ts';

const says = { en: 'The server does not answer.', zh: '服务器没有响应。' };

describe('the connectors of a shop', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = createMemoryPlatform();
    await addMembers(platform);
  });
  const readSecret = async () =>
    JSON.stringify({ url: 'https://files.example.com/dav/', token: 'secret-token' });
  const send = async () => {
    throw new TransientError('NoAnswer', says);
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

  it('are tested by asking for what nobody has; what went wrong is said, and no secret', async () => {
    await set(platform, 'dam', { kind: 'webdav', secretName: 'library' });
    const answered = await test('dam');
    expect(answered).toMatchObject({ status: 200, body: { name: 'dam', isReachable: false } });
    expect(JSON.stringify(answered)).not.toContain('secret-token');
    await set(platform, 'dam', { kind: 's3-prefix', prefix: 'library' });
    expect(await test('dam')).toMatchObject({ body: { isReachable: true } });
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
