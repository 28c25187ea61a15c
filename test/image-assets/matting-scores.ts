import type { Raster } from '../../functions/image-assets/raster.ts';
import { SCENE_SIDE_PX, type Scene } from './matting-scenes.ts';

/** Intersection over union of a matte and the truth, both cut at half opacity, over the pixels that count. */
export function scoreMatte(alpha: Buffer, { truth, counts }: Pick<Scene, 'truth' | 'counts'>): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < truth.length; at += 1) {
    if (!counts[at]) continue;
    const found = (alpha[at] as number) >= 128;
    const real = (truth[at] as number) >= 128;
    if (found && real) both += 1;
    if (found || real) either += 1;
  }
  return either === 0 ? 0 : both / either;
}

/** Mean absolute error of the opacity, 0..1, over all pixels of the picture that count. */
export function meanAlphaError(alpha: Buffer, { truth, counts }: Scene): number {
  let sum = 0;
  let size = 0;
  for (let at = 0; at < truth.length; at += 1) {
    if (!counts[at]) continue;
    sum += Math.abs((alpha[at] as number) - (truth[at] as number));
    size += 1;
  }
  return sum / (255 * Math.max(1, size));
}

/** Deviation of the Gaussian whose derivative is taken (C. Rhemann et al., CVPR 2009, "A Perceptually Motivated Online Benchmark for Image Matting"). */
const GRADIENT_SIGMA_PX = 1.4;
const GRADIENT_REACH_PX = 4;

/**
 * The gradient error of the matting literature (`Grad`): the squared difference of the two mattes' gradient magnitudes
 * (Gaussian derivatives, opacity 0..1), summed over the pixels that count and divided by 1000. It punishes outlines that
 * are ragged, blurred or too hard, which the overlap forgives.
 */
export function gradientError(alpha: Buffer, { truth, counts }: Scene): number {
  const found = gradientMagnitude(alpha);
  const real = gradientMagnitude(truth);
  let sum = 0;
  for (let at = 0; at < truth.length; at += 1) {
    if (counts[at]) sum += ((found[at] as number) - (real[at] as number)) ** 2;
  }
  return sum / 1000;
}

function gradientMagnitude(alpha: Buffer): Float32Array {
  const side = SCENE_SIDE_PX;
  const taps = Array.from({ length: 2 * GRADIENT_REACH_PX + 1 }, (_, at) => at - GRADIENT_REACH_PX);
  const bell = taps.map((x) => Math.exp(-(x * x) / (2 * GRADIENT_SIGMA_PX ** 2)));
  const slope = taps.map((x, at) => (x * (bell[at] as number)) / GRADIENT_SIGMA_PX ** 2);
  // As in the published code both kernels together have the length (Euclid) 1.
  const length = Math.hypot(...bell) * Math.hypot(...slope);
  const across = convolve(convolve(alpha, slope, 1, side), bell, side, side);
  const down = convolve(convolve(alpha, bell, 1, side), slope, side, side);
  return across.map((value, at) => Math.hypot(value, down[at] as number) / (length * 255));
}

/** Along one direction; where nothing but zeros lies under the kernel, nothing is computed. Beyond the frame is nothing. */
function convolve(plane: ArrayLike<number>, kernel: number[], step: number, side: number): Float32Array {
  const out = new Float32Array(plane.length);
  for (let at = 0; at < out.length; at += 1) {
    const value = plane[at] as number;
    if (value === 0) continue;
    const place = step === 1 ? at % side : Math.floor(at / side);
    const from = Math.max(-GRADIENT_REACH_PX, -place);
    const to = Math.min(GRADIENT_REACH_PX, side - 1 - place);
    for (let by = from; by <= to; by += 1) {
      const there = at + by * step;
      out[there] = (out[there] as number) + value * (kernel[GRADIENT_REACH_PX - by] as number);
    }
  }
  return out;
}

/** What a shop puts cut-outs on: nearly black, and a colour of the brand. Light backdrops show as a rim on them. */
const NEW_BACKDROPS = [
  [20, 20, 24],
  [200, 70, 30],
] as const;

/**
 * How wrong the rim looks in a new place: the cut-out (RGBA) and the true product are composed over two other colours;
 * mean ΔE (CIE 1976) over the pixels whose true or found opacity is partial, and those beside them.
 */
export function edgeColourError(cutout: Raster, { product, truth, counts }: Scene): number {
  let sum = 0;
  let size = 0;
  const found = new Float64Array(3);
  const real = new Float64Array(3);
  for (let at = 0; at < truth.length; at += 1) {
    if (!counts[at] || !isRim(cutout.data, truth, at)) continue;
    for (const backdrop of NEW_BACKDROPS) {
      labOver(cutout.data, at, backdrop, found);
      labOver(product, at, backdrop, real);
      sum += Math.hypot(
        (found[0] as number) - (real[0] as number),
        (found[1] as number) - (real[1] as number),
        (found[2] as number) - (real[2] as number),
      );
      size += 1;
    }
  }
  return sum / Math.max(1, size);
}

function isRim(rgba: Buffer, truth: Buffer, at: number): boolean {
  const real = truth[at] as number;
  const found = rgba[at * 4 + 3] as number;
  return (real > 5 && real < 250) || (found > 5 && found < 250) || Math.abs(real - found) > 5;
}

function labOver(rgba: Buffer, at: number, backdrop: readonly number[], into: Float64Array): void {
  const opacity = (rgba[at * 4 + 3] as number) / 255;
  const linear = backdrop.map((back, c) => {
    const value = ((rgba[at * 4 + c] as number) * opacity + back * (1 - opacity)) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  const x = labCurve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = labCurve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = labCurve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  into[0] = 116 * y - 16;
  into[1] = 500 * (x - y);
  into[2] = 200 * (y - z);
}

function labCurve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
}
