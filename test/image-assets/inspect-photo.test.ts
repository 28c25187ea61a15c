import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  type AcceptedPhoto,
  type Inspection,
  inspectPhoto,
} from '../../functions/image-assets/inspect-photo.ts';
import {
  animation,
  gifWithFrames,
  greyPng,
  noisyPhoto,
  pngChunk,
  storedWithOrientation,
} from './photo-files.ts';

const DATA = process.env.STOREHAND_DATA ?? '../shared/data';
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><rect width="600" height="600"/></svg>';

async function accept(bytes: Buffer, fileName?: string): Promise<AcceptedPhoto> {
  const result = await inspectPhoto(bytes, fileName ? { fileName } : {});
  if (result.kind === 'refused') throw new Error(`refused: ${result.code}`);
  return result;
}

function codeOf(result: Inspection): string {
  return result.kind === 'refused' ? result.code : 'accepted';
}

function warningsOf(result: AcceptedPhoto): string[] {
  return result.facts.warnings.map(({ code }) => code);
}

function pixel({ raster }: AcceptedPhoto, x: number, y: number): number[] {
  const at = (y * raster.width + x) * raster.channels;
  return [...raster.data.subarray(at, at + raster.channels)];
}

describe('a refused file', () => {
  const cases: [string, string, () => Promise<Buffer> | Buffer][] = [
    ['zero bytes', 'Empty', () => Buffer.alloc(0)],
    ['plain text', 'NotAnImage', () => Buffer.from('buy now '.repeat(100))],
    ['one byte', 'NotAnImage', () => Buffer.from([0xff])],
    ['an SVG', 'Svg', () => Buffer.from(SVG)],
    ['an SVG with a byte order mark', 'Svg', () => Buffer.from(`\ufeff${SVG}`)],
    ['an SVG in UTF-16 with a mark', 'Svg', () => Buffer.from(`\ufeff${SVG}`, 'utf16le')],
    ['an SVG in UTF-16 without a mark', 'Svg', () => Buffer.from(SVG, 'utf16le')],
    ['an SVG in big-endian UTF-16', 'Svg', () => Buffer.from(`\ufeff${SVG}`, 'utf16le').swap16()],
    [
      'an SVG under a prologue and long comments',
      'Svg',
      () => Buffer.from(`<?xml version="1.0"?>\n<!--${'x'.repeat(9000)}-->\n${SVG}`),
    ],
    [
      'an SVG with a namespace prefix',
      'Svg',
      () => Buffer.from('<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'),
    ],
    ['a gzipped SVG', 'Svg', () => gzipSync(SVG)],
    [
      'a gzipped SVG that is cut',
      'Svg',
      () => gzipSync(`${SVG}<!--${'pad'.repeat(5000)}-->`).subarray(0, 150),
    ],
    ['a gzip bomb', 'UnsupportedFormat', () => gzipSync(Buffer.alloc(100_000_000))],
    ['a web page', 'UnsupportedFormat', () => Buffer.from(`<!DOCTYPE html><html><body>${SVG}</body></html>`)],
    ['a PDF', 'UnsupportedFormat', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')],
    [
      'a ZIP that ends in a JPEG',
      'UnsupportedFormat',
      async () => Buffer.concat([Buffer.from('PK\x03\x04abc'), await noisyPhoto().jpeg().toBuffer()]),
    ],
    ['a BigTIFF', 'UnsupportedFormat', () => Buffer.from('II+\0\b\0\0\0')],
    ['a BMP', 'UnsupportedFormat', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)])],
    [
      'a HEIC',
      'UnsupportedFormat',
      () => Buffer.from(`\0\0\0\x18ftypheic\0\0\0\0mif1heic${'\0'.repeat(40)}`, 'latin1'),
    ],
    [
      'a camera RAW file',
      'UnsupportedFormat',
      () => Buffer.from(`II*\0\x10\0\0\0CR\x02\0${'\0'.repeat(40)}`, 'latin1'),
    ],
    [
      'a video',
      'UnsupportedFormat',
      () => Buffer.from(`\0\0\0\x18ftypisom\0\0\0\0isommp42${'\0'.repeat(40)}`, 'latin1'),
    ],
    ['more than 50 MB', 'TooManyBytes', () => Buffer.alloc(50_000_001, 0xff)],
    ['a PNG bomb of 30,000²', 'TooManyPixels', () => greyPng(30_000, 30_000, 20)],
    [
      'a PNG bomb that is cut after its header',
      'TooManyPixels',
      () => greyPng(30_000, 30_000, 20).subarray(0, 45),
    ],
    ['a GIF whose canvas is a bomb', 'TooManyPixels', () => gifWithFrames(1, 60_000, 60_000)],
    ['just over 64 MP', 'TooManyPixels', () => greyPng(8001, 8000, 1)],
    ['399 pixels on the long side', 'TooSmall', () => noisyPhoto(399, 399).png().toBuffer()],
    ['a GIF of 201 frames', 'TooManyFrames', () => gifWithFrames(201)],
    [
      'an animated PNG that claims 500 frames',
      'TooManyFrames',
      () => greyPng(400, 400, 400, [pngChunk('acTL', Buffer.from([0, 0, 1, 244, 0, 0, 0, 0]))]),
    ],
    ['a PNG that claims 4,000² and brings ten rows', 'Truncated', () => greyPng(4000, 4000, 10)],
    [
      'a PNG with a wrong checksum',
      'Damaged',
      async () => {
        const png = await noisyPhoto().png().toBuffer();
        png.writeUInt8((png[png.length >> 1] ?? 0) ^ 0xff, png.length >> 1);
        return png;
      },
    ],
    [
      'a JPEG head with garbage behind',
      'Truncated',
      async () => {
        const jpeg = await noisyPhoto().jpeg().toBuffer();
        return jpeg.fill(0x11, 700);
      },
    ],
    [
      'a JPEG with a thousand scans',
      'Damaged',
      async () => {
        const jpeg = await noisyPhoto().jpeg({ progressive: true }).toBuffer();
        const scan = jpeg.subarray(jpeg.lastIndexOf(Buffer.from([0xff, 0xda])), jpeg.length - 2);
        return Buffer.concat([
          jpeg.subarray(0, -2),
          ...Array.from({ length: 1000 }, () => scan),
          jpeg.subarray(-2),
        ]);
      },
    ],
  ];

  it.each(cases)('%s is %s', async (_, code, build) => {
    const result = await inspectPhoto(await build());
    expect(codeOf(result)).toBe(code);
    if (result.kind === 'refused') {
      expect(result.says.en).toMatch(/\.$/);
      expect(result.says.zh).toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });

  it('an SVG is refused under any name', async () => {
    for (const fileName of ['mug.jpg', 'mug.png', 'mug.svg', undefined]) {
      expect(codeOf(await inspectPhoto(Buffer.from(SVG), fileName ? { fileName } : {}))).toBe('Svg');
    }
  });

  it('a bomb is refused from its header, without memory for its pixels', async () => {
    const bomb = greyPng(30_000, 30_000, 20);
    const before = process.memoryUsage().rss;
    await inspectPhoto(bomb);
    expect(bomb.length).toBeLessThan(5000);
    // Decoded, it would take 900 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'a %s cut anywhere is refused',
    async (format) => {
      const whole = await noisyPhoto(400, 100)
        [format](format === 'avif' ? { effort: 0 } : {})
        .toBuffer();
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
          expect(codeOf(await inspectPhoto(whole.subarray(0, length)))).not.toBe('accepted');
        }),
        { numRuns: 25, seed: 7 },
      );
      const most = await inspectPhoto(whole.subarray(0, Math.floor(whole.length * 0.7)));
      expect(codeOf(most)).toBe('Truncated');
    },
  );

  it('no bytes whatever make the inspection throw', async () => {
    const magics = [
      '',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'GIF89a',
      'RIFF\x10\0\0\0WEBP',
      'II*\0',
      '\0\0\0\x18ftypavif',
      '\x1f\x8b',
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), async (magic, rest) => {
        const result = await inspectPhoto(Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
        expect(result.kind).toBe('refused');
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('an accepted photo', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'is known by its content as %s, whatever its name',
    async (format) => {
      const bytes = await noisyPhoto(1100, 400)
        [format](format === 'avif' ? { effort: 0 } : {})
        .toBuffer();
      const photo = await accept(bytes, 'mug.bmp');
      expect(photo.facts).toMatchObject({
        format,
        width: 1100,
        height: 400,
        bytes: bytes.length,
        frames: 1,
        usesAlpha: false,
      });
      expect(photo.raster.channels).toBe(3);
      expect(photo.raster.data.length).toBe(1100 * 400 * 3);
      expect(warningsOf(photo)).toEqual(['ExtensionDiffers']);
    },
  );

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('held as EXIF orientation %i stands upright', async (orientation) => {
    const photo = await accept(await storedWithOrientation(orientation));
    expect(photo.facts).toMatchObject({ orientation, width: 480, height: 400 });
    const [red = 0, , blue = 0] = pixel(photo, 60, 50);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(60);
    for (const [x, y] of [
      [420, 50],
      [60, 350],
      [420, 350],
    ] as const) {
      expect(pixel(photo, x, y)[2]).toBeGreaterThan(200);
    }
  });

  it('in CMYK without a profile is converted, and says that the colours are an estimate', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#c03020' } })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const photo = await accept(bytes);
    expect(photo.facts).toMatchObject({ colourSpace: 'cmyk', hasProfile: false, converted: true });
    expect(warningsOf(photo)).toContain('CmykWithoutProfile');
    const [red = 0, green = 0, blue = 0] = pixel(photo, 200, 200);
    expect(red).toBeGreaterThan(green + 60);
    expect(red).toBeGreaterThan(blue + 60);
  });

  it('in CMYK with a profile is converted by it', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#c03020' } })
      .withIccProfile('cmyk')
      .jpeg({ quality: 95 })
      .toBuffer();
    const photo = await accept(bytes);
    expect(photo.facts).toMatchObject({ colourSpace: 'cmyk', hasProfile: true });
    expect(warningsOf(photo)).toContain('CmykConverted');
    const off = pixel(photo, 200, 200).map((value, index) =>
      Math.abs(value - ([0xc0, 0x30, 0x20][index] ?? 0)),
    );
    expect(Math.max(...off)).toBeLessThan(25);
  });

  it('in a wide colour space is converted to sRGB and names its profile', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#c03020' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const photo = await accept(bytes);
    expect(photo.facts.profile).toMatch(/P3/i);
    expect(photo.facts.converted).toBe(true);
    const off = pixel(photo, 200, 200).map((value, index) =>
      Math.abs(value - ([0xc0, 0x30, 0x20][index] ?? 0)),
    );
    expect(Math.max(...off)).toBeLessThan(4);
  });

  it('of 16 bits a channel is reduced to 8 without a shift in brightness', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#c03020' } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const photo = await accept(bytes);
    expect(photo.facts.bitDepth).toBe(16);
    expect(warningsOf(photo)).toContain('DepthReduced');
    expect(pixel(photo, 200, 200)).toEqual([0xc0, 0x30, 0x20]);
  });

  it('in grey with alpha becomes RGBA, also from 16 bits', async () => {
    const grey = sharp({
      create: { width: 400, height: 400, channels: 4, background: { r: 90, g: 90, b: 90, alpha: 0.5 } },
    });
    for (const space of ['b-w', 'grey16']) {
      const photo = await accept(await grey.clone().toColourspace(space).png().toBuffer());
      expect(photo.facts).toMatchObject({ hasAlpha: true, usesAlpha: true });
      expect(pixel(photo, 5, 5)).toEqual([90, 90, 90, 128]);
    }
  });

  it('with an alpha channel that hides nothing loses it', async () => {
    const photo = await accept(await noisyPhoto().ensureAlpha().png().toBuffer());
    expect(photo.facts).toMatchObject({ hasAlpha: true, usesAlpha: false });
    expect(photo.raster.channels).toBe(3);
  });

  it('with a palette counts as 8 bits a channel', async () => {
    const photo = await accept(await noisyPhoto().png({ palette: true, colours: 16 }).toBuffer());
    expect(photo.facts).toMatchObject({ format: 'png', bitDepth: 8 });
    expect(photo.raster.channels).toBe(3);
  });

  it.each(['gif', 'webp'] as const)(
    'that is an animated %s gives its first frame and says so',
    async (format) => {
      const photo = await accept(await animation(format));
      expect(photo.facts).toMatchObject({ frames: 3, width: 400, height: 400 });
      expect(warningsOf(photo)).toContain('FirstFrameOnly');
      expect(pixel(photo, 200, 200)[0]).toBeGreaterThan(180);
    },
  );

  it('that is a TIFF of several pages gives the first and says so', async () => {
    const pages = await Promise.all([noisyPhoto(), noisyPhoto()].map((page) => page.png().toBuffer()));
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer();
    const photo = await accept(bytes);
    expect(photo.facts.frames).toBe(2);
    expect(photo.raster.height).toBe(420);
    expect(warningsOf(photo)).toContain('FirstPageOnly');
  });

  it('that is a progressive JPEG reads like any other', async () => {
    expect((await accept(await noisyPhoto().jpeg({ progressive: true }).toBuffer())).facts.format).toBe(
      'jpeg',
    );
  });

  it.each(['jpeg', 'png', 'webp'] as const)(
    'as %s with a ZIP glued on its end is read, and the rest is named',
    async (format) => {
      const tail = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(96, 1)]);
      const photo = await accept(Buffer.concat([await noisyPhoto()[format]().toBuffer(), tail]));
      const warning = photo.facts.warnings.find(({ code }) => code === 'TrailingData');
      expect(warning?.says.en).toContain('100 bytes');
    },
  );

  it('as PNG whose text chunk is damaged is read, and says so', async () => {
    const text = pngChunk('tEXt', Buffer.from('Title\0mug'));
    text.writeUInt8(0, text.length - 1);
    text.writeUInt8(0, text.length - 2);
    const photo = await accept(greyPng(400, 400, 400, [text]));
    expect(warningsOf(photo)).toContain('DamagedMetadata');
  });

  it('has the hash of its bytes', async () => {
    const photo = await accept(greyPng(400, 400, 400));
    const again = await accept(greyPng(400, 400, 400));
    expect(photo.facts.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(again.facts.sha256).toBe(photo.facts.sha256);
  });

  it('of exactly 400 pixels passes', async () => {
    expect((await accept(await noisyPhoto(400, 30).png().toBuffer())).facts.width).toBe(400);
  });
});

describe('the measures', () => {
  it('a blurred photo is told from a sharp one at any size', async () => {
    for (const side of [600, 2400]) {
      const squares = await sharp(
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
        <rect width="100%" height="100%" fill="#eee"/><circle cx="50%" cy="50%" r="30%" fill="#345"/></svg>`),
      )
        .png()
        .toBuffer();
      const clear = await accept(squares);
      const soft = await accept(
        await sharp(squares)
          .blur(side / 100)
          .png()
          .toBuffer(),
      );
      expect(warningsOf(clear)).not.toContain('Blurred');
      expect(warningsOf(soft)).toContain('Blurred');
      expect(soft.facts.sharpness).toBeLessThan(clear.facts.sharpness / 10);
    }
  });

  it('a black and a white picture are told by their exposure', async () => {
    const plain = (background: string) =>
      sharp({ create: { width: 400, height: 400, channels: 3, background } })
        .png()
        .toBuffer();
    const black = await accept(await plain('#000000'));
    const white = await accept(await plain('#ffffff'));
    expect(black.facts.exposure).toEqual({ meanLuminance: 0, clippedShadows: 1, clippedHighlights: 0 });
    expect(warningsOf(black)).toContain('TooDark');
    expect(white.facts.exposure.meanLuminance).toBeCloseTo(1, 5);
    expect(warningsOf(white)).toContain('TooBright');
  });
});

const PHOTOS = join(DATA, 'photos');
describe.skipIf(!existsSync(PHOTOS))(`real photographs in ${PHOTOS}`, () => {
  it('are all accepted, sharp, and without a word about their files', async () => {
    for (const name of readdirSync(PHOTOS)) {
      const photo = await accept(readFileSync(join(PHOTOS, name)), name);
      expect(
        warningsOf(photo).filter((code) => code !== 'TooDark'),
        name,
      ).toEqual([]);
    }
  });
});
