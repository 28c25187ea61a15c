import { describe, expect, it } from 'vitest';
import { sweepApprovals } from '../../../functions/platform/approvals/sweep-approvals.ts';
import { handleNoticeMessage } from '../../../functions/platform/notify/handle-message.ts';
import { platformFunctions } from '../../../functions/platform/platform-functions.ts';
import { closeRun } from '../../../functions/platform/runs/close-run.ts';
import { type Run, runIndex, runKey } from '../../../functions/platform/runs/run.ts';
import { syncSchedules } from '../../../functions/platform/settings/sync-schedules.ts';
import { ask } from '../approvals/approval-fixtures.ts';
import { addMember, options, recordsOf, shopWithApprovers } from './notify-fixtures.ts';

const run: Run = {
  id: 'run-1',
  store: 'shop',
  workflow: 'image-assets',
  workflowVersion: 1,
  subject: { kind: 'product', id: 'SKU-1', label: 'SKU-1' },
  trigger: { kind: 'upload' },
  status: 'running',
  mode: 'live',
  attempt: 1,
  input: {},
  startedAt: '2026-03-02T09:00:00.000Z',
  stages: [],
};

describe('the queue of notices', () => {
  it('understands every event that the platform publishes for people', async () => {
    const platform = await shopWithApprovers();
    await addMember(platform, 'ops', 'zh', ['operator']);
    const { escalateAt } = await ask(platform);
    platform.inspection.setNow(escalateAt);
    await sweepApprovals(platform, 'shop');
    await platform.records.put({
      key: runKey('shop', 'run-1'),
      data: run,
      index: runIndex(run),
      expected: 'absent',
    });
    const title = { en: 'Photos', zh: '图片' };
    const reference = { store: 'shop', run: 'run-1', attempt: 1 };
    const closing = { outcome: 'failed', why: { en: 'No key', zh: '缺少密钥' }, by: 'machine' } as const;
    await closeRun(platform, { slug: 'image-assets', owner: 'team', title }, reference, closing);
    const sender = platformFunctions.find(({ name }) => name === 'send-notices')?.startedBy;
    const routed = sender?.kind === 'queue' ? sender.events : [];
    const events = platform.inspection.events.filter(({ name }) => routed.includes(name));
    expect(events.map(({ name }) => name)).toEqual(['ApprovalRequested', 'AlertRaised', 'AlertRaised']);
    // As the bus delivers them: the name beside the detail.
    for (const { name, ...detail } of events) {
      await handleNoticeMessage(platform, { 'detail-type': name, source: 'storehand', detail }, [], options);
    }
    expect(
      recordsOf(platform)
        .map((record) => record.title)
        .sort(),
    ).toEqual([
      'Still undecided: SKU-1 · 小店',
      'To decide: SKU-1 · 小店',
      '待审批：SKU-1 · 小店',
      '运行失败：image-assets，SKU-1 · 小店',
    ]);
  });

  it('understands what the digest’s schedule sends', async () => {
    const platform = await shopWithApprovers();
    await syncSchedules(platform, 'shop');
    const message = platform.inspection.schedules.get('shop.digest')?.message;
    expect(await handleNoticeMessage(platform, message, [], options)).toMatchObject({ sent: 3 });
  });

  it('refuses what nobody can be told of', async () => {
    const platform = await shopWithApprovers();
    for (const body of ['text', {}, { 'detail-type': 'AssetsPublished', detail: {} }, { kind: 'digest' }]) {
      await expect(handleNoticeMessage(platform, body, [], options)).rejects.toMatchObject({
        code: 'NoticeMessageInvalid',
      });
    }
  });
});
