import * as z from 'zod';
import { colourField, slugField } from './field-checks.ts';
import { define } from './setting-definition.ts';

export const imageThresholds = define({
  title: { en: 'Photo thresholds', zh: '图片阈值' },
  description: {
    en: 'Below this confidence (0 to 1) in a cut-out, a person looks at the photo',
    zh: '抠图置信度（0 到 1）低于此值时由人工查看',
  },
  schema: z.strictObject({ reviewBelowConfidence: z.number().min(0).max(1) }),
  default: { reviewBelowConfidence: 0.8 },
  mayChange: ['admin', 'approver'],
});

export const imageRetouch = define({
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

export const imageDerive = define({
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
