import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ListedDerived } from '../../../functions/image-assets/derive/derived-list.ts';
import {
  type DerivedMeasures,
  measureDerived,
} from '../../../functions/image-assets/derive/measure-derived.ts';
import { productVideo } from '../../../functions/image-assets/derive/motion/product-video.ts';
import { prepareProduct } from '../../../functions/image-assets/derive/stills/product.ts';
import { validateDerived } from '../../../functions/image-assets/derive/validate-derived.ts';
import { stampProvenance } from '../../../functions/image-assets/provenance/stamp-provenance.ts';

const creatorTool = 'Storehand';
const sound: DerivedMeasures = {
  bytes: 1000,
  sha256: 'aa',
  width: 1080,
  height: 1080,
  seconds: 6,
  provenance: { digitalSource: 'compositeSynthetic', creatorTool },
};
const listed: ListedDerived = {
  choice: 'video-square',
  kind: 'video',
  name: 'derived/video-square-1080x1080.mp4',
  format: 'mp4',
  sha256: 'aa',
  bytes: 1000,
  width: 1080,
  height: 1080,
  seconds: 6,
  engine: 'rules/motion@1',
  digitalSource: 'compositeSynthetic',
  facts: {},
};

const failed = (over: Partial<DerivedMeasures>, file: Partial<ListedDerived> = {}) =>
  validateDerived({ ...listed, ...file }, { ...sound, ...over })
    .rules.filter(({ answer }) => answer === 'fail')
    .map(({ rule }) => rule);

describe('a derived file', () => {
  it('passes when it is what its maker said', () => {
    const evidence = validateDerived(listed, sound);
    expect(evidence).toMatchObject({ choice: 'video-square', answer: 'pass' });
    for (const { says } of evidence.rules) expect(says.zh).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['unchanged', { sha256: 'bb' }, {}],
    ['exact-pixels', { width: 1078 }, {}],
    ['exact-pixels', { width: undefined, height: undefined }, {}],
    ['length', { seconds: 5.5 }, {}],
    ['length', { seconds: undefined }, {}],
    ['length', { seconds: 2 }, { seconds: 2 }],
    ['length', { seconds: 16 }, { seconds: 16 }],
    ['light', { bytes: 20_000_001 }, {}],
    ['light', { bytes: 2_000_001 }, { kind: 'animation' }],
    ['provenance', { provenance: undefined }, {}],
    ['provenance', { provenance: { digitalSource: 'digitalCapture', creatorTool } }, {}],
  ] as const)('fails "%s" measured %j where the list says %j', (rule, over, file) => {
    expect(failed(over, file)).toEqual([rule]);
  });

  it('may loop for two seconds where it is no video, and has no pixels where it is a page', () => {
    expect(failed({ seconds: 2 }, { kind: 'animation', seconds: 2 })).toEqual([]);
    expect(failed({ width: undefined, height: undefined }, { kind: 'viewer', format: 'html' })).toEqual([]);
  });
});

describe('what a file tells of itself', () => {
  let cutout: Buffer;
  beforeAll(async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><circle cx="100" cy="100" r="80" fill="#a33"/></svg>';
    cutout = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  });

  it('of a video: its size and its length, from the boxes that its maker wrote', async () => {
    const product = prepareProduct({ width: 200, height: 200, channels: 4, data: cutout });
    if (!product) throw new Error('nothing drawn');
    const video = await productVideo(product, { width: 160, height: 284, seconds: 3, seed: 1 });
    const stamped = stampProvenance(video.bytes, 'mp4', 'compositeSynthetic');
    const measures = await measureDerived(stamped, 'mp4');
    expect(measures).toMatchObject({ width: 160, height: 284, bytes: stamped.length });
    expect(measures.seconds).toBeCloseTo(3, 1);
    expect(measures.provenance?.digitalSource).toBe('compositeSynthetic');
  });

  it('of an animation: the size of a frame, and how long all take', async () => {
    const frames = Array.from({ length: 5 }, (_, index) =>
      sharp({ create: { width: 64, height: 48, channels: 3, background: { r: index * 50, g: 0, b: 0 } } })
        .png()
        .toBuffer(),
    );
    const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
      .webp({ delay: 100, loop: 0 })
      .toBuffer();
    expect(await measureDerived(bytes, 'webp')).toMatchObject({ width: 64, height: 48, seconds: 0.5 });
  });

  it('of what is broken: nothing, without a fault', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'mp4', 'html'] as const) {
      for (const bytes of [Buffer.alloc(0), Buffer.alloc(200), Buffer.from('moov'.repeat(50))]) {
        const { width, height, seconds, provenance } = await measureDerived(bytes, format);
        expect({ width, height, seconds, provenance }).toEqual({});
      }
    }
  });
});
