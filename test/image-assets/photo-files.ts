import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { seededNumbers } from './matting-scenes.ts';

/** A small photo-like picture: noise, the same each time, so that no encoder can make it trivially small. */
export function noisyPhoto(width = 480, height = 420): Sharp {
  const random = seededNumbers(3);
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(76 + 104 * random()));
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Upright: the top left quarter is red, the rest blue; wider than high, so a missed rotation shows in the size. */
export async function uprightMark(): Promise<Buffer> {
  const red = await sharp({ create: { width: 240, height: 200, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 480, height: 400, channels: 3, background: '#0000ff' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** The upright mark as a camera stores it that was held according to an EXIF orientation of 1 to 8. */
export async function storedWithOrientation(orientation: number): Promise<Buffer> {
  const quarter = async (angle: number) =>
    sharp(await uprightMark())
      .rotate(angle)
      .png()
      .toBuffer();
  const upright = await uprightMark();
  const stored = [
    async () => upright,
    async () => sharp(upright).flop().png().toBuffer(),
    async () => quarter(180),
    async () => sharp(upright).flip().png().toBuffer(),
    async () =>
      sharp(await quarter(90))
        .flop()
        .png()
        .toBuffer(),
    async () => quarter(270),
    async () =>
      sharp(await quarter(90))
        .flip()
        .png()
        .toBuffer(),
    async () => quarter(90),
  ][orientation - 1];
  if (!stored) throw new RangeError(`orientation ${orientation}`);
  return sharp(await stored())
    .withMetadata({ orientation })
    .jpeg({ quality: 95 })
    .toBuffer();
}

export function pngChunk(type: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  body.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}

/** An 8-bit grey PNG that claims a size and brings only so many rows: a bomb, or a liar. */
export function greyPng(width: number, height: number, rows: number, extra: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(Buffer.alloc(rows * (width + 1)), { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A GIF with so many empty frames on a canvas: a few bytes a frame. */
export function gifWithFrames(frames: number, canvas = 400, side = 1): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(canvas, 6);
  head.writeUInt16LE(canvas, 8);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  frame.writeUInt16LE(side, 5);
  frame.writeUInt16LE(side, 7);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

/** A real animation of three differently coloured frames. */
export async function animation(format: 'gif' | 'webp'): Promise<Buffer> {
  const side = 400;
  const frames = await Promise.all(
    ['#d02020', '#20d020', '#2020d0'].map((background) =>
      sharp({ create: { width: side, height: side, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    [format]()
    .toBuffer();
}
