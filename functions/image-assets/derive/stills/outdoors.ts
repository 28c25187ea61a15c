import { createNoise2D } from 'simplex-noise';
import type { Colour } from '../../plain-border.ts';
import { type Backdrop, type Setting, smoothStep, toLinear } from './backdrop.ts';
import { chooseTone } from './choose-tone.ts';
import { gardenBehind } from './garden.ts';
import { groundDetail, speckles } from './ground-detail.ts';
import { contrastLeft } from './ground-plane.ts';
import { leafShade } from './leaf-shade.ts';
import { seededRandom } from './seeded-random.ts';
import type { Surface } from './surface.ts';
import { tableBackdrop } from './table-backdrop.ts';

interface Plaster {
  readonly colour: Colour;
}

/** Sun-warmed plaster and stone: limewash, sand, terracotta, grey. */
const PLASTERS: readonly [Plaster, ...Plaster[]] = [
  { colour: { r: 232, g: 222, b: 206 } },
  { colour: { r: 214, g: 192, b: 162 } },
  { colour: { r: 200, g: 154, b: 124 } },
  { colour: { r: 176, g: 172, b: 166 } },
];

/** Outside in the sun: a ledge before a garden far out of focus; from above, plaster with the shadow of leaves. */
export function outdoorBackdrop(setting: Setting): Backdrop {
  const { product, seed } = setting;
  const surface = plasterSurface(chooseTone(PLASTERS, product.rim, seed).colour, seed);
  const backdrop = tableBackdrop(setting, {
    surface,
    wall: gardenBehind(seed),
    detail: groundDetail(setting, speckles(seed), 0.06),
  });
  if (product.pose === 'lying') leafShade(setting, backdrop);
  return backdrop;
}

/** Troweled plaster: broad clouds, strokes and fine pits. */
function plasterSurface({ r, g, b }: Colour, seed: number): Surface {
  const random = seededRandom(seed, 'plaster');
  const broad = createNoise2D(random);
  const fine = createNoise2D(random);
  const colour = [toLinear(r), toLinear(g), toLinear(b)];
  return {
    paintRow(row, out) {
      const strokes = contrastLeft(0.05, Math.max(row.blurAcross, row.blurAlong));
      const pits = contrastLeft(0.014, row.blurAcross) * contrastLeft(0.014, row.blurAlong);
      for (let x = 0, at = 0; at < out.length; x += 1, at += 3) {
        const across = row.left + x * row.step;
        const { along } = row;
        const stroke = fine(across / 0.11 + 0.6 * broad(across * 3, along * 3), along / 0.05);
        const pit = smoothStep(0.55, 0.9, fine(across / 0.014, along / 0.014 + 60));
        const shade =
          1 + 0.05 * broad(across / 0.5, along / 0.4) + 0.03 * strokes * stroke - 0.1 * pits * pit;
        for (let channel = 0; channel < 3; channel += 1) out[at + channel] = (colour[channel] ?? 0) * shade;
      }
    },
  };
}
