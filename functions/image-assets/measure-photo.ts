import type { Box } from './find-extent.ts';
import { openRaster, type Raster } from './raster.ts';

/** The long side, in pixels, at which sharpness is measured, so that a 48 MP photo and a 1 MP one compare. */
export const SHARPNESS_LONG_SIDE_PX = 1024;

export interface PhotoMeasures {
  /**
   * Variance of the 4-neighbour Laplacian of the luma (0..255) with the long side reduced to 1,024 px (never
   * enlarged), in squared grey levels. It grows with the amount of detail as well as with focus: a plain product on
   * a plain wall is low though sharp. Compare like with like; for a verdict use `edgeResponse`.
   */
  readonly sharpness: number;
  /**
   * The 99.9th percentile of the absolute Laplacian at the same size, in grey levels: how hard the hardest edges
   * are. It hardly depends on how much of the frame is empty.
   */
  readonly edgeResponse: number;
  readonly exposure: {
    /** Mean luma of the visible pixels, 0 (black) to 1 (white), gamma-encoded as stored. */
    readonly meanLuminance: number;
    /** Share of visible pixels, 0..1, with every channel at or below 2 of 255. */
    readonly clippedShadows: number;
    /** Share of visible pixels, 0..1, with every channel at or above 253 of 255: a white backdrop counts too. */
    readonly clippedHighlights: number;
  };
}

/** Measures focus and exposure of a decoded photo at a reduced size (≤ 1 MP, so a few milliseconds of work). */
export async function measurePhoto(raster: Raster): Promise<PhotoMeasures> {
  const { data, info } = await openRaster(raster)
    .resize(SHARPNESS_LONG_SIDE_PX, SHARPNESS_LONG_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const luma = new Uint8Array(info.width * info.height);
  const exposure = measureExposure(data, luma);
  return { ...measureLaplacian(luma, info.width, info.height), exposure };
}

/** Focus alone, of an opaque picture or a part of it: what a produced file is asked for. */
export async function measureFocus(
  picture: Raster,
  part: Box,
): Promise<Pick<PhotoMeasures, 'sharpness' | 'edgeResponse'>> {
  const { data, info } = await openRaster(picture)
    .extract(part)
    .resize(SHARPNESS_LONG_SIDE_PX, SHARPNESS_LONG_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const luma = new Uint8Array(info.width * info.height);
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 3) {
    luma[pixel] = lumaOf(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  }
  return measureLaplacian(luma, info.width, info.height);
}

/** ITU-R BT.709 in 65,536ths, rounded. Whole numbers, because a float for each pixel takes three times as long. */
function lumaOf(red: number, green: number, blue: number): number {
  return (red * 13933 + green * 46871 + blue * 4732 + 32768) >> 16;
}

/** Fills `luma` (transparent pixels as white paper) and counts what the visible pixels are like. */
function measureExposure(rgba: Buffer, luma: Uint8Array): PhotoMeasures['exposure'] {
  let visible = 0;
  let sum = 0;
  let shadows = 0;
  let highlights = 0;
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 4) {
    const red = rgba[at] as number;
    const green = rgba[at + 1] as number;
    const blue = rgba[at + 2] as number;
    const alpha = (rgba[at + 3] as number) / 255;
    const level = lumaOf(red, green, blue);
    luma[pixel] = Math.round(level * alpha + 255 * (1 - alpha));
    if (alpha < 0.5) continue;
    visible += 1;
    sum += level;
    if (red <= 2 && green <= 2 && blue <= 2) shadows += 1;
    if (red >= 253 && green >= 253 && blue >= 253) highlights += 1;
  }
  const total = Math.max(1, visible);
  return {
    meanLuminance: sum / total / 255,
    clippedShadows: shadows / total,
    clippedHighlights: highlights / total,
  };
}

function measureLaplacian(luma: Uint8Array, width: number, height: number) {
  // |Laplacian| of 8-bit luma is at most 4 × 255, so one bin a grey level holds the histogram.
  const histogram = new Uint32Array(2048);
  for (let y = 1; y < height - 1; y += 1) {
    for (let at = y * width + 1, end = y * width + width - 1; at < end; at += 1) {
      const around =
        (luma[at - 1] as number) +
        (luma[at + 1] as number) +
        (luma[at - width] as number) +
        (luma[at + width] as number);
      const bin = around - 4 * (luma[at] as number) + 1024;
      histogram[bin] = (histogram[bin] as number) + 1;
    }
  }
  return summarise(histogram);
}

/** Variance and the 99.9th percentile of the absolute value, from the counts of -1024..1023. */
function summarise(histogram: Uint32Array): Pick<PhotoMeasures, 'sharpness' | 'edgeResponse'> {
  const absolute = new Uint32Array(1025);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const [bin, size] of histogram.entries()) {
    const response = bin - 1024;
    count += size;
    sum += response * size;
    squares += response * response * size;
    const distance = Math.abs(response);
    absolute[distance] = (absolute[distance] ?? 0) + size;
  }
  const mean = sum / Math.max(1, count);
  return {
    sharpness: squares / Math.max(1, count) - mean * mean,
    edgeResponse: percentile(absolute, count, 0.999),
  };
}

function percentile(histogram: Uint32Array, count: number, share: number): number {
  let seen = 0;
  for (const [bin, size] of histogram.entries()) {
    seen += size;
    if (seen >= count * share) return bin;
  }
  return 0;
}

/** Whether any pixel lets something shine through: an alpha channel that is 255 throughout carries nothing. */
export function usesAlpha(raster: Raster): boolean {
  if (raster.channels !== 4) return false;
  for (let at = 3; at < raster.data.length; at += 4) if (raster.data[at] !== 255) return true;
  return false;
}

/** The same pixels without the alpha channel: a quarter less memory for everything that follows. */
export function dropAlpha(raster: Raster): Raster {
  if (raster.channels === 3) return raster;
  const { width, height } = raster;
  const data = Buffer.allocUnsafe(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = raster.data[from] ?? 0;
    data[to + 1] = raster.data[from + 1] ?? 0;
    data[to + 2] = raster.data[from + 2] ?? 0;
  }
  return { width, height, channels: 3, data };
}
