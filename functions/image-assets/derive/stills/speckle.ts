import type { Detail, Setting } from './backdrop.ts';
import { contrastLeft, GroundPlane } from './ground-plane.ts';
import { seededRandom } from './seeded-random.ts';

/** Side of the tile, and the size of one of its pixels on the ground in picture heights: a grain of half a millimetre. */
const SIDE = 512;
const GRAIN = 1 / 2048;

/** Fine grain of stone, paper, plaster or sand, at the full resolution. @param amount contrast, about 0.02 … 0.1 */
export function speckleDetail({ placement, product, seed }: Setting, amount: number): Detail {
  const { width, height } = placement;
  const ground = new GroundPlane(placement, product.pose, width, height);
  return {
    side: SIDE,
    values: speckles(seed),
    row: (y) => {
      const v = (y + 0.5) / height;
      if (product.pose === 'standing' && v <= ground.horizon + 0.02)
        return { left: 0, step: 0, v: 0, amount: 0 };
      const row = ground.row(y);
      return {
        left: row.left / GRAIN,
        step: row.step / GRAIN,
        v: row.along / GRAIN,
        amount: amount * contrastLeft(8 * GRAIN, Math.max(row.blurAcross, 0.4 * row.blurAlong)),
      };
    },
  };
}

/** White noise, smoothed a little, so that grains have sizes. */
function speckles(seed: number): Float32Array {
  const random = seededRandom(seed, 'speckle');
  const white = Float32Array.from({ length: SIDE * SIDE }, () => random() + random() - 1);
  const mask = SIDE - 1;
  return white.map((value, at) => {
    const [x, y] = [at & mask, at >> 9];
    const right = white[y * SIDE + ((x + 1) & mask)] ?? 0;
    const below = white[((y + 1) & mask) * SIDE + x] ?? 0;
    const both = white[((y + 1) & mask) * SIDE + ((x + 1) & mask)] ?? 0;
    return 0.9 * (value + right + below + both);
  });
}
