import type { BackgroundModel } from './background-model.ts';
import { leastCrest } from './edge-crests.ts';
import type { Evidence } from './evidence.ts';
import type { Found } from './find-product.ts';
import type { LocalColours } from './local-colours.ts';
import { barrierFromBorder, behindBarrier } from './minimum-barrier.ts';
import { area, floodFromBorder, grow, invert, overlap, shrink } from './regions.ts';
import type { Relief } from './separate-shadow.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';

/** What is measured about a matte before it is believed. Shares are 0..1. */
export interface MatteMeasures {
  /** Noise and texture of the backdrop around its fitted surface, in ΔE. */
  readonly backdropSigma: number;
  /** Share of the frame's border ring that the fitted surface explains. */
  readonly backdropExplained: number;
  /** Backdrop away from product and shadow that the surface does not explain, by the product's area. */
  readonly leftover: number;
  /** Product by frame. */
  readonly areaShare: number;
  /** Share of the frame's perimeter that the product covers. */
  readonly borderContact: number;
  readonly fragments: number;
  /** Parts that were dropped without being shadow, by the product's area. */
  readonly dropped: number;
  /** Parts that could be an opening or a print, by the product's area. */
  readonly ambiguous: number;
  /** The largest part that is no twin of the product's largest, by that one's area. */
  readonly stranger: number;
  /** Sharp edges in what was taken away beside the product, by the square root of the product's area. */
  readonly removedEdges: number;
  /** Soft shadow taken away, by the product's area. */
  readonly shadow: number;
  /** Share of the outline where product and backdrop differ by less than 5 σ. */
  readonly weakOutline: number;
  /**
   * Share of the outline where something was taken for shadow that hardly differs from the product, times `softOutline`.
   * Either alone is harmless; together the product melts into its shadow, as a white shoe on white does.
   */
  readonly melting: number;
  /** The tenth percentile of the contrast along the outline, in RGB levels (Euclid). */
  readonly outlineContrast: number;
  /** Share of the outline where the colour changes by less than a sixth of its whole step within a pixel, and has no crest of an edge: blur, haze, shadow. */
  readonly softOutline: number;
  /** Share of the outline along which a line of darkened backdrop was kept before something lighter: shadow at a pale product's base. */
  readonly darkRim: number;
  /** Overlap with the answers at 0.7 and at 1.7 times the threshold. */
  readonly stability: number;
  /** Overlap with the minimum-barrier method, shadows and openings left aside. */
  readonly agreement: number;
}

export interface Materials {
  readonly image: WorkImage;
  readonly model: BackgroundModel;
  readonly evidence: Evidence;
  readonly relief: Relief;
  readonly found: Found;
  readonly looser: Found;
  readonly stricter: Found;
  readonly colours: LocalColours;
  readonly ringExplained: number;
}

export function measureMatte(materials: Materials): MatteMeasures {
  const { image, model, evidence, found, looser, stricter } = materials;
  const { width, height } = image;
  const { product } = found;
  const size = Math.max(1, area(product));
  const around = grow(found.raw, width, 4);
  return {
    backdropSigma: model.sigma,
    backdropExplained: materials.ringExplained,
    leftover: leftover(evidence, around) / size,
    areaShare: size / (width * height),
    borderContact: borderContact(product, width, height),
    fragments: found.fragments,
    stranger: found.stranger,
    removedEdges: countRemovedEdges(found, width) / Math.sqrt(size),
    dropped: found.droppedArea / size,
    ambiguous: found.ambiguousArea / size,
    shadow: found.shadowArea / size,
    ...measureOutline(materials),
    stability: Math.min(overlap(product, looser.product), overlap(product, stricter.product)),
    agreement: agreement(image, model, product, around),
  };
}

/** Backdrop pixels, away from product and removed shadow, whose 5 × 5 mean is off the surface: faint things lie there. */
function leftover({ width, height, distance, sigma }: Evidence, taken: Mask): number {
  const limit = 1.2 + 2.5 * sigma;
  let off = 0;
  for (let y = 2; y < height - 2; y += 1) {
    for (let x = 2; x < width - 2; x += 1) {
      const at = y * width + x;
      if (!taken[at] && (distance[at] as number) > limit) off += 1;
    }
  }
  return off;
}

/** How near to the product, in pixels, an edge in what was taken away is taken for the product's own. */
const OWN_EDGE_PX = 4;

/** Pixels of sharp edges in what was taken away beside the product: a soft shadow has none. */
function countRemovedEdges({ edges, raw, product }: Found, width: number): number {
  const near = grow(product, width, OWN_EDGE_PX);
  // The outermost pixels are where it fades into the backdrop.
  const within = shrink(raw, width, 2.1);
  let count = 0;
  for (let at = 0; at < edges.length; at += 1) if (edges[at] && within[at] && !near[at]) count += 1;
  return count;
}

function borderContact(product: Mask, width: number, height: number): number {
  let touching = 0;
  for (let x = 0; x < width; x += 1) {
    touching += (product[x] as number) + (product[(height - 1) * width + x] as number);
  }
  for (let y = 0; y < height; y += 1) {
    touching += (product[y * width] as number) + (product[y * width + width - 1] as number);
  }
  return touching / (2 * (width + height));
}

/** Below this many RGB levels (Euclid) between product and shadow, either could be the other. */
const SHADED_CONTRAST = 30;

function measureOutline({ image, evidence, relief, found, colours }: Materials) {
  const { width } = image;
  const { gradient } = evidence;
  const contrasts: number[] = [];
  let weak = 0;
  let soft = 0;
  let shaded = 0;
  let darkRim = 0;
  const least = leastCrest(evidence.sigma);
  const besideShadow = grow(takenAway(found), width, 2);
  for (let at = width; at < found.product.length - width; at += 1) {
    // The innermost half pixel: product pixels that touch the backdrop.
    const depth = colours.depth[at] as number;
    if (depth <= 0 || depth > 0.6) continue;
    const contrast = contrastAt(colours, colours.index[at] as number);
    contrasts.push(contrast);
    // One ΔE is about two to three RGB levels.
    if (contrast < Math.max(6, 12 * evidence.sigma)) weak += 1;
    if (besideShadow[at] && contrast < SHADED_CONTRAST) shaded += 1;
    if (hasDarkRim(at, image, evidence, colours.depth)) darkRim += 1;
    let steepest = 0;
    let crest = 0;
    for (const by of [0, -1, 1, -width, width]) {
      steepest = Math.max(steepest, gradient[at + by] ?? 0);
      crest = Math.max(crest, relief.crest[at + by] ?? 0);
    }
    if (crest < least && steepest < (relief.reach[at] as number) / 6) soft += 1;
  }
  contrasts.sort((a, b) => a - b);
  const length = Math.max(1, contrasts.length);
  return {
    weakOutline: contrasts.length === 0 ? 1 : weak / length,
    softOutline: contrasts.length === 0 ? 1 : soft / length,
    melting: contrasts.length === 0 ? 1 : (shaded / length) * (soft / length),
    darkRim: contrasts.length === 0 ? 1 : darkRim / length,
    outlineContrast: contrasts[Math.floor(contrasts.length / 10)] ?? 0,
  };
}

/** How far a line of shadow is followed inwards, in pixels of the reduced size, and how much darker (L*) than the backdrop it is. */
const DARK_RIM_PX = 6;
const DARK_RIM_DEPTH = 2;
/** Before white nothing is lighter than the backdrop. There a pale product, up to so many L* below it, is so much lighter than its dark rim. */
const PALE = 15;
const PALE_RISE = 8;
const WHITE_FROM_LIGHTNESS = 97;

/** Shadow only darkens on the way in: what is lighter than the backdrop behind something darker, or before white much lighter, is the product's real edge. */
function hasDarkRim(at: number, image: WorkImage, evidence: Evidence, depth: Plane): boolean {
  const inwards = wayInwards(at, image.width, depth);
  const isWhite = (evidence.backdropLightness[at] as number) > WHITE_FROM_LIGHTNESS;
  let darkest = 0;
  for (let step = 0; inwards !== 0 && step <= DARK_RIM_PX; step += 1) {
    const there = at + step * inwards;
    const off = (image.lightness[there] as number) - (evidence.backdropLightness[there] as number);
    if (!evidence.shadowLike[there]) return step > 0 && darkest > DARK_RIM_DEPTH && off > 0;
    if (isWhite && off > -PALE && off + darkest > PALE_RISE) return true;
    darkest = Math.max(darkest, -off);
  }
  return false;
}

/** The neighbour, as an offset, behind which the depth grows fastest; 0 where none does. */
function wayInwards(at: number, width: number, depth: Plane): number {
  let inwards = 0;
  let best = 0;
  for (const by of [-1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1]) {
    const straight = Math.abs(by) === 1 || Math.abs(by) === width;
    const growth = ((depth[at + 2 * by] ?? 0) - (depth[at - by] ?? 0)) / (straight ? 1 : Math.SQRT2);
    if (growth > best) {
      best = growth;
      inwards = by;
    }
  }
  return inwards;
}

/** What is not backdrop and was not taken for product either: shadow, and what went with it. */
function takenAway({ raw, product }: Found): Mask {
  const away = raw.slice();
  for (let at = 0; at < away.length; at += 1) if (product[at]) away[at] = 0;
  return away;
}

/** How far apart product and backdrop are at one place of the band, in RGB levels (Euclid). */
function contrastAt({ product, backdrop }: LocalColours, entry: number): number {
  let squares = 0;
  for (let at = entry * 3; at < entry * 3 + 3; at += 1) {
    squares += ((product[at] as number) - (backdrop[at] as number)) ** 2;
  }
  return Math.sqrt(squares);
}

function agreement(image: WorkImage, model: BackgroundModel, product: Mask, shadowRim: Mask): number {
  const { width, height } = image;
  const fill = (mask: Mask) => invert(floodFromBorder(invert(mask), width, height));
  const first = fill(product);
  // Shadow is decided by one method only. It is left out with a margin for its rim, and before openings are filled:
  // a shadow on the floor closes the gap between two feet.
  const barred = behindBarrier(barrierFromBorder(image, model), 2 + 6 * model.sigma);
  for (let at = 0; at < barred.length; at += 1) if (shadowRim[at] && !first[at]) barred[at] = 0;
  return overlap(first, fill(barred));
}
