import { findProduct } from '../../find-product.ts';
import { openRaster, type Raster } from '../../raster.ts';

/**
 * The product alone, cropped to what is seen of it.
 * @throws Error where nothing is seen
 */
export async function cropProduct(cutout: Raster): Promise<Raster> {
  const found = findProduct(cutout);
  if (found === undefined) throw new Error('the cut-out shows nothing');
  const { data, info } = await openRaster(cutout)
    .extract(found.ink)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 4, data };
}
