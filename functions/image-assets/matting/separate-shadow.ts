import { findCrests, leastCrest } from './edge-crests.ts';
import type { Evidence } from './evidence.ts';
import { grow, highestNear, lowestNear, shrink } from './regions.ts';
import type { Mask, Plane } from './work-image.ts';

/** How abrupt a change of colour is counts in so many steps from 0 to 1. */
const LEVELS = 64;
/**
 * A product's edge does two fifths of its step within one pixel of the smoothed copy. A shadow, even one that touches,
 * is blurred over some pixels: no pixel takes more than a quarter of what changes within three pixels around it.
 */
const EDGE_SHARE = 0.27;
/** Up to this level a slope is the plain one of a shadow's rim and costs nothing to walk over. */
const SLOPE_LEVEL = 13;
/** Changes of fewer ΔE (and three times the noise) within three pixels are noise or relief, however abrupt. */
const LEAST_RANGE = 2;
/** What is further from the backdrop than this, in ΔE, and not in a shadow's colour, is the product. */
const SURE_DISTANCE = 6;
/** An edge over more ΔE than this is a thing's. JPEG leaves steps of two or three in a shadow. */
const THING_RANGE = 5;

/** How far a hard edge leaves its halo, in pixels: lens, scaling and JPEG blocks (8 pixels of the source). */
export const RELIEF_REACH_PX = 5;
/** What lies next to a pixel, in pixels: its edges, and the strongest part of their halo. */
const BESIDE_PX = 3;

const SHADOW = 1;
const PRODUCT = 2;

const SOFT = 1;
const SHARP = 2;
/** Half a stretch of rim that is judged as one, in pixels, and the share of it that must be sharp. */
const STRETCH_PX = 8;
const SHARP_SHARE = 0.85;
/** How far behind a sharp rim the product is taken for certain, in pixels. */
const BEHIND_RIM_PX = 4;

export interface Separated {
  readonly shadow: Mask;
  /** Edges as only things have them, in shadow and product alike. */
  readonly edges: Mask;
}

/**
 * Tells soft shadow from product in what is not backdrop. Both grow from where they are certain, over ever more abrupt
 * changes of colour, until they meet: shadow from where the darkened backdrop fades into the plain one, product from
 * behind sharp edges against the plain backdrop and from colours that no shadow has (a watershed; S. Beucher and
 * F. Meyer, 1993).
 *
 * Two laws bind the shadow: it never crosses an edge, and it only darkens on the way in, so that what is lighter again
 * behind something darker is the product.
 *
 * @param relief as {@link measureRelief} gives it: it does not depend on the mask, and is made once
 * @param raw everything that is not backdrop
 * @param strictness below 1 sees edges in softer changes, above 1 only in harder ones
 */
export function separateShadow(evidence: Evidence, relief: Relief, raw: Mask, strictness: number): Separated {
  const { width, distance, shadowLike, sigma } = evidence;
  const limit = Math.floor(EDGE_SHARE * LEVELS * strictness ** 0.25);
  const { sharp, edges, barrier } = findEdges(
    relief,
    raw,
    width,
    limit,
    leastCrest(sigma) * Math.sqrt(strictness),
  );
  const label = new Uint8Array(raw.length);
  const queue = new Buckets(raw.length);
  plantSeeds(evidence, raw, sharp, (at, kind) => {
    if (label[at]) return;
    label[at] = kind;
    queue.push(at, 0);
  });
  const slack = 0.5 + 2 * sigma;
  const deepest = distance.slice();
  for (let level = 0; level < LEVELS; level += 1) {
    for (let at = queue.pop(level); at >= 0; at = queue.pop(level)) {
      const x = at % width;
      for (let side = 0; side < 4; side += 1) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
        const there = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (!raw[there] || label[there]) continue;
        const steep = relief.abrupt[there] as number;
        if (label[at] === SHADOW) {
          const deep = Math.max(deepest[at] as number, distance[there] as number);
          if (!shadowLike[there] || barrier[there] || deep > (distance[there] as number) + slack) continue;
          deepest[there] = deep;
        }
        label[there] = label[at] as number;
        queue.push(there, Math.max(level, steep - SLOPE_LEVEL));
      }
    }
  }
  for (let at = 0; at < label.length; at += 1) label[at] = label[at] === SHADOW ? 1 : 0;
  // The barrier is a pixel wider than the edges: up to the edges the shadow goes on.
  const beyond = grow(label, width, 1);
  for (let at = 0; at < label.length; at += 1) {
    if (beyond[at] && raw[at] && shadowLike[at] && !sharp[at]) label[at] = 1;
  }
  return { shadow: label, edges };
}

/**
 * Where a shadow stops. The crests are drawn a pixel wider, which closes breaks of two: through a single such break a
 * shadow filled the grey side of a box or half a shirt.
 */
function findEdges({ abrupt, range, crest }: Relief, raw: Mask, width: number, limit: number, least: number) {
  const sharp = new Uint8Array(abrupt.length);
  const edges = new Uint8Array(abrupt.length);
  const crests = new Uint8Array(abrupt.length);
  for (let at = 0; at < abrupt.length; at += 1) {
    if (!raw[at]) continue;
    if ((crest[at] as number) >= least) {
      crests[at] = 1;
      sharp[at] = 1;
    }
    if ((abrupt[at] as number) < limit) continue;
    sharp[at] = 1;
    if ((range[at] as number) > THING_RANGE) edges[at] = 1;
  }
  const barrier = grow(crests, width, 1);
  for (let at = 0; at < barrier.length; at += 1) if (sharp[at]) barrier[at] = 1;
  return { sharp, edges, barrier };
}

/** Product first, so that it keeps what both would claim. */
function plantSeeds(
  { width, distance, shadowLike }: Evidence,
  raw: Mask,
  sharp: Mask,
  plant: (at: number, kind: typeof SHADOW | typeof PRODUCT) => void,
): void {
  const offColour = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] && !shadowLike[at] && (distance[at] as number) > SURE_DISTANCE) offColour[at] = 1;
  }
  // Not its outermost pixels: there the colours of product and shadow are mixed.
  const surely = shrink(offColour, width, 2.1);
  const rim = findRim(raw, grow(sharp, width, 1), width);
  const sharpRim = new Uint8Array(raw.length);
  const softRim: number[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    if (!rim[at]) continue;
    if (rim[at] === SHARP && isMostlySharp(rim, at, width)) sharpRim[at] = 1;
    else if (shadowLike[at]) softRim.push(at);
  }
  const behindRim = grow(sharpRim, width, BEHIND_RIM_PX);
  const deep = shrink(raw, width, 2.1);
  for (let at = 0; at < raw.length; at += 1) {
    if (surely[at] || (behindRim[at] && deep[at] && !sharp[at])) plant(at, PRODUCT);
  }
  for (const at of softRim) plant(at, SHADOW);
}

/** The outermost pixels of a mask, as SOFT or SHARP. */
function findRim(mask: Mask, nearSharp: Mask, width: number): Uint8Array {
  const rim = new Uint8Array(mask.length);
  for (let at = width; at < mask.length - width; at += 1) {
    if (!mask[at] || (mask[at - 1] && mask[at + 1] && mask[at - width] && mask[at + width])) continue;
    rim[at] = nearSharp[at] ? SHARP : SOFT;
  }
  return rim;
}

/** Whether the rim around a pixel is sharp nearly throughout: noise makes single pixels of a soft one look so. */
function isMostlySharp(rim: Uint8Array, at: number, width: number): boolean {
  const x = at % width;
  const from = Math.max(-STRETCH_PX, -x);
  const to = Math.min(STRETCH_PX, width - 1 - x);
  let all = 0;
  let sharp = 0;
  for (let dy = -STRETCH_PX; dy <= STRETCH_PX; dy += 1) {
    for (let dx = from; dx <= to; dx += 1) {
      const kind = rim[at + dy * width + dx];
      if (kind) all += 1;
      if (kind === SHARP) sharp += 1;
    }
  }
  return sharp >= SHARP_SHARE * all;
}

/** How the colour changes around every pixel. */
export interface Relief {
  /** The change over one pixel as a share of `range`, 0 to LEVELS − 1. */
  readonly abrupt: Uint8Array;
  /** The change over one pixel, in ΔE, on the crests of edges; elsewhere 0. */
  readonly crest: Plane;
  /** Change of the distance from the backdrop within three pixels, in ΔE. */
  readonly range: Plane;
  /** The greatest distance from the backdrop within three pixels, in ΔE. */
  readonly beside: Plane;
  /** The same within five pixels. */
  readonly reach: Plane;
}

export function measureRelief({ width, distance, gradient, sigma }: Evidence): Relief {
  const beside = highestNear(distance, width, BESIDE_PX);
  // The highest of the highest: squares of three around squares of two are squares of five.
  const reach = highestNear(beside, width, RELIEF_REACH_PX - BESIDE_PX);
  const low = lowestNear(distance, width, BESIDE_PX);
  const range = new Float32Array(distance.length);
  const least = LEAST_RANGE + 3 * sigma;
  const abrupt = new Uint8Array(range.length);
  for (let at = 0; at < abrupt.length; at += 1) {
    range[at] = (beside[at] as number) - (low[at] as number);
    const share = (gradient[at] as number) / Math.max(least, range[at] as number);
    abrupt[at] = Math.min(LEVELS - 1, Math.floor(share * LEVELS));
  }
  return {
    abrupt,
    range,
    crest: findCrests(gradient, width),
    beside,
    reach,
  };
}

/** First in, first out on every level; a pixel is pushed once at most. */
class Buckets {
  private readonly next: Int32Array;
  private readonly heads = new Int32Array(LEVELS).fill(-1);
  private readonly tails = new Int32Array(LEVELS).fill(-1);

  constructor(size: number) {
    this.next = new Int32Array(size).fill(-1);
  }

  push(at: number, level: number): void {
    const tail = this.tails[level] as number;
    if (tail < 0) this.heads[level] = at;
    else this.next[tail] = at;
    this.tails[level] = at;
  }

  /** −1 where nothing is left on the level. */
  pop(level: number): number {
    const at = this.heads[level] as number;
    if (at < 0) return -1;
    const after = this.next[at] as number;
    this.heads[level] = after;
    if (after < 0) this.tails[level] = -1;
    return at;
  }
}
