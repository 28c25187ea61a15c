import type { Box } from '../../functions/image-assets/find-extent.ts';
import type { Raster } from '../../functions/image-assets/raster.ts';

export type Rgb = readonly [number, number, number];

/** A photo of one colour. */
export function plainPhoto(width: number, height: number, [red, green, blue]: Rgb): Raster {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < data.length; at += 3) data.set([red, green, blue], at);
  return { width, height, channels: 3, data };
}

/** A cut-out: a striped box, opaque, in front of nothing. `alpha` is the box's own. */
export function boxCutout(width: number, height: number, box: Box, alpha = 255): Raster {
  const data = Buffer.alloc(width * height * 4);
  paintBox({ width, height, channels: 4, data }, box, alpha);
  return { width, height, channels: 4, data };
}

/** Paints dark and mid stripes into an RGBA raster. */
export function paintBox(raster: Raster, box: Box, alpha: number): void {
  for (let y = box.top; y < box.top + box.height; y += 1) {
    for (let x = box.left; x < box.left + box.width; x += 1) {
      const colour = Math.floor((x + y) / 12) % 2 === 0 ? [30, 60, 120] : [150, 60, 40];
      raster.data.set([...colour, alpha], (y * raster.width + x) * 4);
    }
  }
}
