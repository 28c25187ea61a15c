import type { Mask, Plane, WorkImage } from './work-image.ts';

/** A backdrop as smooth surfaces over the frame, one for each L*a*b* channel. */
export interface BackgroundModel {
  /** What the backdrop would be at every pixel, product or not. */
  readonly lightness: Plane;
  readonly greenRed: Plane;
  readonly blueYellow: Plane;
  /** Robust standard deviation of the backdrop around the surfaces (noise and texture), in ΔE of CIE 1976. */
  readonly sigma: number;
  /** Share, 0..1, of the samples that the surfaces explain within 3 σ (at least 2.5 ΔE). */
  readonly explained: number;
}

/** Share of the shorter side that counts as border: wide enough for statistics, narrow enough to miss the product. */
const RING_SHARE = 0.035;
/** Enough for ten coefficients a channel; the time of a fit goes with it. */
const MAX_SAMPLES = 2400;
/** Rounds of reweighting: the fit of a graded backdrop with a third of outliers settles in about six. */
const ROUNDS = 7;
/** No real backdrop is cleaner than this after smoothing: 8-bit steps alone are ± 0.2 L*. */
export const SIGMA_FLOOR = 0.25;

/** Pixels of the frame's border ring. */
export function borderRing(width: number, height: number): Mask {
  const ring = new Uint8Array(width * height);
  const depth = Math.max(3, Math.round(Math.min(width, height) * RING_SHARE));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (Math.min(x, y, width - 1 - x, height - 1 - y) < depth) ring[y * width + x] = 1;
    }
  }
  return ring;
}

/**
 * Fits polynomials of the given order (2 or 3, in x and y together) to the chosen pixels by iteratively reweighted
 * least squares with Tukey's biweight: up to about 40 % of the samples may be something else, such as a product
 * that touches the border.
 */
export function fitBackground(image: WorkImage, samples: Mask, order: 2 | 3): BackgroundModel {
  const chosen = thinOut(samples);
  const terms = basisTerms(order);
  const basis = new Float64Array(chosen.length * terms.length);
  for (const [row, at] of chosen.entries()) {
    const { u, v } = unitPosition(image, at);
    for (const [column, [p, q]] of terms.entries()) basis[row * terms.length + column] = u ** p * v ** q;
  }
  const planes = [image.lightness, image.greenRed, image.blueYellow];
  const values = planes.map((plane) => Float64Array.from(chosen, (at) => plane[at] as number));
  const { coefficients, errors } = reweightedFit(basis, terms.length, values);
  const sigma = Math.max(SIGMA_FLOOR, robustSigma(errors));
  const limit = Math.max(2.5, 3 * sigma);
  let within = 0;
  for (const error of errors) if (error <= limit) within += 1;
  const [lightness, greenRed, blueYellow] = coefficients.map((c) => drawSurface(image, terms, c));
  if (!lightness || !greenRed || !blueYellow) throw new Error('a background has three channels');
  return { lightness, greenRed, blueYellow, sigma, explained: within / Math.max(1, errors.length) };
}

function thinOut(samples: Mask): number[] {
  let total = 0;
  for (let at = 0; at < samples.length; at += 1) total += samples[at] as number;
  // A step that shares no factor with the usual widths, so that the samples do not line up in columns.
  const step = Math.max(1, Math.ceil(total / MAX_SAMPLES)) | 1;
  const chosen: number[] = [];
  let seen = 0;
  for (let at = 0; at < samples.length; at += 1) {
    if (!samples[at]) continue;
    if (seen % step === 0) chosen.push(at);
    seen += 1;
  }
  return chosen;
}

function basisTerms(order: number): [number, number][] {
  const terms: [number, number][] = [];
  for (let p = 0; p <= order; p += 1) for (let q = 0; p + q <= order; q += 1) terms.push([p, q]);
  return terms;
}

/** Position in −1..1 on both axes, which keeps the normal equations well conditioned. */
function unitPosition({ width, height }: WorkImage, at: number): { u: number; v: number } {
  return { u: (2 * (at % width)) / (width - 1) - 1, v: (2 * Math.floor(at / width)) / (height - 1) - 1 };
}

function reweightedFit(basis: Float64Array, terms: number, values: Float64Array[]) {
  const rows = basis.length / terms;
  const medians = values.map(median);
  const errors = Float64Array.from({ length: rows }, (_, row) =>
    Math.hypot(...values.map((channel, index) => (channel[row] as number) - (medians[index] as number))),
  );
  const weights = new Float64Array(rows);
  let coefficients: Float64Array[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Starts wide, because a graded backdrop is far from its median, and closes in on the noise.
    const scale = Math.max(robustSigma(errors), round < 3 ? 2 : 0.4) * 4.685;
    for (let row = 0; row < rows; row += 1) {
      const ratio = (errors[row] as number) / scale;
      weights[row] = ratio < 1 ? (1 - ratio * ratio) ** 2 : 0;
    }
    coefficients = solveWeighted(basis, terms, weights, values);
    for (let row = 0; row < rows; row += 1) {
      let squares = 0;
      for (let index = 0; index < values.length; index += 1) {
        let predicted = 0;
        const c = coefficients[index] as Float64Array;
        const channel = values[index] as Float64Array;
        for (let k = 0; k < terms; k += 1) predicted += (c[k] as number) * (basis[row * terms + k] as number);
        squares += ((channel[row] as number) - predicted) ** 2;
      }
      errors[row] = Math.sqrt(squares);
    }
  }
  return { coefficients, errors };
}

/**
 * The median of a length in three dimensions of normal noise is 1.54 σ of one axis, so this is σ of one axis.
 * (Maxwell distribution: median = 1.538 σ.)
 */
function robustSigma(errors: Float64Array): number {
  return median(errors) / 1.538;
}

function median(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}

/**
 * Weighted least squares by the normal equations, all channels over one matrix, solved by Gauss with pivoting; a touch of
 * ridge keeps it regular.
 */
function solveWeighted(
  basis: Float64Array,
  n: number,
  weights: Float64Array,
  values: readonly Float64Array[],
): Float64Array[] {
  const columns = n + values.length;
  const matrix = new Float64Array(n * columns);
  for (let row = 0; row < weights.length; row += 1) {
    const weight = weights[row] as number;
    if (weight === 0) continue;
    const start = row * n;
    for (let i = 0; i < n; i += 1) {
      const scaled = weight * (basis[start + i] as number);
      const line = i * columns;
      for (let j = i; j < n; j += 1) {
        matrix[line + j] = (matrix[line + j] as number) + scaled * (basis[start + j] as number);
      }
      for (let c = 0; c < values.length; c += 1) {
        const right = line + n + c;
        matrix[right] = (matrix[right] as number) + scaled * ((values[c] as Float64Array)[row] as number);
      }
    }
  }
  for (let i = 0; i < n; i += 1) {
    matrix[i * columns + i] = (matrix[i * columns + i] as number) + 1e-6;
    for (let j = 0; j < i; j += 1) matrix[i * columns + j] = matrix[j * columns + i] as number;
  }
  const rows = Array.from({ length: n }, (_, i) => matrix.subarray(i * columns, (i + 1) * columns));
  triangulate(rows, n);
  return values.map((_, c) => substituteBack(rows, n, n + c));
}

function triangulate(rows: Float64Array[], n: number): void {
  const row = (index: number) => rows[index] as Float64Array;
  for (let i = 0; i < n; i += 1) {
    let pivot = i;
    for (let k = i + 1; k < n; k += 1) {
      if (Math.abs(row(k)[i] as number) > Math.abs(row(pivot)[i] as number)) pivot = k;
    }
    const held = row(i);
    rows[i] = row(pivot);
    rows[pivot] = held;
    for (let k = i + 1; k < n; k += 1) {
      const factor = (row(k)[i] as number) / (row(i)[i] as number);
      for (let j = i; j < held.length; j += 1)
        row(k)[j] = (row(k)[j] as number) - factor * (row(i)[j] as number);
    }
  }
}

function substituteBack(rows: readonly Float64Array[], n: number, right: number): Float64Array {
  const solution = new Float64Array(n);
  for (let i = n - 1; i >= 0; i -= 1) {
    const row = rows[i] as Float64Array;
    let rest = row[right] as number;
    for (let j = i + 1; j < n; j += 1) rest -= (row[j] as number) * (solution[j] as number);
    solution[i] = rest / (row[i] as number);
  }
  return solution;
}

function drawSurface({ width, height }: WorkImage, terms: [number, number][], c: Float64Array): Plane {
  const plane = new Float32Array(width * height);
  const rowTerms = new Float64Array(4);
  for (let y = 0; y < height; y += 1) {
    const v = (2 * y) / (height - 1) - 1;
    // Along a row the surface is a polynomial in u alone, of order 3 at most.
    rowTerms.fill(0);
    for (const [index, [p, q]] of terms.entries()) {
      rowTerms[p] = (rowTerms[p] as number) + (c[index] as number) * v ** q;
    }
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0] = rowTerms;
    for (let x = 0; x < width; x += 1) {
      const u = (2 * x) / (width - 1) - 1;
      plane[y * width + x] = c0 + u * (c1 + u * (c2 + u * c3));
    }
  }
  return plane;
}
