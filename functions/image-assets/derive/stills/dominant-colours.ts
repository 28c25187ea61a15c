import type { Raster } from '../../raster.ts';
import type { DominantColour } from './product.ts';

/** Pixels looked at: enough for shares to within a percent. */
const SAMPLES = 20_000;

/** Each channel in 8 steps: white and light grey, blue and light blue stay apart. */
const STEP_SHIFT = 5;

/** Smaller shares are prints and seams. */
const LEAST_SHARE = 0.04;
const MOST_COLOURS = 4;

/** The colours that an opaque product is mostly made of, by share; the mean of all where none has one. */
export function dominantColours({ width, height, data }: Raster): DominantColour[] {
  const cells = new Map<number, { count: number; r: number; g: number; b: number }>();
  const all = { count: 0, r: 0, g: 0, b: 0 };
  const step = Math.max(1, Math.floor((width * height) / SAMPLES));
  for (let pixel = 0; pixel < width * height; pixel += step) {
    const at = pixel * 4;
    if ((data[at + 3] ?? 0) < 128) continue;
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
