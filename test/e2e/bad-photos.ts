import sharp from 'sharp';
import { gifWithFrames, greyPng } from '../image-assets/photo-files.ts';
import { easyDrawing, easyPhoto } from './test-photos.ts';

/** A file that must be refused, and the code that its quarantine record must carry. */
export interface BadFile {
  readonly name: string;
  readonly code: string;
  readonly make: () => Promise<Buffer> | Buffer;
}

/** The long side of good photos here, in pixels: just over the least that is taken, so that the work is quick. */
const side = 480;

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script>alert(1)</script></svg>';

export const badFiles: readonly BadFile[] = [
  { name: 'text.jpg', code: 'NotAnImage', make: () => Buffer.from('This is no photo.') },
  { name: 'empty.jpg', code: 'Empty', make: () => Buffer.alloc(0) },
  {
    name: 'truncated.jpg',
    code: 'Truncated',
    make: async () => (await easyPhoto()).subarray(0, 4_000),
  },
  // A header that says 8,100 × 8,100 (65.6 MP) in front of a hundred rows.
  { name: 'over-64-megapixels.png', code: 'TooManyPixels', make: () => greyPng(8_100, 8_100, 100) },
  { name: 'bomb.png', code: 'TooManyPixels', make: () => greyPng(30_000, 30_000, 100) },
  {
    name: 'over-50-megabytes.jpg',
    code: 'ObjectTooLarge',
    make: async () => Buffer.concat([await easyPhoto(), Buffer.alloc(50_000_001)]),
  },
  { name: 'small.jpg', code: 'TooSmall', make: () => easyPhoto('#b03020', 399) },
  { name: 'drawing.svg', code: 'Svg', make: () => Buffer.from(svg) },
  { name: 'drawing.jpg', code: 'Svg', make: () => Buffer.from(`<?xml version="1.0"?>\n${svg}`) },
  { name: 'frames.gif', code: 'TooManyFrames', make: () => gifWithFrames(201) },
];

/** Names that try to leave their folder, to look like something else, or to break a parser. All hold text, so all are refused. */
export const hostileNames: readonly string[] = [
  '..',
  '..%2f..%2fsecret.jpg',
  '%2e%2e%5c.jpg',
  'a&b=c?d#e+f;g.jpg',
  '"quotes\'<tags>&amp;.jpg',
  '$\u007bjndi:ldap}{% $x %}.jpg',
  'line\nbreak.jpg',
  '\u202egpj.exe',
  'emoji 👩🏽‍🚀 \u00e9 e\u0301.jpg',
  `${'long'.repeat(60)}.jpg`,
];

/** A photo that is stored in an unusual way, and the width and height that it has once it stands upright. */
export interface OddPhoto {
  readonly name: string;
  readonly make: () => Promise<Buffer>;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const oddPhotos: readonly OddPhoto[] = [
  {
    name: 'print.jpg',
    make: () => easyDrawing('#a03030', side).toColourspace('cmyk').jpeg().toBuffer(),
    facts: { format: 'jpeg', colourSpace: 'cmyk', converted: true },
  },
  {
    name: 'deep.png',
    make: () => easyDrawing('#30a040', side).toColourspace('rgb16').png().toBuffer(),
    facts: { format: 'png', bitDepth: 16, converted: true },
  },
  {
    name: 'grey.png',
    make: async () => {
      const alpha = await sharp(await easyPhoto('#000000', side))
        .greyscale()
        .negate()
        .threshold(60)
        .raw()
        .toBuffer();
      return await sharp(await easyPhoto('#303030', side))
        .greyscale()
        .joinChannel(alpha, { raw: { width: side, height: side, channels: 1 } })
        .png()
        .toBuffer();
    },
    facts: { format: 'png', hasAlpha: true, usesAlpha: true },
  },
  {
    name: 'held-sideways.jpg',
    make: async () =>
      await sharp(await easyPhoto('#3050b0', side))
        .resize(side, 420, { fit: 'cover' })
        .withMetadata({ orientation: 6 })
        .jpeg()
        .toBuffer(),
    facts: { orientation: 6, width: 420, height: side },
  },
  {
    name: 'animated.gif',
    make: async () => {
      const frames = await Promise.all(['#b03020', '#20b030'].map((colour) => easyPhoto(colour, side)));
      return await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer();
    },
    facts: { format: 'gif', frames: 2 },
  },
  {
    name: 'really a png.jpg',
    make: () => easyDrawing('#806020', side).png().toBuffer(),
    facts: { format: 'png' },
  },
  {
    name: '夏季新款 连衣裙（正面）.jpg',
    make: () => easyPhoto('#7030a0', side),
    facts: { format: 'jpeg' },
  },
];
