import { components, distanceInside, grow, shrink } from '../matting/regions.ts';
import type { CutoutScene } from './cutout-scene.ts';
import { medianOf, stepBetween } from './outline-support.ts';

export interface ResidueMeasure {
  /** Area of crumbs: what stands apart from the product and is small beside it. Share of the product's area, 0..1. */
  readonly crumbs: number;
  /**
   * Area of the backdrop's own colour within the matte, where the photo shows an edge between it and the product. The same share; absent
   * before a backdrop too restless to tell, and where the product has a grey backdrop's colour itself.
   */
  readonly lumps?: number;
}

/** A part below this share of the whole product is a crumb, above it a second piece (the other shoe, a card). */
const CRUMB_SHARE = 0.01;
/** A crumb is at least half opaque (of 255): floor shadows are fainter nearly everywhere. */
const SEEN_ALPHA = 128;
/** Fewer pixels of an 800 px picture are dust. */
const LEAST_PIXELS = 6;
/** Backdrops less even than this (root mean square, levels) cannot be told from a product by colour. */
const EVEN = 8;
/** Within this of the backdrop's surface (levels, Euclidean) a pixel has its colour. */
const BACKDROP_COLOUR = 18;
/** A backdrop lighter than this in every channel (levels) vanishes on white paper, and so does what was kept of it. */
const SEEN_ON_WHITE = 235;
/** A colour whose channels differ by no more than this (levels) is grey. */
const GREY = 24;
/** Deeper than this below the outline (pixels of 800) no matte spills over; more than this share of the product there is its own. */
const DEEP_PX = 24;
const OWN_SHARE = 0.002;
/** What is left after this many pixels were taken off all round is a lump, not a rim: rims are the halo's. */
const LUMP_PX = 3;
/** A step of this many levels between lump and product is an edge. */
const EDGE = 30;

/**
 * Background that the matte kept. Crumbs are told by their shape alone. Lumps are parts of the matte with the backdrop's
 * colour and an edge towards the rest of the product. It cannot see lumps on a restless backdrop, nor tell a product's part
 * in the backdrop's own colour behind a hard edge (a white sole before white paper) from one.
 */
export function measureResidue(scene: CutoutScene): ResidueMeasure {
  const crumbs = crumbArea(scene) / scene.productArea;
  if (scene.backdrop.unrest > EVEN) return { crumbs };
  const like = backdropColoured(scene);
  if (hasColourItself(scene, like)) return { crumbs };
  return { crumbs, lumps: lumpArea(scene, like) / scene.productArea };
}

function crumbArea({ alpha, width, productArea }: CutoutScene): number {
  const seen = new Uint8Array(alpha.length);
  for (let at = 0; at < seen.length; at += 1) if ((alpha[at] ?? 0) >= SEEN_ALPHA) seen[at] = 1;
  let area = 0;
  for (const pixels of components(seen, width)) {
    if (pixels.length < productArea * CRUMB_SHARE && pixels.length >= LEAST_PIXELS) area += pixels.length;
  }
  return area;
}

/** 1 where the matte shows the backdrop's own colour, and white paper would show it too. */
function backdropColoured({ alpha, width, photo, backdrop }: CutoutScene): Uint8Array {
  const like = new Uint8Array(alpha.length);
  const colour = new Float64Array(3);
  for (let at = 0; at < alpha.length; at += 1) {
    if ((alpha[at] ?? 0) < 128) continue;
    backdrop.colourAt(at % width, Math.floor(at / width), colour);
    let sum = 0;
    for (let c = 0; c < 3; c += 1) sum += ((photo[at * 3 + c] ?? 0) - (colour[c] ?? 0)) ** 2;
    if (sum < BACKDROP_COLOUR ** 2 && Math.min(...colour) < SEEN_ON_WHITE) like[at] = 1;
  }
  return like;
}

/**
 * Whether the product has a grey backdrop's colour itself: deep inside, where no matte spills. Grey prints, soles and buckles
 * are common; on coloured paper the same colour deep inside is an opening that was not cut out.
 */
function hasColourItself(scene: CutoutScene, like: Uint8Array): boolean {
  const { alpha, width, height, backdrop, productArea } = scene;
  const colour = new Float64Array(3);
  backdrop.colourAt(width / 2, height / 2, colour);
  if (Math.max(...colour) - Math.min(...colour) > GREY) return false;
  const depth = distanceInside(
    alpha.map((opacity) => (opacity >= 128 ? 1 : 0)),
    width,
  );
  let deep = 0;
  for (let at = 0; at < like.length; at += 1) if (like[at] === 1 && (depth[at] ?? 0) > DEEP_PX) deep += 1;
  return deep > productArea * OWN_SHARE;
}

function lumpArea(scene: CutoutScene, like: Uint8Array): number {
  const { alpha, width } = scene;
  const lumps = new Uint8Array(alpha.length);
  for (const pixels of components(shrink(like, width, LUMP_PX), width)) {
    if (pixels.length < LEAST_PIXELS) break;
    if (isLump(scene, pixels, like)) for (const at of pixels) lumps[at] = 1;
  }
  const whole = grow(lumps, width, LUMP_PX);
  return whole.reduce((area, one, at) => area + (one === 1 && like[at] === 1 ? 1 : 0), 0);
}

/** Whether the photo has an edge where a part of the backdrop's colour meets the rest of the product. */
function isLump({ alpha, width, height, photo }: CutoutScene, pixels: Int32Array, like: Uint8Array): boolean {
  const steps: number[] = [];
  const own = new Set(pixels);
  for (const at of pixels) {
    for (const [dx, dy] of DIRECTIONS) {
      if (own.has(at + dy * width + dx)) continue;
      let x = at % width;
      let y = Math.floor(at / width);
      let walked = 0;
      while (walked < 3 * LUMP_PX && like[y * width + x] === 1) {
        x += dx;
        y += dy;
        walked += 1;
        if (x < 0 || y < 0 || x >= width || y >= height) break;
      }
      x += 2 * dx;
      y += 2 * dy;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const beyond = y * width + x;
      if ((alpha[beyond] ?? 0) >= 128 && like[beyond] !== 1) steps.push(stepBetween(photo, at, beyond));
    }
  }
  return steps.length > 0 && medianOf(steps) >= EDGE;
}

const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
