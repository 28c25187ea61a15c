import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../functions/platform/audit/verify-audit.ts';
import { listSettingVersions, readSetting } from '../../../functions/platform/settings/read-setting.ts';
import { saveSetting, undoSetting } from '../../../functions/platform/settings/save-setting.ts';
import {
  type SettingName,
  settingCatalogue,
  settingNamed,
  settingNames,
} from '../../../functions/platform/settings/setting-catalogue.ts';
import { Crash, crashAt, createMemoryPlatform } from '../memory/memory-platform.ts';

const admin = { kind: 'person', id: 'wang', roles: ['admin'] } as const;
/** What opens a shop; see the test of pending changes for people. */
const init = { kind: 'system', id: 'init' } as const;
const actorFor = (name: SettingName) => (name === 'approval-policy' ? init : admin);
const shopIn = (zone: string) => ({ ...settingCatalogue.shop.default, zone });
const save = (
  platform: ReturnType<typeof createMemoryPlatform>,
  name: SettingName,
  value: unknown,
  expectedVersion?: number,
) =>
  saveSetting(platform, {
    store: 'shop',
    name,
    value,
    expectedVersion,
    actor: actorFor(name),
    reason: 'test',
  });

describe('the catalogue of settings', () => {
  for (const name of settingNames) {
    it(`has a default for ${name} that its own schema takes, and says in both languages what it is`, () => {
      const setting = settingCatalogue[name];
      expect(setting.schema.parse(setting.default)).toEqual(setting.default);
      expect(setting.title.zh.length * setting.description.zh.length).toBeGreaterThan(0);
      expect(setting.mayChange.length).toBeGreaterThan(0);
    });
  }

  it('knows no other names', () => {
    expect(settingNamed('shop')).toBe('shop');
    expect(() => settingNamed('toString')).toThrow(expect.objectContaining({ code: 'SettingUnknown' }));
  });
});

describe('reading and saving settings', () => {
  it('answers the default at version 0 until somebody saves', async () => {
    const platform = createMemoryPlatform();
    expect(await readSetting(platform, 'shop', 'kill-switches')).toEqual({ value: {}, version: 0 });
    expect(await save(platform, 'kill-switches', { 'image-assets': true })).toMatchObject({ version: 1 });
    expect(await readSetting(platform, 'shop', 'kill-switches')).toEqual({
      value: { 'image-assets': true },
      version: 1,
    });
    expect(await readSetting(platform, 'other', 'kill-switches')).toMatchObject({ version: 0 });
  });

  it('fills in what a value leaves to the defaults', async () => {
    const platform = createMemoryPlatform();
    const { value } = await saveSetting(platform, {
      store: 'shop',
      name: 'approval-policy',
      value: { ...settingCatalogue['approval-policy'].default, workflows: { campaign: { when: 'always' } } },
      actor: init,
      reason: 'campaigns are always read',
    });
    expect(value.workflows.campaign).toEqual({
      when: 'always',
      role: 'approver',
      expiryWorkingHours: 16,
      fourEyes: true,
    });
  });

  const invalid: [SettingName, unknown, string, string][] = [
    ['shop', shopIn('Mars/Olympus'), 'shop.zone: expected an IANA time zone', 'shop.zone：应为IANA 时区'],
    ['shop', shopIn('+08:00'), 'shop.zone', 'shop.zone'],
    ['shop', { ...shopIn('UTC'), currency: 'XYZ' }, 'shop.currency: expected a currency code', '货币代码'],
    ['shop', { ...shopIn('UTC'), languages: [] }, 'shop.languages', 'shop.languages：数值过小'],
    ['shop', { ...shopIn('UTC'), colour: 'red' }, 'Unrecognized key', '未知的键'],
    ['channels', { selected: [''] }, 'channels.selected.0', 'channels.selected.0'],
    [
      'channels',
      { selected: ['ebay', 'amazon'] },
      'channels.selected.1: expected a channel; “amazon” is none. There are: amazon-main, google-merchant',
      'channels.selected.1：应为渠道，“amazon”不是渠道。可用的渠道：amazon-main、google-merchant',
    ],
    [
      'pilot',
      { 'image-assets': { channels: ['ebay', 'no-such'] } },
      'pilot.image-assets.channels.1: expected a channel; “no-such” is none',
      '“no-such”不是渠道',
    ],
    [
      'image-derive',
      { ...settingCatalogue['image-derive'].default, scenes: ['A'] },
      'small letters',
      '小写字母',
    ],
    ['image-thresholds', { reviewBelowConfidence: 80 }, 'image-thresholds.reviewBelowConfidence', '数值过大'],
    [
      'kill-switches',
      { 'image-assets': 'yes' },
      'kill-switches.image-assets: expected true, false',
      '截止时间',
    ],
    ['dry-run', { 'image-assets': 'yes' }, 'dry-run.image-assets', '期望 boolean'],
    ['schedules', { digest: 'every day' }, 'schedules.digest: expected an AWS cron', 'AWS cron 表达式'],
    ['schedules', { digest: 'cron(0 9 * * * *)' }, 'schedules.digest', 'schedules.digest'],
    ['schedules', { digest: 'cron(99 9 * * ? *)' }, 'schedules.digest', 'schedules.digest'],
    [
      'ai',
      { providers: [], dailyBudget: { amountMinor: 1.5, currency: 'USD' } },
      'ai.dailyBudget.amountMinor',
      'ai.dailyBudget',
    ],
    [
      'notification-targets',
      { ...settingCatalogue['notification-targets'].default, admin: [{ kind: 'slack' }] },
      'notification-targets.admin.0.secretName',
      'notification-targets.admin.0.secretName',
    ],
    [
      'approval-policy',
      { workflows: {}, working: { days: [1], from: '18:00', to: '09:00', holidays: [] } },
      'approval-policy.working: expected an end of work after its start',
      '下班时间晚于上班时间',
    ],
  ];
  for (const [name, value, en, zh] of invalid) {
    it(`refuses ${name} ${JSON.stringify(value)} and names the field`, async () => {
      const platform = createMemoryPlatform();
      const refused = save(platform, name, value);
      await expect(refused).rejects.toMatchObject({
        name: 'InvalidInputError',
        code: 'SettingInvalid',
        text: { en: expect.stringContaining(en), zh: expect.stringContaining(zh) },
      });
      expect(platform.inspection.records.all()).toEqual([]);
    });
  }

  it('keeps every version, with who, when and why, in the audit too', async () => {
    const platform = createMemoryPlatform();
    await save(platform, 'dry-run', { listing: true });
    await save(platform, 'dry-run', { listing: false });
    const { versions } = await listSettingVersions(platform, 'shop', 'dry-run');
    expect(versions).toMatchObject([
      { version: 2, value: { listing: false }, by: { kind: 'person', id: 'wang' }, reason: 'test' },
      { version: 1, value: { listing: true } },
    ]);
    const audit = platform.inspection.records.all().filter((record) => record.key.table === 'audit');
    expect(audit.map((record) => record.data)).toMatchObject([
      { stream: 'setting/dry-run', after: { listing: true } },
      { before: { listing: true }, after: { listing: false } },
    ]);
    expect(await verifyAudit(platform, 'shop')).toMatchObject({ ok: true, entries: 2 });
  });

  it('refuses a change of a version that is not the newest any more', async () => {
    const platform = createMemoryPlatform();
    await save(platform, 'dry-run', { listing: true }, 0);
    await expect(save(platform, 'dry-run', { listing: false }, 0)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    const both = await Promise.allSettled([
      save(platform, 'dry-run', { a: true }, 1),
      save(platform, 'dry-run', { b: true }, 1),
    ]);
    expect(both.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readSetting(platform, 'shop', 'dry-run')).toMatchObject({ version: 2 });
  });

  it('leaves the approval policy to admins: an approver could switch off that a second person looks', async () => {
    const platform = createMemoryPlatform();
    const value = {
      ...settingCatalogue['approval-policy'].default,
      workflows: { 'image-assets': { fourEyes: false } },
    };
    const request = { store: 'shop', name: 'approval-policy', value, reason: 'test' } as const;
    const approver = { kind: 'person', id: 'li', roles: ['approver', 'operator'] } as const;
    await expect(saveSetting(platform, { ...request, actor: approver })).rejects.toMatchObject({
      code: 'Forbidden',
    });
    // And not even to one admin alone.
    await expect(saveSetting(platform, { ...request, actor: admin })).rejects.toMatchObject({
      code: 'SecondAdminNeeded',
    });
  });

  it('lets only the roles of the catalogue change a setting', async () => {
    const platform = createMemoryPlatform();
    const operator = { kind: 'person', id: 'li', roles: ['operator'] } as const;
    const request = { store: 'shop', actor: operator, reason: 'test' };
    await expect(
      saveSetting(platform, { ...request, name: 'shop', value: shopIn('UTC') }),
    ).rejects.toMatchObject({ name: 'RejectedError', code: 'Forbidden' });
    await saveSetting(platform, { ...request, name: 'kill-switches', value: { order: true } });
    await saveSetting(platform, {
      ...request,
      actor: { kind: 'system', id: 'init' },
      name: 'shop',
      value: shopIn('UTC'),
    });
  });

  it('undoes step by step, down to the default', async () => {
    const platform = createMemoryPlatform();
    for (const sku of ['a', 'b', 'c']) await save(platform, 'dry-run', { [sku]: true });
    const undo = () =>
      undoSetting(platform, { store: 'shop', name: 'dry-run', actor: admin, reason: 'back' });
    expect(await undo()).toEqual({ value: { b: true }, version: 4 });
    expect(await undo()).toEqual({ value: { a: true }, version: 5 });
    expect(await undo()).toEqual({ value: {}, version: 6 });
    await expect(undo()).rejects.toMatchObject({ name: 'InvalidInputError', code: 'NothingToUndo' });
    await save(platform, 'dry-run', { d: true });
    expect(await undo()).toEqual({ value: {}, version: 8 });
  });

  it('brings the scheduler in line when the digest’s time or the shop’s zone changes', async () => {
    const platform = createMemoryPlatform();
    await save(platform, 'schedules', { digest: 'cron(30 8 ? * MON-FRI *)' });
    await save(platform, 'shop', shopIn('Asia/Shanghai'));
    expect(platform.inspection.schedules.get('shop.digest')).toEqual({
      expression: 'cron(30 8 ? * MON-FRI *)',
      zone: 'Asia/Shanghai',
      queue: 'notices',
      message: { kind: 'digest', store: 'shop' },
    });
    await save(platform, 'dry-run', {});
    expect(platform.inspection.schedules.size).toBe(1);
  });

  it('is saved wholly or not at all when the process dies', async () => {
    for (const moment of ['before', 'after'] as const) {
      for (let call = 1; call <= 3; call++) {
        const platform = createMemoryPlatform();
        crashAt(platform, call, moment);
        await expect(save(platform, 'dry-run', { a: true })).rejects.toBeInstanceOf(Crash);
        const { version } = await readSetting(platform, 'shop', 'dry-run');
        const { versions } = await listSettingVersions(platform, 'shop', 'dry-run');
        const audit = await verifyAudit(platform, 'shop');
        expect(versions).toHaveLength(version);
        expect(audit).toMatchObject({ ok: true, entries: version });
      }
    }
  });
});
