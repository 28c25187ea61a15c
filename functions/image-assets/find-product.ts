import { type Box, type Edge, findExtent, lineHas, type PixelLine } from './find-extent.ts';
import type { Raster } from './raster.ts';

export interface FoundProduct {
  /** Bounding box of everything visible. */
  readonly box: Box;
  /** Edges of the photo that cut the product: its solid part runs into them. */
  readonly clippedEdges: readonly Edge[];
}

/** From here on black on white is 20 levels dark, which is where the eye begins to see it. */
const VISIBLE_ALPHA = 20;

/** Half covered: a soft shadow that runs off the photo does not mean that the product does. */
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
  const found = findExtent(
    cutout,
    (line) => lineHas(line, enough(line), (pixel) => (data[pixel * 4 + 3] ?? 0) >= VISIBLE_ALPHA),
    (line) =>
      lineHas(
        line,
        Math.max(enough(line), Math.ceil(line.length * CLIPPED_SHARE)),
        (pixel) => (data[pixel * 4 + 3] ?? 0) >= SOLID_ALPHA,
      ),
  );
  return found && { box: found.box, clippedEdges: found.touchedEdges };
}
