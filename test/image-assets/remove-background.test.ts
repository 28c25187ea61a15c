import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import {
  matteFromAlpha,
  RULES_ENGINE,
  removeBackground,
} from '../../functions/image-assets/remove-background.ts';
import {
  type BackdropKind,
  CUTOUTS,
  composeScene,
  hostileKinds,
  isWhiteProduct,
  listCutouts,
  PHOTOS,
  seededNumbers,
  studioKinds,
} from './matting-scenes.ts';
import { scoreMatte } from './matting-scores.ts';

/** Draws SVG (our own) as a photo with sensor noise. */
async function shoot(svg: string, width = 800, height = 800): Promise<Raster> {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${svg}</svg>`;
  const drawn = await decodeRaster(
    await sharp(Buffer.from(sheet)).flatten({ background: '#fff' }).png().toBuffer(),
  );
  const random = seededNumbers(5);
  const data = Buffer.from(
    drawn.data.map((value) => Math.min(255, Math.max(0, value + (random() - 0.5) * 4))),
  );
  return { ...drawn, data };
}

const GREY = '<rect width="100%" height="100%" fill="#cfcfd2"/>';
const at = (alpha: Buffer, width: number, x: number, y: number) => alpha[y * width + x];

describe('a product on a plain backdrop', () => {
  it('is cut out at the resolution of the photo, with a soft outline one or two pixels wide', async () => {
    const photo = await shoot(`${GREY}<circle cx="400" cy="400" r="200" fill="#a03020"/>`);
    const matte = await removeBackground(photo);
    expect(matte).toMatchObject({ accepted: true, engine: RULES_ENGINE, reasons: [] });
    expect(matte.alpha.length).toBe(800 * 800);
    expect(at(matte.alpha, 800, 400, 400)).toBe(255);
    expect(at(matte.alpha, 800, 20, 20)).toBe(0);
    // On the row through the centre the outline lies at x = 200.
    expect(at(matte.alpha, 800, 196, 400)).toBeLessThan(30);
    expect(at(matte.alpha, 800, 204, 400)).toBeGreaterThan(225);
  });

  it('keeps its openings open and its prints closed', async () => {
    const ring = '<circle cx="400" cy="400" r="180" fill="none" stroke="#203c80" stroke-width="90"/>';
    const print = '<text x="245" y="408" font-size="26" font-family="sans-serif" fill="#cfcfd2">ab</text>';
    const { alpha, accepted } = await removeBackground(await shoot(GREY + ring + print));
    expect(accepted).toBe(true);
    expect(at(alpha, 800, 400, 400)).toBe(0);
    for (let x = 240; x < 262; x += 1) expect(at(alpha, 800, x, 402)).toBe(255);
  });

  it('leaves its soft floor shadow behind', async () => {
    const blur =
      '<filter id="b" x="-1" y="-3" width="3" height="7"><feGaussianBlur stdDeviation="22"/></filter>';
    const shadow = '<ellipse cx="400" cy="620" rx="210" ry="26" fill="#000" opacity="0.5" filter="url(#b)"/>';
    const box = '<rect x="250" y="280" width="300" height="300" fill="#2c7a4b"/>';
    const { alpha, measures } = await removeBackground(await shoot(GREY + blur + shadow + box));
    expect(measures.shadow).toBeGreaterThan(0.02);
    expect(at(alpha, 800, 400, 640)).toBe(0);
    expect(at(alpha, 800, 400, 570)).toBe(255);
  });

  it('that is tall or wide is cut out alike', async () => {
    for (const [width, height] of [
      [500, 1100],
      [1100, 500],
    ] as const) {
      const box = `<rect x="${width * 0.3}" y="${height * 0.3}" width="${width * 0.4}" height="${height * 0.4}" fill="#7a2c60"/>`;
      const { alpha, accepted } = await removeBackground(await shoot(GREY + box, width, height));
      expect(accepted).toBe(true);
      const share = alpha.reduce((sum, value) => sum + value, 0) / 255 / (width * height);
      expect(share).toBeCloseTo(0.16, 2);
    }
  });
});

describe('a doubtful matte', () => {
  const doubtful: [string, string, string][] = [
    ['an empty backdrop', 'NothingFound', ''],
    [
      'a product that runs out of the picture',
      'ProductCutByFrame',
      '<rect x="300" y="200" width="600" height="700" fill="#803"/>',
    ],
    [
      'a scatter of things',
      'SeveralParts',
      Array.from(
        { length: 9 },
        (_, i) =>
          `<circle cx="${160 + (i % 3) * 240}" cy="${160 + Math.floor(i / 3) * 240}" r="60" fill="#264"/>`,
      ).join(''),
    ],
    [
      'a product in the colour of the backdrop',
      'FaintOutline',
      '<rect x="250" y="250" width="300" height="300" fill="#d1d1d3"/>',
    ],
  ];
  it.each(doubtful)('%s is refused and says %s', async (_, code, svg) => {
    const { accepted, confidence, reasons } = await removeBackground(await shoot(GREY + svg));
    expect(accepted).toBe(false);
    expect(confidence).toBeLessThan(0.5);
    expect(reasons.map((reason) => reason.code)).toContain(code);
    for (const { says } of reasons) {
      expect(says.en).toMatch(/\.$/);
      expect(says.zh).toMatch(/。$/);
    }
  });
});

describe('a transparent photo', () => {
  it('keeps its own alpha', () => {
    const data = Buffer.from([1, 2, 3, 0, 4, 5, 6, 128, 7, 8, 9, 255, 1, 1, 1, 255]);
    const matte = matteFromAlpha({ width: 2, height: 2, channels: 4, data });
    expect([...matte.alpha]).toEqual([0, 128, 255, 255]);
    expect(matte).toMatchObject({ engine: 'alpha', accepted: true, confidence: 1 });
  });

  it('that is only trimmed at its corners, or empty, is no cut-out', () => {
    const trimmed = Buffer.alloc(400, 255);
    for (const corner of [0, 9, 90, 99]) trimmed[corner * 4 + 3] = 0;
    for (const data of [trimmed, Buffer.alloc(400)]) {
      const matte = matteFromAlpha({ width: 10, height: 10, channels: 4, data });
      expect(matte).toMatchObject({ engine: 'alpha', accepted: false, confidence: 0 });
      expect(matte.reasons.map(({ code }) => code)).toEqual(['AlphaIsNoCutout']);
    }
  });

  it('that has no alpha channel is a mistake of the caller', () => {
    const opaque: Raster = { width: 1, height: 1, channels: 3, data: Buffer.alloc(3) };
    expect(() => matteFromAlpha(opaque)).toThrow(RangeError);
  });
});

describe.skipIf(listCutouts().length === 0 || !existsSync(PHOTOS))(`cut-outs from ${CUTOUTS}`, () => {
  const cutouts = listCutouts();
  // Every kind of studio backdrop with four cut-outs, every hostile one with two; the whole is in test/bench.
  const scenes = (kinds: readonly BackdropKind[], step: number) =>
    kinds.flatMap((kind, k) =>
      cutouts.flatMap((name, i) => (i % step === k % step ? [{ kind, name, seed: i * 10 }] : [])),
    );
  const judge = async ({ kind, name, seed }: { kind: BackdropKind; name: string; seed: number }) => {
    const scene = await composeScene(name, kind, seed);
    const matte = await removeBackground(scene.photo);
    const whiteOnWhite = kind === 'white' && isWhiteProduct(scene);
    return { accepted: matte.accepted, overlap: scoreMatte(matte.alpha, scene), whiteOnWhite };
  };

  it('on studio backdrops are accepted four times of five (white on white aside), and never wrongly', async () => {
    let accepted = 0;
    let tried = 0;
    const all = scenes(studioKinds, 6);
    for (const scene of all) {
      const matte = await judge(scene);
      if (!matte.whiteOnWhite) tried += 1;
      if (matte.accepted) {
        if (!matte.whiteOnWhite) accepted += 1;
        expect(matte.overlap, `${scene.name} on ${scene.kind}`).toBeGreaterThanOrEqual(0.95);
      }
    }
    expect(accepted / tried).toBeGreaterThanOrEqual(0.8);
  }, 120_000);

  it('on other backdrops are never accepted wrongly', async () => {
    for (const scene of scenes(hostileKinds, 12)) {
      const matte = await judge(scene);
      if (matte.accepted)
        expect(matte.overlap, `${scene.name} on ${scene.kind}`).toBeGreaterThanOrEqual(0.95);
    }
  }, 120_000);
});

describe.skipIf(!existsSync(PHOTOS))(`real photographs in ${PHOTOS}`, () => {
  it('with busy backdrops are handed to a person', async () => {
    const verdicts: boolean[] = [];
    for (const name of readdirSync(PHOTOS)) {
      const photo = await decodeRaster(readFileSync(join(PHOTOS, name)));
      verdicts.push((await removeBackground(photo)).accepted);
    }
    expect(verdicts.filter(Boolean).length / verdicts.length).toBeLessThan(0.2);
  }, 120_000);
});
