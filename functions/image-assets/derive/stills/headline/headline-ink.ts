import type { Raster } from '../../../raster.ts';
import { toLevel, toLinear } from '../backdrop.ts';
import type { TextArea } from './set-headline.ts';

/** WCAG 2.2, 1.4.3: 4.5 for text; large type would do with 3, but a banner is shown small on phones. */
const LEAST_CONTRAST = 4.5;

/** The lightest (or darkest) hundredth of what is behind may fall short: single grains of wood do not hide a letter. */
const IGNORED_SHARE = 0.01;

/** A veil in front of the background, in steps of this share. */
const VEIL_STEP = 0.04;
const MOST_VEIL = 0.96;

interface Ink {
  readonly level: number;
  /** Level of the veil that helps it: dark behind light type, light behind dark. */
  readonly veil: number;
}

/** White, then near black, then black: the first that is legible as it is. */
const INKS: readonly Ink[] = [
  { level: 255, veil: 16 },
  { level: 24, veil: 250 },
  { level: 0, veil: 255 },
];

export interface ChosenInk {
  /** Grey level of the type. */
  readonly level: number;
  /** Grey level and strength (0 … 1) of the veil before the background. */
  readonly veil: number;
  readonly veilShare: number;
  /** Least contrast behind the type, with the veil. */
  readonly contrast: number;
}

/** Chooses the colour of type for what is behind it, and the faintest veil that makes it legible where none is. */
export function chooseInk(picture: Raster, box: TextArea): ChosenInk {
  const levels = greyLevels(picture, box);
  for (let share = 0; share <= MOST_VEIL; share += VEIL_STEP) {
    for (const { level, veil } of INKS) {
      const contrast = worstContrast(levels, level, veil, share);
      if (contrast >= LEAST_CONTRAST) return { level, veil, veilShare: share, contrast };
    }
  }
  throw new Error('no veil makes type legible');
}

/** Levels of grey with the same luminance, each counted; 256 bins. */
function greyLevels({ width, height, data }: Raster, box: TextArea): Uint32Array {
  const bins = new Uint32Array(256);
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.top + box.height); y += 1) {
    for (let x = Math.max(0, Math.floor(box.left)); x < Math.min(width, box.left + box.width); x += 1) {
      const at = (y * width + x) * 3;
      const luminance =
        0.2126 * toLinear(data[at] ?? 0) +
        0.7152 * toLinear(data[at + 1] ?? 0) +
        0.0722 * toLinear(data[at + 2] ?? 0);
      const bin = Math.round(toLevel(luminance));
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  }
  return bins;
}

function worstContrast(bins: Uint32Array, ink: number, veil: number, share: number): number {
  const limit = IGNORED_SHARE * bins.reduce((sum, count) => sum + count, 0);
  const light = ink > 127;
  let passed = 0;
  let worst = light ? 0 : 255;
  for (let step = 0; step < 256; step += 1) {
    worst = light ? 255 - step : step;
    passed += bins[worst] ?? 0;
    if (passed > limit) break;
  }
  return contrastRatio(ink, worst + (veil - worst) * share);
}

/** WCAG's ratio of two grey levels, 1 … 21. */
function contrastRatio(one: number, other: number): number {
  const [dark = 0, bright = 0] = [toLinear(one), toLinear(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}
