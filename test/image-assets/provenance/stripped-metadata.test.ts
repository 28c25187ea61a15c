import exifr from 'exifr';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { readProvenance } from '../../../functions/image-assets/provenance/read-provenance.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { set } from '../../platform/runs/run-fixtures.ts';
import { makePictures, selectChannels, startPhoto, studioPhoto } from '../photo-job.ts';

/** Stands in every field that could tell of a person, a place or a device. */
const SECRET = 'Zhang-Wei-7F3A';

const xmp = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:mwg="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:exif="http://ns.adobe.com/exif/1.0/" photoshop:City="${SECRET}" exif:GPSLatitude="31,13.8N"><dc:creator><rdf:Seq><rdf:li>${SECRET}</rdf:li></rdf:Seq></dc:creator><mwg:Regions>${SECRET}</mwg:Regions></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** A JPEG segment. */
function segment(marker: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(marker, 0);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** Photoshop's APP13 with an IPTC by-line (2:80), padded to an even length. */
function byLine(): Buffer {
  const name = Buffer.from(SECRET, 'latin1');
  const record = Buffer.concat([Buffer.from([0x1c, 2, 80, 0, name.length]), name]);
  const padded = record.length % 2 === 0 ? record : Buffer.concat([record, Buffer.alloc(1)]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(record.length);
  const block = Buffer.concat([Buffer.from('8BIM', 'latin1'), Buffer.from([4, 4, 0, 0]), size, padded]);
  return segment(0xffed, Buffer.concat([Buffer.from('Photoshop 3.0\0', 'latin1'), block]));
}

/** What a phone writes: place, owner, maker's notes, a small preview, by-line, comment. */
async function phonePhoto(): Promise<Buffer> {
  const plain = await sharp(await studioPhoto())
    .withExif({
      IFD0: { Make: SECRET, Model: SECRET, Artist: SECRET, Copyright: SECRET, Software: SECRET },
      IFD2: { MakerNote: SECRET, CameraOwnerName: SECRET, BodySerialNumber: SECRET, UserComment: SECRET },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 13/1 48/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '121/1 28/1 0/1',
      },
    })
    .withXmp(xmp)
    .jpeg({ quality: 92 })
    .toBuffer();
  const preview = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#123456' } })
    .jpeg()
    .toBuffer();
  const extras = [
    byLine(),
    segment(0xfffe, Buffer.from(`taken by ${SECRET}`)),
    // A second picture inside the file, as cameras and editors keep one.
    segment(0xffe2, Buffer.concat([Buffer.from('PREVIEW\0', 'latin1'), Buffer.from(SECRET), preview])),
  ];
  return Buffer.concat([plain.subarray(0, 2), ...extras, plain.subarray(2)]);
}

/** A PNG with text chunks before and behind its pixels. */
async function chattyPng(): Promise<Buffer> {
  const bytes = await sharp(await studioPhoto())
    .withXmp(xmp)
    .png()
    .toBuffer();
  const { crc32 } = await import('node:zlib');
  const chunk = (type: string, body: string) => {
    const typed = Buffer.from(type + body, 'latin1');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const texts = [chunk('tEXt', `Author\0${SECRET}`), chunk('iTXt', `Description\0\0\0\0\0${SECRET}`)];
  const end = bytes.length - 12;
  return Buffer.concat([
    bytes.subarray(0, 33),
    ...texts,
    bytes.subarray(33, end),
    chunk('tEXt', `Comment\0${SECRET}`),
    bytes.subarray(end),
  ]);
}

async function madeFrom(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const platform: MemoryPlatform = createMemoryPlatform();
  await selectChannels(platform);
  // A banner too, so that scenes are among them.
  await set(platform, 'image-derive', {
    photos: 'main',
    brandColours: ['#f3f0ea'],
    scenes: ['studio-sweep'],
    stillPixels: 800,
    hero: { enabled: true, background: 'studio-sweep', headline: '' },
    video: { formats: [], seconds: 3 },
    animation: false,
    view3d: { enabled: false },
  });
  const job = await startPhoto(platform, bytes);
  await makePictures(platform, job);
  const files = new Map<string, Buffer>();
  for (const { key } of await platform.inspection.objects.list('media', 'shop/')) {
    files.set(key.split('/').slice(3).join('/'), await platform.objects.get({ bucket: 'media', key }));
  }
  return files;
}

const formatOf = (name: string) => (name.endsWith('.jpg') ? 'jpeg' : 'webp');

describe.each([
  ['a phone’s JPEG', phonePhoto],
  ['a PNG with text chunks', chattyPng],
])('what is made of %s', (_, make) => {
  let original: Buffer;
  let made: ReadonlyMap<string, Buffer>;
  beforeAll(async () => {
    original = await make();
    made = await madeFrom(original);
  }, 60_000);

  it('tells nothing of its person, place or device', async () => {
    expect(original.includes(SECRET)).toBe(true);
    expect(made.size).toBeGreaterThanOrEqual(8);
    for (const [name, bytes] of made) {
      expect(bytes.includes(SECRET), name).toBe(false);
      expect(bytes.includes('GPSLatitude'), name).toBe(false);
    }
  });

  it('has in its pictures nothing but the two properties, to a reader that is not ours', async () => {
    for (const [name, bytes] of made) {
      if (!/\.(jpg|png|webp)$/.test(name)) continue;
      const { exif, iptc, icc, comments, xmp: packet } = await sharp(bytes).metadata();
      expect({ exif, iptc, icc, comments }, name).toEqual({});
      if (name !== 'cutout.png')
        expect(packet?.toString().match(/\s(?!xmlns|rdf)\w+:\w+="/g), name).toHaveLength(2);
      if (name.endsWith('.jpg')) {
        const all = await exifr.parse(bytes, { tiff: true, iptc: true, jfif: false, ihdr: false, xmp: true });
        expect(Object.keys(all).sort(), name).toEqual(['CreatorTool', 'DigitalSourceType']);
      }
    }
  });

  it('says of each file how it came about', () => {
    const sources = [...made]
      .filter(([name]) => /\.(jpg|webp)$/.test(name))
      .map(([name, bytes]) => [name, readProvenance(bytes, formatOf(name))?.digitalSource]);
    expect(Object.fromEntries(sources)).toMatchObject({
      'tmall-white-800x800.jpg': 'composite',
      'web-thumbnail-400x400.webp': 'composite',
      'derived/plain-f3f0ea-800x800.jpg': 'composite',
      'derived/scene-studio-sweep-800x800.jpg': 'compositeSynthetic',
    });
    expect(sources.map(([, source]) => source)).not.toContain(undefined);
  });
});
