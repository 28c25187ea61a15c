import sharp from 'sharp';
import { INPUT_LIMITS, openRaster, type Raster } from '../raster.ts';

/** Side of the picture that is transformed, in pixels, and of the block of low frequencies that is kept. */
const SIDE = 32;
const KEPT = 8;

/** cos((2x + 1) u π / 2N): row u, column x. */
const COSINES = Float64Array.from({ length: KEPT * SIDE }, (_, at) => {
  const u = Math.floor(at / SIDE);
  const x = at % SIDE;
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE));
});

/**
 * A hash of what a picture looks like, 64 bits as 16 hex digits: which of the 8 x 8 lowest frequencies (DCT-II of its 32 x 32
 * grey levels) lie above their median. Saving again, resizing or brightening a picture changes a few bits; another picture
 * differs in half of them. Turning or mirroring makes another picture.
 */
export async function perceptualHash(picture: Raster | Buffer): Promise<string> {
  const opened = Buffer.isBuffer(picture) ? sharp(picture, INPUT_LIMITS).autoOrient() : openRaster(picture);
  const { data, info } = await opened
    .flatten({ background: '#ffffff' })
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'linear' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const grey = new Float64Array(SIDE * SIDE);
  for (let at = 0; at < grey.length; at += 1) {
    const from = at * info.channels;
    grey[at] =
      info.channels < 3
        ? (data[from] ?? 0)
        : 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
  }
  return toHex(lowFrequencies(grey));
}

/** Row by row, then column by column; the first, the mean brightness, says nothing and is left at zero. */
function lowFrequencies(grey: Float64Array): Float64Array {
  const rows = new Float64Array(SIDE * KEPT);
  for (let y = 0; y < SIDE; y += 1) {
    for (let u = 0; u < KEPT; u += 1) {
      let sum = 0;
      for (let x = 0; x < SIDE; x += 1) sum += (grey[y * SIDE + x] ?? 0) * (COSINES[u * SIDE + x] ?? 0);
      rows[y * KEPT + u] = sum;
    }
  }
  const low = new Float64Array(KEPT * KEPT);
  for (let v = 0; v < KEPT; v += 1) {
    for (let u = 0; u < KEPT; u += 1) {
      let sum = 0;
      for (let y = 0; y < SIDE; y += 1) sum += (rows[y * KEPT + u] ?? 0) * (COSINES[v * SIDE + y] ?? 0);
      low[v * KEPT + u] = sum;
    }
  }
  low[0] = 0;
  return low;
}

function toHex(low: Float64Array): string {
  const sorted = low.toSorted();
  const median = ((sorted[31] ?? 0) + (sorted[32] ?? 0)) / 2;
  let hex = '';
  for (let at = 0; at < low.length; at += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit += 1) digit = digit * 2 + ((low[at + bit] ?? 0) > median ? 1 : 0);
    hex += digit.toString(16);
  }
  return hex;
}

/** Bits in which two hashes differ, 0 to 64. */
export function hashDistance(one: string, other: string): number {
  let bits = 0;
  for (let at = 0; at < one.length; at += 1) {
    let differing = Number.parseInt(one[at] ?? '0', 16) ^ Number.parseInt(other[at] ?? '0', 16);
    for (; differing > 0; differing >>= 1) bits += differing & 1;
  }
  return bits;
}
