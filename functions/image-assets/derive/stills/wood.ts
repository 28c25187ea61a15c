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
  const planks = new Map<number, Plank>();
  const plankAt = (index: number): Plank => {
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
  const early = linearOf(tone.early);
  const late = linearOf(tone.late);
  return {
    paintRow(row, out) {
      const { blurGrain, blurPlank } = blurs(row, grainAcross);
      const ringContrast = contrastLeft(1 / RINGS, blurPlank);
      const fibreContrast = contrastLeft(0.03, blurPlank) * contrastLeft(0.5, blurGrain);
      const poreContrast = contrastLeft(0.02, blurPlank) * contrastLeft(0.3, blurGrain);
      const bandContrast = contrastLeft(0.16, blurPlank);
      for (let x = 0, at = 0; at < out.length; x += 1, at += 3) {
        const across = (row.left + x * row.step) / PLANK;
        const along = row.along / PLANK;
        const a = grainAcross ? across : along;
        const b = (grainAcross ? along : across) + 0.37;
        const index = Math.floor(b);
        const t = b - index;
        const { shift, heart, tone: plankTone, apex } = plankAt(index);
        const place = a + shift;
        const bent = bend(place * 0.22, b * 1.3) * 0.11 + bend(place * 0.9, b * 3.1) * 0.03;
        const radius = Math.hypot(t - heart + bent, (place - apex) * 0.045);
        const rings = radius * RINGS;
        const phase = rings - Math.floor(rings);
        // Slow into the late wood, sharp out of it.
        const ring = (phase < 0.82 ? phase / 0.82 : (1 - phase) / 0.18) ** 2;
        const dark =
          0.34 +
          ringContrast * 0.42 * (ring - 0.33) +
          fibreContrast * 0.2 * streak(place * 0.9, b * 38) +
          poreContrast * 0.3 * Math.max(0, streak(place * 3.1, b * 90 + 7) - 0.45) +
          bandContrast * 0.12 * streak(place * 0.25, b * 7 + 31);
        const gap = gapShade(t, blurPlank);
        const share = Math.min(1, Math.max(0, dark));
        for (let channel = 0; channel < 3; channel += 1) {
          const light = early[channel] ?? 0;
          out[at + channel] = (light + ((late[channel] ?? 0) - light) * share) * plankTone * gap;
        }
      }
    },
  };
}

function blurs(row: GroundRow, grainAcross: boolean): { blurGrain: number; blurPlank: number } {
  const across = row.blurAcross / PLANK;
  const along = row.blurAlong / PLANK;
  return grainAcross ? { blurGrain: across, blurPlank: along } : { blurGrain: along, blurPlank: across };
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
