import { leastCrest } from './edge-crests.ts';
import { type Evidence, OTHER_HUE } from './evidence.ts';
import { components, distanceInside, grow } from './regions.ts';
import type { Relief } from './separate-shadow.ts';
import type { Mask, Plane } from './work-image.ts';

/** ΔE by which the product stands off from what is shade beside it, and the share of the shade's inner rim that must. */
const WALL_HEIGHT = 15;
const WALL_SHARE = 0.85;
/** Up to so far from a wall, in pixels, its own edge hides every other. */
const WALL_REACH_PX = 3;
/** ΔE of the step from shade up to a product of the same hue, its crest by the least one of an edge, and the half-thickness, in pixels, of a strip that is told by it. */
const STEP_HEIGHT = 6;
const STEP_CREST = 1.5;
const STRIP_PX = 3.5;
/** The share of a shade's outer rim that may show an edge, before greys that every product has. */
const EDGED_SHARE = 0.15;
/** ΔE from the backdrop, and over one pixel, that the outer rim of a strip may have; and the share of the rim that must. */
const FAINT = 12;
const SLIGHT = 3;
const FAINT_SHARE = 0.8;
/** How far a shadow before a product of another hue falls within three pixels, by the height of the wall. */
const GENTLE_SHARE = 0.2;
/** L* from which a backdrop is white. Before it every pale grey is a shade of it, the sole of a blue shoe too: no rag is believed. */
const WHITE_FROM_LIGHTNESS = 97;
/** The change over one pixel, by the height of a wall nearby, below which an edge may be the wall's halo. */
const HALO_EDGE = 0.06;
/** Half-thickness as a share of the frame's long side: thicker shade was seen as shadow, or is none. */
const THICKEST_SHARE = 0.03;
/** A pocket has at least this half-thickness and area, in pixels of the reduced size; less is mixed colour. */
const POCKET_PX = 1.6;
const POCKET_AREA = 10;
/** ΔE over one pixel where a pocket is deepest: an opening is flat there, a slope that passes the backdrop's colour is not. */
const POCKET_SLOPE = 2.5;
/** C*ab from which a dimmed backdrop is told from the greys that every product has. */
const TELLING_CHROMA = 12;
/** Plain backdrop is believed in a small opening up to this L*, or from this C*ab: white and nearly white prints are everywhere. */
const OPEN_TO_LIGHTNESS = 90;
const OPEN_FROM_CHROMA = 8;

interface Shade {
  /** Leftovers of the shadow along the outline. */
  readonly rags: Mask;
  /** Small openings in the product, in the backdrop's colour or, before a colour, in its shade. */
  readonly pockets: Mask;
  readonly pocketArea: number;
}

/**
 * Finds backdrop, lit or dimmed, that was kept with a product of quite another colour: rags of shadow along its outline,
 * where blocks of JPEG or the product's halo stopped the walk of the shadow, and small openings inside it, such as
 * between laces. Where the product itself could be a dimmed piece of the backdrop there are no walls, and nothing is
 * found. A grey sole between a blue shoe and a grey backdrop is kept by its edge.
 *
 * @param mask the product as found so far
 * @param like where the colour is the backdrop's own
 */
export function findShade(mask: Mask, like: Mask, evidence: Evidence, relief: Relief): Shade {
  const { width, height, shadowLike, hueOff } = evidence;
  const open = new Uint8Array(mask.length);
  const coloured = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at += 1) {
    if (!mask[at]) continue;
    if (like[at] || shadowLike[at]) open[at] = 1;
    else if ((hueOff[at] as number) > OTHER_HUE) coloured[at] = 1;
  }
  const rags = new Uint8Array(mask.length);
  const pockets = new Uint8Array(mask.length);
  const places: Places = {
    mask,
    like,
    open,
    depth: distanceInside(open, width),
    byHue: grow(coloured, width, WALL_REACH_PX),
    relief,
  };
  let pocketArea = 0;
  for (const pixels of components(open, width)) {
    const rim = surveyRim(pixels, evidence, places);
    if (rim.thickest > THICKEST_SHARE * Math.max(width, height)) continue;
    if (rim.mouth === 0 && isPocket(pixels, rim, evidence)) {
      for (const at of pixels) pockets[at] = 1;
      pocketArea += pixels.length;
    } else if (rim.mouth > 0 && isRag(rim, evidence)) {
      for (const at of pixels) rags[at] = 1;
    }
  }
  return { rags, pockets, pocketArea };
}

interface Places {
  readonly mask: Mask;
  readonly like: Mask;
  readonly open: Mask;
  readonly depth: Plane;
  /** Where a product of another hue is near. */
  readonly byHue: Mask;
  readonly relief: Relief;
}

/** What a piece of shade borders on, in pixels of its rim. */
interface Rim {
  /** Towards the outside; of it, with an edge or without, faint, and falling gently. */
  mouth: number;
  /** Mouth that no wall is near to. */
  free: number;
  edged: number;
  faint: number;
  gentle: number;
  /** Towards the product; of it, where that has another hue, and where it is a step lighter. */
  walls: number;
  hued: number;
  stepped: number;
  /** Pixels of all the piece in the backdrop's own colour. */
  like: number;
  /** Half-thickness in pixels, and where. */
  thickest: number;
  deepest: number;
}

function surveyRim(pixels: Int32Array, evidence: Evidence, places: Places): Rim {
  const { width, distance, gradient, backdropChroma, sigma } = evidence;
  const { mask, open, depth, byHue, like } = places;
  const { crest, reach, beside, range } = places.relief;
  const least = leastCrest(sigma);
  const rim: Rim = {
    mouth: 0,
    free: 0,
    edged: 0,
    faint: 0,
    gentle: 0,
    walls: 0,
    hued: 0,
    stepped: 0,
    like: 0,
    thickest: 0,
    deepest: -1,
  };
  for (const at of pixels) {
    rim.like += like[at] as number;
    if ((depth[at] as number) > rim.thickest) {
      rim.thickest = depth[at] as number;
      rim.deepest = at;
    }
    if ((depth[at] as number) > 1) continue;
    const steps = [-1, 1, -width, width];
    const steepest = Math.max(crest[at] as number, ...steps.map((by) => crest[at + by] ?? 0));
    if (steps.some((by) => !mask[at + by])) {
      rim.mouth += 1;
      const lowest = (beside[at] as number) - (range[at] as number);
      if ((distance[at] as number) - lowest < GENTLE_SHARE * (reach[at] as number)) rim.gentle += 1;
      if ((distance[at] as number) < FAINT && (gradient[at] as number) < SLIGHT) rim.faint += 1;
      if (!byHue[at]) {
        rim.free += 1;
        if (steepest >= Math.max(least, HALO_EDGE * (reach[at] as number))) rim.edged += 1;
      }
    } else if (steps.some((by) => !open[at + by])) {
      rim.walls += 1;
      const isTall = (reach[at] as number) - (distance[at] as number) > WALL_HEIGHT;
      if (byHue[at] && (isTall || (backdropChroma[at] as number) >= TELLING_CHROMA)) rim.hued += 1;
      else if (steepest >= STEP_CREST * least && (range[at] as number) >= STEP_HEIGHT) rim.stepped += 1;
    }
  }
  return rim;
}

function isRag(rim: Rim, evidence: Evidence): boolean {
  if ((evidence.backdropLightness[rim.deepest] as number) > WHITE_FROM_LIGHTNESS) return false;
  const isHued = rim.hued >= WALL_SHARE * rim.walls;
  if (isHued && (evidence.backdropChroma[rim.deepest] as number) >= TELLING_CHROMA) return true;
  if (isHued && rim.edged <= EDGED_SHARE * rim.free && rim.gentle >= FAINT_SHARE * rim.mouth) return true;
  if (rim.thickest > STRIP_PX || rim.faint < FAINT_SHARE * rim.mouth) return false;
  return rim.hued + rim.stepped >= WALL_SHARE * rim.walls;
}

function isPocket(
  pixels: Int32Array,
  { walls, hued, thickest, deepest, like }: Rim,
  { gradient, backdropLightness, backdropChroma }: Evidence,
): boolean {
  if (pixels.length < POCKET_AREA || thickest < POCKET_PX || hued < WALL_SHARE * walls) return false;
  if ((gradient[deepest] as number) > POCKET_SLOPE) return false;
  const chroma = backdropChroma[deepest] as number;
  if (2 * like < pixels.length) return chroma >= TELLING_CHROMA;
  return chroma >= OPEN_FROM_CHROMA || (backdropLightness[deepest] as number) <= OPEN_TO_LIGHTNESS;
}
