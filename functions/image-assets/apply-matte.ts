import { type ColourField, estimateSides } from './matting/side-colours.ts';
import type { Raster } from './raster.ts';

/**
 * How far a single pixel may be trusted against its surroundings when its colour is taken apart: at this opacity squared
 * both count alike. Lower values let noise through where little product is in a pixel.
 */
const TRUST = 0.06;

/**
 * The photo behind its matte: RGBA with straight alpha. Where a pixel is part product, part backdrop, the backdrop's
 * share is taken out of its colour, so that no rim of the old backdrop shows on the new one. Where nothing is left of the
 * product the colour is cleared, so that the file neither carries the backdrop along nor grows by it.
 *
 * @param photo of RGBA (straight) the transparency is taken for the layer that the product lies in
 * @param alpha one byte a pixel
 * @throws RangeError when the matte is of another size
 */
export function applyMatte(photo: Raster, alpha: Buffer): Raster {
  const { width, height, channels } = photo;
  const pixels = width * height;
  if (alpha.length !== pixels) throw new RangeError(`a matte of ${alpha.length} bytes for ${pixels} pixels`);
  const data = Buffer.alloc(pixels * 4);
  const sides = estimateSides(photo, alpha);
  for (let y = 0, pixel = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const opacity = alpha[pixel] as number;
      if (opacity === 0) continue;
      const from = pixel * channels;
      const to = pixel * 4;
      data[to] = photo.data[from] as number;
      data[to + 1] = photo.data[from + 1] as number;
      data[to + 2] = photo.data[from + 2] as number;
      data[to + 3] = opacity;
      // A transparent photo's colours are the layer's own; what the matte takes off is a shadow in that layer.
      const layer = channels === 4 ? Math.max(opacity, photo.data[from + 3] as number) : 255;
      if (opacity < layer) takeOutBackdrop(data, to, x, y, opacity / layer, sides);
    }
  }
  return { width, height, channels: 4, data };
}

/**
 * A pixel is share · product + (1 − share) · backdrop. The backdrop is that of the surroundings; the product's colour is
 * the one that explains the pixel best without leaving that of the surroundings too far (least squares with a ridge).
 */
function takeOutBackdrop(
  data: Buffer,
  to: number,
  x: number,
  y: number,
  share: number,
  { product, backdrop }: { product: ColourField; backdrop: ColourField },
): void {
  const gain = share / (share * share + TRUST * (1 - share));
  for (let c = 0; c < 3; c += 1) {
    const inside = product.at(x, y, c);
    const behind = backdrop.at(x, y, c);
    const unexplained = (data[to + c] as number) - share * inside - (1 - share) * behind;
    data[to + c] = Math.round(Math.min(255, Math.max(0, inside + gain * unexplained)));
  }
}
