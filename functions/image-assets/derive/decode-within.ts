import sharp from 'sharp';
import { INPUT_LIMITS, type Raster } from '../raster.ts';

/**
 * Decodes a cut-out no larger than needed: 36 megapixels are 144 MB as RGBA, and whoever sets a product into a scene holds
 * several such copies. Straight alpha, sRGB.
 *
 * @param longestSide pixels; a smaller picture stays as it is
 */
export async function decodeWithin(bytes: Buffer, longestSide: number): Promise<Raster> {
  const { data, info } = await sharp(bytes, INPUT_LIMITS)
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 4, data };
}
