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
  const luma = new Float32Array(info.width * info.height);
  const exposure = measureExposure(data, luma);
  return { ...measureLaplacian(luma, info.width, info.height), exposure };
}

/** Fills `luma` (transparent pixels as white paper) and counts what the visible pixels are like. */
function measureExposure(rgba: Buffer, luma: Float32Array): PhotoMeasures['exposure'] {
  let visible = 0;
  let sum = 0;
  let shadows = 0;
  let highlights = 0;
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 4) {
    const red = rgba[at] ?? 0;
    const green = rgba[at + 1] ?? 0;
    const blue = rgba[at + 2] ?? 0;
    const alpha = (rgba[at + 3] ?? 0) / 255;
    const level = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    luma[pixel] = level * alpha + 255 * (1 - alpha);
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

function measureLaplacian(luma: Float32Array, width: number, height: number) {
  // |Laplacian| of 8-bit luma is at most 4 × 255, so one bin a grey level holds the histogram.
  const histogram = new Uint32Array(1024);
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const around =
        (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - width] ?? 0) + (luma[at + width] ?? 0);
      const response = around - 4 * (luma[at] ?? 0);
      sum += response;
      squares += response * response;
      count += 1;
      const bin = Math.min(1023, Math.round(Math.abs(response)));
      histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  const mean = sum / Math.max(1, count);
  return {
    sharpness: squares / Math.max(1, count) - mean * mean,
    edgeResponse: percentile(histogram, count, 0.999),
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
