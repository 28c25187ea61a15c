import { createNoise2D } from 'simplex-noise';
import type { Colour } from '../../plain-border.ts';
import { type Backdrop, type Setting, smoothStep, toLinear } from './backdrop.ts';
import { chooseTone } from './choose-tone.ts';
import { groundDetail, speckles } from './ground-detail.ts';
import { contrastLeft } from './ground-plane.ts';
import { seededRandom } from './seeded-random.ts';
import type { Surface } from './surface.ts';
import { tableBackdrop } from './table-backdrop.ts';
import { paintedWall } from './walls.ts';

interface StoneTone {
  readonly colour: Colour;
  readonly vein: Colour;
  /** Share of veins, 0 … 1: marble has many, limestone few, slate none. */
  readonly veined: number;
  /** Contrast of its clouds. */
  readonly clouded: number;
  readonly wall: Colour;
}

/** Marble, limestone, grey marble, slate, sandstone: light and dark, so that every outline finds one to stand out from. */
const STONE_TONES: readonly [StoneTone, ...StoneTone[]] = [
  {
    colour: { r: 229, g: 227, b: 224 },
    vein: { r: 138, g: 138, b: 140 },
    veined: 0.8,
    clouded: 0.1,
    wall: { r: 226, g: 222, b: 215 },
  },
  {
    colour: { r: 212, g: 199, b: 180 },
    vein: { r: 176, g: 154, b: 126 },
    veined: 0.45,
    clouded: 0.12,
    wall: { r: 222, g: 212, b: 198 },
  },
  {
    colour: { r: 164, g: 164, b: 163 },
    vein: { r: 226, g: 225, b: 222 },
    veined: 0.5,
    clouded: 0.15,
    wall: { r: 186, g: 183, b: 178 },
  },
  {
    colour: { r: 74, g: 77, b: 81 },
    vein: { r: 112, g: 114, b: 117 },
    veined: 0.35,
    clouded: 0.26,
    wall: { r: 158, g: 155, b: 150 },
  },
  {
    colour: { r: 188, g: 166, b: 138 },
    vein: { r: 222, g: 206, b: 182 },
    veined: 0.5,
    clouded: 0.13,
    wall: { r: 186, g: 172, b: 154 },
  },
];

/** Widths of clouds, of the bends of veins and of the grain, picture heights. */
const CLOUD = 0.42;
const VEIN = 0.9;
const GRAIN = 0.012;

/** A polished slab with a wall behind it, in which the product is mirrored a little. */
export function stoneBackdrop(setting: Setting): Backdrop {
  const { product, seed } = setting;
  const tone = chooseTone(STONE_TONES, product.rim, seed);
  return tableBackdrop(setting, {
    surface: stoneSurface(tone, seed),
    wall: paintedWall(tone.wall, seed),
    detail: groundDetail(setting, speckles(seed), 0.035),
    mirror: 0.16,
  });
}

function stoneSurface(tone: StoneTone, seed: number): Surface {
  const random = seededRandom(seed, 'stone');
  const cloud = createNoise2D(random);
  const bend = createNoise2D(random);
  const grain = createNoise2D(random);
  // Veins run one way through a block.
  const turn = Math.PI * (0.15 + 0.5 * random());
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const body = [toLinear(tone.colour.r), toLinear(tone.colour.g), toLinear(tone.colour.b)];
  const vein = [toLinear(tone.vein.r), toLinear(tone.vein.g), toLinear(tone.vein.b)];
  return {
    paintRow(row, out) {
      const grainContrast = contrastLeft(GRAIN, row.blurAcross) * contrastLeft(GRAIN, row.blurAlong);
      const veinBlur = Math.max(row.blurAcross, row.blurAlong) / VEIN;
      for (let x = 0, at = 0; at < out.length; x += 1, at += 3) {
        const across = row.left + x * row.step;
        const p = (across * cos + row.along * sin) / VEIN;
        const q = (row.along * cos - across * sin) / VEIN;
        // Each octave bends less than the phase rises, or lines would close into rings.
        const turbulence =
          bend(p * 0.9, q * 0.8) + 0.28 * bend(p * 2.7 + 9, q * 2.3) + 0.09 * bend(p * 8, q * 7 + 4);
        const clouds =
          cloud(across / CLOUD, row.along / CLOUD) + 0.5 * cloud(across / 0.13, row.along / 0.13 + 5);
        const line = veinAt(p * 1.5 + 0.5 * turbulence, 0.012, veinBlur * 1.5);
        const thin = veinAt(p * 2.6 - q * 1.4 + 0.8 * turbulence + 0.3, 0.008, veinBlur * 2.8);
        const strength = smoothStep(-0.7, 0.9, clouds + 0.5 * turbulence);
        const share = Math.min(
          1,
          tone.veined * (line * (0.12 + 0.88 * strength) + 0.55 * thin * (1 - strength)),
        );
        const shade =
          1 + tone.clouded * 0.66 * clouds + grainContrast * 0.025 * grain(across / GRAIN, row.along / GRAIN);
        for (let channel = 0; channel < 3; channel += 1) {
          const under = (body[channel] ?? 0) * shade;
          out[at + channel] = under + ((vein[channel] ?? 0) - under) * share;
        }
      }
    },
  };
}

/**
 * Veins lie where a bent phase passes a whole number: sharp lines with a soft halo, wider and paler as they are blurred.
 * Lines of noise's zero, the usual way, close into rings, which stone does not have.
 */
function veinAt(phase: number, width: number, blur: number): number {
  const distance = Math.abs(phase - Math.round(phase));
  const wide = Math.hypot(width, blur);
  const line = (width / wide) * Math.exp(-((distance / wide) ** 2));
  return Math.min(1, 0.75 * line + 0.22 * Math.exp(-distance / (7 * wide)));
}
