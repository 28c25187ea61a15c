import sharp from 'sharp';
import { INPUT_LIMITS, openRaster, type Raster } from '../raster.ts';
import type { PhotoSurvey } from './survey-photo.ts';

/** Room that has to stay between the product and what turning brings in, share of the shorter side. */
const SPARE_SHARE = 0.01;

/**
 * Whether nothing but paper comes near the frame where it is turned out of the picture and where the corners are filled. A
 * product so near is never cut or doubled: then the picture stays tilted. (A crop would cut it even more.)
 */
export function hasRoomToTurn({ image, product, distance, sigma }: PhotoSurvey, degrees: number): boolean {
  const { width, height } = image;
  const band = bandOf(width, height, degrees) + SPARE_SHARE * Math.min(width, height);
  let foreign = 0;
  let pixels = 0;
  for (let at = 0; at < product.length; at += 1) {
    const x = at % width;
    const y = Math.floor(at / width);
    if (Math.min(x, y, width - 1 - x, height - 1 - y) > band) continue;
    pixels += 1;
    if (product[at]) return false;
    if ((distance[at] as number) > 4 + 4 * sigma) foreign += 1;
  }
  return foreign <= 0.002 * pixels;
}

/**
 * Turns the picture counter-clockwise about its middle, at the same size. The paper goes on beyond the frame as its mirror
 * image, noise and falling light included. Needs three times the picture's memory.
 */
export async function turnPhoto(photo: Raster, degrees: number): Promise<Raster> {
  const { width, height } = photo;
  const band = Math.ceil(bandOf(width, height, degrees)) + 2;
  const { data: wide, info } = await openRaster(photo)
    .extend({ top: band, bottom: band, left: band, right: band, extendWith: 'mirror' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const limits = { limitInputPixels: 2 * INPUT_LIMITS.limitInputPixels };
  const turned = await sharp(wide, {
    raw: { width: info.width, height: info.height, channels: 3 },
    ...limits,
  })
    .affine([cosine, sine, -sine, cosine], { interpolator: sharp.interpolators.bicubic, background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width: allWidth, height: allHeight } = turned.info;
  const data = await sharp(turned.data, {
    raw: { width: allWidth, height: allHeight, channels: 3 },
    ...limits,
  })
    .extract({
      left: Math.round((allWidth - width) / 2),
      top: Math.round((allHeight - height) / 2),
      width,
      height,
    })
    .raw()
    .toBuffer();
  return { width, height, channels: 3, data };
}

/** How far the frame's corners move across it, pixels. */
function bandOf(width: number, height: number, degrees: number): number {
  return Math.sin((Math.abs(degrees) * Math.PI) / 180) * (Math.max(width, height) / 2);
}
