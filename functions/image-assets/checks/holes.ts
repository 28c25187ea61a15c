import { components, distanceInside, floodFromBorder, invert } from '../matting/regions.ts';
import type { CutoutScene } from './cutout-scene.ts';
import { distanceFromBackdrop, stepAround } from './outline-support.ts';

/** From here on (of 255) a pixel inside the product counts as whole: soft cloth and JPEG leave 230 and more. */
const WHOLE = 216;
/** Softness near an outline is an outline, in pixels of an 800 px picture. */
const OUTLINE_PX = 4;
/** Fewer pixels are dust that nobody sees. */
const LEAST_PIXELS = 6;
/** A hole whose photo is at least so far from the backdrop (levels, Euclidean) shows product, not backdrop. */
const NOT_BACKDROP = 40;
/** Less of a step than this around a hole (levels, Euclidean) is no edge: the matte cuts through one surface. */
const NO_EDGE = 14;

/**
 * Share of the product, 0..1, that the matte makes see-through though it is product: holes that the outline encloses.
 *
 * An opening that is real (a handle, a strap) shows the backdrop behind an edge. A hole counts as a fault where the photo
 * shows no edge around it, or where it is opaque product by its colour. It cannot tell a print in the backdrop's own colour
 * from an opening, nor see what is missing at the outline itself.
 */
export function measureHoles(scene: CutoutScene): number {
  const { width, height, alpha } = scene;
  const clear = new Uint8Array(alpha.length);
  for (let at = 0; at < clear.length; at += 1) if ((alpha[at] ?? 0) < 128) clear[at] = 1;
  const depth = distanceInside(invert(floodFromBorder(clear, width, height)), width);
  const thin = new Uint8Array(alpha.length);
  for (let at = 0; at < thin.length; at += 1) {
    if ((alpha[at] ?? 0) < WHOLE && (depth[at] ?? 0) > OUTLINE_PX) thin[at] = 1;
  }
  let missing = 0;
  for (const pixels of components(thin, width)) {
    // They come by size, the largest first.
    if (pixels.length < LEAST_PIXELS) break;
    if (isFault(scene, pixels, thin)) {
      for (const at of pixels) missing += 1 - (alpha[at] ?? 0) / 255;
    }
  }
  return missing / (scene.productArea + missing);
}

function isFault(scene: CutoutScene, pixels: Int32Array, thin: Uint8Array): boolean {
  if (stepAround(scene, pixels, thin) < NO_EDGE) return true;
  return scene.backdrop.unrest < NOT_BACKDROP / 4 && distanceFromBackdrop(scene, pixels) > NOT_BACKDROP;
}
