import { type ColourChange, measureChange } from './colour-change.ts';
import type { PhotoSurvey } from './survey-photo.ts';
import { type LightCurves, type ToneCurves, tabulate } from './tone-curves.ts';

export interface LimitedTone {
  /** Left out where even a quarter of the change would be too much. */
  readonly curves?: ToneCurves;
  readonly shift: ToneShift;
}

export interface ToneShift {
  /** What the colour steps do to the product, or would have done where they were dropped. */
  readonly product: ColourChange;
  readonly picture: ColourChange;
  /** Share of the planned change that was made, 0 to 1. */
  readonly strength: number;
}

/** Weaker than a quarter is not worth another generation of the file. */
const STRENGTHS = [1, 0.75, 0.5, 0.25] as const;
/** The colours that move furthest may move this much further than the mean, lightness included. */
const HIGH_OVER_MEAN = 3;

/**
 * The strongest share of a change of tone that keeps the product's colours within the limit.
 *
 * @param mostShift ΔE2000 of hue and chroma, the product's mean; the 95th percentile with lightness: three times as much
 */
export function limitTone(
  { image, product }: PhotoSurvey,
  change: LightCurves,
  mostShift: number,
): LimitedTone {
  const measured = (strength: number) => {
    const curves = tabulate(weaken(change, strength));
    const shift: ToneShift = {
      product: measureChange(image.rgb, curves, product),
      picture: measureChange(image.rgb, curves),
      strength,
    };
    return { curves, shift };
  };
  let weakest = measured(1);
  for (const strength of STRENGTHS) {
    weakest = strength === 1 ? weakest : measured(strength);
    const { meanTint, high } = weakest.shift.product;
    if (meanTint <= mostShift && high <= HIGH_OVER_MEAN * mostShift) return weakest;
  }
  return { shift: { ...weakest.shift, strength: 0 } };
}

function weaken([red, green, blue]: LightCurves, strength: number): LightCurves {
  const part = (curve: (light: number) => number) => (light: number) =>
    light + strength * (curve(light) - light);
  return [part(red), part(green), part(blue)];
}
