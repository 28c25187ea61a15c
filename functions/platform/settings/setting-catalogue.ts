import * as z from 'zod';
import { languageSchema } from '../../commerce/says.ts';
import { aiDefault, aiSchema } from '../ai/ai-setting.ts';
import { InvalidInputError } from '../errors.ts';
import { roleSchema } from '../members/role.ts';
import { notifyTargetSchema } from '../notify/notify-target.ts';
import { damSettingSchema, storeConnectorSchema } from './connector-settings.ts';
import {
  channelField,
  cronField,
  currencyField,
  killSwitchField,
  slugField,
  workingTimeField,
  zoneField,
} from './field-checks.ts';
import { imageDerive, imageRetouch, imageThresholds } from './image-settings.ts';
import { listingChannels } from './listing-settings.ts';
import { define, type SettingDefinition } from './setting-definition.ts';

const scope = z.union([z.literal('all'), z.array(z.string().min(1).max(200)).max(5000)]);

const shop = define({
  title: { en: 'Shop', zh: '店铺' },
  description: {
    en: 'Name, time zone, currency and languages (the first one is used where nobody’s own is known)',
    zh: '名称、时区、货币和语言（无法确定个人语言时使用第一个）',
  },
  schema: z.strictObject({
    name: z.string().trim().min(1).max(100),
    zone: zoneField,
    currency: currencyField,
    languages: z.array(languageSchema).min(1).max(2),
    /** Made-up data to look around with; labelled as such everywhere. */
    sample: z.boolean(),
  }),
  default: { name: 'Shop', zone: 'UTC', currency: 'USD', languages: ['en', 'zh'], sample: false },
  mayChange: ['admin'],
});

const channels = define({
  title: { en: 'Channels', zh: '渠道' },
  description: { en: 'Where the shop sells and posts', zh: '店铺销售和发布内容的渠道' },
  schema: z.strictObject({ selected: z.array(channelField).max(100) }),
  default: { selected: ['amazon-main', 'google-merchant', 'shopify', 'web-thumbnail'] },
  mayChange: ['admin', 'operator'],
});

/** The longest wait: 40 working hours are a week; machines end after two weeks of real time. */
const LONGEST_WAIT_WORKING_HOURS = 40;

export const approvalRuleSchema = z.strictObject({
  when: z.enum(['always', 'on-doubt', 'never']).default('on-doubt'),
  role: roleSchema.default('approver'),
  /** 16: two working days of eight hours. */
  expiryWorkingHours: z.number().positive().max(LONGEST_WAIT_WORKING_HOURS).default(16),
  /** Whoever started a run may not approve it. */
  fourEyes: z.boolean().default(true),
});

const approvalPolicy = define({
  title: { en: 'Approval policy', zh: '审批策略' },
  description: {
    en: 'When a person is asked, who, for how long, and the shop’s working hours. By workflow',
    zh: '何时需要人工决定、由谁决定、等待多久，以及店铺的工作时间。按流程设置',
  },
  schema: z.strictObject({
    working: workingTimeField,
    workflows: z.record(slugField, approvalRuleSchema),
  }),
  default: { working: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', holidays: [] }, workflows: {} },
  // Not the approvers: whom it asks could otherwise switch off that a second person must look.
  mayChange: ['admin'],
  needsSecondAdmin: true,
});

const switches = z.record(slugField, z.boolean());

const killSwitches = define({
  title: { en: 'Workflows on and off', zh: '流程启用与停用' },
  description: {
    en: 'A workflow that is switched off holds every new run, until it is switched on or until a time; nothing is lost, held runs can be continued',
    zh: '流程停用后，新的运行一律暂停，直至重新启用或到达设定时间；不会丢失，启用后可继续处理',
  },
  // An instant: off until then.
  schema: z.record(slugField, killSwitchField),
  default: {},
  // Anybody may pull the brake.
  mayChange: ['operator', 'approver', 'admin'],
});

const responsibleName = z.string().trim().min(1).max(100);

const responsible = define({
  title: { en: 'Who answers for what', zh: '流程负责人' },
  description: {
    en: 'Who owns a workflow in this shop, and whom to ask where nobody there answers; told in notices. Without an entry it is as delivered',
    zh: '各流程在本店的负责人，以及无人响应时的联系人，会写入通知。未设置时使用默认值',
  },
  schema: z.record(slugField, z.strictObject({ owner: responsibleName, escalation: responsibleName })),
  default: {},
  mayChange: ['admin'],
});

const pilot = define({
  title: { en: 'Pilot scope', zh: '试点范围' },
  description: {
    en: 'What takes part, by workflow; outside it a run does everything but the outward action',
    zh: '按流程设置试点范围；范围之外的运行仅为试运行，不对外发布',
  },
  schema: z.record(
    slugField,
    z.strictObject({
      skus: scope.default('all'),
      categories: scope.default('all'),
      channels: z.union([z.literal('all'), z.array(channelField).max(100)]).default('all'),
    }),
  ),
  default: {},
  mayChange: ['admin'],
});

const dryRun = define({
  title: { en: 'Dry run', zh: '试运行' },
  description: {
    en: 'A workflow does everything but the outward action',
    zh: '流程只试运行，不对外发布',
  },
  schema: switches,
  default: {},
  mayChange: ['admin'],
});

const targets = z.array(notifyTargetSchema).max(20);

const notificationTargets = define({
  title: { en: 'Notification targets', zh: '通知目标' },
  description: {
    en: 'Where each role is told what waits and what failed',
    zh: '各角色接收待办和故障通知的位置',
  },
  schema: z.strictObject({ operator: targets, approver: targets, admin: targets }),
  default: { operator: [{ kind: 'outbox' }], approver: [{ kind: 'outbox' }], admin: [{ kind: 'outbox' }] },
  mayChange: ['admin'],
});

const schedules = define({
  title: { en: 'Schedules', zh: '定时任务' },
  description: {
    en: 'When the daily digest is sent, in the shop’s time zone',
    zh: '每日摘要的发送时间（店铺时区）',
  },
  schema: z.strictObject({ digest: cronField }),
  default: { digest: 'cron(0 9 * * ? *)' },
  mayChange: ['admin', 'operator'],
});

const ai = define({
  title: { en: 'AI', zh: 'AI' },
  description: {
    en: 'Which providers are asked, in order, how they are reached, and what a workflow may spend a day. Without a provider, over the budget or where all fail, rules do the work',
    zh: '依次使用的服务商及其连接方式，以及每个流程每天的费用上限。未设置服务商、超出上限或服务均失败时，改用规则处理',
  },
  schema: aiSchema,
  default: aiDefault,
  mayChange: ['admin'],
});

const storeConnector = define({
  title: { en: 'Shop system', zh: '店铺系统' },
  description: {
    en: 'Where pictures are published besides the built-in catalogue',
    zh: '除内置商品目录外，图片发布到哪里',
  },
  schema: storeConnectorSchema,
  default: { kind: 'built-in' },
  mayChange: ['admin'],
});

const dam = define({
  title: { en: 'Picture library', zh: '图片库' },
  description: {
    en: 'Where published files are kept for others to take, each with a sidecar that says what it is',
    zh: '已发布的文件另存到哪里供他人取用，每个文件附有说明文件',
  },
  schema: damSettingSchema,
  default: { kind: 'none' },
  mayChange: ['admin'],
});

export const settingCatalogue = {
  shop,
  channels,
  'image-thresholds': imageThresholds,
  'image-retouch': imageRetouch,
  'image-derive': imageDerive,
  'listing-channels': listingChannels,
  'approval-policy': approvalPolicy,
  'kill-switches': killSwitches,
  pilot,
  'dry-run': dryRun,
  responsible,
  'notification-targets': notificationTargets,
  schedules,
  ai,
  'store-connector': storeConnector,
  dam,
} as const;

export type SettingName = keyof typeof settingCatalogue;
export type SettingValue<N extends SettingName> = z.output<(typeof settingCatalogue)[N]['schema']>;

export function needsSecondAdmin(name: SettingName): boolean {
  const definition: SettingDefinition<z.ZodType> = settingCatalogue[name];
  return definition.needsSecondAdmin === true;
}

export const settingNames = Object.keys(settingCatalogue) as readonly SettingName[];

/** @throws InvalidInputError `SettingUnknown` */
export function settingNamed(name: string): SettingName {
  if (Object.hasOwn(settingCatalogue, name)) return name as SettingName;
  throw new InvalidInputError('SettingUnknown', {
    en: `There is no setting ${name}. There are: ${settingNames.join(', ')}.`,
    zh: `没有名为 ${name} 的设置。可用的设置：${settingNames.join('、')}。`,
  });
}
