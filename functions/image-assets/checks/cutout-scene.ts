import sharp from 'sharp';
import { INPUT_LIMITS, type Raster } from '../raster.ts';
import { type Backdrop, fitBackdrop } from './backdrop.ts';

/**
 * Long side at which a cut-out is held against its photo, in pixels. A fringe of two pixels on a 2,000 px picture is still
 * 0.8 of one here, and a scene is read in some 60 ms of CPU instead of a second.
 */
const SCENE_LONG_SIDE_PX = 800;

/** A photo and its cut-out, pixel over pixel, at a reduced size. */
export interface CutoutScene {
  readonly width: number;
  readonly height: number;
  /** Opacity, 0..255. */
  readonly alpha: Uint8Array;
  /** The photo, RGB. */
  readonly photo: Uint8Array;
  /** The cut-out's own colours, RGB, straight. */
  readonly cutout: Uint8Array;
  /** Pixels that the matte makes at least half opaque. */
  readonly productArea: number;
  readonly backdrop: Backdrop;
}

/**
 * Reads a picture upright, in sRGB, at {@link SCENE_LONG_SIDE_PX} or smaller. JPEG is decoded at a half, a quarter or an
 * eighth where that is enough.
 * @param like the picture to lie upon, pixel over pixel; a provider's cut-out may have another size than its photo
 * @throws Error with libvips' text where the file cannot be read
 */
export async function readReduced(bytes: Buffer, like?: Raster): Promise<Raster> {
  const size =
    like === undefined
      ? ({
          width: SCENE_LONG_SIDE_PX,
          height: SCENE_LONG_SIDE_PX,
          fit: 'inside',
          withoutEnlargement: true,
        } as const)
      : ({ width: like.width, height: like.height, fit: 'fill' } as const);
  const { data, info } = await sharp(bytes, INPUT_LIMITS)
    .autoOrient()
    .toColourspace('srgb')
    .resize({ ...size, kernel: 'linear' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3 || channels === 4) return { width, height, channels, data };
  throw new Error(`decoded to ${channels} channels where 3 or 4 were expected`);
}

/** A picture in three channels; `undefined` where a part of it is transparent. */
export function withoutAlpha(picture: Raster): Raster | undefined {
  if (picture.channels === 3) return picture;
  for (let at = 3; at < picture.data.length; at += 4) if ((picture.data[at] ?? 0) < 250) return undefined;
  return { ...picture, channels: 3, data: Buffer.from(dropAlpha(picture)) };
}

/**
 * Lays a photo and its cut-out upon each other.
 * @param photo RGB, of the matte's size
 * @returns `undefined` where nothing was cut out
 */
export function sceneOf(photo: Raster, matte: Raster): CutoutScene | undefined {
  const { width, height } = matte;
  const alpha = new Uint8Array(width * height).fill(255);
  let productArea = 0;
  if (matte.channels === 4) {
    for (let pixel = 0, at = 3; pixel < alpha.length; pixel += 1, at += 4) alpha[pixel] = matte.data[at] ?? 0;
  }
  for (const opacity of alpha) if (opacity >= 128) productArea += 1;
  if (productArea === 0) return undefined;
  const colours = dropAlpha(photo);
  return {
    width,
    height,
    alpha,
    photo: colours,
    cutout: dropAlpha(matte),
    productArea,
    backdrop: fitBackdrop(width, height, alpha, colours),
  };
}

function dropAlpha({ data, channels, width, height }: Raster): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
  }
  return rgb;
}
