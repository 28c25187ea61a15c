import sharp from 'sharp';
import { InvalidInputError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { INSPECTION_LIMITS } from '../inspect-photo.ts';
import { INPUT_LIMITS, type Raster } from '../raster.ts';
import { type PreviewSource, type Previews, previewKey, type SheetPhoto } from './sheet.ts';

/** Longest side of a preview, pixels: of the photo and its cut-out, where edges are judged, and of a file. */
const SOURCE_SIDE = 460;
const FILE_SIDE = 300;

/** Of a photo's files at a time: a decoded 2000² picture is 12 MB. Photos and cut-outs, of up to 64 MP, come one by one. */
const AT_ONCE = 4;

/** Side of a square of the checkerboard, pixels, and its greys: light enough for dark products, dark enough for white ones. */
const CHECK = 12;
const CHECK_LEVELS = [178, 222] as const;
/** No product has it, so a rim of old background stands out, and so does what is see-through by mistake. */
const SATURATED = [214, 0, 122] as const;

/**
 * Previews of all files, newest photo first, until the time is up.
 * @param until an instant, milliseconds; what is not drawn by then has none
 */
export async function drawPreviews(
  platform: Platform,
  photos: readonly SheetPhoto[],
  until: number,
): Promise<Previews> {
  const previews = new Map<string, Raster>();
  const draw = async (source: PreviewSource, side: number) => {
    if (Date.parse(platform.clock.now()) >= until) return;
    const preview = await drawPreview(platform, source, side);
    if (preview !== undefined) previews.set(previewKey(source), preview);
  };
  for (const { sources, channels, derived } of photos) {
    for (const { source } of sources) await draw(source, SOURCE_SIDE);
    const files = [...channels, ...derived].flatMap(({ source }) => source ?? []);
    for (let at = 0; at < files.length; at += AT_ONCE) {
      await Promise.all(files.slice(at, at + AT_ONCE).map((file) => draw(file, FILE_SIDE)));
    }
  }
  return previews;
}

/** @returns undefined where the file is gone (an original may be taken out of the inbox) or cannot be opened any more */
async function drawPreview(
  platform: Platform,
  { at, under }: PreviewSource,
  side: number,
): Promise<Raster | undefined> {
  let bytes: Buffer;
  try {
    bytes = await platform.objects.get(at, { maxBytes: INSPECTION_LIMITS.maxBytes });
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
  try {
    const { data, info } = await sharp(bytes, INPUT_LIMITS)
      .autoOrient()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return layOn(under, info.width, info.height, data);
  } catch {
    // sharp throws plain errors only, all of them about the bytes.
    return undefined;
  }
}

/** @param pixels RGBA, straight alpha */
function layOn(under: PreviewSource['under'], width: number, height: number, pixels: Buffer): Raster {
  const data = Buffer.alloc(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const share = (pixels[at * 4 + 3] ?? 0) / 255;
    const isLight = (Math.floor((at % width) / CHECK) + Math.floor(at / width / CHECK)) % 2;
    for (let channel = 0; channel < 3; channel += 1) {
      const ground = under === 'saturated' ? (SATURATED[channel] ?? 0) : (CHECK_LEVELS[isLight] ?? 0);
      data[at * 3 + channel] = Math.round((pixels[at * 4 + channel] ?? 0) * share + ground * (1 - share));
    }
  }
  return { width, height, channels: 3, data };
}
