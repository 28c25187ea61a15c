import type { Raster } from '../../raster.ts';
import type { Side } from './light.ts';

/** Pixels looked at. */
const SAMPLES = 20_000;

/** Pixels whose hue is that of the largest colour: prints and labels say nothing about light. Share of the sum of channels. */
const SAME_HUE = 0.06;

/** Correlation of brightness with the place from left to right. Below this, folds and prints decide, not light. */
const LEAST_CORRELATION = 0.45;

/**
 * The side that a product's own shading shows as lit: within its largest hue, brightness that falls steadily from one
 * side to the other. Most product photos are lit evenly, and this says nothing about them.
 */
export function estimateLitSide({ width, height, data }: Raster): Side | undefined {
  const step = Math.max(1, Math.floor((width * height) / SAMPLES));
  const hue = medianHue(data, width * height, step);
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumYY = 0;
  let sumXY = 0;
  for (let pixel = 0; pixel < width * height; pixel += step) {
    const at = pixel * 4;
    if ((data[at + 3] ?? 0) < 250) continue;
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    const sum = r + g + b + 1;
    if (Math.abs(r / sum - hue.r) > SAME_HUE || Math.abs(b / sum - hue.b) > SAME_HUE) continue;
    const x = (pixel % width) / width;
    const y = 0.3 * r + 0.6 * g + 0.1 * b;
    n += 1;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumYY += y * y;
    sumXY += x * y;
  }
  const spread = Math.sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY));
  const correlation = spread > 0 ? (n * sumXY - sumX * sumY) / spread : 0;
  if (Math.abs(correlation) < LEAST_CORRELATION) return undefined;
  return correlation < 0 ? 'left' : 'right';
}

function medianHue(data: Uint8Array, pixels: number, step: number): { r: number; b: number } {
  const reds: number[] = [];
  const blues: number[] = [];
  for (let pixel = 0; pixel < pixels; pixel += step) {
    const at = pixel * 4;
    if ((data[at + 3] ?? 0) < 250) continue;
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    reds.push(r / (r + g + b + 1));
    blues.push(b / (r + g + b + 1));
  }
  const middle = (values: number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
  return { r: middle(reds), b: middle(blues) };
}
