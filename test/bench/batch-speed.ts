import sharp from 'sharp';
import type { Channel } from '../../functions/commerce/channels/channel-rule.ts';
import { chromaFor } from '../../functions/image-assets/encode-picture.ts';
import { type FormatRequest, formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';

/**
 * Of speed, by the clock: where other programs have most of the machine a turn says more about them, so that turns go on
 * until neither way became faster by {@link TURN_GAIN} in as many as `quiet`.
 */
const TURNS = { quiet: 6, most: 30 } as const;
const FEWEST_TURNS = { quiet: 1, most: 2 } as const;
const TURN_GAIN = 0.02;
/** Photos at once in a batch: as many as a two-core machine keeps busy. */
export const BATCH = 4;

export interface Batch {
  /** The file that the pictures are made from. */
  readonly file: Buffer;
  readonly request: (decoded: Raster) => FormatRequest;
  /** What a plain pipeline would do: one call per file, decoding each time. */
  readonly plainly: (channel: Channel) => Promise<Buffer>;
  readonly channels: readonly Channel[];
}

/** Pictures a second, the best of several turns each. */
export async function compareSpeed(
  { file, request, plainly, channels }: Batch,
  isQuick: boolean,
): Promise<{ ours: number; plain: number }> {
  const turns = isQuick ? FEWEST_TURNS : TURNS;
  const batch = Array.from({ length: BATCH });
  let ours = 0;
  let plain = 0;
  for (let turn = 0, quiet = 0; turn < turns.most && quiet < turns.quiet; turn += 1) {
    const before = { ours, plain };
    let started = performance.now();
    await Promise.all(batch.flatMap(() => channels.map(plainly)));
    plain = Math.max(plain, (BATCH * channels.length * 1000) / (performance.now() - started));
    started = performance.now();
    const made = await Promise.all(batch.map(async () => formatPictures(request(await decodeRaster(file)))));
    const count = made.reduce((sum, { pictures }) => sum + pictures.length, 0);
    ours = Math.max(ours, (count * 1000) / (performance.now() - started));
    const isFaster = ours > before.ours * (1 + TURN_GAIN) || plain > before.plain * (1 + TURN_GAIN);
    quiet = isFaster ? 0 : quiet + 1;
  }
  return { ours, plain };
}

/** What one writes first: decode, resize into the frame, encode, once per size, with the same settings. */
export function plainCall(file: Buffer, source: 'cutout' | 'photo', { output }: Channel): Promise<Buffer> {
  const { width, height, format } = output;
  const resized = sharp(file)
    .resize(width, height, { fit: 'contain', background: '#ffffff' })
    .flatten({ background: '#ffffff' });
  return format === 'webp'
    ? resized.webp({ quality: 90, effort: 2 }).toBuffer()
    : resized.jpeg({ quality: 90, chromaSubsampling: chromaFor(source, output) }).toBuffer();
}
