import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../functions/platform/errors.ts';
import { routes } from '../../../functions/platform/notify/notices-api.handler.ts';
import { sendNotices } from '../../../functions/platform/notify/send-notices.ts';
import { call } from '../handlers/api-call.ts';
import type { MemoryPlatform } from '../memory/memory-platform.ts';
import { asked, failed, options, setTargets, shopWithApprovers, spy } from './notify-fixtures.ts';

const route = 'GET /api/{store}/notices';

describe('reading notices', () => {
  let platform: MemoryPlatform;
  beforeEach(async () => {
    platform = await shopWithApprovers();
  });
  const titles = async (sub: string, query: Record<string, string> = {}) => {
    const { body } = await call(platform, routes, route, { sub, query });
    return (body.notices as { title: string }[]).map(({ title }) => title);
  };

  it('shows each member their own, in their language', async () => {
    await sendNotices(platform, asked, [], options);
    await sendNotices(platform, failed('run-1'), [], options);
    expect(await titles('li')).toEqual(['待审批：SKU-1 · 小店']);
    expect(await titles('smith')).toEqual(['To decide: SKU-1 · 小店']);
  });

  it('shows the notices of another day when asked for it', async () => {
    await sendNotices(platform, asked, [], options);
    platform.inspection.advance(24 * 3_600_000);
    expect(await titles('li')).toEqual([]);
    expect(await titles('li', { day: '2026-03-02' })).toHaveLength(1);
    expect((await call(platform, routes, route, { sub: 'li', query: { day: 'today' } })).status).toBe(400);
  });

  it('shows what could not be delivered to admins only, and why', async () => {
    await setTargets(platform, { approver: [{ kind: 'slack', secretName: 'room' }] });
    const wrong = spy('slack', () => new ConfigurationError('Wrong', { en: 'no such room', zh: '没有此群' }));
    await sendNotices(platform, asked, [wrong], options);
    const { body } = await call(platform, routes, route, { sub: 'smith', query: { status: 'failed' } });
    expect(body.notices).toMatchObject([{ address: 'slack/room', failure: { en: 'no such room' } }]);
    expect(await call(platform, routes, route, { sub: 'li', query: { status: 'failed' } })).toMatchObject({
      status: 403,
    });
  });
});
