import type { Channel, ChannelOutput, ChannelRule, PictureFormat, RuleSource } from './channel-rule.ts';
import { cutoutRules } from './cutout-rules.ts';

const HOUSE: RuleSource = { publisher: 'house', checkedOn: '2026-11-21' };

/** The extension that a file of this format carries. */
export const FILE_EXTENSIONS: Readonly<Record<PictureFormat, string>> = {
  jpeg: 'jpg',
  webp: 'webp',
  png: 'png',
};

/** The name of a channel's file: `<channel>-<width>x<height>.<ext>`. */
export function pictureName(channel: Pick<Channel, 'id'> & { readonly output: ChannelOutput }): string {
  const { width, height, format } = channel.output;
  return `${channel.id}-${width}x${height}.${FILE_EXTENSIONS[format]}`;
}

/**
 * Of 42 product photos and cut-outs, enlarged up to 2.5 times, the softest measures 49; blurred by 3 px (at 2048 px)
 * half of them fall below 31, by 6 px all below 24. It only warns: a satin scarf may have no hard edge.
 */
const SHARPNESS_FLOOR = 30;

/** From 2 on a side, three quarters of the pixels (1 - 1/2²) are invented. */
const UPSCALE_WARNING = 2;

/**
 * From here on a person looks: more than four fifths of the pixels (1 - 1/2.4²) are invented, and as no file is enlarged beyond 2.5
 * times, the product mostly comes out smaller than the channel wants it as well. 4 of 24 real cut-outs of 1,000 to 1,200 px reach it
 * at 2,000 px; asked from 2 on, 20 of them would (see docs/adr/0005-warnings-do-not-ask.md).
 */
const UPSCALE_FAILURE = 2.4;

/** A product smaller than this in its frame is lost in it, whatever the channel says. */
const LEAST_FILL = 0.4;

/** What every file must keep, whatever its channel: what its name and its plan promise. */
export function houseRules(id: string, output: ChannelOutput): ChannelRule[] {
  const pixels = `${output.width}x${output.height}`;
  const name = pictureName({ id, output });
  const house = { source: HOUSE, confirmed: true } as const;
  return [
    {
      ...house,
      id: 'exact-pixels',
      measure: 'pixels',
      unit: 'text',
      demand: { oneOf: [pixels] },
      severity: 'fail',
      says: { en: `The picture is exactly ${pixels} px`, zh: `图片必须正好是 ${pixels} 像素` },
    },
    {
      ...house,
      id: 'format',
      measure: 'format',
      unit: 'text',
      demand: { oneOf: [output.format] },
      severity: 'fail',
      says: {
        en: `The file really is ${output.format.toUpperCase()}`,
        zh: `文件的真实格式为 ${output.format.toUpperCase()}`,
      },
    },
    {
      ...house,
      id: 'name',
      measure: 'name',
      unit: 'text',
      demand: { oneOf: [name] },
      severity: 'fail',
      says: { en: `The file is named ${name}`, zh: `文件名为 ${name}` },
    },
    {
      ...house,
      id: 'provenance',
      measure: 'provenance',
      unit: 'text',
      demand: { oneOf: ['stated'] },
      severity: 'fail',
      says: {
        en: 'The file says how its picture came about (IPTC digital source type)',
        zh: '文件注明图片的来源类型（IPTC 数字来源类型）',
      },
    },
    {
      ...house,
      id: 'sharp',
      measure: 'sharpness',
      unit: 'level',
      demand: { min: SHARPNESS_FLOOR },
      severity: 'warn',
      says: { en: 'The product looks sharp', zh: '商品清晰，不模糊' },
    },
    {
      ...house,
      id: 'little-upscaling',
      measure: 'upscale',
      unit: 'ratio',
      demand: { max: UPSCALE_WARNING },
      severity: 'warn',
      says: {
        en: `The photo is enlarged at most ${UPSCALE_WARNING} times; a larger original looks better`,
        zh: `照片放大不超过 ${UPSCALE_WARNING} 倍；请尽量提供更大的原图`,
      },
    },
    {
      ...house,
      id: 'not-too-much-upscaling',
      measure: 'upscale',
      unit: 'ratio',
      demand: { max: UPSCALE_FAILURE },
      severity: 'fail',
      says: {
        en: `The photo is enlarged at most ${UPSCALE_FAILURE} times; beyond that somebody decides whether it is still sharp enough to sell with`,
        zh: `照片放大不超过 ${UPSCALE_FAILURE} 倍；超过时须由人工判断清晰度是否仍可用于销售`,
      },
    },
    {
      ...house,
      id: 'large-enough',
      measure: 'fill-ratio',
      unit: 'ratio',
      demand: { min: LEAST_FILL },
      severity: 'warn',
      says: { en: 'The product is large enough to be seen', zh: '商品在画面中足够大' },
    },
    {
      ...house,
      id: 'whole-in-source',
      measure: 'source-clipped',
      unit: 'text',
      demand: { oneOf: ['none'] },
      severity: output.background === 'white' ? 'fail' : 'warn',
      says: { en: "The original photo's edge does not cut the product", zh: '原始照片的边缘没有裁切到商品' },
    },
    ...cutoutRules(),
  ];
}

/** White measured on the border ring; 254 leaves one level to JPEG's rounding of exact 255. */
export function whiteBorderRule(source: RuleSource, confirmed: boolean): ChannelRule {
  return {
    id: 'white-background',
    measure: 'border-white',
    unit: 'level',
    demand: { min: 254 },
    source,
    confirmed,
    severity: 'fail',
    says: { en: 'The background is pure white (255) up to the edge', zh: '背景为纯白色（255），直到边缘' },
  };
}

/** The product touches no edge of the frame; measured on a white background, where product and frame can be told apart. */
export function wholeProductRule(source: RuleSource, confirmed: boolean): ChannelRule {
  return {
    id: 'whole-product',
    measure: 'clipped',
    unit: 'text',
    demand: { oneOf: ['none'] },
    source,
    confirmed,
    severity: 'fail',
    says: { en: 'The whole product is in the frame, cut by no edge', zh: '商品完整展示，没有被画面边缘裁切' },
  };
}

/** The largest file that the channel takes. */
export function largestFileRule(maxBytes: number, source: RuleSource, confirmed: boolean): ChannelRule {
  const megabytes = maxBytes >= 1_000_000 ? `${maxBytes / 1_000_000} MB` : `${maxBytes / 1000} kB`;
  return {
    id: 'largest-file',
    measure: 'bytes',
    unit: 'bytes',
    demand: { max: maxBytes },
    source,
    confirmed,
    severity: 'fail',
    says: { en: `The file has at most ${megabytes}`, zh: `文件不超过 ${megabytes}` },
  };
}

/** Both sides have at least so many pixels. */
export function smallestSideRule(
  id: string,
  pixels: number,
  severity: 'fail' | 'warn',
  source: RuleSource,
  confirmed: boolean,
): ChannelRule {
  return {
    id,
    measure: 'shortest-side',
    unit: 'px',
    demand: { min: pixels },
    source,
    confirmed,
    severity,
    says: { en: `Both sides have at least ${pixels} px`, zh: `宽和高都不小于 ${pixels} 像素` },
  };
}

/** The longer side lies within these pixels. */
export function longestSideRule(
  id: string,
  demand: { readonly min?: number; readonly max?: number },
  severity: 'fail' | 'warn',
  source: RuleSource,
  confirmed: boolean,
): ChannelRule {
  const { min, max } = demand;
  const en = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`];
  const zh = [min === undefined ? '' : `不小于 ${min}`, max === undefined ? '' : `不大于 ${max}`];
  return {
    id,
    measure: 'longest-side',
    unit: 'px',
    demand,
    source,
    confirmed,
    severity,
    says: {
      en: `The longer side has ${en.filter(Boolean).join(' and ')} px`,
      zh: `长边${zh.filter(Boolean).join('且')} 像素`,
    },
  };
}

/** The product fills at least this share of the frame along the side where it fills most. */
export function fillRule(least: number, source: RuleSource, confirmed: boolean): ChannelRule {
  const percent = Math.round(least * 100);
  return {
    id: 'fills-frame',
    measure: 'fill-ratio',
    unit: 'ratio',
    demand: { min: least },
    source,
    confirmed,
    severity: 'fail',
    says: { en: `The product fills at least ${percent} % of the frame`, zh: `商品至少占画面的 ${percent}%` },
  };
}
