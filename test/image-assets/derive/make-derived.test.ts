import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DeriveWishes, makeDerived } from '../../../functions/image-assets/derive/make-derived.ts';
import { readTurn } from '../../../functions/image-assets/derive/read-turn.ts';
import { wantsDerived, wantsOwn } from '../../../functions/image-assets/derive/wants-derived.ts';
import { encodePng, type Raster } from '../../../functions/image-assets/raster.ts';
import { settingCatalogue } from '../../../functions/platform/settings/setting-catalogue.ts';
import { createMemoryPlatform, type MemoryPlatform } from '../../platform/memory/memory-platform.ts';
import { startPhoto } from '../photo-job.ts';

let cutout: Raster;
beforeAll(async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240"><rect x="70" y="50" width="100" height="140" rx="12" fill="#a33"/></svg>';
  const { data, info } = await sharp(Buffer.from(svg))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  cutout = { width: info.width, height: info.height, channels: 4, data };
});

const nothing: DeriveWishes = {
  brandColours: [],
  scenes: [],
  stillPixels: 200,
  hero: { enabled: false, background: 'stone', headline: '' },
  video: { formats: [], seconds: 3 },
  animation: false,
  view3d: { enabled: false, turnFromPhotos: 3 },
};

/** Names of what was made, and what was not with its reason. */
async function madeOf(wishes: Partial<DeriveWishes>, over: { cutout?: Raster } = {}): Promise<string[]> {
  const request = {
    cutout,
    wishes: { ...nothing, ...wishes },
    title: 'MUG-1',
    seed: 3,
    ...over,
  };
  const made: string[] = [];
  for await (const one of makeDerived(request))
    made.push('bytes' in one ? one.name : `no ${one.what}: ${one.says.en}`);
  return made;
}

describe('what is derived', () => {
  it('is what was wished for, each once', async () => {
    expect(await madeOf({})).toEqual([]);
    const made = await madeOf({
      brandColours: ['#112233', '#FFFFFF', '#112233'],
      scenes: ['studio-sweep', 'studio-sweep'],
      hero: { enabled: true, background: '#334455', headline: '' },
    });
    expect(made).toEqual([
      'plain-112233-200x200.jpg',
      'plain-ffffff-200x200.jpg',
      'scene-studio-sweep-200x200.jpg',
      'hero-plain-1920x600.jpg',
    ]);
  });

  it('leaves out what cannot be had, says why, and makes the rest', async () => {
    const made = await madeOf({
      scenes: ['moon-base', 'studio-sweep'],
      hero: { enabled: true, background: 'moon-base', headline: '' },
    });
    expect(made).toEqual([
      expect.stringContaining('no scene-moon-base: There is no scene moon-base'),
      'scene-studio-sweep-200x200.jpg',
      expect.stringContaining('no hero: There is no scene moon-base'),
    ]);
    const headline = 'an endlessly long headline '.repeat(10);
    const [banner] = await madeOf({ hero: { enabled: true, background: 'stone', headline } });
    expect(banner).toContain('no hero: The headline is too long');
  });

  it('is nothing where nothing of the product is visible', async () => {
    const empty: Raster = { ...cutout, data: Buffer.alloc(cutout.data.length) };
    expect(await madeOf({ brandColours: ['#112233'] }, { cutout: empty })).toEqual([
      expect.stringContaining('nothing of the product is visible'),
    ]);
  });

  it('by default names only scenes that there are', async () => {
    const { scenes, hero } = settingCatalogue['image-derive'].default;
    const made = await madeOf({ scenes, hero });
    expect(made.filter((name) => name.startsWith('no '))).toEqual([]);
  });
});

describe('a photo', () => {
  const view3d = { enabled: false, turnFromPhotos: 8 };

  it('is derived from where the shop says so, and where it may complete a turn', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('main', 'all', 'none'),
        fc.integer({ min: 1, max: 99 }),
        (photos, position) => {
          const own = wantsOwn({ photos }, position);
          expect(own).toBe(photos === 'all' || (photos === 'main' && position === 1));
          expect(wantsDerived({ photos, view3d }, position)).toBe(own);
          expect(wantsDerived({ photos, view3d: { ...view3d, enabled: true } }, position)).toBe(
            photos !== 'none',
          );
        },
      ),
    );
  });
});

describe('the photos of a turn', () => {
  const asset = (position: number) => position.toString(16).padStart(16, '0');

  /** A product with photos at positions 1 to n, in the states given. */
  async function productWith(
    states: readonly ('accepted' | 'doubtful' | 'coming' | 'failed')[],
  ): Promise<MemoryPlatform> {
    const platform = createMemoryPlatform();
    const png = await encodePng(cutout);
    const places: Record<string, { asset: string; run: string }> = {};
    for (const [index, state] of states.entries()) {
      const position = index + 1;
      places[position] = { asset: asset(position), run: `run-${position}` };
      const folder = `shop/MUG-1/${asset(position)}`;
      // Its run is open.
      if (state === 'coming')
        await startPhoto(platform, Buffer.from(`${position}`), { run: `run-${position}` });
      if (state === 'coming' || state === 'failed') continue;
      const evidence = JSON.stringify({ made: true, accepted: state === 'accepted' });
      await platform.objects.put({ bucket: 'media', key: `${folder}/evidence.json` }, evidence, {
        contentType: 'application/json',
      });
      await platform.objects.put({ bucket: 'media', key: `${folder}/cutout.png` }, png, {
        contentType: 'image/png',
      });
    }
    await platform.records.put({
      key: { pk: 'shop#SKU#MUG-1', sk: 'PLACES' },
      data: places,
      expected: 'absent',
    });
    return platform;
  }

  const turnOf = async (platform: MemoryPlatform, least = 3) =>
    (await readTurn(platform, 'shop', { sku: 'MUG-1', asset: asset(1), position: 1 }, least))?.length;

  it('are its accepted cut-outs, from enough of them on', async () => {
    expect(await turnOf(await productWith(['accepted', 'accepted', 'accepted']))).toBe(3);
    expect(await turnOf(await productWith(['accepted', 'accepted', 'accepted']), 4)).toBeUndefined();
    expect(await turnOf(await productWith(['accepted', 'doubtful', 'accepted', 'accepted']))).toBe(3);
    expect(await turnOf(await productWith(['accepted', 'doubtful', 'accepted']))).toBeUndefined();
    expect(await turnOf(createMemoryPlatform())).toBeUndefined();
  });

  it('are waited for: while one is on its way, a later run makes the turn; one that came to nothing is not', async () => {
    expect(await turnOf(await productWith(['accepted', 'accepted', 'accepted', 'coming']))).toBeUndefined();
    expect(await turnOf(await productWith(['accepted', 'accepted', 'accepted', 'failed']))).toBe(3);
  });
});
