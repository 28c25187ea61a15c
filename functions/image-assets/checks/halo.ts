import { CLEAR } from './backdrop.ts';
import type { CutoutScene } from './cutout-scene.ts';

export interface HaloMeasure {
  /** Share of the judged outline, 0..1, along which a fringe of the old background is left. */
  readonly share: number;
  /** The same, where the fringe is seen on white paper: a white fringe is not. */
  readonly visible: number;
  /** Share of the outline, 0..1, where product and background differ enough to be told apart. */
  readonly judged: number;
}

/** From this opacity (of 255) on a pixel is all product. */
const OPAQUE = 248;
/** How far a profile reaches into the product and out of it, in pixels. */
const INSIDE = 10;
const OUTSIDE = 8;
/** Between these depths the product's own colour is read, and the background's; nearer ones may be mixed. */
const INSIDE_FROM = 5;
const OUTSIDE_FROM = 3;
/**
 * Colours closer than this (Euclidean, levels of 255) cannot be told from a mixture of each other through JPEG: a grey shirt
 * on grey paper says nothing about its outline.
 */
const LEAST_CONTRAST = 45;
/** A fringe narrower than this is not seen at any size that is sold with; an honest matte without despill has 0.3. */
const FRINGE_PX = 1;
/** Less of a mixture is product: shading, a seam, a reflection of the paper. */
const MOSTLY_BACKGROUND = 0.6;
/** A fringe lighter than this in every channel (levels) vanishes on white. */
const SEEN_ON_WHITE = 235;
/** With less of the outline judged there is no answer. */
const LEAST_JUDGED = 0.25;

/**
 * A halo is a rim of the old background along the outline. Across the outline, at every second of its pixels, the colour of
 * the cut-out is taken as a mixture of the product's colour further in and the background's further out (in the photo); the
 * background's shares, weighted with the opacity that shows them, add up to the fringe's width there.
 *
 * It cannot see a rim where product and background have the same colour, and it takes a product's own rim (a white sole
 * before white paper) for one.
 * @returns `undefined` where too little of the outline can be judged
 */
export function measureHalo(scene: CutoutScene): HaloMeasure | undefined {
  let outline = 0;
  let judged = 0;
  let fringed = 0;
  let visible = 0;
  const profile = new Profile(scene);
  for (let y = 1; y < scene.height - 1; y += 1) {
    for (let x = 1 + (y % 2); x < scene.width - 1; x += 2) {
      if (!isOutline(scene, x, y)) continue;
      outline += 1;
      const fringe = profile.fringeAt(x, y);
      if (fringe === undefined) continue;
      judged += 1;
      if (fringe.width <= FRINGE_PX) continue;
      fringed += 1;
      if (fringe.whiteness < SEEN_ON_WHITE) visible += 1;
    }
  }
  if (outline === 0 || judged < outline * LEAST_JUDGED) return undefined;
  return { share: fringed / judged, visible: visible / judged, judged: judged / outline };
}

/** A pixel at least half opaque with a neighbour that is not: one pixel of the outline, on its inner side. */
function isOutline({ alpha, width }: CutoutScene, x: number, y: number): boolean {
  const at = y * width + x;
  return (
    (alpha[at] ?? 0) >= 128 &&
    ((alpha[at - 1] ?? 0) < 128 ||
      (alpha[at + 1] ?? 0) < 128 ||
      (alpha[at - width] ?? 0) < 128 ||
      (alpha[at + width] ?? 0) < 128)
  );
}

/** A line across the outline. */
class Profile {
  readonly #scene: CutoutScene;
  readonly #product = new Float64Array(3);
  readonly #background = new Float64Array(3);

  constructor(scene: CutoutScene) {
    this.#scene = scene;
  }

  /** Pixels of background colour shown across the outline here, and how white it is; `undefined` where the line cannot be judged. */
  fringeAt(x: number, y: number): { width: number; whiteness: number } | undefined {
    const direction = this.#outwards(x, y);
    if (direction === undefined) return undefined;
    const [dx, dy] = direction;
    const { alpha, photo, cutout } = this.#scene;
    const isProduct = (at: number) => (alpha[at] ?? 0) >= OPAQUE;
    const isClear = (at: number) => (alpha[at] ?? 255) < CLEAR;
    if (!this.#mean(cutout, x, y, -dx, -dy, INSIDE_FROM, INSIDE, isProduct, this.#product)) return undefined;
    if (!this.#mean(photo, x, y, dx, dy, OUTSIDE_FROM, OUTSIDE, isClear, this.#background)) return undefined;
    const across = this.#background.map((level, c) => level - (this.#product[c] ?? 0));
    const contrast = across.reduce((total, part) => total + part * part, 0);
    if (contrast < LEAST_CONTRAST ** 2) return undefined;
    let width = 0;
    // From the outside inwards, as far as the background's colour goes on.
    for (let step = OUTSIDE_FROM - 1; step > -INSIDE_FROM; step -= 1) {
      const at = this.#at(x + dx * step, y + dy * step);
      if (at === undefined || (alpha[at] ?? 0) < CLEAR) continue;
      let along = 0;
      for (let c = 0; c < 3; c += 1) {
        along += ((cutout[at * 3 + c] ?? 0) - (this.#product[c] ?? 0)) * (across[c] ?? 0);
      }
      const share = Math.min(1, along / contrast);
      if (share < MOSTLY_BACKGROUND) break;
      width += (share * (alpha[at] ?? 0)) / 255;
    }
    // The darkest channel tells how far from white a colour is.
    return { width, whiteness: Math.min(...this.#background) };
  }

  /** The unit vector along which the opacity falls, from its mean over 5 x 5 pixels. */
  #outwards(x: number, y: number): readonly [number, number] | undefined {
    let right = 0;
    let down = 0;
    for (let j = -2; j <= 2; j += 1) {
      for (let i = -2; i <= 2; i += 1) {
        const at = this.#at(x + i, y + j);
        const opacity = at === undefined ? 0 : (this.#scene.alpha[at] ?? 0);
        right -= i * opacity;
        down -= j * opacity;
      }
    }
    const length = Math.hypot(right, down);
    return length < 1 ? undefined : [right / length, down / length];
  }

  #at(x: number, y: number): number | undefined {
    const column = Math.round(x);
    const row = Math.round(y);
    const { width, height } = this.#scene;
    return column < 0 || row < 0 || column >= width || row >= height ? undefined : row * width + column;
  }

  /** Mean colour between two depths along a direction; false where fewer than three pixels serve. */
  #mean(
    rgb: Uint8Array,
    x: number,
    y: number,
    dx: number,
    dy: number,
    from: number,
    to: number,
    serves: (at: number) => boolean,
    into: Float64Array,
  ): boolean {
    into.fill(0);
    let count = 0;
    for (let step = from; step <= to; step += 1) {
      const at = this.#at(x + dx * step, y + dy * step);
      if (at === undefined || !serves(at)) continue;
      count += 1;
      for (let c = 0; c < 3; c += 1) into[c] = (into[c] ?? 0) + (rgb[at * 3 + c] ?? 0);
    }
    for (let c = 0; c < 3; c += 1) into[c] = (into[c] ?? 0) / Math.max(1, count);
    return count >= 3;
  }
}
