import type { Raster } from '../raster.ts';
import type { Matte } from '../remove-background.ts';
import { borderRing, fitBackground } from './background-model.ts';
import { gatherEvidence, measureGradient } from './evidence.ts';
import { type Criterion, judgeBy } from './judge-matte.ts';
import { area, components, distanceInside, floodFromBorder, grow, invert } from './regions.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';
import { reduceToWork } from './work-image.ts';

/** What is measured about a matte that somebody else drew. Shares are 0..1. */
interface AnswerMeasures {
  /** Frame that is at least half opaque. */
  readonly areaShare: number;
  /** Solid parts of at least 2 % of the largest. */
  readonly fragments: number;
  /** Crumbs beside the product and pinholes in it, by the product's area. */
  readonly specks: number;
  /** Half-transparent veil more than 8 pixels of the reduced size away from anything solid, by the product's area. */
  readonly haze: number;
  /** Mean width of the half-transparent rim, in pixels of the reduced size. */
  readonly rimWidth: number;
  /** Share of the outline that lies on no edge of the photo. */
  readonly offEdge: number;
  /** The longest piece of outline off any edge, by the whole outline. */
  readonly longestOff: number;
  /** The greatest such share of a single contour: an outer one, or that of an opening. */
  readonly worstContour: number;
  /** Share of the frame's perimeter that the answer covers although the photo shows its backdrop there. */
  readonly falseContact: number;
  /** Where the backdrop is plain: what stands out from it and was left out, by the product's area. Else 0. */
  readonly leftOut: number;
  /** Where the backdrop is plain: backdrop that was kept, by the product's area. Else 0. */
  readonly backdropKept: number;
}

/**
 * Set on true mattes, which must pass, and on mattes spoilt on purpose (`test/bench/matting.ts`), over plain, graded
 * and photographed backdrops.
 */
const CRITERIA: readonly Criterion<keyof AnswerMeasures>[] = [
  { measure: 'areaShare', good: 0.01, bad: 0.003, reason: 'NothingFound' },
  { measure: 'areaShare', good: 0.9, bad: 0.97, reason: 'NothingCutOut' },
  { measure: 'fragments', good: 3, bad: 7, reason: 'SeveralParts' },
  { measure: 'specks', good: 0.01, bad: 0.04, reason: 'PartsLeftOut' },
  { measure: 'haze', good: 0.2, bad: 0.5, reason: 'BackgroundLeft' },
  { measure: 'rimWidth', good: 4, bad: 9, reason: 'SoftOutline' },
  { measure: 'offEdge', good: 0.16, bad: 0.3, reason: 'OutlineOffEdges' },
  { measure: 'longestOff', good: 0.07, bad: 0.13, reason: 'OutlineOffEdges' },
  { measure: 'worstContour', good: 0.3, bad: 0.5, reason: 'OutlineOffEdges' },
  { measure: 'falseContact', good: 0.004, bad: 0.02, reason: 'CutByAnswer' },
  { measure: 'leftOut', good: 0.03, bad: 0.1, reason: 'PartsLeftOut' },
  { measure: 'backdropKept', good: 0.03, bad: 0.1, reason: 'BackgroundLeft' },
];

/** Opacity from which a pixel counts as product, and the ends of the scale that count as clear and as opaque. */
const HALF = 128;
const CLEAR = 26;
const OPAQUE = 230;

/**
 * Judges a matte that somebody else drew by the photo itself: does its outline lie on edges of the photo, is it in
 * one piece, is its rim thin, does it touch the frame only where the photo's product does? A backdrop need not be plain;
 * where it is, the answer is held against it as well. What no measure here sees: a clean cut along the wrong edges,
 * such as the print of a shirt instead of the shirt.
 *
 * @param alpha opacity 0..255, one byte a pixel at the photo's resolution; the answer holds it as it is
 * @param engine who drew it; it stands in the evidence
 * @throws RangeError when the alpha is of another size than the photo
 */
export async function measureAnswer(photo: Raster, alpha: Buffer, engine: string): Promise<Matte> {
  if (alpha.length !== photo.width * photo.height) {
    throw new RangeError(`an alpha of ${alpha.length} bytes for ${photo.width} × ${photo.height} pixels`);
  }
  const image = await reduceToWork(photo);
  const gradient = measureGradient(image);
  const opacity = reduceAlpha(alpha, photo, image);
  const product = over(opacity, HALF);
  const size = Math.max(1, area(product));
  const measures: AnswerMeasures = {
    areaShare: area(product) / product.length,
    ...measureParts(product, image.width, size),
    ...measureRim(opacity, product, image.width, size),
    ...measureEdges(image, product),
    ...holdAgainstBackdrop(image, gradient, product, size),
  };
  return { alpha, engine, measures: { ...measures }, ...judgeBy(CRITERIA, measures) };
}

/** Mean opacity of the photo's pixels that fall into each pixel of the reduced size. */
function reduceAlpha(alpha: Buffer, photo: Raster, { width, height }: WorkImage): Plane {
  const sums = new Float32Array(width * height);
  const counts = new Uint32Array(width * height);
  for (let y = 0; y < photo.height; y += 1) {
    const row = Math.floor((y * height) / photo.height) * width;
    for (let x = 0; x < photo.width; x += 1) {
      const at = row + Math.floor((x * width) / photo.width);
      sums[at] = (sums[at] as number) + (alpha[y * photo.width + x] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  for (let at = 0; at < sums.length; at += 1)
    sums[at] = (sums[at] as number) / Math.max(1, counts[at] as number);
  return sums;
}

function over(opacity: Plane, level: number): Mask {
  return Uint8Array.from(opacity, (value) => (value >= level ? 1 : 0));
}

function measureParts(product: Mask, width: number, size: number) {
  const parts = components(product, width);
  const largest = parts[0]?.length ?? 0;
  let fragments = 0;
  let crumbs = 0;
  for (const { length } of parts) {
    if (length >= 0.02 * largest) fragments += 1;
    else crumbs += length;
  }
  for (const { length } of components(invert(product), width)) if (length < 0.0005 * size) crumbs += length;
  return { fragments, specks: crumbs / size };
}

function measureRim(opacity: Plane, product: Mask, width: number, size: number) {
  const near = grow(product, width, 8);
  let haze = 0;
  let rim = 0;
  let outline = 0;
  for (let at = 0; at < opacity.length; at += 1) {
    const value = opacity[at] as number;
    if (!near[at]) haze += value / 255;
    else if (value > CLEAR && value < OPAQUE) rim += 1;
    if (isOutline(product, at, width)) outline += 1;
  }
  return { haze: haze / size, rimWidth: rim / Math.max(1, outline) };
}

/** Product pixels that touch something else inside the frame. */
function isOutline(product: Mask, at: number, width: number): boolean {
  const x = at % width;
  if (!product[at] || x === 0 || x === width - 1 || at < width || at >= product.length - width) return false;
  return !(product[at - 1] && product[at + 1] && product[at - width] && product[at + width]);
}

/** An edge of the photo counts as met within this many pixels of the reduced size, and is looked for within that many. */
const MET_WITHIN_PX = 1;
const LOOKED_FOR_WITHIN_PX = 6;
/** ΔE across three pixels that smoothed sensor noise does not reach. */
const LEAST_STEP = 2.2;
/** ΔE between both sides of the outline, below which both are the same thing: a fold in a cloth, not its edge. */
const LEAST_CONTRAST = 5;
/** Pieces off any edge that lie this close together are one: texture meets a wrong outline here and there by chance. */
const BRIDGED_PX = 3;
/** Share of the whole outline from which a contour of its own is judged by itself. */
const LEAST_CONTOUR = 0.04;

/**
 * Walks across the outline: the greatest step of colour should be met right there, and the colours on both sides
 * should differ. Where a greater step lies beside it, the outline runs next to the product's edge or through something.
 */
function measureEdges(image: WorkImage, product: Mask) {
  const { width } = image;
  const inside = distanceInside(product, width);
  const outside = distanceInside(invert(product), width);
  const depth = (at: number) => (inside[at] as number) - (outside[at] as number);
  const off = new Uint8Array(product.length);
  const outline = new Uint8Array(product.length);
  for (let at = 2 * width + 2; at < product.length - 2 * width - 2; at += 1) {
    if (!isOutline(product, at, width)) continue;
    outline[at] = 1;
    const across = depth(at + 2) - depth(at - 2);
    const down = depth(at + 2 * width) - depth(at - 2 * width);
    const length = Math.hypot(across, down) || 1;
    const profile = profileAcross(image, at, across / length, down / length);
    if (missesEdge(profile)) off[at] = 1;
  }
  const length = area(outline);
  if (length === 0) return { offEdge: 1, longestOff: 1, worstContour: 1 };
  const count = (mask: Mask, pixels: Int32Array) => pixels.reduce((sum, at) => sum + (mask[at] as number), 0);
  const pieces = components(grow(off, width, BRIDGED_PX), width);
  // A bite out of the middle, or the wall between two legs, is a contour of its own.
  const contours = components(grow(outline, width, 1), width)
    .map((pixels) => ({ length: count(outline, pixels), off: count(off, pixels) }))
    .filter((contour) => contour.length > LEAST_CONTOUR * length);
  return {
    offEdge: area(off) / length,
    longestOff: Math.max(0, ...pieces.map((pixels) => count(off, pixels))) / length,
    worstContour: Math.max(0, ...contours.map((contour) => contour.off / contour.length)),
  };
}

/** Samples of the profile to each side of the outline, one a pixel of the reduced size. */
const PROFILE_REACH = LOOKED_FOR_WITHIN_PX + 2;

/**
 * Colours (L*, a*, b*) on the way across the outline, from outside in, each the mean of three places two pixels
 * apart along the edge, so that texture which runs in other directions averages out.
 */
function profileAcross(image: WorkImage, at: number, across: number, down: number): Float32Array {
  const { width, height } = image;
  const profile = new Float32Array(3 * (2 * PROFILE_REACH));
  const x = at % width;
  const y = (at - x) / width;
  for (let step = 0; step < 2 * PROFILE_REACH; step += 1) {
    // The outline lies half a pixel outside the product's last pixel: between samples PROFILE_REACH − 1 and PROFILE_REACH.
    const by = step - PROFILE_REACH;
    for (let along = -2; along <= 2; along += 2) {
      const column = Math.round(x + by * across - along * down);
      const row = Math.round(y + by * down + along * across);
      const pixel = Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column));
      profile[3 * step] = (profile[3 * step] as number) + (image.lightness[pixel] as number) / 3;
      profile[3 * step + 1] = (profile[3 * step + 1] as number) + (image.greenRed[pixel] as number) / 3;
      profile[3 * step + 2] = (profile[3 * step + 2] as number) + (image.blueYellow[pixel] as number) / 3;
    }
  }
  return profile;
}

function missesEdge(profile: Float32Array): boolean {
  let met = 0;
  let beside = 0;
  for (let by = -LOOKED_FOR_WITHIN_PX; by <= LOOKED_FOR_WITHIN_PX; by += 1) {
    const step = colourStep(profile, PROFILE_REACH + by - 2, 1, PROFILE_REACH + by + 1, 1);
    if (Math.abs(by) <= MET_WITHIN_PX) met = Math.max(met, step);
    else beside = Math.max(beside, step);
  }
  if (met < LEAST_STEP || met < 0.5 * beside) return true;
  // Close by: across a narrow gap there may be the product again.
  return colourStep(profile, PROFILE_REACH - 5, 3, PROFILE_REACH + 2, 3) < LEAST_CONTRAST;
}

/** ΔE between the means of two runs of samples. */
function colourStep(
  profile: Float32Array,
  from: number,
  fromCount: number,
  to: number,
  toCount: number,
): number {
  let squares = 0;
  for (let c = 0; c < 3; c += 1) {
    let before = 0;
    let after = 0;
    for (let k = 0; k < fromCount; k += 1) before += profile[3 * (from + k) + c] as number;
    for (let k = 0; k < toCount; k += 1) after += profile[3 * (to + k) + c] as number;
    squares += (before / fromCount - after / toCount) ** 2;
  }
  return Math.sqrt(squares);
}

/** From here on a border fit says that there is a plain backdrop, which an answer can be held against. */
const PLAIN_EXPLAINED = 0.97;
const PLAIN_SIGMA = 1.2;

function holdAgainstBackdrop(image: WorkImage, gradient: Plane, product: Mask, size: number) {
  const { width, height } = image;
  const ring = borderRing(width, height);
  const model = fitBackground(image, ring, 2);
  const { distance, shadowLike } = gatherEvidence(image, model, gradient);
  const limit = Math.max(4, 6 * model.sigma);
  let contact = 0;
  for (let at = 0; at < product.length; at += 1) {
    const x = at % width;
    const onFrame = x === 0 || x === width - 1 || at < width || at >= product.length - width;
    if (onFrame && product[at] && (distance[at] as number) < limit) contact += 1;
  }
  const falseContact = contact / (2 * (width + height));
  if (model.explained < PLAIN_EXPLAINED || model.sigma > PLAIN_SIGMA) {
    return { falseContact, leftOut: 0, backdropKept: 0 };
  }
  const near = grow(product, width, 4);
  const like = new Uint8Array(product.length);
  let leftOut = 0;
  for (let at = 0; at < product.length; at += 1) {
    if ((distance[at] as number) < limit) like[at] = 1;
    else if (!near[at] && !shadowLike[at]) leftOut += 1;
  }
  const reached = floodFromBorder(like, width, height);
  let kept = 0;
  for (let at = 0; at < product.length; at += 1) kept += (reached[at] as number) & (product[at] as number);
  return { falseContact, leftOut: leftOut / size, backdropKept: kept / size };
}
