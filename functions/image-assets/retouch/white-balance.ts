import type { Finding } from './finding.ts';
import { type Lab, toLab } from './lab.ts';
import type { PhotoSurvey } from './survey-photo.ts';
import { gainCurve, type LightCurves, toLinear } from './tone-curves.ts';

type Triple = readonly [number, number, number];

/** Chroma of the backdrop below which nobody sees a cast beside neutral white. */
const LEAST_CAST = 2.2;
/**
 * Chroma over which a backdrop is taken for coloured paper: beige and pastel sweeps begin at 8. A cast that strong is left
 * alone, and stays for a person to see.
 */
const STRONGEST_CAST = 7.5;
/** Darker paper is chosen for its colour, and a dark grey's tint is mostly noise. */
const DARKEST_BACKDROP = 55;
/** No channel is changed by more than this factor in linear light. */
const STRONGEST_GAIN = 1.25;
/** Light greys too have to be balanced: at level 235 this still keeps nine tenths of the gain's strength. */
const SHOULDER = 8;

/** Parts of the product that count: neither blown out nor so dark that noise makes their colour. */
const VOUCHING_LIGHTNESS = { from: 22, to: 97 };
/** Share of the product that has to come out neutral, and how much more than is neutral as it is. */
const LEAST_VOUCHING_SHARE = 0.02;
const VOUCHING_LEAD = 4;

export interface WhiteBalance {
  readonly finding: Finding;
  /** Undefined where nothing is to be done. */
  readonly curves?: LightCurves;
}

/**
 * Whether the light had a tint, and the curves that take it out (von Kries in linear light of sRGB).
 *
 * A plain backdrop that is a little off neutral has two explanations: tinted light on white or grey paper, or neutral light
 * on paper of that tint. The backdrop cannot tell them apart, so the product has to: under tinted light its own greys
 * (print, soles, labels, metal) carry the same tint; under neutral light they are neutral. Without such parts nothing is done.
 */
export function planWhiteBalance(survey: PhotoSurvey): WhiteBalance {
  const { plain, backdrop, image, product } = survey;
  const cast = Math.hypot(backdrop.greenRed, backdrop.blueYellow);
  const figures = { cast };
  if (!plain) return { finding: { code: 'NoPlainBackdrop', figures } };
  if (cast < LEAST_CAST) return { finding: { code: 'NeutralAlready', figures } };
  if (cast > STRONGEST_CAST || backdrop.lightness < DARKEST_BACKDROP)
    return { finding: { code: 'ColouredBackdrop', figures } };
  const level = backdropLevel(survey);
  const gains = gainsFor(level);
  const strongest = Math.max(...gains.map((gain) => Math.max(gain, 1 / gain)));
  if (strongest > STRONGEST_GAIN) return { finding: { code: 'ColouredBackdrop', figures } };
  const curves: LightCurves = [
    gainCurve(gains[0], SHOULDER),
    gainCurve(gains[1], SHOULDER),
    gainCurve(gains[2], SHOULDER),
  ];
  const vouching = countVouching(image.rgb, product, curves, cast);
  const measured = { ...figures, ...vouching, strongestGain: strongest };
  const { neutralBefore, neutralAfter } = vouching;
  if (neutralAfter < LEAST_VOUCHING_SHARE && neutralBefore < LEAST_VOUCHING_SHARE) {
    return { finding: { code: 'NothingNeutral', figures: measured } };
  }
  if (neutralAfter < LEAST_VOUCHING_SHARE || neutralAfter < VOUCHING_LEAD * neutralBefore) {
    return { finding: { code: 'ColouredPaper', figures: measured } };
  }
  return { finding: { code: 'Applied', figures: measured }, curves };
}

/** Mean linear light of the backdrop along the border, where it is not product. */
function backdropLevel({ image: { width, height, rgb }, distance, sigma }: PhotoSurvey): Triple {
  const sums = [0, 0, 0];
  let count = 0;
  const depth = Math.max(3, Math.round(0.05 * Math.min(width, height)));
  for (let at = 0; at < distance.length; at += 1) {
    const x = at % width;
    const y = Math.floor(at / width);
    if (Math.min(x, y, width - 1 - x, height - 1 - y) >= depth) continue;
    if ((distance[at] as number) > 2 + 3 * sigma) continue;
    for (let c = 0; c < 3; c += 1)
      sums[c] = (sums[c] as number) + toLinear((rgb[at * 3 + c] as number) / 255);
    count += 1;
  }
  const [red = 0, green = 0, blue = 0] = sums.map((sum) => sum / Math.max(1, count));
  return [red, green, blue];
}

/** The gains with which the curves bring each channel of the backdrop to its luminance, which so stays as it is. */
function gainsFor([red, green, blue]: Triple): Triple {
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const solve = (light: number) => {
    let low = 0.5;
    let high = 2;
    for (let round = 0; round < 30; round += 1) {
      const middle = (low + high) / 2;
      if (gainCurve(middle, SHOULDER)(light) < luminance) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return [solve(red), solve(green), solve(blue)];
}

/** Shares of the product, 0..1, that are neutral as they are, and once the curves are applied. */
function countVouching(rgb: Buffer, product: Uint8Array, curves: LightCurves, cast: number) {
  // Half of the cast and less: a part cannot be neutral both ways.
  const near = Math.min(2, 0.4 * cast);
  let before = 0;
  let after = 0;
  let total = 0;
  const chroma = ({ a, b }: Lab) => Math.hypot(a, b);
  for (let at = 0; at < product.length; at += 1) {
    if (!product[at]) continue;
    total += 1;
    const [red, green, blue] = [0, 1, 2].map((c) => toLinear((rgb[at * 3 + c] as number) / 255));
    const light = [red ?? 0, green ?? 0, blue ?? 0] as const;
    const was = toLab(light);
    if (was.l < VOUCHING_LIGHTNESS.from || was.l > VOUCHING_LIGHTNESS.to) continue;
    if (chroma(was) < near) before += 1;
    else if (chroma(toLab([curves[0](light[0]), curves[1](light[1]), curves[2](light[2])])) < near)
      after += 1;
  }
  return { neutralBefore: before / Math.max(1, total), neutralAfter: after / Math.max(1, total) };
}
