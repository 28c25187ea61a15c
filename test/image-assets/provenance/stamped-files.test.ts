import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import exifr from 'exifr';
import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  digitalSources,
  digitalSourceUri,
} from '../../../functions/image-assets/provenance/digital-source.ts';
import {
  CREATOR_TOOL,
  PROVENANCE_BYTES,
} from '../../../functions/image-assets/provenance/provenance-packet.ts';
import { readProvenance } from '../../../functions/image-assets/provenance/read-provenance.ts';
import {
  type StampedFormat,
  stampProvenance,
} from '../../../functions/image-assets/provenance/stamp-provenance.ts';
import { projectRoot } from '../../conformance/asl.ts';

const drawn = (width = 61, height = 47, channels: 3 | 4 = 3) =>
  sharp({
    create: { width, height, channels, background: { r: 200, g: 90, b: 30, alpha: 0.5 } },
  });

/** Ten frames of a changing colour, as an animation is made. */
async function animation(): Promise<Buffer> {
  const frames = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background: { r: index * 60, g: 9, b: 9 } } })
        .png()
        .toBuffer(),
    ),
  );
  return await sharp(frames, { join: { animated: true } })
    .webp({ delay: 80, loop: 0 })
    .toBuffer();
}

/** An MP4 as far as its boxes go. */
function movie(): Buffer {
  const box = (type: string, body: Buffer) => {
    const header = Buffer.alloc(8);
    header.writeUInt32BE(8 + body.length, 0);
    header.write(type, 4, 'latin1');
    return Buffer.concat([header, body]);
  };
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isomavc1', 'latin1')),
    box('moov', Buffer.alloc(40)),
    box('mdat', Buffer.alloc(1000, 7)),
  ]);
}

const page = () =>
  Buffer.from(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>杯 "&"</title></head><body>…</body></html>',
  );

const files = new Map<string, { format: StampedFormat; bytes: Buffer }>();
beforeAll(async () => {
  files.set('JPEG', { format: 'jpeg', bytes: await drawn().jpeg().toBuffer() });
  files.set('progressive JPEG', {
    format: 'jpeg',
    bytes: await drawn().jpeg({ progressive: true }).toBuffer(),
  });
  files.set('PNG', { format: 'png', bytes: await drawn(61, 47, 4).png().toBuffer() });
  files.set('lossy WebP', { format: 'webp', bytes: await drawn().webp().toBuffer() });
  files.set('lossless WebP', { format: 'webp', bytes: await drawn().webp({ lossless: true }).toBuffer() });
  files.set('lossless WebP with alpha', {
    format: 'webp',
    bytes: await drawn(61, 47, 4).webp({ lossless: true }).toBuffer(),
  });
  files.set('lossy WebP with alpha', { format: 'webp', bytes: await drawn(61, 47, 4).webp().toBuffer() });
  files.set('animated WebP', { format: 'webp', bytes: await animation() });
  files.set('MP4', { format: 'mp4', bytes: movie() });
  files.set('HTML', { format: 'html', bytes: page() });
});

const still = [
  'JPEG',
  'progressive JPEG',
  'PNG',
  'lossy WebP',
  'lossless WebP',
  'lossless WebP with alpha',
  'lossy WebP with alpha',
];
const names = [...still, 'animated WebP', 'MP4', 'HTML'];

function fileOf(name: string): { format: StampedFormat; bytes: Buffer } {
  const file = files.get(name);
  if (file === undefined) throw new Error(`no ${name}`);
  return file;
}

describe.each(names)('a stamped %s', (name) => {
  it('says how its pixels came about, and what made it', () => {
    const { format, bytes } = fileOf(name);
    expect(readProvenance(bytes, format)).toBeUndefined();
    for (const digitalSource of digitalSources) {
      const stamped = stampProvenance(bytes, format, digitalSource);
      expect(readProvenance(stamped, format)).toEqual({ digitalSource, creatorTool: CREATOR_TOOL });
      expect(stamped.length - bytes.length).toBeLessThanOrEqual(PROVENANCE_BYTES);
    }
  });
});

describe.each([...still, 'animated WebP'])('a stamped %s, to a reader that is not ours', (name) => {
  it('shows the same pixels, the same frames, and the packet', async () => {
    const { format, bytes } = fileOf(name);
    const stamped = stampProvenance(bytes, format, 'compositeSynthetic');
    const pixels = (file: Buffer) => sharp(file, { pages: -1, failOn: 'warning' }).raw().toBuffer();
    expect((await pixels(stamped)).equals(await pixels(bytes))).toBe(true);
    const [before, after] = await Promise.all(
      [bytes, stamped].map((file) => sharp(file, { pages: -1 }).metadata()),
    );
    const { xmp, ...rest } = after ?? {};
    // Its own packet and the bytes of it are all that may differ.
    expect({ ...rest, xmpAsString: undefined, size: undefined }).toEqual({
      ...before,
      xmpAsString: undefined,
      size: undefined,
    });
    expect(xmp?.toString('utf8')).toContain(digitalSourceUri('compositeSynthetic'));
  });
});

describe.each(['JPEG', 'progressive JPEG', 'PNG'])('a stamped %s, read by exifr', (name) => {
  it('has the two properties under their names', async () => {
    const { format, bytes } = fileOf(name);
    const read = await exifr.parse(stampProvenance(bytes, format, 'composite'), {
      xmp: true,
      mergeOutput: false,
    });
    expect(read.xmp?.CreatorTool ?? read.xmp?.xmp?.CreatorTool).toBe(CREATOR_TOOL);
    expect(JSON.stringify(read)).toContain(digitalSourceUri('composite'));
  });
});

it('keeps every box of an MP4 where it was', () => {
  const bytes = movie();
  const stamped = stampProvenance(bytes, 'mp4', 'composite');
  expect(stamped.subarray(0, bytes.length).equals(bytes)).toBe(true);
});

it('is refused for what is no such file, and never read out of what was cut short or made up', () => {
  for (const format of ['jpeg', 'png', 'webp', 'mp4', 'html'] as const) {
    expect(() =>
      stampProvenance(Buffer.from('no such file, but long enough to be one'), format, 'composite'),
    ).toThrow(RangeError);
  }
  const formats = fc.constantFrom(...names.map(fileOf));
  fc.assert(
    fc.property(formats, fc.nat(1700), fc.uint8Array({ maxLength: 60 }), ({ format, bytes }, at, noise) => {
      const stamped = Buffer.from(stampProvenance(bytes, format, 'composite'));
      Buffer.from(noise).copy(stamped, at % stamped.length);
      const read = readProvenance(stamped.subarray(0, stamped.length - (at % 97)), format);
      expect([undefined, ...digitalSources]).toContain(read?.digitalSource);
    }),
    { numRuns: 300 },
  );
});

it('names this release', () => {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(CREATOR_TOOL).toBe(`Storehand ${version}`);
});
