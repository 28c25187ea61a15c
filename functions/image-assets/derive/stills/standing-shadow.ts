import { CAMERA_TILT } from './camera.ts';
import type { Light } from './light.ts';
import { blurred, occlusion, type Plane, sampled } from './outline-plane.ts';

/** How deep a standing product is taken to be, as a share of its size (geometric mean of its sides): a photo does not tell. */
const DEPTH = 0.42;

/**
 * What the base hides from the light of all sides. The base is a strip along the lower outline, as deep as the product
 * seems to be; where the outline rises from the ground (a toe, a handle) it touches less and less.
 */
export async function standingContact(outline: Plane, groundY: number, size: number): Promise<Float32Array> {
  const { width, height } = outline;
  const strip = { width, height, data: new Uint8Array(width * height) };
  const lift = 0.03 * size;
  const depth = Math.max(1.5, DEPTH * CAMERA_TILT * size);
  for (const [x, lowest] of lowestRows(outline).entries()) {
    if (lowest < 0) continue;
    const rise = Math.max(0, groundY - 1 - lowest);
    const touch = Math.exp(-((rise / lift) ** 2));
    if (touch < 0.01) continue;
    // The base is round at its rim: the dark line lies a little in front of the outline's lower edge.
    const bottom = Math.min(height - 1, Math.round(groundY - 0.6 * rise + 0.006 * size));
    for (let y = Math.max(0, Math.round(bottom - depth)); y <= bottom; y += 1) {
      strip.data[y * width + x] = Math.round(255 * touch);
    }
  }
  const [tight, near, wide] = await Promise.all([
    blurred(strip, Math.max(0.8, 0.005 * size)),
    blurred(strip, 0.02 * size),
    blurred(strip, 0.06 * size),
  ]);
  return occlusion([
    { data: tight, share: 0.9 },
    { data: near, share: 0.75 },
    { data: wide, share: 0.8 },
  ]);
}

/** The lowest row of the outline in each column; -1 where there is none. */
function lowestRows({ width, height, data }: Plane): Int32Array {
  const lowest = new Int32Array(width).fill(-1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[y * width + x] ?? 0) >= 128) lowest[x] = y;
    }
  }
  return lowest;
}

/**
 * The outline, laid onto the ground away from the light. A point `h` above the ground throws its shadow `h / tan(elevation)`
 * away; sideways that is seen in full, away from the camera foreshortened by the camera's tilt.
 */
export async function standingCast(
  outline: Plane,
  groundY: number,
  size: number,
  light: Light,
): Promise<Float32Array> {
  const { width, height } = outline;
  const radians = Math.PI / 180;
  const reach = 1 / Math.tan(light.elevation * radians);
  const side = light.from === 'left' ? 1 : -1;
  const across = side * reach * Math.sin(light.azimuth * radians);
  const away = Math.max(0.06, CAMERA_TILT * reach * Math.cos(light.azimuth * radians));
  const base = groundY;
  const laid = { width, height, data: new Uint8Array(width * height) };
  for (let y = 0; y < height; y += 1) {
    const h = (base - y) / away;
    if (h < 0 || h > height) continue;
    const sourceY = groundY - h;
    for (let x = 0; x < width; x += 1) {
      laid.data[y * width + x] = sampled(outline, x - across * h, sourceY);
    }
  }
  smearUpwards(laid, DEPTH * CAMERA_TILT * size);
  const sigmas = [0.008, 0.025, 0.06, 0.13].map((share) => share * size);
  const levels = await Promise.all(sigmas.map((sigma) => blurred(laid, sigma)));
  const cast = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const distance = (Math.max(0, base - y) / away) * reach;
    const [lower, upper, share] = between(sigmas, 0.012 * size + 0.5 * light.softness * distance);
    const one = levels[lower] ?? laid.data;
    const other = levels[upper] ?? laid.data;
    for (let at = y * width, end = at + width; at < end; at += 1) {
      cast[at] = (one[at] ?? 0) * (1 - share) + (other[at] ?? 0) * share;
    }
  }
  return cast;
}

/** Adds to each pixel what lies within `reach` rows below it: the shadows of all sections through a deep body together. */
function smearUpwards({ width, height, data }: Plane, reach: number): void {
  const rows = Math.round(reach);
  const sums = new Int32Array(width);
  const before = data.slice();
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const leaving = y + rows + 1 < height ? (before[at + (rows + 1) * width] ?? 0) : 0;
      const sum = (sums[x] ?? 0) + (before[at] ?? 0) - leaving;
      sums[x] = sum;
      data[at] = Math.min(255, sum);
    }
  }
}

/** The two steps of a rising list that a value lies between, and the share of the upper one. */
function between(steps: readonly number[], value: number): [number, number, number] {
  const upper = steps.findIndex((step) => step >= value);
  if (upper === 0) return [0, 0, 0];
  if (upper < 0) return [steps.length - 1, steps.length - 1, 0];
  const from = steps[upper - 1] ?? 0;
  return [upper - 1, upper, (value - from) / ((steps[upper] ?? 1) - from)];
}
