import type { ChannelRule, RuleMeasure } from '../commerce/channels/channel-rule.ts';
import type { Says } from '../commerce/says.ts';
import { measuredWords } from './measured-words.ts';

interface Found {
  readonly value: number | string;
  readonly demand: ChannelRule['demand'];
}

/**
 * What was found where a rule is broken, with how much of it there may be: the rule's own sentence says how it should be, and beside
 * “fail” it reads as if it were so. Undefined for what its sentence and the measured value say well enough, as sizes.
 *
 * @param value as it is shown, rounded
 */
export function brokenWords(
  { measure, demand }: Pick<ChannelRule, 'measure' | 'demand'>,
  value: number | string,
): Says | undefined {
  return sentences[measure]?.({ value, demand });
}

const sentences: Readonly<Partial<Record<RuleMeasure, (found: Found) => Says>>> = {
  clipped: ({ value }) => ({
    en: `The product touches the frame's edge: ${measuredWords(value).en}`,
    zh: `商品触到或超出画面边缘：${measuredWords(value).zh}`,
  }),
  'source-clipped': ({ value }) => ({
    en: `The photo's own edge cuts the product: ${measuredWords(value).en}`,
    zh: `商品超出原始照片的边缘：${measuredWords(value).zh}`,
  }),
  'looks-like': ({ value }) => ({
    en: `It looks the same as this picture of the product: ${measuredWords(value).en}; keep the better one`,
    zh: `与该商品第 ${measuredWords(value).zh} 张图片看起来相同，请只保留较好的一张`,
  }),
  provenance: () => ({
    en: 'The file does not say truly how its picture came about (IPTC digital source type)',
    zh: '文件未如实注明图片的来源类型（IPTC 数字来源类型）',
  }),
  'overlaid-text': ({ value }) => ({
    en: `Text or a watermark lies over the picture (rows: ${value}); upload the photo without it`,
    zh: `图片上叠加了文字或水印（${value} 行），请上传无文字水印的照片`,
  }),
  text: ({ value }) => ({
    en: `Text is seen in the photo (rows: ${value}); printed on the product it is allowed, laid over the picture it is not: look before it goes out`,
    zh: `照片中检出文字（${value} 行）；印在商品上的文字允许，叠加在图片上的不允许，发布前请查看`,
  }),
  border: ({ value }) => ({
    en: `A border is drawn around the photo (${share(value)} of its shorter side); upload the photo without it`,
    zh: `照片四周有边框（占短边 ${share(value)}），请上传无边框的照片`,
  }),
  halo: ({ value, demand }) => ({
    en: `${share(value)} of the outline shows a rim of the old background (at most ${share(demand.max)}); upload a photo on a plainer background, or a cut-out of your own`,
    zh: `轮廓的 ${share(value)} 带有原背景残边（应不超过 ${share(demand.max)}），请换用背景更干净的照片，或上传自行抠好的透明图`,
  }),
  holes: ({ value, demand }) => ({
    en: `${share(value)} of the product is missing inside its outline (at most ${share(demand.max)}); compare with the photo, and upload one whose background differs more from the product`,
    zh: `商品内部缺失 ${share(value)}（应不超过 ${share(demand.max)}），请与原图比对，并换用背景与商品颜色差异更大的照片`,
  }),
  crumbs: ({ value }) => ({
    en: `Specks stand beside the product (${share(value)} of its area); small parts of the product itself are fine, rests of the background are not`,
    zh: `商品旁有零碎小块（面积为商品的 ${share(value)}）；商品自带的小部件无妨，背景残留则不可`,
  }),
  lumps: ({ value }) => ({
    en: `Something in the background's colour was kept with the product (${share(value)} of its area); a print in that colour is fine`,
    zh: `商品上留有与背景同色的部分（面积为商品的 ${share(value)}）；与背景同色的图案无妨`,
  }),
  'colour-shift': ({ value, demand }) => ({
    en: `The product's colours differ from the photo's by ${value} ΔE2000 (at most ${demand.max}; most people see 2.5)`,
    zh: `商品颜色与照片相差 ${value} ΔE2000（应不超过 ${demand.max}；达到 2.5 多数人可察觉）`,
  }),
  sharpness: ({ value, demand }) => ({
    en: `The product looks blurred (sharpness ${value}, at least ${demand.min})`,
    zh: `商品不够清晰（清晰度 ${value}，应不低于 ${demand.min}）`,
  }),
  upscale: ({ value, demand }) => ({
    en: `The photo is enlarged ${value} times (at most ${demand.max}); a larger original looks better`,
    zh: `照片被放大 ${value} 倍（应不超过 ${demand.max} 倍），请尽量提供更大的原图`,
  }),
  'fill-ratio': ({ value, demand }) => ({
    en: `The product fills ${share(value)} of the frame (at least ${share(demand.min)})`,
    zh: `商品仅占画面的 ${share(value)}（应不少于 ${share(demand.min)}）`,
  }),
  'cut-away': ({ value, demand }) => ({
    en: `${share(value)} of the photo is cropped away (at most ${share(demand.max)})`,
    zh: `画面被裁切掉 ${share(value)}（应不超过 ${share(demand.max)}）`,
  }),
  'border-white': ({ value }) => ({
    en: `The background is not pure white up to the edge (its darkest point there is ${value} of 255)`,
    zh: `背景并非纯白直到边缘（边缘最暗处为 ${value}，纯白为 255）`,
  }),
};

/** A share of 0 to 1 in per cent, of small ones two digits. */
function share(value: number | string | undefined): string {
  const percent = Number(value ?? 0) * 100;
  return `${Number(percent < 1 ? percent.toPrecision(2) : percent.toFixed(1))}%`;
}
