import type { Says } from '../../../commerce/says.ts';
import type { ModelAnswer } from '../../../platform/ports/image-model.ts';
import { measureAnswer } from '../../matting/measure-answer.ts';
import { decodeRaster, openRaster, type Raster } from '../../raster.ts';
import { alphaOf, type SetProduct } from './set-on-white.ts';

/** Why a model's scene cannot be shown. */
export type SceneFault = 'NotAPicture' | 'OtherShape' | 'NoScene' | 'ProductChanged';

export const sceneFaultSays: Readonly<Record<SceneFault, Says>> = {
  NotAPicture: { en: 'it sent something that is no picture', zh: '返回的内容不是图片' },
  OtherShape: { en: 'its picture has another shape than was asked for', zh: '返回图片的宽高比不符' },
  NoScene: { en: 'it left the background empty', zh: '背景仍为空白' },
  ProductChanged: {
    en: 'it moved the product, or drew another one',
    zh: '商品的位置或外观被改动',
  },
};

const SHAPE_OFF_BY_AT_MOST = 0.015;

/** Levels from which a pixel counts as the white that was sent, and the share of it that is still no scene. */
const WHITE_FROM = 244;
const WHITE_AT_MOST = 0.6;

/**
 * Correlation of the product's brightness before and after. A model relights a product and draws its texture anew, which
 * leaves 0.9 and more; another product, or one that moved by a few per cent, comes below 0.8.
 */
const LEAST_LIKENESS = 0.85;
/** The side at which they are compared: texture is gone there, form and print are not. */
const COMPARED_SIDE_PX = 192;

/**
 * Whether a model's picture shows a scene, and the product in it where it was put: only then can the photo's own pixels be
 * laid over the drawn ones without a second outline showing.
 *
 * @returns the scene at the square's size, or what is wrong with it
 */
export async function judgeScene(answer: ModelAnswer, set: SetProduct): Promise<Raster | SceneFault> {
  const drawn = await decodeRaster(answer.bytes).catch(() => undefined);
  if (drawn === undefined) return 'NotAPicture';
  const { frame } = answer;
  // A square was asked for in a square: with a margin it is another one.
  if (frame !== undefined || Math.abs(Math.log(drawn.width / drawn.height)) > SHAPE_OFF_BY_AT_MOST)
    return 'OtherShape';
  const scene = await opaqueAt(drawn, set.layer.width);
  if (whiteShare(scene, set) > WHITE_AT_MOST) return 'NoScene';
  const outline = await measureAnswer(scene, alphaOf(set), 'scene');
  if (!outline.accepted || (await likeness(scene, set)) < LEAST_LIKENESS) return 'ProductChanged';
  return scene;
}

async function opaqueAt(picture: Raster, side: number): Promise<Raster> {
  const data = await openRaster(picture)
    .flatten({ background: '#ffffff' })
    .resize(side, side, { fit: 'fill' })
    .raw()
    .toBuffer();
  return { width: side, height: side, channels: 3, data };
}

/** Of what is not product. */
function whiteShare({ data }: Raster, { layer }: SetProduct): number {
  let around = 0;
  let white = 0;
  for (let at = 0; at < layer.width * layer.height; at += 1) {
    if ((layer.data[at * 4 + 3] ?? 0) > 0) continue;
    around += 1;
    if (Math.min(data[at * 3] ?? 0, data[at * 3 + 1] ?? 0, data[at * 3 + 2] ?? 0) >= WHITE_FROM) white += 1;
  }
  return around === 0 ? 0 : white / around;
}

/** Normalised cross-correlation of brightness over the opaque part of the product, -1 … 1. */
async function likeness(scene: Raster, { layer }: SetProduct): Promise<number> {
  const size = { width: COMPARED_SIDE_PX, height: COMPARED_SIDE_PX };
  const [after, before] = await Promise.all([
    openRaster(scene).resize(size).raw().toBuffer(),
    openRaster(layer).resize(size).raw().toBuffer(),
  ]);
  const pairs: [number, number][] = [];
  for (let at = 0; at < COMPARED_SIDE_PX ** 2; at += 1) {
    if ((before[at * 4 + 3] ?? 0) < 250) continue;
    pairs.push([brightness(before, at * 4), brightness(after, at * 3)]);
  }
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / Math.max(1, pairs.length);
  const [meanBefore, meanAfter] = [mean(0), mean(1)];
  let [both, mine, theirs] = [0, 0, 0];
  for (const [x, y] of pairs) {
    both += (x - meanBefore) * (y - meanAfter);
    mine += (x - meanBefore) ** 2;
    theirs += (y - meanAfter) ** 2;
  }
  // A product of one brightness throughout tells nothing; its outline has to do.
  const spread = Math.sqrt(mine / Math.max(1, pairs.length));
  return spread < 2 ? 1 : both / Math.sqrt(mine * theirs || 1);
}

/** Rec. 601 luma. */
function brightness(data: Buffer, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}
