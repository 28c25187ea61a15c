import { openRaster, type Raster } from '../../raster.ts';
import type { PlaneColour, TexturePlane } from './plane.ts';

const MARGIN_PX = 2;

/**
 * Brings a product to the planes of a frame.
 * @param product RGBA, cropped to what is seen
 * @param width of the texture in the full-size planes, without its margin; planes of half the size get half of it
 */
export async function textureOf(
  product: Raster,
  width: number,
  planes: readonly PlaneColour[],
): Promise<TexturePlane[]> {
  const sizes = new Map<number, Raster>();
  for (const divisor of new Set(planes.map((plane) => plane.divisor))) {
    sizes.set(divisor, await resizeWithMargin(product, Math.max(1, Math.round(width / divisor))));
  }
  return planes.map((colour) => separate(sizes.get(colour.divisor) as Raster, colour));
}

async function resizeWithMargin(product: Raster, width: number): Promise<Raster> {
  const height = Math.max(1, Math.round((width * product.height) / product.width));
  // sharp multiplies by alpha before it resizes and divides after, so no backdrop bleeds into the edge.
  const { data, info } = await openRaster(product)
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .extend({ top: MARGIN_PX, bottom: MARGIN_PX, left: MARGIN_PX, right: MARGIN_PX, background: '#0000' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 4, data };
}

function separate({ width, height, data }: Raster, colour: PlaneColour): TexturePlane {
  const texture = new Uint8Array(2 * width * height);
  for (let at = 0, pixel = 0; at < texture.length; at += 2, pixel += 4) {
    const opacity = data[pixel + 3] as number;
    const seen =
      colour.black +
      (colour.red * (data[pixel] as number) +
        colour.green * (data[pixel + 1] as number) +
        colour.blue * (data[pixel + 2] as number)) /
        255;
    texture[at] = Math.round((seen * opacity) / 255);
    texture[at + 1] = opacity;
  }
  return { colour, width, height, data: texture, margin: MARGIN_PX };
}
