import type { Edge } from '../../find-extent.ts';
import { findProduct } from '../../find-product.ts';
import { withoutShadow } from '../../matting/alpha-shadow.ts';
import type { Colour } from '../../plain-border.ts';
import type { Raster } from '../../raster.ts';
import { dominantColours, rimColours } from './dominant-colours.ts';
import { estimateLitSide } from './estimate-lit-side.ts';
import { type Footprint, findFootprint } from './find-footprint.ts';
import type { Side } from './light.ts';

/** `standing`: seen from the side, on its base. `lying`: seen from above, on its back. */
export type Pose = 'standing' | 'lying';

/** A cut-out, made ready to be set into a picture. */
export interface Product {
  /** RGBA, straight alpha, cropped to the product; its own floor shadow is gone. */
  readonly picture: Raster;
  readonly pose: Pose;
  readonly footprint: Footprint;
  /** What it is mostly made of, the largest share first; at least one. */
  readonly colours: readonly DominantColour[];
  /** The same along its outline: what meets the background. */
  readonly rim: readonly DominantColour[];
  /** The side that its own shading shows as lit; undefined where that cannot be told. */
  readonly litFrom: Side | undefined;
  /** Edges of the photo that cut the product. */
  readonly clippedEdges: readonly Edge[];
}

export interface DominantColour extends Colour {
  /** Of the product's area, 0 … 1. */
  readonly share: number;
}

/**
 * Crops a cut-out to its product, takes its own floor shadow off and finds out how it stands.
 * @param cutout RGBA with straight alpha
 * @param pose where it is known better than from the outline: apparel lies
 * @returns undefined where nothing is visible, or the raster has no alpha
 */
export function prepareProduct(cutout: Raster, pose?: Pose): Product | undefined {
  const found = findProduct(cutout);
  if (!found) return undefined;
  const cleaned = withoutShadow(cutout);
  const product = findProduct(cleaned);
  if (!product) return undefined;
  const picture = cropRaster(cleaned, product.ink);
  const footprint = findFootprint(picture);
  return {
    picture,
    pose: pose ?? footprint.pose,
    footprint,
    colours: dominantColours(picture),
    rim: rimColours(picture),
    litFrom: estimateLitSide(picture),
    clippedEdges: product.clippedEdges,
  };
}

function cropRaster(
  { width, channels, data }: Raster,
  box: { left: number; top: number; width: number; height: number },
): Raster {
  const cropped = Buffer.allocUnsafe(box.width * box.height * channels);
  for (let y = 0; y < box.height; y += 1) {
    const from = ((box.top + y) * width + box.left) * channels;
    data.copy(cropped, y * box.width * channels, from, from + box.width * channels);
  }
  return { width: box.width, height: box.height, channels, data: cropped };
}
