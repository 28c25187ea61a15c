import { openRaster, type Raster } from '../raster.ts';

/** Side of the picture that is transformed, in pixels, and of the block of low frequencies that is kept. */
const SIDE = 32;
const KEPT = 8;

/** cos((2x + 1) u π / 2N): row u, column x. */
const COSINES = Float64Array.from({ length: KEPT * SIDE }, (_, at) => {
  const u = Math.floor(at / SIDE);
  const x = at % SIDE;
  return Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE));
});

/** Side of the grid in which colours are kept. */
const COLOUR_GRID = 4;

/**
 * Bits of 64 in which two looks may differ and still be one picture. Of the 42 pictures of the data (`npm run
 * bench:checks`): saved again, made smaller, darkened or warmed they differ in 4 at most, cropped by 2 % all round in 8,
 * brightened until highlights clip in up to 18; two pictures of different things differ in 32, two views of one shirt in 12.
 */
const ALIKE_BITS = 8;
/** Levels of blue- and red-difference in which a cell may differ: warmer light moves them by 10, another dye by 50. */
const ALIKE_COLOUR = 24;

/**
 * What a picture looks like, as 80 hex digits. 16 are a perceptual hash: which of the 8 x 8 lowest frequencies (DCT-II of
 * its 32 x 32 grey levels) lie above their median. The rest are the colours (Cb and Cr of BT.601) in a grid of 4 x 4, for
 * the same shirt in blue and in grey has one hash. Turning or mirroring makes another picture.
 */
export async function lookOf(picture: Raster): Promise<string> {
  const { data } = await openRaster(picture)
    .flatten({ background: '#ffffff' })
    .resize(SIDE, SIDE, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = new Float64Array(SIDE * SIDE);
  const colours = new Float64Array(2 * COLOUR_GRID ** 2);
  for (let at = 0; at < grey.length; at += 1) {
    const [red, green, blue] = [data[at * 3] ?? 0, data[at * 3 + 1] ?? 0, data[at * 3 + 2] ?? 0];
    const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    grey[at] = luma;
    const across = Math.floor(((at % SIDE) * COLOUR_GRID) / SIDE);
    const down = Math.floor((at * COLOUR_GRID) / SIDE ** 2);
    const cell = 2 * (down * COLOUR_GRID + across);
    colours[cell] = (colours[cell] ?? 0) + 0.564 * (blue - luma);
    colours[cell + 1] = (colours[cell + 1] ?? 0) + 0.713 * (red - luma);
  }
  const cellArea = (SIDE / COLOUR_GRID) ** 2;
  return (
    toHex(lowFrequencies(grey)) + Buffer.from(colours.map((sum) => 128 + sum / cellArea)).toString('hex')
  );
}

/** Whether two looks are those of one picture, saved again or slightly cropped. */
export function areAlike(one: string, other: string): boolean {
  if (hashDistance(one, other) > ALIKE_BITS) return false;
  const colours = Buffer.from(one.slice(HASH_DIGITS), 'hex');
  const others = Buffer.from(other.slice(HASH_DIGITS), 'hex');
  return colours.every((level, at) => Math.abs(level - (others[at] ?? 0)) <= ALIKE_COLOUR);
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

const HASH_DIGITS = 16;

/** Bits in which the hashes of two looks differ, 0 to 64. */
export function hashDistance(one: string, other: string): number {
  let bits = 0;
  for (let at = 0; at < HASH_DIGITS; at += 1) {
    let differing = Number.parseInt(one[at] ?? '0', 16) ^ Number.parseInt(other[at] ?? '0', 16);
    for (; differing > 0; differing >>= 1) bits += differing & 1;
  }
  return bits;
}
