import type { Raster } from './raster.ts';

/** An 8-bit sRGB colour. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export const WHITE: Colour = { r: 255, g: 255, b: 255 };

/** Colours along an edge are read at this many places: enough for a median, cheap on any photo. */
const SAMPLES_PER_EDGE = 256;

/**
 * Mean distance from the median, in levels, up to which an edge counts as plain. Studio paper with its falling light
 * has 3 to 10; a room or a street has 30 and more.
 */
const PLAIN_DEVIATION = 12;

/**
 * The colour that continues a photo beyond two of its edges: their median where they are plain, so that studio
 * paper goes on without a seam; white where they show a scene, whose median would be mud.
 * @param direction `beside`: the left and right edges · `above`: top and bottom · `around`: all four
 */
export function plainBorderColour(photo: Raster, direction: 'beside' | 'above' | 'around'): Colour {
  const samples = edgeSamples(photo, direction);
  const colour = [0, 1, 2].map((channel) => median(samples.map((sample) => sample[channel] ?? 0)));
  const [r = 255, g = 255, b = 255] = colour;
  const distance = samples.map(
    (sample) =>
      (Math.abs((sample[0] ?? 0) - r) + Math.abs((sample[1] ?? 0) - g) + Math.abs((sample[2] ?? 0) - b)) / 3,
  );
  const deviation = distance.reduce((sum, value) => sum + value, 0) / distance.length;
  return deviation <= PLAIN_DEVIATION ? { r, g, b } : WHITE;
}

function edgeSamples(photo: Raster, direction: 'beside' | 'above' | 'around'): number[][] {
  const { width, height } = photo;
  const samples: number[][] = [];
  for (let index = 0; index < SAMPLES_PER_EDGE; index += 1) {
    const part = (index + 0.5) / SAMPLES_PER_EDGE;
    if (direction !== 'above') {
      const y = Math.floor(part * height);
      samples.push(colourAt(photo, 0, y), colourAt(photo, width - 1, y));
    }
    if (direction !== 'beside') {
      const x = Math.floor(part * width);
      samples.push(colourAt(photo, x, 0), colourAt(photo, x, height - 1));
    }
  }
  return samples;
}

/** The colour of a pixel on white paper, where it is transparent. */
function colourAt(photo: Raster, x: number, y: number): number[] {
  const at = (y * photo.width + x) * photo.channels;
  const alpha = photo.channels === 4 ? (photo.data[at + 3] ?? 255) / 255 : 1;
  return [0, 1, 2].map((channel) => Math.round((photo.data[at + channel] ?? 0) * alpha + 255 * (1 - alpha)));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
