import { describe, expect, it } from 'vitest';
import { type NoticeEvent, noticeEventSchema } from '../../../functions/platform/notify/notice-event.ts';
import { noticeFor } from '../../../functions/platform/notify/notice-texts.ts';
import { asked, failed, options } from './notify-fixtures.ts';

const shop = {
  name: '小店',
  zone: 'Asia/Shanghai',
  sample: false,
  ...options,
};

const escalated = noticeEventSchema.parse({
  ...asked,
  name: 'AlertRaised',
  alert: 'approval-waiting',
  eventId: 'approval-escalated/a1',
  role: 'admin',
});
const switched = noticeEventSchema.parse({
  ...failed('x'),
  alert: 'kill-switch',
  on: true,
  eventId: 'kill-switch/image-assets/3',
});
const released = noticeEventSchema.parse({ ...switched, on: false, eventId: 'kill-switch/image-assets/4' });
const digest: NoticeEvent = {
  name: 'Digest',
  store: 'shop',
  eventId: 'digest/2026-03-01',
  occurredAt: '2026-03-02T01:00:00.000Z',
  correlationId: 'digest/2026-03-01',
  digest: {
    day: '2026-03-01',
    waits: {
      count: 12,
      first: [
        {
          id: 'a1',
          label: 'SKU-1',
          asks: { en: 'Publish?', zh: '发布？' },
          expiresAt: '2026-03-03T16:00:00.000Z',
        },
      ],
    },
    failed: {
      count: 1,
      first: [{ id: 'r1', label: 'SKU-2', workflow: 'image-assets', why: { en: 'No key', zh: '缺少密钥' } }],
    },
    stopped: { count: 1, first: [{ id: 'r2', label: 'SKU-3', status: 'quarantined' }] },
    published: { count: 30, byWorkflow: { 'image-assets': 30 } },
  },
};

const cases: [string, NoticeEvent, 'en' | 'zh', string, string, string][] = [
  [
    'a question',
    asked,
    'en',
    'To decide: SKU-1 · 小店',
    'Publish these?\nIt waits until 4 Mar 2026, 00:00',
    'approvals/a1',
  ],
  [
    'a question',
    asked,
    'zh',
    '待审批：SKU-1 · 小店',
    '是否发布？\n请在 2026年3月4日 00:00 前处理',
    'approvals/a1',
  ],
  [
    'an escalation',
    escalated,
    'en',
    'Still undecided: SKU-1 · 小店',
    'Half of the time has passed',
    'approvals/a1',
  ],
  ['an escalation', escalated, 'zh', '审批仍未处理：SKU-1 · 小店', '等待时间已过半', 'approvals/a1'],
  [
    'a failure',
    failed('run-1'),
    'en',
    'Failed: image-assets, SKU-1 · 小店',
    'A key is missing\nIf anything went out before',
    'runs/run-1',
  ],
  [
    'a failure',
    failed('run-1'),
    'zh',
    '运行失败：image-assets，SKU-1 · 小店',
    '缺少密钥\n故障前如已有内容发布',
    'runs/run-1',
  ],
  ['a kill switch', switched, 'en', 'Switched off: image-assets · 小店', 'nothing is lost', 'workflows'],
  [
    'a kill switch',
    switched,
    'zh',
    '流程已停用：image-assets · 小店',
    '新的运行将被暂停，不会丢失',
    'workflows',
  ],
  [
    'a switch that ends by itself',
    noticeEventSchema.parse({ ...switched, until: '2026-03-05T01:00:00.000Z' }),
    'en',
    'Switched off: image-assets · 小店',
    'goes on by itself and they start',
    'workflows',
  ],
  [
    'a switch that has ended by itself',
    noticeEventSchema.parse({ ...released, byItself: true }),
    'zh',
    '流程已恢复：image-assets · 小店',
    '停用时间已到，新的运行照常开始，此前被暂停的运行已自动继续处理',
    'runs?status=held',
  ],
  [
    'a released switch',
    released,
    'en',
    'On again: image-assets · 小店',
    'is switched on',
    'runs?status=held',
  ],
  [
    'a released switch',
    released,
    'zh',
    '流程已恢复：image-assets · 小店',
    '流程已启用，新的运行照常开始',
    'runs?status=held',
  ],
  [
    'a digest',
    digest,
    'en',
    '2026-03-01: 12 to decide, 1 failed, 30 went out · 小店',
    'Waiting for a decision: 12\n  SKU-1 (4 Mar 2026, 00:00)\n  … and 11 more\nFailed: 1\n  SKU-2: No key\nStopped: 1\n  SKU-3: quarantined\nWent out: 30\n  image-assets: 30',
    'approvals',
  ],
  [
    'a digest',
    digest,
    'zh',
    '2026-03-01：待处理 12，失败 1，已发布 30 · 小店',
    '  …另有 11 项\n失败：1\n  SKU-2: 缺少密钥',
    'approvals',
  ],
];

describe('what a notice says', () => {
  for (const [name, event, language, title, text, path] of cases) {
    it(`of ${name}, in ${language}`, () => {
      const notice = noticeFor(event, language, shop);
      expect(notice.title).toBe(title);
      expect(notice.text).toContain(text);
      expect(notice.link).toBe(`https://console.example/#/shop/${path}`);
    });
  }

  it('names who answers for the workflow, and who if they do not, where something failed or waits too long', () => {
    for (const event of [escalated, failed('run-1')]) {
      const line = '\nResponsible: content-team; if nobody there answers: shop-manager.';
      expect(noticeFor(event, 'en', shop).text).toContain(line);
      expect(noticeFor(event, 'zh', shop).text).toContain(
        '\n负责方：content-team；如无回应，请联系：shop-manager。',
      );
      expect(noticeFor(event, 'en', { ...shop, workflows: [] }).text).not.toContain('Responsible');
    }
    expect(noticeFor(asked, 'en', shop).text).not.toContain('Responsible');
  });

  it('calls a sample shop a sample', () => {
    expect(noticeFor(asked, 'en', { ...shop, sample: true }).title).toMatch(/^\[Sample\] /);
    expect(noticeFor(asked, 'zh', { ...shop, sample: true }).title).toMatch(/^【示例】/);
  });

  const commands: [string, NoticeEvent, string][] = [
    ['a question', asked, 'approvals show a1'],
    ['an escalation', escalated, 'approvals show a1'],
    ['a failure', failed('run-1'), 'runs show run-1'],
    ['a kill switch', switched, 'settings get kill-switches'],
    ['a released switch', released, 'runs list --status held'],
    ['a digest', digest, 'approvals list'],
  ];
  for (const [name, event, command] of commands) {
    it(`names the command that shows ${name} where there is no console, and has no link`, () => {
      const place = { ...shop, consoleUrl: '' };
      const notice = noticeFor(event, 'en', place);
      expect(notice.link).toBe('');
      expect(notice.text).toMatch(new RegExp(`\\nLook: npx storehand ${command} --store shop --stage test$`));
      expect(noticeFor(event, 'zh', { ...place, stage: 'local' }).text).toMatch(
        new RegExp(`\\n查看：npx storehand ${command} --store shop$`),
      );
    });
  }

  it('needs no command where there is a console', () => {
    expect(noticeFor(asked, 'en', shop).text).not.toContain('npx');
  });

  it('is not made of events that concern nobody', () => {
    expect(noticeEventSchema.safeParse({ ...asked, name: 'AssetsPublished' }).success).toBe(false);
  });
});
