import type { Evidence } from './evidence.ts';
import { fillInlets } from './fill-inlets.ts';
import { findFlecks } from './find-flecks.ts';
import { findShade } from './find-shade.ts';
import { findSlits } from './open-slits.ts';
import { area, components, distanceInside, flood, floodFromBorder, grow, invert, shrink } from './regions.ts';
import { RELIEF_REACH_PX, type Relief, separateShadow } from './separate-shadow.ts';
import type { Mask, Plane } from './work-image.ts';

/** What was cut out at the reduced size, and what was decided on the way. Areas are in pixels of that size. */
export interface Found {
  readonly product: Mask;
  /** Before shadows were taken away and small parts dropped: everything that is not backdrop. */
  readonly raw: Mask;
  /** Soft shadow beside the product that is wide enough to be one, with a rim of one pixel. */
  readonly cast: Mask;
  /** Narrow gaps that were opened. */
  readonly slits: Mask;
  readonly shadowArea: number;
  /** Edges as only things have them, in shadow and product alike. */
  readonly edges: Mask;
  /** Parts that look like backdrop inside the product and could be a hole or a print of the same colour. */
  readonly ambiguousArea: number;
  /** Parts away from the product that were dropped though they are no shadow. */
  readonly droppedArea: number;
  /** The parts that the product consists of. */
  readonly fragments: number;
  /** The largest part that is unlike the largest one, as a share of it, 0..1: another thing, where a pair's other shoe is alike. */
  readonly stranger: number;
}

/**
 * A hard edge is never alone: lens, scaling and JPEG blocks (8 pixels of the source) leave a halo around it of up to
 * an eighth of its height. Without this the outline follows the halo, a ragged two pixels outside the product.
 */
const HALO_SHARE = 0.13;
/** What is left of the halo from three pixels on. More, and a white heel loses what lies beside its blue print. */
const FAR_HALO_SHARE = 0.06;

/** A darkened stripe of up to twice this width, in pixels, is the soft rim of a rounded product rather than its shadow. */
const CAST_SHADOW_PX = 2;

/** L* from which a backdrop counts as white: 97 is 247 of 255 levels. */
const WHITE_FROM_LIGHTNESS = 97;

/**
 * Thresholds in ΔE for a backdrop of noise σ. Below `near` a pixel counts as backdrop; a part without any pixel
 * over `far` is noise. `strictness` scales both: 1 is the answer, others show how firmly it stands.
 */
function thresholds(sigma: number, strictness: number): { near: number; far: number } {
  const near = Math.max(1.3, 3.2 * sigma + 0.4) * strictness;
  return { near, far: Math.max(4, 2.2 * near) };
}

/**
 * @param strictness scales every threshold: 1 is the answer, others show how firmly it stands
 * @param opened narrow gaps that another strictness found; they are looked for where none are given
 */
export function findProduct(evidence: Evidence, relief: Relief, strictness = 1, opened?: Mask): Found {
  const { width } = evidence;
  const { far } = thresholds(evidence.sigma, strictness);
  const like = likeBackdrop(evidence, strictness);
  const raw = notBackdrop(evidence, strictness, like);
  const { shadow, edges } = separateShadow(evidence, relief, raw, strictness);
  // The shadow stops where the edge begins; the outline runs through its middle, a pixel further in.
  const cast = grow(shrink(shadow, width, CAST_SHADOW_PX), width, CAST_SHADOW_PX + 1);
  const solid = raw.slice();
  for (let at = 0; at < solid.length; at += 1) if (shadow[at] || cast[at]) solid[at] = 0;

  const { mask, ambiguousArea } = openHoles(solid, like, evidence);
  const peeled = peelHalo(mask, evidence, relief);
  fillInlets(peeled, like, evidence);
  const slits = opened ?? findGaps(peeled, like, evidence, relief.reach);
  for (let at = 0; at < peeled.length; at += 1) if (slits[at]) peeled[at] = 0;
  const shade = findShade(peeled, like, evidence, relief);
  for (let at = 0; at < peeled.length; at += 1) if (shade.rags[at] || shade.pockets[at]) peeled[at] = 0;
  const kept = keepProduct(peeled, evidence, far);
  return {
    ...kept,
    raw,
    slits,
    cast,
    shadowArea: area(shadow),
    edges,
    ambiguousArea: ambiguousArea + shade.pocketArea,
  };
}

function findGaps(mask: Mask, like: Mask, evidence: Evidence, reach: Plane): Mask {
  const gaps = findSlits(mask, like, evidence, reach);
  const flecks = findFlecks(mask, evidence, reach);
  for (let at = 0; at < gaps.length; at += 1) if (flecks[at]) gaps[at] = 1;
  return gaps;
}

/** Everything that cannot be reached from the frame's edge over backdrop: product, shadow, clutter. */
export function notBackdrop(
  evidence: Pick<Evidence, 'width' | 'height' | 'distance' | 'sigma'>,
  strictness = 1,
  like = likeBackdrop(evidence, strictness),
): Mask {
  const { width, height } = evidence;
  const { far } = thresholds(evidence.sigma, strictness);
  const outside = floodNarrowly(like, width, height);
  return keepWhere(invert(outside), width, (pixels) => someOver(evidence, pixels, far));
}

function likeBackdrop({ distance, sigma }: Pick<Evidence, 'distance' | 'sigma'>, strictness: number): Mask {
  const { near } = thresholds(sigma, strictness);
  const like = new Uint8Array(distance.length);
  for (let at = 0; at < like.length; at += 1) if ((distance[at] as number) < near) like[at] = 1;
  return like;
}

/**
 * Floods the backdrop from the border, but not through gaps of one or two pixels: an outline is often broken where
 * product and backdrop share a colour, and what lies behind such a gap (a white print, a label) is product.
 */
function floodNarrowly(like: Mask, width: number, height: number): Mask {
  const wide = floodFromBorder(shrink(like, width, 1.1), width, height);
  const near = grow(wide, width, 2.1);
  for (let at = 0; at < near.length; at += 1) if (!like[at]) near[at] = 0;
  return near;
}

/**
 * Takes the halo off the outline: from outside in, no deeper than it reaches. (Peeling must not open the way for a
 * flood: the pale part of a product beside a dark one is as faint as a halo, but wider.)
 */
function peelHalo(mask: Mask, { distance, width }: Evidence, { beside, reach }: Relief): Mask {
  const depth = distanceInside(mask, width);
  const peel = new Uint8Array(mask.length);
  const seeds: number[] = [];
  for (let at = 0; at < mask.length; at += 1) {
    if (!mask[at] || (depth[at] as number) > RELIEF_REACH_PX - 1) continue;
    const halo = Math.max(HALO_SHARE * (beside[at] as number), FAR_HALO_SHARE * (reach[at] as number));
    if ((distance[at] as number) >= halo) continue;
    peel[at] = 1;
    if ((depth[at] as number) <= 1) seeds.push(at);
  }
  const peeled = flood(peel, seeds, width);
  const rest = mask.slice();
  for (let at = 0; at < rest.length; at += 1) if (peeled[at]) rest[at] = 0;
  return rest;
}

function keepWhere(mask: Mask, width: number, wanted: (pixels: Int32Array) => boolean): Mask {
  const kept = new Uint8Array(mask.length);
  for (const pixels of components(mask, width)) {
    if (wanted(pixels)) for (const at of pixels) kept[at] = 1;
  }
  return kept;
}

function someOver({ distance }: Pick<Evidence, 'distance'>, pixels: Int32Array, far: number): boolean {
  for (let k = 0; k < pixels.length; k += 1) if ((distance[pixels[k] as number] as number) > far) return true;
  return false;
}

/**
 * Decides about parts inside the product that look like the backdrop: a handle's opening, or a print in its colour?
 * A backdrop that is neither white nor clipped has a colour and a fall-off of its own, which no print meets by
 * chance over a larger part. White is met all the time, so there size has to decide, and stays open.
 */
function openHoles(solid: Mask, like: Mask, evidence: Evidence): { mask: Mask; ambiguousArea: number } {
  const { width, height, backdropLightness } = evidence;
  const mask = solid.slice();
  const outside = floodFromBorder(invert(solid), width, height);
  const inner = new Uint8Array(mask.length);
  for (let at = 0; at < inner.length; at += 1) {
    if (!outside[at]) {
      // Shadows that lie inside the product, and what was dropped there, belong to it until shown otherwise.
      mask[at] = 1;
      if (like[at]) inner[at] = 1;
    }
  }
  const long = Math.max(width, height);
  const depth = distanceInside(inner, width);
  let ambiguousArea = 0;
  for (const pixels of components(inner, width)) {
    let thickest = 0;
    let lightness = 0;
    for (const at of pixels) {
      thickest = Math.max(thickest, depth[at] as number);
      lightness += (backdropLightness[at] as number) / pixels.length;
    }
    // Half-thickness by the frame: up to 0.5 % is lettering or noise, from 2 % an opening that one sees through.
    const share = thickest / long;
    if (share < 0.005) continue;
    const white = lightness > WHITE_FROM_LIGHTNESS;
    if (white || share < 0.02) ambiguousArea += pixels.length;
    if (share >= (white ? 0.015 : 0.006)) for (const at of pixels) mask[at] = 0;
  }
  return { mask, ambiguousArea };
}

/** The largest part and those of its rank; floor shadows, specks and clutter go. */
function keepProduct(mask: Mask, evidence: Evidence, far: number) {
  const { width } = evidence;
  const product = new Uint8Array(mask.length);
  let droppedArea = 0;
  let fragments = 0;
  let stranger = 0;
  let largest: Int32Array | undefined;
  for (const pixels of components(mask, width)) {
    if (!someOver(evidence, pixels, far) || isSoftShadow(evidence, pixels)) continue;
    largest ??= pixels;
    // A pair of shoes is two parts of one rank; a lace's end or a tag is a few per cent of it.
    if (pixels.length < largest.length * 0.02) {
      droppedArea += pixels.length;
      continue;
    }
    fragments += 1;
    if (!areAlike(largest, pixels, evidence)) stranger = Math.max(stranger, pixels.length / largest.length);
    for (const at of pixels) product[at] = 1;
  }
  return { product, droppedArea, fragments, stranger };
}

/** Whether two parts could be a pair: of one size (within a third), one shape and one contrast with the backdrop. */
function areAlike(one: Int32Array, other: Int32Array, { width, distance }: Evidence): boolean {
  const a = describePart(one, width, distance);
  const b = describePart(other, width, distance);
  const close = (x: number, y: number, by: number) => Math.min(x, y) >= by * Math.max(x, y);
  return (
    close(a.size, b.size, 0.67) &&
    close(a.wide, b.wide, 0.75) &&
    close(a.high, b.high, 0.75) &&
    close(a.contrast, b.contrast, 0.75)
  );
}

function describePart(pixels: Int32Array, width: number, distance: Plane) {
  let left = width;
  let right = 0;
  let contrast = 0;
  let top = Number.POSITIVE_INFINITY;
  let bottom = 0;
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    contrast += (distance[at] as number) / pixels.length;
  }
  return { size: pixels.length, wide: right - left + 1, high: bottom - top + 1, contrast };
}

/** A part of its own that is darkened backdrop throughout and nowhere changes abruptly. */
function isSoftShadow({ distance, gradient, shadowLike }: Evidence, pixels: Int32Array): boolean {
  let alike = 0;
  let deepest = 0;
  let steepest = 0;
  for (const at of pixels) {
    alike += shadowLike[at] as number;
    deepest = Math.max(deepest, distance[at] as number);
    steepest = Math.max(steepest, gradient[at] as number);
  }
  return alike > 0.93 * pixels.length && steepest < 0.25 * deepest;
}
