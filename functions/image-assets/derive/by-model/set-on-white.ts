import type { PictureFile } from '../../../platform/ports/image-model.ts';
import { openRaster, type Raster } from '../../raster.ts';
import { type Placement, placeProduct, SUBJECT_ROOM } from '../stills/place-product.ts';
import type { Product } from '../stills/product.ts';

/** A product on an empty square, as a model gets it and as it is found again in what the model made. */
export interface SetProduct {
  readonly placement: Placement;
  /** RGBA, of the square's size: the product alone. */
  readonly layer: Raster;
}

/** @param side pixels */
export async function setProduct(product: Product, side: number): Promise<SetProduct> {
  const placement = placeProduct(product, side, side, SUBJECT_ROOM);
  const { left, top, width, height } = placement.drawn;
  const drawn = await openRaster(product.picture).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const data = Buffer.alloc(side * side * 4);
  // What a cut edge of the photo pushes over the square's edge is left out.
  const [from, to] = [Math.max(0, -left), Math.min(width, side - left)];
  for (let y = Math.max(0, -top); y < Math.min(height, side - top); y += 1) {
    drawn.copy(data, ((top + y) * side + left + from) * 4, (y * width + from) * 4, (y * width + to) * 4);
  }
  return { placement, layer: { width: side, height: side, channels: 4, data } };
}

/** The square as it is sent: white around the product. */
export async function pictureOf({ layer }: SetProduct): Promise<PictureFile> {
  const bytes = await openRaster(layer).flatten({ background: '#ffffff' }).png().toBuffer();
  return { bytes, contentType: 'image/png', width: layer.width, height: layer.height };
}

/** Transparent around the product: there the model may draw. */
export async function maskOf({ layer }: SetProduct): Promise<Buffer> {
  return await openRaster(layer).png().toBuffer();
}

/** The product's opacity in the square. */
export function alphaOf({ layer }: SetProduct): Buffer {
  return Buffer.from(
    Uint8Array.from({ length: layer.width * layer.height }, (_, at) => layer.data[at * 4 + 3] ?? 0),
  );
}
