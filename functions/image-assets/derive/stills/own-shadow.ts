import type { Raster } from '../../raster.ts';

/** From here on a pixel is the product itself; own shadows on the cut-outs that were measured stay below 100. */
const CORE_ALPHA = 200;

/** A soft edge reaches this far from the core, as a share of the longer side (and at least 2 px): 7 px of 1200. */
const EDGE_REACH = 0.006;

/** A shadow is dark and has no hue, or next to none. Levels of 255. */
const DARKEST_LEVEL = 110;
const MOST_CHROMA = 40;

/** Shadows lie on the floor: below this share of the product's height, counted from its top. */
const FLOOR_FROM = 0.55;

/**
 * Takes the floor shadow that came with a cut-out out of its alpha, so that the picture can cast its own in the
 * direction of its light: what is half transparent, dark, without hue, away from anything opaque, and low.
 *
 * Lace and glass keep their alpha: they are not dark and hueless, or not low. Black tulle at a hem is lost.
 * @returns the cut-out itself where it has no such shadow
 */
export function removeOwnShadow(cutout: Raster): Raster {
  const { width, height, data } = cutout;
  const rows = coreRows(cutout);
  if (!rows) return cutout;
  const near = nearCore(cutout, Math.max(2, Math.round(EDGE_REACH * Math.max(width, height))));
  const floor = Math.round(rows.top + FLOOR_FROM * (rows.bottom - rows.top));
  let cleaned: Buffer | undefined;
  for (let at = floor * width, end = width * height; at < end; at += 1) {
    const alpha = data[at * 4 + 3] ?? 0;
    if (alpha === 0 || alpha >= CORE_ALPHA || near[at] !== 0 || !isShadowColour(data, at * 4)) continue;
    cleaned ??= Buffer.from(data);
    cleaned[at * 4 + 3] = 0;
  }
  return cleaned ? { ...cutout, data: cleaned } : cutout;
}

function isShadowColour(data: Uint8Array, at: number): boolean {
  const r = data[at] ?? 0;
  const g = data[at + 1] ?? 0;
  const b = data[at + 2] ?? 0;
  const brightest = Math.max(r, g, b);
  return brightest <= DARKEST_LEVEL && brightest - Math.min(r, g, b) <= MOST_CHROMA;
}

function coreRows({ width, height, data }: Raster): { top: number; bottom: number } | undefined {
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y += 1) {
    for (let at = y * width * 4 + 3, end = at + width * 4; at < end; at += 4) {
      if ((data[at] ?? 0) < CORE_ALPHA) continue;
      if (top < 0) top = y;
      bottom = y;
      break;
    }
  }
  return top < 0 ? undefined : { top, bottom };
}

/** 1 where a core pixel is within `reach` columns and rows. Two passes of running sums: the reach costs nothing. */
function nearCore({ width, height, data }: Raster, reach: number): Uint8Array {
  const beside = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let count = 0;
    for (let x = -reach; x < width; x += 1) {
      const enters = x + reach;
      if (enters < width && (data[(row + enters) * 4 + 3] ?? 0) >= CORE_ALPHA) count += 1;
      const leaves = x - reach - 1;
      if (leaves >= 0 && (data[(row + leaves) * 4 + 3] ?? 0) >= CORE_ALPHA) count -= 1;
      if (x >= 0 && count > 0) beside[row + x] = 1;
    }
  }
  const near = new Uint8Array(width * height);
  const counts = new Uint16Array(width);
  for (let y = -reach; y < height; y += 1) {
    const enters = y + reach;
    const leaves = y - reach - 1;
    for (let x = 0; x < width; x += 1) {
      let count = counts[x] ?? 0;
      if (enters < height) count += beside[enters * width + x] ?? 0;
      if (leaves >= 0) count -= beside[leaves * width + x] ?? 0;
      counts[x] = count;
      if (y >= 0 && count > 0) near[y * width + x] = 1;
    }
  }
  return near;
}
