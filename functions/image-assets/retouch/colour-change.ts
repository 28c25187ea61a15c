import { differenceCiede2000 } from 'culori/fn';
import { toLab } from './lab.ts';
import { type ToneCurves, toLinear } from './tone-curves.ts';

/** How far the colours of a region moved, in ΔE2000 (weights 1:1:1). */
export interface ColourChange {
  readonly mean: number;
  /** The 95th percentile. */
  readonly high: number;
  /** The same mean without the part that is only lighter or darker: hue and chroma. */
  readonly meanTint: number;
}

/** At most this many pixels are compared: the mean of 4,000 is certain to a hundredth. */
const MOST_PIXELS = 4000;
const whole = differenceCiede2000();

/**
 * What tone curves do to the pixels of a region, before any rounding by encoders.
 *
 * @param rgb three bytes a pixel
 * @param region which pixels count; left out, or with fewer than 50 pixels: all
 */
export function measureChange(rgb: Buffer, curves: ToneCurves, region?: Uint8Array): ColourChange {
  const chosen = choose(rgb.length / 3, region);
  const changes: number[] = [];
  let tint = 0;
  for (const at of chosen) {
    const levels = [rgb[at * 3] as number, rgb[at * 3 + 1] as number, rgb[at * 3 + 2] as number] as const;
    const was = labOf(levels);
    const is = labOf([
      curves[0][levels[0]] as number,
      curves[1][levels[1]] as number,
      curves[2][levels[2]] as number,
    ]);
    changes.push(whole(was, is));
    tint += whole(was, { ...is, l: was.l });
  }
  changes.sort((one, other) => one - other);
  const sum = changes.reduce((total, change) => total + change, 0);
  return {
    mean: sum / Math.max(1, changes.length),
    high: changes[Math.floor(0.95 * (changes.length - 1))] ?? 0,
    meanTint: tint / Math.max(1, changes.length),
  };
}

function labOf([red, green, blue]: readonly [number, number, number]) {
  const lab = toLab([toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)]);
  return { mode: 'lab65', ...lab } as const;
}

function choose(pixels: number, region: Uint8Array | undefined): number[] {
  const all = Array.from({ length: pixels }, (_, at) => at);
  const inside = region === undefined ? all : all.filter((at) => region[at] === 1);
  const from = inside.length < 50 ? all : inside;
  const step = Math.max(1, Math.floor(from.length / MOST_PIXELS));
  return from.filter((_, index) => index % step === 0);
}
