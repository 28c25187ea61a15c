import { distanceInside, grow, invert } from './regions.ts';
import type { Mask, Plane, WorkImage } from './work-image.ts';

/** How far, in pixels of the reduced size, the true outline may be from the found one: the band that is refined. */
export const BAND_PX = 3;

/** The same where a shadow touches: its colour lies between the product's and the backdrop's, and must not count as part product. */
const SHADOW_REACH_PX = 0.9;

/** Colours of the product and of the backdrop on both sides of the outline, for every pixel of the band around it. */
export interface LocalColours {
  /** Position in the two lists for each pixel of the reduced size, −1 outside the band. */
  readonly index: Int32Array;
  /** RGB, 0..255, three numbers an entry. */
  readonly product: Float32Array;
  readonly backdrop: Float32Array;
  /** Share, 0..1, of the product's own colours there that are nearer to the backdrop than to the product's mean. */
  readonly confusion: Float32Array;
  /** How far outside the found outline, in pixels of the reduced size, product may still be: little where a shadow lies. */
  readonly reach: Float32Array;
  /** Signed distance to the outline at the reduced size: positive inside the product. */
  readonly depth: Plane;
}

/** Window and fall-off (pixels) in which the pure colours are collected: past the band on the far side of the outline. */
const WINDOW = 6;
const FALL_OFF = Array.from({ length: 2 * WINDOW * WINDOW + 1 }, (_, square) =>
  Math.exp(-square / (2 * 2.5 ** 2)),
);

/**
 * Collects, for every pixel near the outline, what the product and what the backdrop look like right there. The
 * backdrop is taken as it stands (shadow included), not as the model draws it.
 */
export function collectLocalColours(image: WorkImage, mask: Mask, shadow: Mask): LocalColours {
  const { width, height } = image;
  const inside = distanceInside(mask, width);
  const outside = distanceInside(invert(mask), width);
  const depth = new Float32Array(mask.length);
  const index = new Int32Array(mask.length).fill(-1);
  let size = 0;
  for (let at = 0; at < mask.length; at += 1) {
    depth[at] = mask[at] ? (inside[at] as number) - 0.5 : 0.5 - (outside[at] as number);
    if (Math.abs(depth[at] as number) <= BAND_PX) {
      index[at] = size;
      size += 1;
    }
  }
  const product = new Float32Array(size * 3);
  const backdrop = new Float32Array(size * 3);
  const reach = new Float32Array(size).fill(BAND_PX);
  const confusion = new Float32Array(size);
  const smoothed = new Uint8Array(mask.length);
  const nearShadow = grow(shadow, width, BAND_PX + 1);
  for (let at = 0; at < mask.length; at += 1) {
    const entry = index[at] as number;
    if (entry < 0) continue;
    if (nearShadow[at]) reach[entry] = SHADOW_REACH_PX;
    averageAround(image.rgb, depth, width, height, at, 1, product, entry * 3);
    averageAround(image.rgb, depth, width, height, at, -1, backdrop, entry * 3);
    confusion[entry] = confusedAround(image.rgb, depth, width, height, at, product, backdrop, entry * 3);
    if (nearShadow[at] || (confusion[entry] as number) > SMOOTHED_FROM_CONFUSION) smoothed[at] = 1;
  }
  return { index, product, backdrop, confusion, reach, depth: smoothDepth(depth, smoothed, width) };
}

/** From this share of confused colours on the outline is drawn by its depth more than by the pixels. */
const SMOOTHED_FROM_CONFUSION = 0.1;
/** Binomial: rounds off the steps of the reduced size, moves no straight line. */
const BELL = [1, 4, 6, 4, 1].map((weight) => weight / 16);
/** Only where product and backdrop both go on for so many pixels: a strap or a gap would be smoothed away. */
const SMOOTHED_FROM_PX = 2.5;

/**
 * Smooths the outline where a shadow lies beside it, or where product and backdrop are confused. There the photo's own pixels say little, the outline is drawn by the
 * depth alone, and its steps would show as a jagged rim.
 */
function smoothDepth(depth: Plane, where: Mask, width: number): Plane {
  const around = [4, -4, 4 * width, -4 * width, 3 * width + 3, 3 * width - 3, -3 * width + 3, -3 * width - 3];
  let smooth = depth;
  for (let pass = 0; pass < 2; pass += 1) {
    const from = smooth;
    smooth = from.slice();
    for (let at = 2 * width + 2; at < depth.length - 2 * width - 2; at += 1) {
      if (!where[at] || Math.abs(depth[at] as number) > BAND_PX) continue;
      const goesOn = (side: 1 | -1) => around.some((by) => side * (depth[at + by] ?? 0) >= SMOOTHED_FROM_PX);
      if (!goesOn(1) || !goesOn(-1)) continue;
      let sum = 0;
      for (let dy = -2; dy <= 2; dy += 1) {
        for (let dx = -2; dx <= 2; dx += 1) {
          const weight = (BELL[dy + 2] as number) * (BELL[dx + 2] as number);
          sum += weight * (from[at + dy * width + dx] as number);
        }
      }
      smooth[at] = sum;
    }
  }
  return smooth;
}

function averageAround(
  rgb: Buffer,
  depth: Plane,
  width: number,
  height: number,
  at: number,
  side: 1 | -1,
  into: Float32Array,
  entry: number,
): void {
  const x = at % width;
  const y = (at - x) / width;
  let red = 0;
  let green = 0;
  let blue = 0;
  let total = 1e-9;
  for (let dy = -WINDOW; dy <= WINDOW; dy += 1) {
    const row = y + dy;
    if (row < 0 || row >= height) continue;
    for (let dx = -WINDOW; dx <= WINDOW; dx += 1) {
      const column = x + dx;
      if (column < 0 || column >= width) continue;
      const other = row * width + column;
      const deep = side * (depth[other] as number);
      if (deep <= 0) continue;
      // Pixels next to the outline are mixtures: they count only where there is nothing purer.
      const weight = (FALL_OFF[dx * dx + dy * dy] as number) * (deep >= 2 ? 1 : 0.02);
      red += weight * (rgb[other * 3] as number);
      green += weight * (rgb[other * 3 + 1] as number);
      blue += weight * (rgb[other * 3 + 2] as number);
      total += weight;
    }
  }
  into[entry] = red / total;
  into[entry + 1] = green / total;
  into[entry + 2] = blue / total;
}

/** Nearer to the backdrop than so much of the contrast (a share of it, squared), a colour counts as confused with it. */
const CONFUSED_SQUARE = 0.36;

/**
 * How much of the product nearby looks more like the backdrop than like its own mean: the white of a blue and white shoe before
 * light grey, the pale teeth of a tread between dark gaps. Where that is so a pixel's colour does not say on which side it lies.
 */
function confusedAround(
  rgb: Buffer,
  depth: Plane,
  width: number,
  height: number,
  at: number,
  product: Float32Array,
  backdrop: Float32Array,
  entry: number,
): number {
  const x = at % width;
  const y = (at - x) / width;
  const red = backdrop[entry] as number;
  const green = backdrop[entry + 1] as number;
  const blue = backdrop[entry + 2] as number;
  const contrast =
    ((product[entry] as number) - red) ** 2 +
    ((product[entry + 1] as number) - green) ** 2 +
    ((product[entry + 2] as number) - blue) ** 2;
  let near = 0;
  let total = 1e-9;
  for (let row = Math.max(0, y - WINDOW); row <= Math.min(height - 1, y + WINDOW); row += 1) {
    for (let column = Math.max(0, x - WINDOW); column <= Math.min(width - 1, x + WINDOW); column += 1) {
      const other = row * width + column;
      if ((depth[other] as number) < 2) continue;
      const dx = column - x;
      const dy = row - y;
      const weight = FALL_OFF[dx * dx + dy * dy] as number;
      total += weight;
      const off =
        ((rgb[other * 3] as number) - red) ** 2 +
        ((rgb[other * 3 + 1] as number) - green) ** 2 +
        ((rgb[other * 3 + 2] as number) - blue) ** 2;
      if (off < CONFUSED_SQUARE * contrast) near += weight;
    }
  }
  return near / total;
}
