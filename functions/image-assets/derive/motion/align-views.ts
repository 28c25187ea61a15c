import type { Box } from '../../find-extent.ts';
import { findProduct } from '../../find-product.ts';
import { withoutShadow } from '../../matting/alpha-shadow.ts';
import { openRaster, type Raster } from '../../raster.ts';
import { type Pose, type Product, prepareProduct } from '../stills/product.ts';

/** Photos of one product, made to follow each other without a jump. */
export interface AlignedViews {
  /** One a photo, in order; their pictures have the same size, and the product the same place in each. */
  readonly views: readonly Product[];
  /** `tripod`: placed as photographed. `height`: brought to one height, on one ground line, each in the middle. */
  readonly by: 'tripod' | 'height';
}

/**
 * Of the tallest view: as much as the height of a product may change in a turn before a tripod. A turntable seen
 * from 15° above changes a box's height by some 7 %.
 */
const TRIPOD_TOLERANCE = 0.1;

/**
 * Aligns the photos of a turn. From a tripod (same size of photo, same ground line, about the same height) each stays
 * where it was photographed, so that a handle swings around its cup. From the hand that would jump.
 * @param cutouts RGBA, at least one
 * @param pose where it is known better than from the outlines, of which most decide
 * @throws Error where one shows nothing
 */
export async function alignViews(cutouts: readonly Raster[], pose?: Pose): Promise<AlignedViews> {
  const cleaned = cutouts.map(withoutShadow);
  const boxes = cleaned.map((cutout, index) => {
    const found = findProduct(cutout);
    if (!found) throw new Error(`photo ${index + 1} of the turn shows nothing`);
    return found.ink;
  });
  const by = areFromTripod(cutouts, boxes) ? 'tripod' : 'height';
  const pictures = by === 'tripod' ? await cropAlike(cleaned, boxes) : await bringToOneHeight(cleaned, boxes);
  const products = pictures.map((picture) => prepareProduct(picture));
  const standing = products.filter((product) => product?.pose === 'standing').length * 2 >= products.length;
  const [first] = products;
  const [picture] = pictures;
  if (!first || !picture) throw new Error('a turn needs photos');
  // One paper, one light and one ground for all: what differs from view to view would flicker.
  const shared = {
    ...first,
    pose: pose ?? (standing ? 'standing' : 'lying'),
    footprint: { ...first.footprint, groundLine: picture.height },
    clippedEdges: [],
  };
  return { views: pictures.map((each) => ({ ...shared, picture: each })), by };
}

function areFromTripod(cutouts: readonly Raster[], boxes: readonly Box[]): boolean {
  const [first] = cutouts;
  const heights = boxes.map(({ height }) => height);
  const bottoms = boxes.map(({ top, height }) => top + height);
  const tolerance = TRIPOD_TOLERANCE * Math.max(...heights);
  return (
    cutouts.every(({ width, height }) => width === first?.width && height === first.height) &&
    Math.max(...heights) - Math.min(...heights) <= tolerance &&
    Math.max(...bottoms) - Math.min(...bottoms) <= tolerance
  );
}

/** Crops all photos to the one box that holds the product in each. */
async function cropAlike(cutouts: readonly Raster[], boxes: readonly Box[]): Promise<Raster[]> {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.left + box.width)) - left;
  const height = Math.max(...boxes.map((box) => box.top + box.height)) - top;
  return Promise.all(
    cutouts.map(async (cutout) => {
      const data = await openRaster(cutout).extract({ left, top, width, height }).raw().toBuffer();
      return { width, height, channels: 4, data };
    }),
  );
}

/** Crops each photo to its product, brings all to the lowest's height and pads them to the width of the widest. */
async function bringToOneHeight(cutouts: readonly Raster[], boxes: readonly Box[]): Promise<Raster[]> {
  const height = Math.min(...boxes.map((box) => box.height));
  const widths = boxes.map((box) => Math.max(1, Math.round((box.width * height) / box.height)));
  const width = Math.max(...widths);
  return Promise.all(
    cutouts.map(async (cutout, index) => {
      const own = widths[index] as number;
      const left = Math.floor((width - own) / 2);
      const data = await openRaster(cutout)
        .extract(boxes[index] as Box)
        .resize(own, height, { fit: 'fill', kernel: 'lanczos3' })
        .extend({ left, right: width - own - left, background: '#0000' })
        .raw()
        .toBuffer();
      return { width, height, channels: 4, data };
    }),
  );
}
