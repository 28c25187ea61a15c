import { createNoise2D } from 'simplex-noise';
import type { Colour } from '../../plain-border.ts';
import { smoothStep, toLinear } from './backdrop.ts';
import { contrastLeft, type GroundRow } from './ground-plane.ts';
import { seededRandom } from './seeded-random.ts';
import type { Surface } from './surface.ts';

export interface WoodTone {
  /** What it looks like from afar. */
  readonly colour: Colour;
  readonly early: Colour;
  readonly late: Colour;
}

/** Oiled and raw woods: early wood is the light, late wood the dark of a year's ring. */
export const WOOD_TONES: readonly [WoodTone, ...WoodTone[]] = [
  { colour: { r: 193, g: 156, b: 114 }, early: { r: 207, g: 172, b: 130 }, late: { r: 160, g: 117, b: 76 } },
  { colour: { r: 214, g: 194, b: 166 }, early: { r: 226, g: 209, b: 183 }, late: { r: 190, g: 163, b: 129 } },
  { colour: { r: 118, g: 80, b: 54 }, early: { r: 134, g: 93, b: 63 }, late: { r: 84, g: 54, b: 36 } },
  { colour: { r: 168, g: 120, b: 78 }, early: { r: 186, g: 137, b: 91 }, late: { r: 130, g: 86, b: 53 } },
];

/** Width of a plank in picture heights, about 11 cm beside a shoe. */
const PLANK = 0.26;
/** Rings across a plank. */
const RINGS = 9;
/** Gap between planks, in plank widths. */
const GAP = 0.012;

interface Plank {
  readonly shift: number;
  readonly heart: number;
  readonly tone: number;
  readonly apex: number;
}

/** Planks with year rings: sections through a cone, which give the arches of a flat-sawn board, bent by noise. */
export function woodSurface(tone: WoodTone, seed: number, grainAcross: boolean): Surface {
  const random = seededRandom(seed, 'wood');
  const bend = createNoise2D(random);
  const streak = createNoise2D(random);
  const plankAt = plankShelf(seed);
  const early = linearOf(tone.early);
  const late = linearOf(tone.late);
  return {
    paintRow(row, out) {
      const left = contrasts(row, grainAcross);
      for (let x = 0, at = 0; at < out.length; x += 1, at += 3) {
        const across = (row.left + x * row.step) / PLANK;
        const along = row.along / PLANK;
        const b = (grainAcross ? along : across) + 0.37;
        const index = Math.floor(b);
        const t = b - index;
        const { shift, heart, tone: plankTone, apex } = plankAt(index);
        const a = (grainAcross ? across : along) + shift;
        const bent = bend(a * 0.22, b * 1.3) * 0.11 + bend(a * 0.9, b * 3.1) * 0.03;
        const dark =
          0.34 +
          left.ring * 0.42 * (ringShade(Math.hypot(t - heart + bent, (a - apex) * 0.045)) - 0.33) +
          left.fibre * 0.2 * streak(a * 0.9, b * 38) +
          left.pore * 0.3 * Math.max(0, streak(a * 3.1, b * 90 + 7) - 0.45) +
          left.band * 0.12 * streak(a * 0.25, b * 7 + 31);
        const shade = plankTone * gapShade(t, left.blur);
        const share = Math.min(1, Math.max(0, dark));
        for (let channel = 0; channel < 3; channel += 1) {
          const light = early[channel] ?? 0;
          out[at + channel] = (light + ((late[channel] ?? 0) - light) * share) * shade;
        }
      }
    },
  };
}

/** Each plank is cut from another place of another tree. */
function plankShelf(seed: number): (index: number) => Plank {
  const planks = new Map<number, Plank>();
  return (index) => {
    const known = planks.get(index);
    if (known) return known;
    const draw = seededRandom(seed, `plank ${index}`);
    const made = {
      shift: 40 * draw(),
      heart: -0.3 + 1.6 * draw(),
      tone: 0.86 + 0.24 * draw(),
      apex: 5 * draw(),
    };
    planks.set(index, made);
    return made;
  };
}

/** Darkness of a ring, 0 … 1, at a distance from the heart: slow into the late wood, sharp out of it. */
function ringShade(radius: number): number {
  const rings = radius * RINGS;
  const phase = rings - Math.floor(rings);
  return (phase < 0.82 ? phase / 0.82 : (1 - phase) / 0.18) ** 2;
}

/** What blur leaves of each structure's contrast, by its size in plank widths; and the blur across the planks itself. */
function contrasts(row: GroundRow, grainAcross: boolean) {
  const across = row.blurAcross / PLANK;
  const along = row.blurAlong / PLANK;
  const [grain, blur] = grainAcross ? [across, along] : [along, across];
  return {
    blur,
    ring: contrastLeft(1 / RINGS, blur),
    fibre: contrastLeft(0.03, blur) * contrastLeft(0.5, grain),
    pore: contrastLeft(0.02, blur) * contrastLeft(0.3, grain),
    band: contrastLeft(0.16, blur),
  };
}

/** The dark line between two planks, and the rounding of their edges; a blurred line is wider and lighter. */
function gapShade(t: number, blur: number): number {
  const edge = Math.min(t, 1 - t);
  const half = Math.hypot(GAP, 1.2 * blur);
  return (
    1 - 0.75 * (GAP / half) * (1 - smoothStep(0, 1.6 * half, edge)) - 0.06 * (1 - smoothStep(0, 0.08, edge))
  );
}

function linearOf({ r, g, b }: Colour): readonly number[] {
  return [toLinear(r), toLinear(g), toLinear(b)];
}
