import { type Box, type Edge, findExtent, growExtent, lineHas, type PixelLine } from './find-extent.ts';
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

/** Share of an edge that must be solid before the product counts as cut: a matte leaves single stray pixels. */
const CLIPPED_SHARE = 0.005;

/** A row or column of the box has at least this many visible pixels; fewer are dust in the matte. */
const LEAST_PIXELS_PER_LINE = 2;

/**
 * Finds the product of a cut-out by its alpha.
 * @returns `undefined` where nothing is visible, or the raster has no alpha
 */
export function findProduct(cutout: Raster): FoundProduct | undefined {
  if (cutout.channels !== 4) return undefined;
  const { data } = cutout;
  // A picture one pixel wide cannot have two visible pixels in a row.
  const enough = (line: PixelLine) => Math.min(LEAST_PIXELS_PER_LINE, line.length);
  const inked = (line: PixelLine) =>
    lineHas(line, enough(line), (pixel) => (data[pixel * 4 + 3] ?? 0) >= INK_ALPHA);
  const extentFrom = (alpha: number) =>
    findExtent(
      cutout,
      (line) => lineHas(line, enough(line), (pixel) => (data[pixel * 4 + 3] ?? 0) >= alpha),
      (line) =>
        lineHas(
          line,
          Math.max(enough(line), Math.ceil(line.length * CLIPPED_SHARE)),
          (pixel) => (data[pixel * 4 + 3] ?? 0) >= SOLID_ALPHA,
        ),
    );
  const product = extentFrom(SOLID_ALPHA) ?? extentFrom(INK_ALPHA);
  return (
    product && {
      box: product.box,
      ink: growExtent(cutout, product.box, inked),
      clippedEdges: product.touchedEdges,
    }
  );
}
