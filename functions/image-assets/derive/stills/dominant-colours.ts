import type { Raster } from '../../raster.ts';
import type { DominantColour } from './product.ts';

/** Pixels looked at: enough for shares to within a percent. */
const SAMPLES = 20_000;

/** Each channel in 8 steps: white and light grey, blue and light blue stay apart. */
const STEP_SHIFT = 5;

/** Smaller shares are prints and seams. */
const LEAST_SHARE = 0.04;
const MOST_COLOURS = 4;

/** The rim is this wide, as a share of the product's size (geometric mean of its sides). */
const RIM = 0.02;

/** The colours that an opaque product is mostly made of, by share; the mean of all where none has one. */
export function dominantColours(picture: Raster): DominantColour[] {
  return countColours(
    picture,
    Math.max(1, Math.floor((picture.width * picture.height) / SAMPLES)),
    () => true,
  );
}

/** The same for the product's rim alone: what meets the background. */
export function rimColours(picture: Raster): DominantColour[] {
  const { width, height, data } = picture;
  const reach = Math.max(1, Math.round(RIM * Math.sqrt(width * height)));
  const open = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height || (data[(y * width + x) * 4 + 3] ?? 0) < 128;
  const onRim = (pixel: number) => {
    const x = pixel % width;
    const y = (pixel - x) / width;
    return open(x - reach, y) || open(x + reach, y) || open(x, y - reach) || open(x, y + reach);
  };
  // A twentieth or so of the pixels is rim: look at more of them.
  return countColours(picture, Math.max(1, Math.floor((width * height) / (8 * SAMPLES))), onRim);
}

function countColours(
  { width, height, data }: Raster,
  step: number,
  counts: (pixel: number) => boolean,
): DominantColour[] {
  const cells = new Map<number, { count: number; r: number; g: number; b: number }>();
  const all = { count: 0, r: 0, g: 0, b: 0 };
  for (let pixel = 0; pixel < width * height; pixel += step) {
    const at = pixel * 4;
    if ((data[at + 3] ?? 0) < 128 || !counts(pixel)) continue;
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    const key = ((r >> STEP_SHIFT) << 6) | ((g >> STEP_SHIFT) << 3) | (b >> STEP_SHIFT);
    const cell = cells.get(key) ?? { count: 0, r: 0, g: 0, b: 0 };
    for (const sum of [cell, all]) {
      sum.count += 1;
      sum.r += r;
      sum.g += g;
      sum.b += b;
    }
    cells.set(key, cell);
  }
  const found = [...cells.values()]
    .filter(({ count }) => count >= LEAST_SHARE * all.count)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, MOST_COLOURS);
  return (found.length > 0 ? found : [all]).map(({ count, r, g, b }) => ({
    r: Math.round(r / Math.max(1, count)),
    g: Math.round(g / Math.max(1, count)),
    b: Math.round(b / Math.max(1, count)),
    share: count / Math.max(1, all.count),
  }));
}
