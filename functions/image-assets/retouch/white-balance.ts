import type { Finding } from './finding.ts';
import { type Lab, toLab } from './lab.ts';
import type { PhotoSurvey } from './survey-photo.ts';
import { type LightCurves, toLinear } from './tone-curves.ts';

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
/** No channel is raised by more than this factor in linear light. */
const STRONGEST_GAIN = 1.25;
/** Share of the product whose lightest channel may run into white by it. */
const MOST_CLIPPED = 0.01;

/** Parts of the product that count: neither blown out nor so dark that noise makes their colour. */
const VOUCHING_LIGHTNESS = { from: 22, to: 97 };
/**
 * Share of the product that has to come out neutral, and how much more than is neutral as it is. Less is a label: of the cream label of
 * a candle (3 %) on greige paper nobody can say whether it is white in warm light, and what is not certain is left alone.
 */
const LEAST_VOUCHING_SHARE = 0.04;
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
  const { plain, backdrop } = survey;
  const cast = Math.hypot(backdrop.greenRed, backdrop.blueYellow);
  const figures = { cast };
  if (!plain) return { finding: { code: 'NoPlainBackdrop', figures } };
  if (cast < LEAST_CAST) return { finding: { code: 'NeutralAlready', figures } };
  if (cast > STRONGEST_CAST || backdrop.lightness < DARKEST_BACKDROP)
    return { finding: { code: 'ColouredBackdrop', figures } };
  const level = backdropLevel(survey);
  const gains = gainsFor(level);
  const strongest = Math.max(...gains);
  if (strongest > STRONGEST_GAIN) return { finding: { code: 'ColouredBackdrop', figures } };
  const vouching = countVouching(survey, gains, cast);
  const measured = { ...figures, ...vouching, strongestGain: strongest };
  const { neutralBefore, neutralAfter, clipped } = vouching;
  if (neutralAfter < LEAST_VOUCHING_SHARE && neutralBefore < LEAST_VOUCHING_SHARE) {
    return { finding: { code: 'NothingNeutral', figures: measured } };
  }
  if (neutralAfter < LEAST_VOUCHING_SHARE || neutralAfter < VOUCHING_LEAD * neutralBefore) {
    return { finding: { code: 'ColouredPaper', figures: measured } };
  }
  if (clipped > MOST_CLIPPED) return { finding: { code: 'WouldClip', figures: measured } };
  const raise = (gain: number) => (light: number) => Math.min(1, gain * light);
  const curves: LightCurves = [raise(gains[0]), raise(gains[1]), raise(gains[2])];
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

/**
 * The factors that bring each channel of the backdrop to its lightest. None is below 1: that would tint what is blown out.
 * The picture gets lighter by it, by a tenth of a stop at most.
 */
function gainsFor([red, green, blue]: Triple): Triple {
  const lightest = Math.max(red, green, blue);
  return [lightest / red, lightest / green, lightest / blue];
}

/**
 * Shares of the product, 0..1: what is neutral as it is, what would be neutral after the gains, and what they would clip.
 * What has the backdrop's own colour is left out: paper that is seen through a handle is no part of the product.
 */
function countVouching(
  { image, product, distance, backdrop, sigma }: PhotoSurvey,
  gains: Triple,
  cast: number,
) {
  let before = 0;
  let after = 0;
  let clipped = 0;
  let total = 0;
  for (let at = 0; at < product.length; at += 1) {
    if (!product[at]) continue;
    total += 1;
    const light = lightAt(image.rgb, at);
    const raised: Triple = [light[0] * gains[0], light[1] * gains[1], light[2] * gains[2]];
    if (Math.max(...raised) > 1.02 && Math.max(...light) < 0.98) clipped += 1;
    if ((distance[at] as number) < 5 + 3 * sigma) continue;
    const was = toLab(light);
    if (was.l < VOUCHING_LIGHTNESS.from || was.l > VOUCHING_LIGHTNESS.to) continue;
    // A tint scales with L* + 16 like the rest of the colour. Less than half of it: a part cannot be neutral both ways.
    const near = Math.min(2, (0.4 * cast * (was.l + 16)) / (backdrop.lightness + 16));
    if (chroma(was) < near) before += 1;
    else if (chroma(toLab(raised)) < near) after += 1;
  }
  const share = (count: number) => count / Math.max(1, total);
  return { neutralBefore: share(before), neutralAfter: share(after), clipped: share(clipped) };
}

function chroma({ a, b }: Lab): number {
  return Math.hypot(a, b);
}

function lightAt(rgb: Buffer, at: number): Triple {
  const [red, green, blue] = [rgb[at * 3] as number, rgb[at * 3 + 1] as number, rgb[at * 3 + 2] as number];
  return [toLinear(red / 255), toLinear(green / 255), toLinear(blue / 255)];
}
