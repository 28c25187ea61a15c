import type { Raster } from '../../raster.ts';
import type { Pose } from './product.ts';

export interface Footprint {
  /** What the outline says: see {@link findFootprint}. */
  readonly pose: Pose;
  /** Row on which the product stands, from the picture's top, pixels. */
  readonly groundLine: number;
}

/** From here on a pixel belongs to the outline: low, so that glass counts. */
const OUTLINE_ALPHA = 56;

/** A column touches the ground when it ends within this share of the product's size (geometric mean of its sides) above the lowest. */
const CONTACT_BAND = 0.03;

/** A product that stands touches the ground with this share of its width: soles and bottles do with 0.7 to 1, hems with 0.3 to 0.64. */
const LEAST_CONTACT = 0.68;

/** Or it has feet: flat at the ground (most of what is near it is very near it), and far apart. */
const FOOT_BAND = 0.008;
const LEAST_FLATNESS = 0.75;
const LEAST_STANCE = 0.75;

/** Books, posters and cards photographed straight on fill their box entirely; shoes fill 0.7, bottles 0.8. */
const POSTER_FILL = 0.97;

/**
 * Reads from the outline how a product was photographed. It stands when it has a base: most of its width comes down to
 * one line, or it has feet on one. It lies when it has none (shirts, hats, shoes from above), and also when it is a plain
 * rectangle: a cover, a poster, a card, photographed straight on, which would look like a board without a back if it stood.
 *
 * In doubt it lies, because the error costs less: a bottle lying on a table is a picture, a shirt standing on one is not.
 */
export function findFootprint({ width, height, data }: Raster): Footprint {
  const lowest = new Int32Array(width).fill(-1);
  let covered = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y * width * 4 + 3; x < width; x += 1, at += 4) {
      if ((data[at] ?? 0) < OUTLINE_ALPHA) continue;
      lowest[x] = y;
      covered += 1;
    }
  }
  const groundLine = lowest.reduce((low, y) => Math.max(low, y), 0);
  const size = Math.sqrt(width * height);
  const contact = touching(lowest, groundLine - Math.max(1, CONTACT_BAND * size));
  const feet = touching(lowest, groundLine - Math.max(1, FOOT_BAND * size));
  const onFeet = feet.count >= LEAST_FLATNESS * contact.count && feet.span >= LEAST_STANCE * width;
  const based = contact.count >= LEAST_CONTACT * width;
  const pose = (based || onFeet) && covered < POSTER_FILL * width * height ? 'standing' : 'lying';
  return { pose, groundLine: groundLine + 1 };
}

/** Columns whose outline comes down to a row, and the width from the first to the last of them. */
function touching(lowest: Int32Array, row: number): { count: number; span: number } {
  let [count, first, last] = [0, -1, -1];
  for (const [x, y] of lowest.entries()) {
    if (y < 0 || y < row) continue;
    count += 1;
    if (first < 0) first = x;
    last = x;
  }
  return { count, span: first < 0 ? 0 : last - first + 1 };
}
