import * as z from 'zod';
import { languageSchema, type Says } from '../../commerce/says.ts';
import { aiDefault, aiSchema } from '../ai/ai-setting.ts';
import { InvalidInputError } from '../errors.ts';
import { type Role, roleSchema } from '../members/role.ts';
import { notifyTargetSchema } from '../notify/notify-target.ts';
import { damSettingSchema, storeConnectorSchema } from './connector-settings.ts';
import {
  colourField,
  cronField,
  currencyField,
  slugField,
  workingTimeField,
  zoneField,
} from './field-checks.ts';

export interface SettingDefinition<T extends z.ZodType> {
  readonly title: Says;
  readonly description: Says;
  readonly schema: T;
  /** Used until somebody saves one; version 0. */
  readonly default: z.output<T>;
  /** A person needs one of these roles. */
  readonly mayChange: readonly Role[];
  /**
   * A change waits until a second admin confirms it: of settings that say who looks at what the machines do, so that one person
   * alone cannot take the others out of it.
   */
  readonly needsSecondAdmin?: boolean;
}

const define = <T extends z.ZodType>(definition: SettingDefinition<T>): SettingDefinition<T> => definition;

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
  schema: z.strictObject({ selected: z.array(slugField).max(100) }),
  default: { selected: ['amazon-main', 'google-merchant', 'shopify', 'web-thumbnail'] },
  mayChange: ['admin', 'operator'],
});

const imageThresholds = define({
  title: { en: 'Photo thresholds', zh: '图片阈值' },
  description: {
    en: 'Below this confidence (0 to 1) in a cut-out, a person looks at the photo',
    zh: '抠图置信度（0 到 1）低于此值时由人工查看',
  },
  schema: z.strictObject({ reviewBelowConfidence: z.number().min(0).max(1) }),
  default: { reviewBelowConfidence: 0.8 },
  mayChange: ['admin', 'approver'],
});

const imageRetouch = define({
  title: { en: 'Retouch', zh: '修图' },
  description: {
    en: 'What is mended in a photo before anything is made of it, only where the photo itself shows that it is wrong. The original is kept',
    zh: '生成图片之前对照片所做的修正，仅在照片本身可明确判断有问题时进行。原图始终保留',
  },
  schema: z.strictObject({
    enabled: z.boolean(),
    steps: z.array(z.enum(['dust', 'white-balance', 'exposure', 'straighten'])).max(4),
    /** How far the product's colours may move in the mean, ΔE2000: 1 is just seen side by side, 5 is another colour. */
    mostColourShift: z.number().min(0).max(10),
  }),
  default: { enabled: true, steps: ['dust', 'white-balance', 'exposure', 'straighten'], mostColourShift: 6 },
  mayChange: ['admin', 'operator'],
});

const imageDerive = define({
  title: { en: 'Derived pictures', zh: '衍生图' },
  description: {
    en: 'What is made of each cut-out beyond the channels: backgrounds in the brand colours, scenes, a banner, a video, an animation, a 3D view. What moves takes most of the computing time and is off to begin with',
    zh: '除渠道图外，由抠图另外生成的内容：品牌色背景、场景图、横幅、短视频、动图、3D 展示。动态内容耗时最多，默认关闭',
  },
  schema: z.strictObject({
    /** `main`: of the product's first picture only. */
    photos: z.enum(['main', 'all', 'none']),
    brandColours: z.array(colourField).max(8),
    /** Names of scenes, e.g. `wooden-table`; one that is not known is told of on the run. */
    scenes: z.array(slugField).max(10),
    /** Places in the shop's own words, which a provider of the setting `ai` draws; each picture is paid for. */
    describedScenes: z
      .array(z.strictObject({ name: slugField, description: z.string().trim().min(3).max(300) }))
      .max(5)
      .default([]),
    /** Both sides of backgrounds and scenes. */
    stillPixels: z.int().min(800).max(3000).default(1600),
    hero: z.strictObject({
      enabled: z.boolean(),
      /** A scene's name or a colour. */
      background: z.union([colourField, slugField]),
      /** Set beside the product, in Chinese or Latin type; empty: the room for it is left. */
      headline: z.string().trim().max(60).default(''),
    }),
    video: z.strictObject({
      formats: z.array(z.enum(['square', 'portrait'])).max(2),
      seconds: z.number().min(3).max(15),
    }),
    animation: z.boolean(),
    view3d: z.strictObject({
      enabled: z.boolean(),
      /**
       * From this many accepted cut-outs of a product on they are taken for a turn; below it one photo is moved a little. Front,
       * back and a detail are no turn, hence not 3.
       */
      turnFromPhotos: z.int().min(3).max(36).default(8),
    }),
  }),
  default: {
    photos: 'main',
    brandColours: ['#f3f0ea'],
    scenes: ['studio-sweep', 'wooden-table'],
    describedScenes: [],
    stillPixels: 1600,
    hero: { enabled: true, background: 'studio-sweep', headline: '' },
    video: { formats: [], seconds: 6 },
    animation: false,
    view3d: { enabled: false, turnFromPhotos: 8 },
  },
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
  title: { en: 'Kill switches', zh: '停用开关' },
  description: {
    en: 'Holds every new run of a workflow; nothing is lost, held runs can be replayed',
    zh: '紧急停用流程：新任务一律暂停，不会丢失；解除停用后可重新运行',
  },
  schema: switches,
  default: {},
  // Anybody may pull the brake.
  mayChange: ['operator', 'approver', 'admin'],
});

const pilot = define({
  title: { en: 'Pilot scope', zh: '试点范围' },
  description: {
    en: 'What takes part, by workflow; outside it a run does everything but the outward action',
    zh: '按流程设置试点范围；范围之外的任务只演练，不对外执行',
  },
  schema: z.record(
    slugField,
    z.strictObject({
      skus: scope.default('all'),
      categories: scope.default('all'),
      channels: scope.default('all'),
    }),
  ),
  default: {},
  mayChange: ['admin'],
});

const dryRun = define({
  title: { en: 'Dry run', zh: '演练' },
  description: {
    en: 'A workflow does everything but the outward action',
    zh: '流程只演练，不对外执行',
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
  'approval-policy': approvalPolicy,
  'kill-switches': killSwitches,
  pilot,
  'dry-run': dryRun,
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
