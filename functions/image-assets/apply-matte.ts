import type { Raster } from './raster.ts';

/**
 * The photo behind its matte: RGBA with straight alpha. Where nothing is left of the product the colour is cleared, so that
 * the file neither carries the backdrop along nor grows by it.
 *
 * @param alpha one byte a pixel
 * @throws RangeError when the matte is of another size
 */
export function applyMatte(photo: Raster, alpha: Buffer): Raster {
  const pixels = photo.width * photo.height;
  if (alpha.length !== pixels) throw new RangeError(`a matte of ${alpha.length} bytes for ${pixels} pixels`);
  const data = Buffer.alloc(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const opacity = alpha[pixel] as number;
    if (opacity === 0) continue;
    const from = pixel * photo.channels;
    const to = pixel * 4;
    data[to] = photo.data[from] as number;
    data[to + 1] = photo.data[from + 1] as number;
    data[to + 2] = photo.data[from + 2] as number;
    data[to + 3] = opacity;
  }
  return { width: photo.width, height: photo.height, channels: 4, data };
}
