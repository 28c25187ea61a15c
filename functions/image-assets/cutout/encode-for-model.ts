import type { PictureFile, PictureLimits } from '../../platform/ports/image-model.ts';
import { openRaster, type Raster } from '../raster.ts';

/** 95 without chroma subsampling leaves outlines where they are; 80 is for what would be too large otherwise. */
const QUALITIES = [95, 80] as const;

/**
 * A photo as a model may have it: no larger than it takes, encoded anew, so that nothing of the original's metadata (place,
 * camera, owner) leaves the shop. Transparent parts become white.
 */
export async function encodeForModel(photo: Raster, limits: PictureLimits): Promise<PictureFile> {
  let longestSide = Math.min(limits.longestSide, Math.max(photo.width, photo.height));
  for (;;) {
    for (const quality of QUALITIES) {
      const { data, info } = await openRaster(photo)
        .flatten({ background: '#ffffff' })
        .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality, chromaSubsampling: '4:4:4' })
        .toBuffer({ resolveWithObject: true });
      if (data.length <= limits.maxBytes) {
        return { bytes: data, contentType: 'image/jpeg', width: info.width, height: info.height };
      }
    }
    longestSide = Math.floor(longestSide * 0.7);
  }
}
