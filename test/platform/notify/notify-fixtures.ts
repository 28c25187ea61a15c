import { putMember } from '../../../functions/platform/members/members.ts';
import type { Role } from '../../../functions/platform/members/role.ts';
import { type NoticeEvent, noticeEventSchema } from '../../../functions/platform/notify/notice-event.ts';
import type { NoticeRecord } from '../../../functions/platform/notify/notice-record.ts';
import type { NotifyTarget } from '../../../functions/platform/notify/notify-target.ts';
import type { Notice, NotifyChannel } from '../../../functions/platform/ports/notify.ts';
import { saveSetting } from '../../../functions/platform/settings/save-setting.ts';
import { settingCatalogue } from '../../../functions/platform/settings/setting-catalogue.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../memory/memory-platform.ts';

export const options = {
  consoleUrl: 'https://console.example',
  stage: 'test',
  workflows: [{ slug: 'image-assets', owner: 'content-team', escalation: 'shop-manager' }],
};
const system = { kind: 'system', id: 'test' } as const;

export const asked: NoticeEvent = noticeEventSchema.parse({
  name: 'ApprovalRequested',
  store: 'shop',
  schemaVersion: 1,
  eventId: 'approval-requested/a1',
  occurredAt: '2026-03-02T09:00:00.000Z',
  correlationId: 'a1',
  approvalId: 'a1',
  workflow: 'image-assets',
  group: 'image-assets/SKU-1',
  subject: { kind: 'product', id: 'SKU-1', label: 'SKU-1' },
  role: 'approver',
  asks: { en: 'Publish these?', zh: '是否发布？' },
  expiresAt: '2026-03-03T16:00:00.000Z',
});

export const failed = (run: string, over: Record<string, unknown> = {}): NoticeEvent =>
  noticeEventSchema.parse({
    name: 'AlertRaised',
    alert: 'run-failed',
    store: 'shop',
    eventId: `run-failed/${run}/1`,
    occurredAt: '2026-03-02T09:00:00.000Z',
    correlationId: run,
    workflow: 'image-assets',
    owner: 'content-team',
    subject: { kind: 'product', id: 'SKU-1', label: 'SKU-1' },
    why: { en: 'A key is missing', zh: '缺少密钥' },
    ...over,
  });

export async function addMember(platform: MemoryPlatform, sub: string, language: 'zh' | 'en', roles: Role[]) {
  await putMember(platform, 'shop', { sub, name: sub, email: `${sub}@example.com`, language, roles }, system);
}

export async function setTargets(platform: MemoryPlatform, over: Partial<Record<Role, NotifyTarget[]>>) {
  const value = { ...settingCatalogue['notification-targets'].default, ...over };
  await saveSetting(platform, {
    store: 'shop',
    name: 'notification-targets',
    value,
    actor: system,
    reason: 'test',
  });
}

/** A shop in Shanghai with an approver who reads Chinese and one who reads English. */
export async function shopWithApprovers(): Promise<MemoryPlatform> {
  const platform = createMemoryPlatform();
  const value = {
    ...settingCatalogue.shop.default,
    name: '小店',
    zone: 'Asia/Shanghai',
    languages: ['zh', 'en'],
  };
  await saveSetting(platform, { store: 'shop', name: 'shop', value, actor: system, reason: 'test' });
  await addMember(platform, 'li', 'zh', ['approver']);
  await addMember(platform, 'smith', 'en', ['approver', 'admin']);
  return platform;
}

export function recordsOf(platform: MemoryPlatform): NoticeRecord[] {
  return platform.inspection.records
    .all()
    .filter((record) => record.key.sk === 'NOTICE')
    .map((record) => record.data as NoticeRecord);
}

export interface Spy extends NotifyChannel {
  readonly sent: { target: NotifyTarget; notice: Notice }[];
}

/** A channel that notes what it is given, or fails as told. */
export function spy(kind: NotifyChannel['kind'], fail: () => Error | undefined = () => undefined): Spy {
  const sent: Spy['sent'] = [];
  return {
    kind,
    sent,
    async send(target, notice) {
      const error = fail();
      if (error !== undefined) throw error;
      sent.push({ target, notice });
    },
  };
}
