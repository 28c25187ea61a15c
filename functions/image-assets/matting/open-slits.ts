import type { Evidence } from './evidence.ts';
import { components, distanceInside, floodFromBorder, grow, invert, shrink } from './regions.ts';
import type { Mask, Plane } from './work-image.ts';

/** Half the width of a gap, as a share of the frame's long side: what is wider was reached by the flood, or is no gap. */
const WIDEST_SHARE = 0.03;
/** ΔE by which the walls of a gap stand off from what lies in it, how near, in pixels, and for which share of them. */
const WALL_HEIGHT = 15;
const WALL_WITHIN_PX = 3;
const WALL_SHARE = 0.75;
/** ΔE from the backdrop that no gap has, unless it is the backdrop dimmed: a wall. */
const WALL_DISTANCE = 6;
/** A gap is longer than its mouth is wide: the share of its rim that may be open. */
const MOUTH_SHARE = 0.35;
/** The gap goes on into the outside without an edge: ΔE over one pixel, and the share of the mouth below it. */
const FLAT = 1.5;
const FLAT_SHARE = 0.3;
/** Fewer pixels of the reduced size than this are not worth a look. */
const LEAST_AREA = 8;
/** L* from which a backdrop is white; before it a white panel between two dark ones looks like a gap. */
const WHITE_FROM_LIGHTNESS = 97;

/**
 * Finds narrow gaps in the product into which the outside goes on: between sleeve and body, strap and bag. The flood of the
 * backdrop stops where they narrow, that of the shadow where both walls darken them. What lies in such a gap has the
 * backdrop's colour, lit or dimmed, runs into the outside without an edge, and stands between walls of quite another
 * colour. A pale strip along the outline is open along its length, and so is none; a grey product before grey has no walls.
 *
 * @param mask the product as found so far
 * @param like where the colour is the backdrop's own
 * @param reach the greatest distance from the backdrop around every pixel, in ΔE
 * @returns the pixels to take off the product; none before a white backdrop
 */
export function findSlits(mask: Mask, like: Mask, evidence: Evidence, reach: Plane): Mask {
  const { width, height } = evidence;
  const { open, coloured } = splitByColour(mask, like, evidence);
  const slits = new Uint8Array(mask.length);
  const nextOutside = grow(floodFromBorder(invert(mask), width, height), width, 2);
  // Without their outermost pixels, so that the mixed rim of the product does not join them all.
  const candidates = components(shrink(open, width, 1), width).filter(
    (pixels) => pixels.length >= LEAST_AREA && pixels.some((at) => nextOutside[at] === 1),
  );
  if (candidates.length === 0) return slits;
  const places = {
    depth: distanceInside(open, width),
    nextOutside,
    walls: grow(coloured, width, WALL_WITHIN_PX),
    reach,
  };
  for (const pixels of candidates) {
    if (isSlit(pixels, evidence, places)) for (const at of pixels) slits[at] = 1;
  }
  const whole = grow(slits, width, 1);
  for (let at = 0; at < whole.length; at += 1) if (!open[at]) whole[at] = 0;
  return whole;
}

interface Places {
  readonly depth: Plane;
  readonly nextOutside: Mask;
  readonly walls: Mask;
  readonly reach: Plane;
}

function isSlit(
  pixels: Int32Array,
  { width, height, gradient, distance }: Evidence,
  { depth, nextOutside, walls, reach }: Places,
): boolean {
  let thickest = 0;
  let mouth = 0;
  let flat = 0;
  let rim = 0;
  let high = 0;
  for (const at of pixels) {
    thickest = Math.max(thickest, depth[at] as number);
    if (nextOutside[at]) {
      mouth += 1;
      if ((gradient[at] as number) < FLAT) flat += 1;
    } else if ((depth[at] as number) < WALL_WITHIN_PX) {
      rim += 1;
      if (walls[at] && (reach[at] as number) - (distance[at] as number) > WALL_HEIGHT) high += 1;
    }
  }
  if (thickest > WIDEST_SHARE * Math.max(width, height)) return false;
  return mouth <= MOUTH_SHARE * (mouth + rim) && flat >= FLAT_SHARE * mouth && high >= WALL_SHARE * rim;
}

/** What could lie in a gap, and what could be its walls. */
function splitByColour(mask: Mask, like: Mask, { distance, shadowLike, backdropLightness }: Evidence) {
  const open = new Uint8Array(mask.length);
  const coloured = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at += 1) {
    if (!mask[at]) continue;
    if (like[at] || shadowLike[at]) {
      if ((backdropLightness[at] as number) < WHITE_FROM_LIGHTNESS) open[at] = 1;
    } else if ((distance[at] as number) > WALL_DISTANCE) coloured[at] = 1;
  }
  return { open, coloured };
}
