import { type Box, type Edge, findExtent, growExtent, type Mask } from './find-extent.ts';
import { pixelWords } from './flatten-on-white.ts';
import type { Raster } from './raster.ts';

export interface FoundProduct {
  /** Bounding box of the product: of what is at least half covered, or of all where nothing is. */
  readonly box: Box;
  /**
   * Bounding box of what is drawn: the product, its soft edges and the shadow that touches it. A floor shadow apart
   * from the product is left out: marketplaces want none, and it would make room for itself at the product's cost.
   */
  readonly ink: Box;
  /** Edges of the photo that cut the product: its solid part runs into them. */
  readonly clippedEdges: readonly Edge[];
}

/** From here on black on white is 5 levels dark; what is fainter than that is cut off unseen. */
const INK_ALPHA = 5;

/**
 * Half covered. Floor shadows stay below it, and so neither lift the product off the middle of the frame nor count
 * as filling it; a shadow that runs off the photo does not mean that the product does.
 */
const SOLID_ALPHA = 128;

/**
 * Finds the product of a cut-out by its alpha.
 * @returns `undefined` where nothing is visible, or the raster has no alpha
 */
export function findProduct(cutout: Raster): FoundProduct | undefined {
  if (cutout.channels !== 4) return undefined;
  const ink = alphaFrom(cutout, INK_ALPHA);
  const product = findExtent(alphaFrom(cutout, SOLID_ALPHA)) ?? findExtent(ink);
  return (
    product && {
      box: product.box,
      ink: growExtent(ink, product.box),
      clippedEdges: product.cutEdges,
    }
  );
}

function alphaFrom(cutout: Raster, level: number): Mask {
  const { width, height, data } = cutout;
  const words = pixelWords(cutout);
  return { width, height, data, words, stride: 4, first: 3, samples: 1, flip: 255, below: 256 - level };
}
