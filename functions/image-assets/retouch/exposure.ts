import type { Finding } from './finding.ts';
import type { PhotoSurvey } from './survey-photo.ts';
import { gainCurve, type LightCurve, toLinear } from './tone-curves.ts';

/** Stops, either way. */
const MOST_STOPS = 0.7;
/** A change below this is not seen. */
const LEAST_STOPS = 0.15;
/**
 * Luminance (linear, 0..1) that the lightest two thousandths of a well exposed photo reach: L* 57. White paper is
 * darker from two stops of underexposure on.
 */
const HIGHLIGHTS_FROM = 0.25;
/**
 * Grey paper may be so dark in good light, so the product has to agree: its lightest fiftieth lies within this many L* of the
 * paper. A black shirt says nothing.
 */
const PRODUCT_BELOW_BACKDROP = 15;
/** A backdrop darker than L* 28 is black paper. */
const DARKEST_BACKDROP = 28;
/** The backdrop is among the lightest of the picture within this many L*; otherwise the product is lit as it should be. */
const BACKDROP_BELOW_HIGHLIGHTS = 12;
/** Chroma over which the paper is coloured, and says nothing of the exposure. */
const NEUTRAL_BELOW = 7.5;
const SHOULDER = 2;

export interface Exposure {
  readonly finding: Finding;
  readonly curve?: LightCurve;
}

/**
 * Whether a photo as a whole is too dark, and the smooth curve that lifts it, by 0.7 stops at most and only up to where a
 * photo could be right as it is: light grey paper and underexposed white paper look the same.
 */
export function planExposure({ plain, backdrop, image, product }: PhotoSurvey): Exposure {
  const highlights = highlightsOf(image.rgb);
  const stops = Math.min(MOST_STOPS, Math.log2(HIGHLIGHTS_FROM / Math.max(1e-4, highlights)));
  const figures = { highlights, backdropLightness: backdrop.lightness };
  if (!plain) return { finding: { code: 'NoPlainBackdrop', figures } };
  if (stops < LEAST_STOPS) return { finding: { code: 'BrightEnough', figures } };
  const highlightLightness = 116 * Math.cbrt(highlights) - 16;
  if (
    backdrop.lightness < DARKEST_BACKDROP ||
    backdrop.lightness < highlightLightness - BACKDROP_BELOW_HIGHLIGHTS ||
    Math.hypot(backdrop.greenRed, backdrop.blueYellow) > NEUTRAL_BELOW
  ) {
    return { finding: { code: 'DarkBackdrop', figures } };
  }
  if (lightestOf(image.lightness, product) < backdrop.lightness - PRODUCT_BELOW_BACKDROP) {
    return { finding: { code: 'NothingLight', figures } };
  }
  return {
    finding: { code: 'Applied', figures: { ...figures, stops } },
    curve: gainCurve(2 ** stops, SHOULDER),
  };
}

/** L* that a fiftieth of the product is above; 0 where there is none. */
function lightestOf(lightness: Float32Array, product: Uint8Array): number {
  const values = lightness.filter((_, at) => product[at] === 1).sort();
  return values[Math.floor(0.98 * (values.length - 1))] ?? 0;
}

/** The luminance that two thousandths of the pixels are above. */
function highlightsOf(rgb: Buffer): number {
  const counts = new Uint32Array(1001);
  for (let at = 0; at < rgb.length; at += 3) {
    const light =
      0.2126 * (LINEAR[rgb[at] as number] as number) +
      0.7152 * (LINEAR[rgb[at + 1] as number] as number) +
      0.0722 * (LINEAR[rgb[at + 2] as number] as number);
    const bin = Math.round(1000 * light);
    counts[bin] = (counts[bin] as number) + 1;
  }
  let above = 0;
  for (let bin = 1000; bin > 0; bin -= 1) {
    above += counts[bin] as number;
    if (above >= (0.002 * rgb.length) / 3) return bin / 1000;
  }
  return 0;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, level) => toLinear(level / 255));
