import type { ChannelRule, RuleSource } from './channel-rule.ts';

const HOUSE: RuleSource = { publisher: 'house', checkedOn: '2026-11-21' };

/**
 * Limits of what a cut-out may leave behind. Chosen on 24 true cut-outs before white, grey, uneven, coloured and photographed
 * backgrounds (`npm run bench:checks` prints how many faults they find and how often they are wrong).
 */
const LIMITS = {
  /** True mattes have up to 0.31 (soles and seams in the background's colour); two pixels too many at 800 px give 0.44 and more. */
  halo: 0.38,
  /** 0.1 % of the product: a hole of 12 px in a product of 700. */
  holes: 0.001,
  /** A speck of 10 px beside such a product; true mattes have none. */
  crumbs: 0.0003,
  /** A tongue of 20 x 40 px at an outline of 700. A product's part in the background's colour looks the same, so it only warns. */
  lumps: 0.002,
  /** Seen by most people side by side; what encoding and resizing do stays below 1. */
  colourShift: 2.5,
} as const;

/** What every file made of a cut-out must keep, and the colours of every file. */
export function cutoutRules(): ChannelRule[] {
  const house = { source: HOUSE, confirmed: true } as const;
  return [
    {
      ...house,
      id: 'no-halo',
      measure: 'halo',
      unit: 'ratio',
      demand: { max: LIMITS.halo },
      severity: 'fail',
      says: {
        en: `At most ${LIMITS.halo} of the outline shows a rim of the old background; else upload a photo on a plainer background, or a cut-out of your own`,
        zh: `带有原背景残边的轮廓不超过 ${LIMITS.halo}；否则请换用背景更干净的照片，或上传自行抠好的透明图`,
      },
    },
    {
      ...house,
      id: 'no-holes',
      measure: 'holes',
      unit: 'ratio',
      demand: { max: LIMITS.holes },
      severity: 'fail',
      says: {
        en: `At most ${LIMITS.holes} of the product is missing inside its outline; else compare with the photo, and upload one whose background differs more from the product`,
        zh: `商品内部缺失部分不超过 ${LIMITS.holes}；否则请与原图比对，并换用背景与商品颜色差异更大的照片`,
      },
    },
    {
      ...house,
      id: 'no-crumbs',
      measure: 'crumbs',
      unit: 'ratio',
      demand: { max: LIMITS.crumbs },
      severity: 'warn',
      says: {
        en: 'No specks of the old background stand beside the product; small parts of the product itself are fine',
        zh: '商品旁没有残留的背景碎块；商品自带的小部件无妨',
      },
    },
    {
      ...house,
      id: 'no-lumps',
      measure: 'lumps',
      unit: 'ratio',
      demand: { max: LIMITS.lumps },
      severity: 'warn',
      says: {
        en: "No part of the old background was kept with the product; a print in the background's own colour is fine",
        zh: '商品上没有残留的背景；与背景同色的图案无妨',
      },
    },
    {
      ...house,
      id: 'true-colours',
      measure: 'colour-shift',
      unit: 'delta-e',
      demand: { max: LIMITS.colourShift },
      severity: 'fail',
      says: {
        en: "The product has the photo's colours (a difference of 2.5 is seen by most)",
        zh: '商品颜色与照片一致（色差达到 2.5 多数人可察觉）',
      },
    },
    {
      ...house,
      id: 'no-twin',
      measure: 'looks-like',
      unit: 'text',
      demand: { oneOf: ['none'] },
      severity: 'warn',
      says: {
        en: 'The product shows no other picture that looks the same; if it does, keep the better one',
        zh: '该商品没有其他看起来相同的图片；如有，请只保留较好的一张',
      },
    },
  ];
}
