import sharp, { type Sharp, type SharpOptions } from 'sharp';

/** 8-bit sRGB pixels, row by row, no padding. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Buffer;
}

/**
 * How every file from outside is opened.
 * - `limitInputPixels`: 64 MP is the largest photo that the shop takes. It is checked on the header, so a
 *   decompression bomb of a few kB is refused before a pixel is allocated (64 MP as RGBA are 256 MB).
 * - `sequentialRead`: a photo is read once from top to bottom, so the decoder needs no random-access copy.
 * - `failOn: 'truncated'`: half a photo must not become half a product; 'warning' would also refuse the harmless
 *   oddities (odd markers, unknown chunks) that real cameras write.
 * - `unlimited: false`: the decoders' own guards against hostile files stay on.
 * - `pages: 1`: of an animation only the first frame is a product photo.
 */
export const INPUT_LIMITS = {
  limitInputPixels: 64_000_000,
  sequentialRead: true,
  failOn: 'truncated',
  unlimited: false,
  pages: 1,
} as const satisfies SharpOptions;

/**
 * Decodes a picture upright (EXIF orientation applied), in sRGB (embedded profile converted), 8 bit, RGB or, where
 * the file has an alpha channel, RGBA with straight (not premultiplied) alpha.
 * @throws Error with libvips' text for what is not a picture, truncated, or over {@link INPUT_LIMITS}
 */
export async function decodeRaster(bytes: Buffer): Promise<Raster> {
  const { data, info } = await sharp(bytes, INPUT_LIMITS)
    .autoOrient()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3 && info.channels !== 4) {
    throw new Error(`decoded to ${info.channels} channels where 3 or 4 were expected`);
  }
  return { width: info.width, height: info.height, channels: info.channels, data };
}

/** Opens raw pixels as a sharp pipeline, without copying them. Straight alpha is expected. */
export function openRaster(raster: Raster): Sharp {
  const { width, height, channels, data } = raster;
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: INPUT_LIMITS.limitInputPixels });
}

/**
 * Encodes without loss. Level 6 is zlib's own balance: 9 takes three times as long and saves 6 % at best, on
 * photographs nothing; `palette` stays off because it would quantise the colours.
 */
export async function encodePng(raster: Raster): Promise<Buffer> {
  return openRaster(raster).png({ compressionLevel: 6, adaptiveFiltering: true, palette: false }).toBuffer();
}
