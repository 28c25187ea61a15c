import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPhoto } from '../../../functions/image-assets/inspect-photo.ts';
import {
  digitalSources,
  digitalSourceUri,
  isModelMade,
  sourceAfter,
} from '../../../functions/image-assets/provenance/digital-source.ts';
import { readOriginalSource } from '../../../functions/image-assets/provenance/read-original-source.ts';
import { stampProvenance } from '../../../functions/image-assets/provenance/stamp-provenance.ts';
import { studioPhoto } from '../photo-job.ts';

const uri = (term: string) => `http://cv.iptc.org/newscodes/digitalsourcetype/${term}`;
const packet = (property: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">${property}</rdf:Description></rdf:RDF></x:xmpmeta>`;

async function sourceOf(bytes: Buffer): Promise<string | undefined> {
  const inspected = await inspectPhoto(bytes);
  if (inspected.kind === 'refused') throw new Error(inspected.code);
  return inspected.facts.digitalSource;
}

describe('what an uploaded photo says of its origin', () => {
  it.each([
    [
      'an element',
      `<Iptc4xmpExt:DigitalSourceType>${uri('trainedAlgorithmicMedia')}</Iptc4xmpExt:DigitalSourceType>`,
    ],
    ['a reference', `<Iptc4xmpExt:DigitalSourceType rdf:resource="${uri('trainedAlgorithmicMedia')}"/>`],
    [
      'an older https',
      `<Iptc4xmpExt:DigitalSourceType>https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>`,
    ],
  ])('is read from XMP as %s, in a JPEG, a WebP and a PNG', async (_, property) => {
    const photo = sharp(await studioPhoto()).withXmp(packet(property));
    for (const bytes of [
      await photo.clone().jpeg().toBuffer(),
      await photo.clone().webp().toBuffer(),
      await photo.clone().png().toBuffer(),
    ]) {
      expect(await sourceOf(bytes)).toBe('trainedAlgorithmicMedia');
    }
  });

  it('is read from Content Credentials, which spell the identifier out', async () => {
    const plain = await studioPhoto();
    // APP11 with a JUMBF box, as far as it matters here: CBOR keeps a text's bytes together.
    const manifest = Buffer.concat([
      Buffer.from('JP\0\u0001\0\0\0\u0001jumbc2pa', 'latin1'),
      Buffer.from(`digitalSourceTypexF${uri('trainedAlgorithmicMedia')}`),
    ]);
    const head = Buffer.from([0xff, 0xeb, 0, 0]);
    head.writeUInt16BE(manifest.length + 2, 2);
    const bytes = Buffer.concat([plain.subarray(0, 2), head, manifest, plain.subarray(2)]);
    expect(await sourceOf(bytes)).toBe('trainedAlgorithmicMedia');
  });

  it('is read from a compressed text of a PNG as the decoder unpacks it', () => {
    const text = Buffer.from(packet(`<x>${uri('trainedAlgorithmicMedia')}</x>`));
    expect(readOriginalSource(deflateSync(text))).toBeUndefined();
    expect(readOriginalSource(deflateSync(text), text)).toBe('trainedAlgorithmicMedia');
  });

  it('is nothing where it says nothing, or something that nobody knows', async () => {
    expect(await sourceOf(await studioPhoto())).toBeUndefined();
    for (const term of ['', 'somethingNew', 'trainedAlgorithmicMediaX', '<script>']) {
      expect(readOriginalSource(Buffer.from(uri(term)))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (noise, term) => {
        const source = readOriginalSource(Buffer.concat([noise, Buffer.from(uri(term)), noise]));
        expect([undefined, ...digitalSources]).toContain(source);
      }),
    );
  });

  it('is the furthest from a capture of all that it says, however often', () => {
    const all = Buffer.from(
      [uri('digitalCapture'), uri('trainedAlgorithmicMedia'), uri('composite')].join(' '),
    );
    expect(readOriginalSource(all)).toBe('trainedAlgorithmicMedia');
    expect(readOriginalSource(Buffer.from(`${uri('digitalCapture')} `.repeat(100_000)))).toBe(
      'digitalCapture',
    );
    expect(readOriginalSource(Buffer.from(uri('digitalArt')))).toBe('compositeSynthetic');
  });
});

describe('what is said of a file made of it', () => {
  const any = fc.constantFrom(...digitalSources);

  it('never loses that a model made pixels of it', () => {
    fc.assert(
      fc.property(any, any, (original, made) => {
        const after = sourceAfter(original, made);
        if (isModelMade(original) || isModelMade(made)) expect(isModelMade(after)).toBe(true);
        // Once more changes nothing.
        expect(sourceAfter(sourceAfter(original, made), made)).toBe(after);
      }),
    );
  });

  it.each([
    [undefined, 'composite', 'composite'],
    ['digitalCapture', 'compositeSynthetic', 'compositeSynthetic'],
    ['trainedAlgorithmicMedia', 'digitalCapture', 'trainedAlgorithmicMedia'],
    ['trainedAlgorithmicMedia', 'composite', 'compositeWithTrainedAlgorithmicMedia'],
    ['trainedAlgorithmicMedia', 'compositeSynthetic', 'compositeWithTrainedAlgorithmicMedia'],
    ['compositeWithTrainedAlgorithmicMedia', 'composite', 'compositeWithTrainedAlgorithmicMedia'],
    ['compositeSynthetic', 'digitalCapture', 'compositeSynthetic'],
    ['composite', 'compositeWithTrainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'],
  ] as const)('of %s by %s is %s', (original, made, after) => {
    expect(sourceAfter(original, made)).toBe(after);
  });

  it('is what we wrote ourselves, when one of our files comes back as a photo', async () => {
    const ours = stampProvenance(await studioPhoto(), 'jpeg', 'compositeSynthetic');
    expect(ours.includes(digitalSourceUri('compositeSynthetic'))).toBe(true);
    expect(await sourceOf(ours)).toBe('compositeSynthetic');
  });
});
