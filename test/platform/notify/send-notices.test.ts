import { describe, expect, it } from 'vitest';
import { ConfigurationError, RateLimitedError, TransientError } from '../../../functions/platform/errors.ts';
import { listNotices } from '../../../functions/platform/notify/notice-record.ts';
import { sendNotices } from '../../../functions/platform/notify/send-notices.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { Crash, crashAt } from '../memory/memory-platform.ts';
import {
  addMember,
  asked,
  failed,
  options,
  recordsOf,
  setTargets,
  shopWithApprovers,
  spy,
} from './notify-fixtures.ts';

const busy = () => new TransientError('Busy', { en: 'busy', zh: '忙' });

describe('sending notices', () => {
  it('puts one for each member of the role into the outbox, each in their language', async () => {
    const platform = await shopWithApprovers();
    expect(await sendNotices(platform, asked, [], options)).toEqual({ sent: 2, skipped: 0, failed: 0 });
    const { notices } = await listNotices(platform, 'shop', { day: '2026-03-02', status: 'sent' });
    expect(notices).toHaveLength(2);
    expect(notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ address: 'outbox/li', language: 'zh', title: '待审批：SKU-1 · 小店' }),
        expect.objectContaining({
          address: 'outbox/smith',
          language: 'en',
          title: 'To decide: SKU-1 · 小店',
        }),
      ]),
    );
  });

  it('names the people whom the shop set for the workflow', async () => {
    const platform = await shopWithApprovers();
    await addMember(platform, 'ops', 'en', ['operator']);
    await saveSetting(platform, {
      store: 'shop',
      name: 'responsible',
      value: { 'image-assets': { owner: 'Li Na', escalation: 'Wang Wei' } },
      actor: { kind: 'system', id: 'test' },
      reason: 'test',
    });
    await sendNotices(platform, failed('run-1'), [], options);
    const { notices } = await listNotices(platform, 'shop', { day: '2026-03-02', status: 'sent' });
    expect(notices.map(({ text }) => text).join()).toContain(
      'Responsible: Li Na; if nobody there answers: Wang Wei.',
    );
  });

  it('tells nobody twice, however often the event arrives', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, { approver: [{ kind: 'outbox' }, { kind: 'ses', from: 'shop@example.com' }] });
    const mail = spy('ses');
    await sendNotices(platform, asked, [mail], options);
    expect(await sendNotices(platform, asked, [mail], options)).toEqual({ sent: 0, skipped: 4, failed: 0 });
    expect(mail.sent.map(({ target }) => target)).toEqual([
      { kind: 'ses', from: 'shop@example.com', to: ['li@example.com'] },
      { kind: 'ses', from: 'shop@example.com', to: ['smith@example.com'] },
    ]);
    expect(mail.sent.map(({ notice }) => notice.language)).toEqual(['zh', 'en']);
  });

  it('tells whoever has two roles once of a digest', async () => {
    const platform = await shopWithApprovers();
    const digest = {
      day: '2026-03-01',
      waits: { count: 0, first: [] },
      failed: { count: 0, first: [] },
      stopped: { count: 0, first: [] },
      published: { count: 0, byWorkflow: {} },
    };
    const { store, occurredAt, correlationId } = asked;
    const event = {
      name: 'Digest',
      store,
      occurredAt,
      correlationId,
      eventId: 'digest/2026-03-01',
      digest,
    } as const;
    await sendNotices(platform, event, [], options);
    expect(
      recordsOf(platform)
        .map((record) => record.address)
        .sort(),
    ).toEqual(['outbox/li', 'outbox/role/operator', 'outbox/smith']);
  });

  it('keeps the language of a target that is a room and no person', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, {
      approver: [
        { kind: 'feishu', secretName: 'notify/a' },
        { kind: 'slack', secretName: 'notify/b', language: 'en' },
      ],
    });
    const [feishu, slack] = [spy('feishu'), spy('slack')];
    await sendNotices(platform, asked, [feishu, slack], options);
    expect(feishu.sent.map(({ notice }) => notice.language)).toEqual(['zh']);
    expect(slack.sent.map(({ notice }) => notice.language)).toEqual(['en']);
  });

  it('tells of many failures of one product once a day', async () => {
    const platform = await shopWithApprovers();
    await addMember(platform, 'ops', 'zh', ['operator']);
    for (let n = 0; n < 20; n++) await sendNotices(platform, failed(`run-${n}`), [], options);
    await sendNotices(
      platform,
      failed('run-x', { subject: { kind: 'product', id: 'B', label: 'B' } }),
      [],
      options,
    );
    await sendNotices(platform, failed('run-y', { occurredAt: '2026-03-03T00:00:00.000Z' }), [], options);
    expect(recordsOf(platform).map((record) => record.title)).toHaveLength(3);
  });

  it('tells the others when one target fails, and only that one again later', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, {
      approver: [
        { kind: 'slack', secretName: 'notify/s' },
        { kind: 'wecom', secretName: 'notify/w' },
      ],
    });
    let fail = true;
    const slack = spy('slack', () => (fail ? busy() : undefined));
    const wecom = spy('wecom');
    await expect(sendNotices(platform, asked, [slack, wecom], options)).rejects.toMatchObject({
      code: 'Busy',
    });
    expect(wecom.sent).toHaveLength(1);
    fail = false;
    expect(await sendNotices(platform, asked, [slack, wecom], options)).toMatchObject({
      sent: 1,
      skipped: 1,
    });
    expect([slack.sent.length, wecom.sent.length]).toEqual([1, 1]);
  });

  it('waits as long as a target asks for', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, { approver: [{ kind: 'dingtalk', secretName: 'notify/d' }] });
    let limited = true;
    const says = { en: 'wait', zh: '等' };
    const channel = spy('dingtalk', () => (limited ? new RateLimitedError('Slow', says, 600) : undefined));
    await expect(sendNotices(platform, asked, [channel], options)).rejects.toMatchObject({ code: 'Slow' });
    limited = false;
    platform.inspection.advance(599_000);
    await expect(sendNotices(platform, asked, [channel], options)).rejects.toMatchObject({
      code: 'NoticeHeld',
    });
    platform.inspection.advance(1000);
    expect(await sendNotices(platform, asked, [channel], options)).toMatchObject({ sent: 1 });
  });

  it('notes a target that is set up wrongly, and does not try it again', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, {
      approver: [
        { kind: 'slack', secretName: 'notify/s' },
        { kind: 'feishu', secretName: 'notify/f' },
      ],
    });
    const wrong = spy('slack', () => new ConfigurationError('Wrong', { en: 'wrong', zh: '错误' }));
    expect(await sendNotices(platform, asked, [wrong], options)).toEqual({ sent: 0, skipped: 0, failed: 2 });
    expect(await sendNotices(platform, asked, [wrong], options)).toMatchObject({ skipped: 2 });
    const { notices } = await listNotices(platform, 'shop', { day: '2026-03-02', status: 'failed' });
    expect(notices.map((notice) => notice.failure?.en)).toEqual(
      expect.arrayContaining(['wrong', expect.stringContaining('cannot send notices by feishu')]),
    );
  });

  it('sends through one of two processes that take the same event', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, { approver: [{ kind: 'slack', secretName: 'notify/s' }] });
    const slack = spy('slack');
    const both = await Promise.allSettled([
      sendNotices(platform, asked, [slack], options),
      sendNotices(platform, asked, [slack], options),
    ]);
    expect(slack.sent).toHaveLength(1);
    expect(both.filter((outcome) => outcome.status === 'rejected')).toHaveLength(1);
  });

  it('finishes after a crash at any call, the outbox exactly once, others at least once with the same id', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; ; call++) {
        const platform = await shopWithApprovers();
        await setTargets(platform, {
          approver: [{ kind: 'outbox' }, { kind: 'slack', secretName: 'notify/s' }],
        });
        const slack = spy('slack');
        crashAt(platform, call, moment);
        const crash = await sendNotices(platform, asked, [slack], options).then(
          () => undefined,
          (error: unknown) => error,
        );
        platform.inspection.onCall(undefined);
        if (crash === undefined) break;
        expect(crash).toBeInstanceOf(Crash);
        platform.inspection.advance(120_000);
        await sendNotices(platform, asked, [slack], options);
        expect(recordsOf(platform).map((record) => [record.address, record.status])).toEqual(
          expect.arrayContaining([
            ['outbox/li', 'sent'],
            ['outbox/smith', 'sent'],
            ['slack/notify/s', 'sent'],
          ]),
        );
        expect(recordsOf(platform)).toHaveLength(3);
        expect(new Set(slack.sent.map(({ notice }) => notice.id)).size).toBe(1);
        expect(slack.sent.length).toBeLessThanOrEqual(2);
        expect(call).toBeLessThan(40);
      }
    }
  });

  it('lets a crash of our own code through, but tells the others first', async () => {
    const platform = await shopWithApprovers();
    await setTargets(platform, {
      approver: [
        { kind: 'slack', secretName: 'notify/s' },
        { kind: 'wecom', secretName: 'notify/w' },
        { kind: 'feishu', secretName: 'notify/f' },
      ],
    });
    const broken = spy('slack', () => new TypeError('a bug'));
    const feishu = spy('feishu');
    await expect(sendNotices(platform, asked, [broken, spy('wecom', busy), feishu], options)).rejects.toThrow(
      /a bug.*busy/,
    );
    expect(feishu.sent).toHaveLength(1);
    await expect(sendNotices(platform, asked, [broken], options)).rejects.toThrow();
  });
});
