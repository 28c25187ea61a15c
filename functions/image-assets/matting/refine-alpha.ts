import type { Raster } from '../raster.ts';
import type { LocalColours } from './local-colours.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';

/** Below this distance of product and backdrop (RGB levels) a pixel's colour says little; geometry decides. */
const TELLING_CONTRAST = 14;
/** With two fifths of the product's colours confused with the backdrop, geometry alone decides. */
const CONFUSION_WEIGHT = 2.5;

/**
 * Draws the outline at the photo's own resolution. In the band around the found outline each pixel is read as a
 * mixture of the product's and the backdrop's colour right there (alpha is its place on the line between them);
 * everything else is plainly in or out. Needs one byte a pixel beyond the photo itself.
 */
export function refineAlpha(photo: Raster, image: WorkImage, mask: Mask, colours: LocalColours): Buffer {
  const { width, height, channels, data } = photo;
  const alpha = Buffer.alloc(width * height);
  const scaleX = image.width / width;
  const scaleY = image.height / height;
  const columns = Int32Array.from({ length: width }, (_, x) =>
    Math.min(image.width - 1, Math.floor((x + 0.5) * scaleX)),
  );
  for (let y = 0; y < height; y += 1) {
    const workRow = Math.min(image.height - 1, Math.floor((y + 0.5) * scaleY)) * image.width;
    for (let x = 0; x < width; x += 1) {
      const near = workRow + (columns[x] as number);
      const entry = colours.index[near] as number;
      if (entry < 0) {
        if (mask[near]) alpha[y * width + x] = 255;
        continue;
      }
      const depth = sample(colours.depth, image, (x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5);
      const at = (y * width + x) * channels;
      alpha[y * width + x] = Math.round(255 * mixture(data, at, colours, entry, depth));
    }
  }
  return alpha;
}

/** The share of product in one pixel, 0..1, kept within what its distance to the found outline allows. */
function mixture(data: Buffer, at: number, colours: LocalColours, entry: number, depth: number): number {
  const { product, backdrop, reach } = colours;
  let along = 0;
  let length = 0;
  let away = 0;
  for (let c = 0; c < 3; c += 1) {
    const back = backdrop[3 * entry + c] as number;
    const span = (product[3 * entry + c] as number) - back;
    const off = (data[at + c] as number) - back;
    along += off * span;
    length += span * span;
    away += off * off;
  }
  // On the line both agree. A trim in a third colour is off the line, but it is no backdrop either.
  const coloured = Math.max(along / (length + 1e-6), 0.8 * Math.sqrt(away / (length + 1e-6)));
  // Sensor noise would leave a haze outside and pinholes inside: the outer 8 % of the scale are cut.
  const clean = clamp((coloured - 0.08) / 0.84);
  const clear = 1 - Math.min(1, CONFUSION_WEIGHT * (colours.confusion[entry] as number));
  const trust = (clear * length) / (length + TELLING_CONTRAST ** 2);
  const geometric = clamp(0.5 + depth / 1.5);
  const mixed = trust * clean + (1 - trust) * geometric;
  const atLeast = clamp((depth - 0.5) / 1.5);
  const atMost = clamp((depth + (reach[entry] as number) - 0.3) / 1.5);
  return Math.min(atMost, Math.max(atLeast, mixed));
}

function sample(plane: Plane, { width, height }: WorkImage, x: number, y: number): number {
  const left = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const top = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const right = clamp(x - left);
  const down = clamp(y - top);
  const at = top * width + left;
  const upper = (plane[at] as number) * (1 - right) + (plane[at + 1] as number) * right;
  const lower = (plane[at + width] as number) * (1 - right) + (plane[at + width + 1] as number) * right;
  return upper * (1 - down) + lower * down;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
