import type { Colour } from '../../plain-border.ts';
import { boundedAside, smoothStep, toLinear } from './backdrop.ts';
import { seededRandom } from './seeded-random.ts';
import type { Wall } from './table-backdrop.ts';

/** A painted wall far behind, with the soft patch of light that a window throws on it. */
export function paintedWall({ r, g, b }: Colour, seed: number): Wall {
  const random = seededRandom(seed, 'wall');
  const paint = [toLinear(r), toLinear(g), toLinear(b)] as const;
  const patchAt = -0.15 + 0.3 * random();
  const slope = 0.35 + 0.25 * random();
  return {
    paint(u, v, out) {
      // The window's light falls from the lamp's side, so its patch leans away from it.
      const across = u - patchAt + slope * (v - 0.3);
      const patch =
        smoothStep(-0.42, -0.16, across) * (1 - smoothStep(0.12, 0.4, across)) * smoothStep(-0.3, 0.15, v);
      const shade =
        (0.8 + 0.28 * patch) * (1 + 0.14 * boundedAside(u)) * (0.86 + 0.14 * smoothStep(0, 0.5, v));
      out[0] = paint[0] * shade * (1 + 0.04 * patch);
      out[1] = paint[1] * shade;
      out[2] = paint[2] * shade * (1 - 0.04 * patch);
    },
  };
}
