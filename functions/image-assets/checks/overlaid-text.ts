import type { Box } from '../find-extent.ts';
import { openRaster, type Raster } from '../raster.ts';
import { findTextLines, type TextLine } from './text-lines.ts';
import { findThinMarks } from './thin-marks.ts';

/** A row of marks that looks like text, in pixels of the picture. */
export interface FoundText {
  readonly box: Box;
  /** Letters, or parts of them. */
  readonly marks: readonly Box[];
  /** Logarithm of the odds that it is text; found from {@link TEXT_FROM} on. */
  readonly score: number;
}

/**
 * Long sides at which text is looked for, pixels: strokes of 1 to 15 px in the larger, up to 30 in terms of it in the
 * smaller. Text lower than a fiftieth of the picture is too small to be read on a shop's page, and to be found.
 */
export const LONG_SIDES_PX = [640, 320] as const;

/** Fewer false finds are worth more than the faintest watermark: of 16 photos and 12 products without text none reaches it. */
const TEXT_FROM = 3.25;

/**
 * For each feature of a row: its mean in the calibration, its deviation there, its weight. Fitted by `test/bench/fit-text.ts`
 * on every second photo and every second product of the data; `npm run bench:checks` reports the others.
 */
const JUDGEMENT = [
  // letters, logarithm of their number
  [1.606, 0.247, 1.14],
  // size, logarithm of pixels
  [3.014, 0.387, -1.58],
  // spread of contrast
  [0.056, 0.049, -0.47],
  // spread of size
  [0.22, 0.121, -1.29],
  // unevenness within the letters
  [0.223, 0.038, -0.39],
  // spread of the gaps
  [0.234, 0.163, 0.36],
  // gap by size
  [0.878, 0.206, -2.58],
  // unrest of the ground by contrast, logarithm
  [-0.876, 0.696, -1.45],
  // fill of the letters' boxes
  [0.33, 0.085, -0.42],
  // stroke by size
  [0.086, 0.025, -0.35],
] as const;
const BIAS = 2.02;

/**
 * Finds text in a picture by contrast and stroke: rows of thin marks of one size, one stroke width and one contrast on
 * something plain, at any angle, bright or dark, opaque or translucent, of any script.
 *
 * It cannot read, and it cannot tell ink on the product from ink over the picture: that is told by where the text lies. It
 * does not see single characters, text whose strokes join into one (script faces, small bold text), logos without
 * letters, text of the ground's own brightness, nor text on grass, fur and other grounds as busy as itself.
 */
export async function findText(picture: Raster): Promise<FoundText[]> {
  const found: FoundText[] = [];
  for (const longSide of LONG_SIDES_PX) {
    const scale = Math.max(1, Math.max(picture.width, picture.height) / longSide);
    for (const line of await linesAt(picture, longSide)) {
      const score = scoreOf(line);
      if (score < TEXT_FROM) continue;
      const whole = (box: Box) => scaled(box, scale);
      const text = { box: whole(line.box), marks: line.marks.map(whole), score };
      if (!found.some((other) => overlaps(other.box, text.box))) found.push(text);
    }
  }
  return found;
}

/** Rows of marks at one size, text or not, in pixels of that size. */
export async function linesAt(picture: Raster, longSide: number): Promise<TextLine[]> {
  const { data, info } = await openRaster(picture)
    .flatten({ background: '#ffffff' })
    .resize(longSide, longSide, { fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = new Uint8Array(info.width * info.height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += 3) {
    // ITU-R BT.709 in 256ths.
    grey[pixel] = ((data[at] ?? 0) * 54 + (data[at + 1] ?? 0) * 183 + (data[at + 2] ?? 0) * 19) >> 8;
  }
  return findTextLines(findThinMarks(grey, info.width, info.height), grey, info.width, info.height);
}

function scoreOf({ features }: TextLine): number {
  return JUDGEMENT.reduce(
    (score, [mean, deviation, weight], i) => score + (weight * ((features[i] ?? mean) - mean)) / deviation,
    BIAS,
  );
}

function scaled({ left, top, width, height }: Box, by: number): Box {
  return {
    left: Math.round(left * by),
    top: Math.round(top * by),
    width: Math.round(width * by),
    height: Math.round(height * by),
  };
}

function overlaps(one: Box, other: Box): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
