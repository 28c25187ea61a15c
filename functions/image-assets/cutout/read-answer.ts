import sharp from 'sharp';
import type { Says } from '../../commerce/says.ts';
import type { ModelAnswer } from '../../platform/ports/image-model.ts';
import { decodeRaster, type Raster } from '../raster.ts';

/** Why an answer cannot even be measured. */
export type Unusable = 'NotAPicture' | 'NoAlpha' | 'Empty' | 'NothingCutOut' | 'OtherShape';

export const unusableSays: Readonly<Record<Unusable, Says>> = {
  NotAPicture: {
    en: 'it sent something that is no picture',
    zh: '返回的内容不是图片',
  },
  NoAlpha: { en: 'its picture has no transparency', zh: '返回的图片没有透明通道' },
  Empty: { en: 'its picture is transparent throughout', zh: '返回的图片完全透明' },
  NothingCutOut: { en: 'its picture is opaque throughout', zh: '返回的图片完全不透明' },
  OtherShape: {
    en: 'its picture has another shape than the photo',
    zh: '返回图片的宽高比与原图不同',
  },
};

/** Sides are whole pixels: at 320 of them one is 0.3 %, and two roundings meet. A picture that was cropped is off by more. */
const SHAPE_OFF_BY_AT_MOST = 0.015;

/** Opaque from the middle of the scale on, as in the measurement. */
const HALF = 128;

/**
 * The opacity that an answer draws, scaled to the photo: services answer in sizes of their own. Its colours are of no
 * use here: the product's pixels are the photo's.
 *
 * @returns one byte a pixel of the photo, or why there is none
 */
export async function readAnswer(
  answer: ModelAnswer,
  photo: Pick<Raster, 'width' | 'height'>,
): Promise<Buffer | Unusable> {
  const raster = await decodeRaster(answer.bytes).catch(() => undefined);
  if (raster === undefined) return 'NotAPicture';
  if (raster.channels !== 4) return 'NoAlpha';
  const area = areaOf(raster, answer);
  if (area === undefined) return 'OtherShape';
  const off = Math.log(area.width / area.height / (photo.width / photo.height));
  if (Math.abs(off) > SHAPE_OFF_BY_AT_MOST) return 'OtherShape';
  const { width, height, data } = raster;
  const alpha = await sharp(data, { raw: { width, height, channels: 4 } })
    .extract(area)
    .extractChannel(3)
    .resize(photo.width, photo.height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  if (!alpha.some((opacity) => opacity >= HALF)) return 'Empty';
  if (!alpha.some((opacity) => opacity < HALF)) return 'NothingCutOut';
  return alpha;
}

/** Where the photo stands in the answer, whatever size that has; undefined where nothing is left of it. */
function areaOf(answered: Raster, { frame }: ModelAnswer) {
  const { width, height } = answered;
  if (frame === undefined) return { left: 0, top: 0, width, height };
  const left = Math.round(frame.left * width);
  const top = Math.round(frame.top * height);
  const area = {
    left,
    top,
    width: Math.min(width - left, Math.round(frame.width * width)),
    height: Math.min(height - top, Math.round(frame.height * height)),
  };
  return area.width > 0 && area.height > 0 ? area : undefined;
}
