import type { Box } from './find-extent.ts';
import type { Raster } from './raster.ts';

/**
 * Cuts a box out of an RGBA raster and lays it on white: RGB, opaque, `round(colour × alpha + 255 × (1 - alpha))`.
 *
 * By hand, because a libvips pipeline takes four times as long for it: it fetches four channels tile by tile ahead
 * of the resize. Nearly all pixels of a cut-out are opaque or empty; four opaque ones are three words of the result.
 */
export function flattenOnWhite(raster: Raster, box: Box): Raster {
  const { width, height } = box;
  const source = pixelWords(raster);
  const data = Buffer.allocUnsafeSlow(width * height * 3);
  // Rows of the result follow each other without padding, so most begin inside a word: a scratch row, always
  // aligned, is filled and copied.
  const words = new Int32Array(Math.ceil(width / 4) * 3);
  const bytes = new Uint8Array(words.buffer);
  const fours = width - (width % 4);
  for (let y = 0; y < height; y += 1) {
    let at = (box.top + y) * raster.width + box.left;
    for (let out = 0, end = (fours / 4) * 3; out < end; out += 3, at += 4) {
      const one = onWhite(source[at] ?? 0);
      const two = onWhite(source[at + 1] ?? 0);
      const three = onWhite(source[at + 2] ?? 0);
      const four = onWhite(source[at + 3] ?? 0);
      words[out] = one | (two << 24);
      words[out + 1] = (two >>> 8) | (three << 16);
      words[out + 2] = (three >>> 16) | (four << 8);
    }
    for (let out = fours * 3; out < width * 3; out += 3, at += 1) {
      const pixel = onWhite(source[at] ?? 0);
      bytes[out] = pixel;
      bytes[out + 1] = pixel >>> 8;
      bytes[out + 2] = pixel >>> 16;
    }
    data.set(width % 4 === 0 ? bytes : bytes.subarray(0, width * 3), y * width * 3);
  }
  return { width, height, channels: 3, data };
}

/** A pixel, `0xAABBGGRR` as little-endian machines (x64, arm64) read RGBA, on white paper: `0x00BBGGRR`. */
function onWhite(pixel: number): number {
  const alpha = pixel >>> 24;
  if (alpha === 255) return pixel & 0xffffff;
  if (alpha === 0) return 0xffffff;
  const white = 255 * (255 - alpha) + 127;
  const red = (((pixel & 0xff) * alpha + white) / 255) | 0;
  const green = ((((pixel >>> 8) & 0xff) * alpha + white) / 255) | 0;
  const blue = ((((pixel >>> 16) & 0xff) * alpha + white) / 255) | 0;
  return red | (green << 8) | (blue << 16);
}

/**
 * The raster's pixels as words, without copying where its memory begins on a word, as libvips' always does. Signed,
 * because the engine keeps words over 2^31 as floating-point numbers.
 */
export function pixelWords({ data, width, height }: Raster): Int32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
  return new Int32Array(aligned.buffer, aligned.byteOffset, width * height);
}
