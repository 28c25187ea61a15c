import type { Evidence } from './evidence.ts';
import { components, grow } from './regions.ts';
import type { Mask, Plane } from './work-image.ts';

/** C*ab from which the backdrop's hue tells an opening from a print; greys and whites are in every product. */
const TELLING_CHROMA = 12;
/** Half of the way up the walls, by their distance from the backdrop, runs the outline of a narrow opening. */
const OUTLINE_SHARE = 0.5;
/** At its bottom an opening is so near to the backdrop, and to its hue: JPEG carries the walls' colour over eight pixels. */
const BOTTOM_SHARE = 0.3;
const HUE_SHARE = 0.15;
/** The least height of the walls, in ΔE. */
const WALL_HEIGHT = 40;
const LEAST_AREA = 6;

/**
 * Finds openings in the product through which a coloured backdrop is seen, and which are too narrow to show its plain
 * colour: between laces, in the loop of a cord. Beside a wall of the backdrop's own hue nothing is opened: where blue meets
 * white there is every paler blue in between.
 *
 * @param reach the greatest distance from the backdrop around every pixel, in ΔE
 */
export function findFlecks(mask: Mask, evidence: Evidence, reach: Plane): Mask {
  const { width, distance, hueOff, kindredHue, backdropChroma } = evidence;
  const flecks = new Uint8Array(mask.length);
  const valleys = new Uint8Array(mask.length);
  const kindred = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at += 1) {
    const high = reach[at] as number;
    if (!mask[at] || high < WALL_HEIGHT || (backdropChroma[at] as number) < TELLING_CHROMA) continue;
    if ((distance[at] as number) < OUTLINE_SHARE * high) valleys[at] = 1;
    else kindred[at] = kindredHue[at] as number;
  }
  const nearKindred = grow(kindred, width, 3);
  for (const pixels of components(valleys, width)) {
    if (pixels.length < LEAST_AREA) break;
    let reachesBottom = false;
    let isEnclosed = true;
    let isMixed = false;
    for (const at of pixels) {
      const high = reach[at] as number;
      if ((distance[at] as number) < BOTTOM_SHARE * high && (hueOff[at] as number) < HUE_SHARE * high) {
        reachesBottom = true;
      }
      if (!mask[at - 1] || !mask[at + 1] || !mask[at - width] || !mask[at + width]) isEnclosed = false;
      if (nearKindred[at]) isMixed = true;
    }
    if (reachesBottom && isEnclosed && !isMixed) for (const at of pixels) flecks[at] = 1;
  }
  return flecks;
}
