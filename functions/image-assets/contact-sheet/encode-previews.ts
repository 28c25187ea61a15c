import { openRaster } from '../raster.ts';
import type { Previews } from './sheet.ts';

/** Base64 makes three bytes four; the texts of 280 files and their rules are some 600 kB. Together about 3 MB: what still goes by mail and opens at once on a phone. */
const MOST_BYTES = 1_700_000;

/** Longest side of a preview on the page by how many there are, pixels: all of them should find room. */
const SIDES: readonly { readonly upTo: number; readonly side: number }[] = [
  { upTo: 120, side: 460 },
  { upTo: 260, side: 300 },
  { upTo: Number.POSITIVE_INFINITY, side: 200 },
];

export interface EncodedPreview {
  readonly width: number;
  readonly height: number;
  /** WebP. */
  readonly bytes: Buffer;
}

export interface EncodedPreviews {
  readonly pictures: ReadonlyMap<string, EncodedPreview>;
  /** Previews that were wanted and are not there. */
  readonly leftOut: number;
}

/** @param wanted keys of the previews, in the page's order: where room ends, the last ones are left out */
export async function encodePreviews(
  previews: Previews,
  wanted: readonly string[],
): Promise<EncodedPreviews> {
  const side = SIDES.find(({ upTo }) => wanted.length <= upTo)?.side ?? 200;
  const pictures = new Map<string, EncodedPreview>();
  let used = 0;
  for (const key of wanted) {
    const preview = previews.get(key);
    if (preview === undefined) continue;
    const { data: bytes, info } = await openRaster(preview)
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer({ resolveWithObject: true });
    if (used + bytes.length > MOST_BYTES) continue;
    used += bytes.length;
    pictures.set(key, { width: info.width, height: info.height, bytes });
  }
  return { pictures, leftOut: new Set(wanted).size - pictures.size };
}
