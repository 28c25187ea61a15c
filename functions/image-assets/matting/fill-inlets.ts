import { type Evidence, OTHER_HUE } from './evidence.ts';
import { components, grow, shrink } from './regions.ts';
import type { Mask } from './work-image.ts';

/** Half the width of an inlet, in pixels of the reduced size. */
const INLET_PX = 5;

/**
 * Gives narrow inlets back to the product: between the teeth of a tread, beside a print at the rim, behind a seam that a
 * shadow crept through. What is plainly backdrop stays open, and so does shadow in a corner of a product of another hue,
 * where it can be told.
 *
 * @param mask the product as found so far; filled in place
 * @param like where the colour is the backdrop's own
 */
export function fillInlets(mask: Mask, like: Mask, { width, shadowLike, hueOff }: Evidence): void {
  const away = new Uint8Array(mask.length);
  for (let at = 0; at < away.length; at += 1) if (!mask[at]) away[at] = 1;
  const wide = grow(shrink(away, width, INLET_PX), width, INLET_PX);
  const inlets = new Uint8Array(mask.length);
  for (let at = 0; at < away.length; at += 1) if (away[at] && !wide[at] && !like[at]) inlets[at] = 1;
  for (const pixels of components(inlets, width)) {
    let dark = 0;
    let beside = 0;
    let otherBeside = 0;
    for (const at of pixels) {
      dark += shadowLike[at] as number;
      for (const by of [-1, 1, -width, width]) {
        if (!mask[at + by]) continue;
        beside += 1;
        if ((hueOff[at + by] as number) > OTHER_HUE) otherBeside += 1;
      }
    }
    if (2 * dark < pixels.length || 2 * otherBeside < beside) for (const at of pixels) mask[at] = 1;
  }
}
