import { openRaster, type Raster } from '../../raster.ts';
import type { Plane } from './plane.ts';

/** Pixels across the product: shadows are blurred far wider than that. */
const WORK_WIDTH = 96;
/** Room around the foot in which a blurred shadow fades out, in product widths, on each side. */
export const SHADOW_ROOM = 0.3;
/** How deep the foot lies, in product widths: a floor seen from slightly above. */
export const FOOT_DEPTH = 0.06;

export interface ShadowShape {
  /** Share of the product's height, from below, that throws this shadow. */
  readonly from: number;
  /** Of the blur, in product widths. */
  readonly sigma: number;
}

/** Where the product touches the floor: narrow and dark. */
export const CONTACT: ShadowShape = { from: 0.08, sigma: 0.018 };
/** Where the product keeps the room's light off the floor: wide and soft. */
export const AMBIENT: ShadowShape = { from: 0.6, sigma: 0.075 };

/**
 * Presses the lower part of a product's outline flat onto the floor and blurs it.
 * @param product RGBA, cropped to what is seen
 * @returns darkness, 0..255, over the foot's box and {@link SHADOW_ROOM} around it
 */
export async function floorShadow(product: Raster, { from, sigma }: ShadowShape): Promise<Plane> {
  const rows = Math.max(1, Math.round(product.height * from));
  const room = Math.round(WORK_WIDTH * SHADOW_ROOM);
  const { data, info } = await openRaster(product)
    .extract({ left: 0, top: product.height - rows, width: product.width, height: rows })
    .resize(WORK_WIDTH, Math.round(WORK_WIDTH * FOOT_DEPTH), { fit: 'fill' })
    .extend({ top: room, bottom: room, left: room, right: room, background: '#0000' })
    .blur(WORK_WIDTH * sigma)
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Darkness at a place of the shadow's box, 0..1 each way; nothing outside. */
export function darknessAt({ width, height, data }: Plane, across: number, down: number): number {
  const x = across * width - 0.5;
  const y = down * height - 0.5;
  if (x < 0 || y < 0 || x >= width - 1 || y >= height - 1) return 0;
  const left = Math.floor(x);
  const upper = Math.floor(y);
  const at = upper * width + left;
  const above = (data[at] as number) * (left + 1 - x) + (data[at + 1] as number) * (x - left);
  const below = (data[at + width] as number) * (left + 1 - x) + (data[at + width + 1] as number) * (x - left);
  return (above * (upper + 1 - y) + below * (y - upper)) / 255;
}
