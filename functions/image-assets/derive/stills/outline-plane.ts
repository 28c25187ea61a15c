import sharp from 'sharp';
import { openRaster } from '../../raster.ts';
import type { Placement } from './place-product.ts';
import type { Product } from './product.ts';

/** A plane of bytes, one a pixel, rows without padding. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** The product's alpha, on the whole canvas, at the map's scale. */
export async function placedOutline(
  { picture }: Product,
  { width, height, drawn }: Placement,
  scale: number,
): Promise<Plane> {
  const plane = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const drawnWidth = Math.max(1, Math.round(drawn.width * scale));
  const drawnHeight = Math.max(1, Math.round(drawn.height * scale));
  const alpha = await openRaster(picture)
    .extractChannel(3)
    .resize(drawnWidth, drawnHeight, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const left = Math.round(drawn.left * scale);
  const top = Math.round(drawn.top * scale);
  const data = new Uint8Array(plane.width * plane.height);
  for (let y = Math.max(0, -top); y < drawnHeight && y + top < plane.height; y += 1) {
    for (let x = Math.max(0, -left); x < drawnWidth && x + left < plane.width; x += 1) {
      data[(y + top) * plane.width + x + left] = alpha[y * drawnWidth + x] ?? 0;
    }
  }
  return { ...plane, data };
}

/** Gaussian blur; below half a pixel it changes nothing. */
export async function blurred(plane: Plane, sigma: number): Promise<Uint8Array> {
  if (sigma < 0.5) return plane.data;
  return sharp(plane.data, { raw: { width: plane.width, height: plane.height, channels: 1 } })
    .blur({ sigma })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

/** Bilinear; nothing outside of the plane. */
export function sampled({ width, height, data }: Plane, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
  const shareX = x - left;
  const at = top * width + left;
  const above = (data[at] ?? 0) * (1 - shareX) + (data[at + 1] ?? 0) * shareX;
  const below = (data[at + width] ?? 0) * (1 - shareX) + (data[at + width + 1] ?? 0) * shareX;
  return above + (below - above) * (y - top);
}

/** A plane's data moved right and down by whole pixels. */
export function shifted({ width, height }: Plane, data: Uint8Array, right: number, down: number): Uint8Array {
  const [dx, dy] = [Math.round(right), Math.round(down)];
  const moved = new Uint8Array(data.length);
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y += 1) {
    const from = (y - dy) * width;
    moved.set(
      data.subarray(from + Math.max(0, -dx), from + width - Math.max(0, dx)),
      y * width + Math.max(0, dx),
    );
  }
  return moved;
}

/** Layers of a contact shadow: what each is the blur of, how far, and how much light it takes. */
export function occlusion(
  layers: readonly { readonly data: Uint8Array; readonly share: number }[],
): Float32Array {
  const occluded = new Float32Array(layers[0]?.data.length ?? 0);
  for (let at = 0; at < occluded.length; at += 1) {
    let open = 1;
    for (const { data, share } of layers) open *= 1 - (share * (data[at] ?? 0)) / 255;
    occluded[at] = 1 - open;
  }
  return occluded;
}
