/** Below this opacity (of 255) a pixel of a matte is background. */
export const CLEAR = 8;

/**
 * What stands behind the product, as a surface: of each channel a quadratic polynomial in the place, fitted to what the
 * matte leaves out. Studio backdrops follow it within a few levels; a room or a meadow does not, and then nothing is said.
 *
 * Not the matting's own model of it: a check that shared the model would share its mistakes.
 */
export interface Backdrop {
  /** Root mean square of what the surface misses, in levels (0..255, over the three channels). */
  readonly unrest: number;
  /** The surface's colour at a pixel, written into `into` (RGB). */
  colourAt(x: number, y: number, into: Float64Array): void;
}

/** Every fifth pixel in both directions: some 25,000 of a whole frame, plenty for six unknowns. */
const STRIDE = 5;
const TERMS = 6;
/** Nearer to the first surface than this (levels) is noise on even paper, whatever its error. */
const LEAST_LIMIT = 9;
/** Fewer pixels than this fit anything. */
const LEAST_PIXELS = 200;

/**
 * Fits twice: what misses the first surface by more than three times its error (a shadow, a second thing) is left out of
 * the second.
 */
export function fitBackdrop(width: number, height: number, alpha: Uint8Array, rgb: Uint8Array): Backdrop {
  const places: number[] = [];
  for (let y = 1; y < height; y += STRIDE) {
    for (let x = 1; x < width; x += STRIDE) {
      if ((alpha[y * width + x] ?? 255) < CLEAR) places.push(y * width + x);
    }
  }
  if (places.length < LEAST_PIXELS) return { unrest: Number.POSITIVE_INFINITY, colourAt: () => undefined };
  const first = solveSurface(places, width, height, rgb);
  const misses = squaredMisses(places, first, width, height, rgb);
  const limit = Math.max(LEAST_LIMIT, 3 * rootMean(misses)) ** 2 * 3;
  const near = places.filter((_, i) => (misses[i] ?? 0) <= limit);
  const surface = near.length < LEAST_PIXELS ? first : solveSurface(near, width, height, rgb);
  return {
    unrest: rootMean(squaredMisses(places, surface, width, height, rgb)),
    colourAt: (x, y, into) => evaluate(surface, x, y, width, height, into),
  };
}

/** Three channels of {@link TERMS} coefficients. */
type Surface = Float64Array;

function terms(x: number, y: number, width: number, height: number, into: Float64Array): void {
  const u = (2 * x) / width - 1;
  const v = (2 * y) / height - 1;
  into[0] = 1;
  into[1] = u;
  into[2] = v;
  into[3] = u * u;
  into[4] = u * v;
  into[5] = v * v;
}

/** Written out: it runs for every pixel of a matte. */
function evaluate(surface: Surface, x: number, y: number, width: number, height: number, into: Float64Array) {
  const u = (2 * x) / width - 1;
  const v = (2 * y) / height - 1;
  for (let c = 0, i = 0; c < 3; c += 1, i += TERMS) {
    into[c] =
      (surface[i] ?? 0) +
      u * ((surface[i + 1] ?? 0) + u * (surface[i + 3] ?? 0) + v * (surface[i + 4] ?? 0)) +
      v * ((surface[i + 2] ?? 0) + v * (surface[i + 5] ?? 0));
  }
}

/** Squared distance of each place's colour from the surface, over three channels. */
function squaredMisses(
  places: readonly number[],
  surface: Surface,
  width: number,
  height: number,
  rgb: Uint8Array,
): Float64Array {
  const colour = new Float64Array(3);
  return Float64Array.from(places, (at) => {
    evaluate(surface, at % width, Math.floor(at / width), width, height, colour);
    let sum = 0;
    for (let c = 0; c < 3; c += 1) sum += ((rgb[at * 3 + c] ?? 0) - (colour[c] ?? 0)) ** 2;
    return sum;
  });
}

/** Of one channel, levels. */
function rootMean(squares: Float64Array): number {
  return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length / 3);
}

/** Normal equations, Gauss with pivots; a term that the places cannot tell (all in one row) stays zero. */
function solveSurface(places: readonly number[], width: number, height: number, rgb: Uint8Array): Surface {
  const columns = TERMS + 3;
  const rows = Array.from({ length: TERMS }, () => new Float64Array(columns));
  const term = new Float64Array(TERMS);
  for (const at of places) {
    terms(at % width, Math.floor(at / width), width, height, term);
    for (const [i, row] of rows.entries()) {
      const weight = term[i] ?? 0;
      for (let j = 0; j < TERMS; j += 1) row[j] = (row[j] ?? 0) + weight * (term[j] ?? 0);
      for (let c = 0; c < 3; c += 1) row[TERMS + c] = (row[TERMS + c] ?? 0) + weight * (rgb[at * 3 + c] ?? 0);
    }
  }
  return eliminate(rows, columns);
}

function eliminate(rows: Float64Array[], columns: number): Surface {
  for (let i = 0; i < TERMS; i += 1) {
    const best = rows.reduce(
      (one, row, j) => (j >= i && Math.abs(row[i] ?? 0) > Math.abs(rows[one]?.[i] ?? 0) ? j : one),
      i,
    );
    const pivotRow = rows[best];
    const swapped = rows[i];
    if (pivotRow === undefined || swapped === undefined || Math.abs(pivotRow[i] ?? 0) < 1e-6) continue;
    rows[best] = swapped;
    rows[i] = pivotRow;
    const pivot = pivotRow[i] ?? 1;
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = (row[i] ?? 0) / pivot;
      for (let k = i; k < columns; k += 1) row[k] = (row[k] ?? 0) - factor * (pivotRow[k] ?? 0);
    }
  }
  const surface = new Float64Array(3 * TERMS);
  for (const [i, row] of rows.entries()) {
    const pivot = row[i] ?? 0;
    for (let c = 0; c < 3; c += 1)
      surface[c * TERMS + i] = Math.abs(pivot) < 1e-6 ? 0 : (row[TERMS + c] ?? 0) / pivot;
  }
  return surface;
}
