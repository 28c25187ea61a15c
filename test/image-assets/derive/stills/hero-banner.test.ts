import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { bundledFonts } from '../../../../functions/image-assets/derive/stills/headline/bundled-fonts.ts';
import {
  composeBanner,
  heroBanner,
  safeArea,
} from '../../../../functions/image-assets/derive/stills/hero-banner.ts';
import { prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { sceneNames } from '../../../../functions/image-assets/derive/stills/scene-picture.ts';
import { drawCutout, shirt, shoe } from './drawn-cutouts.ts';

async function product(shapes: string, width?: number, height?: number) {
  return prepareProduct(await drawCutout(shapes, width, height)) ?? expect.fail('nothing drawn');
}

const english = { text: 'A lighter step for summer', language: 'en', fonts: bundledFonts('en') } as const;

describe('a hero banner', () => {
  it('is 1920 × 600 pixels, with type that contrasts 4.5 to 1 at least, on every scene and on colours', async () => {
    const thing = await product(shoe());
    const colours = ['1a66ec', 'f0c020'].map((hex) => ({
      r: Number.parseInt(hex.slice(0, 2), 16),
      g: Number.parseInt(hex.slice(2, 4), 16),
      b: Number.parseInt(hex.slice(4, 6), 16),
    }));
    for (const background of [...sceneNames, ...colours]) {
      const file = await heroBanner(thing, { background, seed: 4, headline: english });
      expect(await sharp(file.bytes).metadata()).toMatchObject({ width: 1920, height: 600, format: 'jpeg' });
      expect(file.facts.contrast).toBeGreaterThanOrEqual(4.5);
      expect(file.facts.headlineLines).toBeLessThanOrEqual(2);
      expect(file.digitalSource).toBe(typeof background === 'string' ? 'compositeSynthetic' : 'composite');
    }
  });

  it('keeps the product out of the safe area, whatever its shape', async () => {
    const things = [
      await product(shoe()),
      await product(shirt()),
      await product('<rect x="10" y="10" width="1180" height="60" fill="#804020"/>', 1200, 80),
      await product('<rect x="10" y="10" width="60" height="1180" fill="#804020"/>', 80, 1200),
    ];
    for (const thing of things) {
      const { placement } = await composeBanner(thing, { background: { r: 250, g: 250, b: 250 }, seed: 1 });
      const area = safeArea(placement);
      expect(area.width).toBeGreaterThanOrEqual(800);
      expect(area.left + area.width).toBeLessThan(placement.drawn.left);
      expect(placement.drawn.left + placement.drawn.width).toBeLessThanOrEqual(1920);
    }
  });

  it('puts a narrow product on the line of the thirds, nearly as high as the banner, and a wide one beyond the middle', async () => {
    const bottle = await product('<rect x="10" y="10" width="60" height="180" fill="#804020"/>', 80, 200);
    const tray = await product('<rect x="10" y="10" width="580" height="160" fill="#804020"/>', 600, 180);
    const place = async (thing: typeof bottle) => {
      const { placement } = await composeBanner(thing, { background: { r: 250, g: 250, b: 250 }, seed: 1 });
      return placement.drawn;
    };
    // Small photos: twice their size at most.
    const narrow = await place(bottle);
    expect((narrow.left + narrow.width / 2) / 1920).toBeCloseTo(2 / 3, 2);
    const tall = await product('<rect x="30" y="30" width="300" height="900" fill="#804020"/>', 360, 960);
    expect((await place(tall)).height / 600).toBeCloseTo(0.84, 2);
    const wide = await place(tray);
    expect(wide.left / 1920).toBeGreaterThanOrEqual(0.54);
    expect((wide.left + wide.width) / 1920).toBeLessThanOrEqual(0.96);
  });

  it('puts the product on the other side where the photo cut it on the left, and finds room for text there too', async () => {
    const cuts = {
      left: '<rect x="0" y="100" width="250" height="200" fill="#804020"/>',
      right: '<rect x="150" y="100" width="250" height="200" fill="#804020"/>',
      both: '<rect x="0" y="100" width="400" height="200" fill="#804020"/>',
    };
    for (const [side, shapes] of Object.entries(cuts)) {
      const thing = await product(shapes);
      const { placement } = await composeBanner(thing, { background: { r: 9, g: 9, b: 9 }, seed: 1 });
      const { drawn } = placement;
      const area = safeArea(placement);
      expect([side, drawn.left === 0 ? 'left' : 'right']).toEqual([side, side === 'left' ? 'left' : 'right']);
      expect(area.width).toBeGreaterThanOrEqual(800);
      const apart =
        drawn.left === 0 ? area.left - (drawn.left + drawn.width) : drawn.left - (area.left + area.width);
      expect(apart).toBeGreaterThanOrEqual(60);
      const file = await heroBanner(thing, { background: 'wooden-table', seed: 1, headline: english });
      expect(file.facts.contrast).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('draws type inside of the safe area and nowhere else', async () => {
    const thing = await product(shoe());
    const background = { r: 250, g: 250, b: 250 };
    const [bare, lettered] = await Promise.all(
      [undefined, english].map(async (headline) => {
        const file = await heroBanner(thing, { background, seed: 1, ...(headline && { headline }) });
        return sharp(file.bytes).greyscale().raw().toBuffer();
      }),
    );
    const { placement } = await composeBanner(thing, { background, seed: 1 });
    const area = safeArea(placement);
    let [inside, outside] = [0, 0];
    for (let at = 0; at < (bare?.length ?? 0); at += 1) {
      if (Math.abs((bare?.[at] ?? 0) - (lettered?.[at] ?? 0)) < 24) continue;
      const [x, y] = [at % 1920, Math.floor(at / 1920)];
      const within =
        x >= area.left - 2 && x < area.left + area.width + 2 && y >= area.top && y < area.top + area.height;
      if (within) inside += 1;
      else outside += 1;
    }
    expect(inside).toBeGreaterThan(5000);
    expect(outside).toBe(0);
  });

  it('is the same for the same seed, byte for byte', async () => {
    const thing = await product(shirt());
    const make = () => heroBanner(thing, { background: 'fabric', seed: 9, headline: english });
    expect((await make()).bytes.equals((await make()).bytes)).toBe(true);
  });
});
