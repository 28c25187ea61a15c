import type { CutoutScene } from './cutout-scene.ts';

/** Pixels from a part's rim at which the photo is read, on both sides: beyond the blur of an edge. */
const REACH = 3;

/**
 * How much the photo changes where a part of the matte ends, in levels (Euclidean over RGB): the median over the part's rim.
 * A matte that follows a real edge crosses a step there; one that cuts through a surface, or spills over one, crosses none.
 * @param pixels indices of the part
 * @param inPart 1 for each of them, 0 elsewhere
 */
export function stepAround(
  { width, height, photo }: Pick<CutoutScene, 'width' | 'height' | 'photo'>,
  pixels: Int32Array,
  inPart: Uint8Array,
): number {
  const steps: number[] = [];
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    if (x < REACH || y < REACH || x >= width - REACH || y >= height - REACH) continue;
    for (const beside of [1, -1, width, -width]) {
      if (inPart[at + beside] === 1) continue;
      // From as deep inside as the part goes along this line to as far outside as inside was found.
      let inside = 0;
      while (inside < REACH && inPart[at - beside * (inside + 1)] === 1) inside += 1;
      steps.push(stepBetween(photo, at - beside * inside, at + beside * REACH));
      break;
    }
  }
  return steps.length === 0 ? 0 : medianOf(steps);
}

/** Of a list with at least one number; the upper one of the two middle ones. */
export function medianOf(values: number[]): number {
  values.sort((one, other) => one - other);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/** Euclidean distance of two pixels' colours, levels. */
export function stepBetween(rgb: Uint8Array, one: number, other: number): number {
  let sum = 0;
  for (let c = 0; c < 3; c += 1) sum += ((rgb[one * 3 + c] ?? 0) - (rgb[other * 3 + c] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

/** Median distance of a part's colours in the photo from the backdrop's surface there, in levels (Euclidean over RGB). */
export function distanceFromBackdrop(scene: CutoutScene, pixels: Int32Array): number {
  const colour = new Float64Array(3);
  // A few hundred pixels tell a median; a lump of half the frame need not be read whole.
  const stride = Math.max(1, Math.floor(pixels.length / 400));
  const distances: number[] = [];
  for (let i = 0; i < pixels.length; i += stride) {
    const at = pixels[i] ?? 0;
    scene.backdrop.colourAt(at % scene.width, Math.floor(at / scene.width), colour);
    let sum = 0;
    for (let c = 0; c < 3; c += 1) sum += ((scene.photo[at * 3 + c] ?? 0) - (colour[c] ?? 0)) ** 2;
    distances.push(Math.sqrt(sum));
  }
  return medianOf(distances);
}
