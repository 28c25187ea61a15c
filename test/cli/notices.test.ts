import { describe, expect, it } from 'vitest';
import type { NoticeRecord } from '../../functions/platform/notify/notice-record.ts';
import { aLocalShop } from './typed-line.ts';

const route = 'GET /api/sample/notices';

const aNotice = (changes: Partial<NoticeRecord> = {}): NoticeRecord => ({
  id: 'n-1',
  store: 'sample',
  eventId: 'digest/2026-11-20',
  kind: 'outbox',
  address: 'outbox/sub-op',
  language: 'en',
  title: '2026-11-20: 1 to decide, 0 failed, 3 went out · Shop',
  text: 'Waiting for a decision: 1\n  MUG-01',
  link: '',
  status: 'sent',
  at: '2026-11-21T01:00:00.000Z',
  ...changes,
});

describe('notices', () => {
  const local = aLocalShop();

  it('prints each with its time and all of its lines, the newest first', async () => {
    local.shop.onCall(route, ({ query }) => {
      const today = query.get('day') === '2026-11-21' && query.get('status') === 'sent';
      if (!today) return { status: 200, body: { notices: [] } };
      // The first page holds only other people's.
      if (query.get('cursor') === null) return { status: 200, body: { notices: [], cursor: 'next' } };
      const later = aNotice({
        id: 'n-2',
        at: '2026-11-21T02:00:00.000Z',
        title: 'Failed: MUG-02',
        text: 'No key',
      });
      return { status: 200, body: { notices: [aNotice(), later] } };
    });
    expect((await local.run('notices list')).out).toBe(
      [
        '2026-11-21 10:00  Failed: MUG-02',
        '  No key',
        '',
        '2026-11-21 09:00  2026-11-20: 1 to decide, 0 failed, 3 went out · Shop',
        '  Waiting for a decision: 1',
        '    MUG-01',
        '',
      ].join('\n'),
    );
    const days = local.shop.to(route).map(({ query }) => query.get('day'));
    expect(new Set(days)).toEqual(new Set(['2026-11-21', '2026-11-20', '2026-11-19']));
  });

  it('tells an admin what could not be delivered', async () => {
    local.shop.onCall(route, ({ query }) => {
      const says = { en: 'Slack did not take it.', zh: 'Slack 拒绝了通知。' };
      const lost = aNotice({ status: 'failed', address: 'slack/room', failure: says });
      const isIt = query.get('status') === 'failed' && query.get('day') === '2026-11-21';
      return { status: 200, body: { notices: isIt ? [lost] : [] } };
    });
    expect((await local.run('notices list')).out).toContain(
      'Not delivered to slack/room: Slack did not take it.',
    );
  });

  it('says so when there is nothing', async () => {
    local.shop.on(route, { notices: [] });
    expect((await local.run('notices list --days 1 --lang zh')).out).toBe('最近 1 天没有通知。\n');
    expect(JSON.parse((await local.run('notices list --json')).out)).toEqual({ notices: [] });
  });
});
