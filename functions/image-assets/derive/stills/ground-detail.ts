import type { Detail, Setting } from './backdrop.ts';
import { contrastLeft, GroundPlane } from './ground-plane.ts';
import { seededRandom } from './seeded-random.ts';

/** Side of the tiles, a power of two. */
const SIDE = 512;

/** A tile's pixel on the ground, picture heights: half a millimetre beside a shoe, one pixel of a 2048² picture. */
const PIXEL = 1 / 2048;

/** Structures that are finer than this many tile pixels are lost first where the ground is out of focus. */
const FEATURE_PIXELS = 8;

/** Lays a tile of fine structure on the ground, in perspective, at the picture's full resolution. @param amount contrast, about 0.02 … 0.1 */
export function groundDetail({ placement, product }: Setting, values: Float32Array, amount: number): Detail {
  const { width, height } = placement;
  const ground = new GroundPlane(placement, product.pose, width, height);
  return {
    side: SIDE,
    values,
    row: (y) => {
      const v = (y + 0.5) / height;
      if (product.pose === 'standing' && v <= ground.horizon + 0.02)
        return { left: 0, step: 0, v: 0, amount: 0 };
      const row = ground.row(y);
      const blur = Math.max(row.blurAcross, 0.4 * row.blurAlong);
      return {
        left: row.left / PIXEL,
        step: row.step / PIXEL,
        v: row.along / PIXEL,
        amount: amount * contrastLeft(FEATURE_PIXELS * PIXEL, blur),
      };
    },
  };
}

/** Grain of stone, plaster and sand: white noise, smoothed a little, so that grains have sizes. */
export function speckles(seed: number): Float32Array {
  const white = whiteNoise(seed, 'speckles');
  return smoothedOver(smoothedOver(white, 2, 1), 2, SIDE).map((value) => 1.8 * value);
}

/** Fibres of wood: noise drawn out along the grain. @param across whether the grain runs from left to right */
export function fibres(seed: number, across: boolean): Float32Array {
  const white = whiteNoise(seed, 'fibres');
  const fine = smoothedOver(smoothedOver(white, 2, across ? SIDE : 1), 40, across ? 1 : SIDE);
  return fine.map((value) => 6 * value);
}

function whiteNoise(seed: number, purpose: string): Float32Array {
  const random = seededRandom(seed, purpose);
  return Float32Array.from({ length: SIDE * SIDE }, () => random() + random() - 1);
}

/** Running mean of `length` pixels along rows (step 1) or columns (step `SIDE`), around the tile's edge. */
function smoothedOver(tile: Float32Array, length: number, step: number): Float32Array {
  const smooth = new Float32Array(tile.length);
  const other = step === 1 ? SIDE : 1;
  for (let line = 0; line < SIDE; line += 1) {
    const start = line * other;
    let sum = 0;
    for (let at = -length; at < SIDE; at += 1) {
      sum += tile[start + ((at + length) & (SIDE - 1)) * step] ?? 0;
      if (at < 0) continue;
      sum -= tile[start + at * step] ?? 0;
      smooth[start + at * step] = sum / length;
    }
  }
  return smooth;
}
