import type { Raster } from '../raster.ts';
import type { Spot } from './find-spots.ts';

/** The rim of a speck is fainter than what was found of it; so much is covered beyond, and as much again is blended. */
const COVER = 1.5;
const BLEND = 2.1;
/** Where the patch may come from, in radii of the blended disc, and in how many directions. */
const REACHES = [2.3, 3.5];
const DIRECTIONS = 8;

/** Clean paper for one speck. */
export interface Patch {
  readonly spot: Spot;
  /** Where the patch is taken from: whole pixels right and down of the speck. */
  readonly right: number;
  readonly down: number;
  /** What red, green and blue of the patch are raised by. */
  readonly lift: readonly [number, number, number];
}

interface Ring {
  readonly mean: readonly [number, number, number];
  /** Standard deviation of the green levels. */
  readonly unrest: number;
}

/**
 * Looks beside a speck for paper to cover it with: undefined where there is none that is clean, or the frame is too near.
 *
 * @param all no patch is taken from another speck
 */
export function findPatch(photo: Raster, spot: Spot, all: readonly Spot[]): Patch | undefined {
  const reach = BLEND * spot.radius + 2;
  const here = ringAround(photo, spot.x, spot.y, reach);
  if (here === undefined) return undefined;
  let best: { right: number; down: number; ring: Ring } | undefined;
  for (const far of REACHES) {
    for (let direction = 0; direction < DIRECTIONS; direction += 1) {
      const angle = (direction * 2 * Math.PI) / DIRECTIONS;
      // Whole pixels: between them the patch would lose its noise.
      const right = Math.round(far * reach * Math.cos(angle));
      const down = Math.round(far * reach * Math.sin(angle));
      const [x, y] = [spot.x + right, spot.y + down];
      const ring = ringAround(photo, x, y, reach);
      const isTaken = all.some(
        (other) => Math.hypot(other.x - x, other.y - y) < reach + BLEND * other.radius,
      );
      if (ring === undefined || isTaken) continue;
      if (best === undefined || ring.unrest < best.ring.unrest) best = { right, down, ring };
    }
  }
  // Twice the unrest around the speck: an edge runs through there.
  if (best === undefined || best.ring.unrest > 2 * here.unrest + 1) return undefined;
  const { right, down, ring } = best;
  const lift = (channel: 0 | 1 | 2) => here.mean[channel] - ring.mean[channel];
  return { spot, right, down, lift: [lift(0), lift(1), lift(2)] };
}

/** Lays the patch over the speck, with the paper's own noise, at the brightness that the paper has there. Changes the raster in place. */
export function applyPatch({ width, data }: Raster, { spot, right, down, lift }: Patch): void {
  const solid = COVER * spot.radius + 1;
  const reach = BLEND * spot.radius + 2;
  for (let y = Math.ceil(spot.y - reach); y <= spot.y + reach; y += 1) {
    for (let x = Math.ceil(spot.x - reach); x <= spot.x + reach; x += 1) {
      const far = Math.hypot(x - spot.x, y - spot.y);
      if (far >= reach) continue;
      const share = far <= solid ? 1 : (reach - far) / (reach - solid);
      const to = (y * width + x) * 3;
      const from = ((y + down) * width + x + right) * 3;
      for (let c = 0; c < 3; c += 1) {
        const patch = Math.min(255, Math.max(0, (data[from + c] as number) + (lift[c] as number)));
        data[to + c] = Math.round((data[to + c] as number) * (1 - share) + patch * share);
      }
    }
  }
}

/** The paper just outside a disc; undefined where that leaves the picture. */
function ringAround({ width, height, data }: Raster, x: number, y: number, radius: number): Ring | undefined {
  const outer = radius + 3;
  if (x - outer < 0 || y - outer < 0 || x + outer > width - 1 || y + outer > height - 1) return undefined;
  const sums = [0, 0, 0, 0];
  const steps = Math.max(24, Math.round(2 * Math.PI * outer));
  let count = 0;
  for (let step = 0; step < steps; step += 1) {
    const angle = (step * 2 * Math.PI) / steps;
    for (const far of [radius, outer]) {
      const at = (Math.round(y + far * Math.sin(angle)) * width + Math.round(x + far * Math.cos(angle))) * 3;
      for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] as number) + (data[at + c] as number);
      sums[3] = (sums[3] as number) + (data[at + 1] as number) ** 2;
      count += 1;
    }
  }
  const [red = 0, green = 0, blue = 0, squares = 0] = sums.map((sum) => sum / count);
  return { mean: [red, green, blue], unrest: Math.sqrt(Math.max(0, squares - green * green)) };
}
