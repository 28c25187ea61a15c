import type { Raster } from '../../raster.ts';
import type { Pose } from './product.ts';

export interface Footprint {
  /** What the outline says: see {@link findFootprint}. */
  readonly pose: Pose;
  /** Row on which the product stands, from the picture's top, pixels. */
  readonly groundLine: number;
  /** Share of the picture's width that touches the ground, 0 … 1. */
  readonly contactShare: number;
  /** Share of its box that the product fills, 0 … 1. */
  readonly fill: number;
}

/** From here on a pixel belongs to the outline. */
const SOLID_ALPHA = 128;

/** A column touches the ground when it ends within this share of the product's size (geometric mean of its sides) above the lowest. */
const CONTACT_BAND = 0.03;

/** A product that stands touches the ground with this share of its width: soles and bottles do with 0.7 to 1, hems with 0.3 to 0.64. */
const LEAST_CONTACT = 0.68;

/** Books, posters and cards photographed straight on fill their box entirely; shoes fill 0.7, bottles 0.8. */
const POSTER_FILL = 0.97;

/**
 * Reads from the outline how a product was photographed. It stands when it has a base: most of its width comes down to
 * one line. It lies when it has none (shirts, hats, shoes from above), and also when it is a plain rectangle: a cover, a
 * poster, a card, photographed straight on, which would look like a board without a back if it stood.
 *
 * In doubt it lies, because the error costs less: a bottle lying on a table is a picture, a shirt standing on one is not.
 */
export function findFootprint({ width, height, data }: Raster): Footprint {
  const lowest = new Int32Array(width).fill(-1);
  let solid = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y * width * 4 + 3; x < width; x += 1, at += 4) {
      if ((data[at] ?? 0) < SOLID_ALPHA) continue;
      lowest[x] = y;
      solid += 1;
    }
  }
  const groundLine = lowest.reduce((low, y) => Math.max(low, y), 0);
  const band = Math.max(1, CONTACT_BAND * Math.sqrt(width * height));
  const touching = lowest.reduce((count, y) => (y >= 0 && groundLine - y <= band ? count + 1 : count), 0);
  const contactShare = touching / width;
  const fill = solid / (width * height);
  const pose = contactShare >= LEAST_CONTACT && fill < POSTER_FILL ? 'standing' : 'lying';
  return { pose, groundLine: groundLine + 1, contactShare, fill };
}
