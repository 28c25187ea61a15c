import { openRaster, type Raster } from '../../raster.ts';

/** Where artefacts begin to be seen at the edge of a print on paper is about 85; 90 keeps a step's distance. */
export const STILL_QUALITY = 90;

/**
 * Every still is encoded here and nowhere else. Full chroma, because a saturated product meets a neutral ground
 * at a sharp edge, where half the chroma would bleed.
 */
export function encodeStill(picture: Raster): Promise<Buffer> {
  return openRaster(picture)
    .jpeg({ quality: STILL_QUALITY, chromaSubsampling: '4:4:4', mozjpeg: false, progressive: true })
    .toBuffer();
}
