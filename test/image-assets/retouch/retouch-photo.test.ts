import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeRaster, type Raster } from '../../../functions/image-assets/raster.ts';
import { type RetouchStep, retouchSteps } from '../../../functions/image-assets/retouch/finding.ts';
import { type RetouchOptions, retouchPhoto } from '../../../functions/image-assets/retouch/retouch-photo.ts';
import { gainCurve } from '../../../functions/image-assets/retouch/tone-curves.ts';
import { turnPhoto } from '../../../functions/image-assets/retouch/turn-photo.ts';
import { PHOTOS } from '../matting-scenes.ts';
import { addSpecks, casts, colourError, type Light, relight } from './retouch-scenes.ts';

const all: RetouchOptions = { steps: new Set(retouchSteps), mostShift: 6 };
const only = (...steps: RetouchStep[]): RetouchOptions => ({ ...all, steps: new Set(steps) });
const SIDE = 500;

/** A box with grey and coloured print on paper, noise and a soft shadow included. */
async function boxOnPaper(paper: Light, more = '', side = SIDE): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 500 500">
    <defs><filter id="s"><feGaussianBlur stdDeviation="9"/></filter></defs>
    <rect width="500" height="500" fill="rgb(${paper.join(',')})"/>
    <rect x="150" y="170" width="210" height="220" opacity="0.3" filter="url(#s)"/>
    <rect x="150" y="150" width="200" height="220" fill="#a8442c"/>
    <rect x="170" y="180" width="160" height="60" fill="#8a8a8a"/>
    <rect x="190" y="270" width="120" height="70" fill="#3f3f3f"/>${more}</svg>`;
  const drawn = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer();
  let state = 7;
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const noise = ((state >>> 16) % 3) - 1;
    for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) {
      drawn[at] = Math.min(255, Math.max(0, (drawn[at] as number) + noise));
    }
  }
  return { width: side, height: side, channels: 3, data: drawn };
}

const white: Light = [243, 243, 243];
const codeOf = async (photo: Raster, step: RetouchStep) =>
  (await retouchPhoto(photo, all)).evidence.findings[step].code;

describe('a photo that is fine', () => {
  it.each([
    ['white', white],
    ['grey', [180, 180, 180]],
    ['cream', [246, 241, 232]],
    ['beige', [226, 214, 196]],
    ['blue', [90, 130, 200]],
    ['black', [22, 22, 24]],
  ] as const)('on %s paper comes back as the same object', async (_, paper) => {
    const photo = await boxOnPaper(paper);
    const before = Buffer.from(photo.data);
    const { raster, applied } = await retouchPhoto(photo, all);
    expect(applied).toEqual([]);
    expect(raster).toBe(photo);
    expect(photo.data.equals(before)).toBe(true);
  });

  it('is not touched by a second retouch', async () => {
    const photo = relight(await boxOnPaper(white), casts.warm as Light);
    const first = await retouchPhoto(photo, all);
    expect(first.applied).toEqual(['white-balance']);
    expect((await retouchPhoto(first.raster, all)).applied).toEqual([]);
  });
});

describe('the white balance', () => {
  it.each(Object.entries(casts).filter(([name]) => !name.startsWith('a little')))(
    'takes out light that is %s, and says how far the colours moved',
    async (_, light) => {
      const truth = await boxOnPaper(white);
      const { raster, evidence } = await retouchPhoto(relight(truth, light), only('white-balance'));
      expect(colourError(relight(truth, light), truth).mean).toBeGreaterThan(2);
      expect(colourError(raster, truth).mean).toBeLessThan(0.8);
      expect(evidence.colourShift?.product.mean).toBeGreaterThan(0.5);
      expect(evidence.colourShift?.strength).toBe(1);
    },
  );

  it('leaves tinted paper its colour where the product’s greys are neutral', async () => {
    expect(await codeOf(await boxOnPaper([246, 241, 232]), 'white-balance')).toBe('ColouredPaper');
  });

  it('does not guess where the product has no greys', async () => {
    const plain = '<rect x="150" y="150" width="200" height="220" fill="#a8442c"/>';
    const photo = relight(await boxOnPaper(white, plain), casts.warm as Light);
    expect(await codeOf(photo, 'white-balance')).toBe('NothingNeutral');
  });

  it('keeps within the shift that the setting allows, or does nothing', async () => {
    const photo = relight(await boxOnPaper(white), casts.warm as Light);
    const weak = await retouchPhoto(photo, { ...all, mostShift: 0.8 });
    expect(weak.evidence.colourShift?.product.meanTint).toBeLessThanOrEqual(0.8);
    expect(weak.evidence.colourShift?.strength).toBeLessThan(1);
    const none = await retouchPhoto(photo, { ...all, mostShift: 0.05 });
    expect(none.raster).toBe(photo);
    expect(none.evidence.findings['white-balance'].code).toBe('TooMuchShift');
    expect(none.evidence.colourShift?.strength).toBe(0);
  });
});

describe('the exposure', () => {
  it('of a photo without any light tone is raised, by 0.7 stops at most', async () => {
    const label = '<rect x="190" y="270" width="120" height="70" fill="#eee"/>';
    const dark = relight(await boxOnPaper(white, label), [0.17, 0.17, 0.17]);
    const { raster, evidence } = await retouchPhoto(dark, only('exposure'));
    expect(evidence.applied).toEqual(['exposure']);
    expect(evidence.findings.exposure.figures.stops).toBeLessThanOrEqual(0.7);
    const mean = ({ data }: Raster) => data.reduce((sum, level) => sum + level, 0) / data.length;
    expect(mean(raster)).toBeGreaterThan(mean(dark) + 8);
  });

  it('is left where paper and product may be as dark as they look', async () => {
    expect(await codeOf(relight(await boxOnPaper(white), [0.17, 0.17, 0.17]), 'exposure')).toBe(
      'NothingLight',
    );
  });

  it('clips nothing and keeps the order of tones', () => {
    const light = fc.double({ min: 0, max: 1, noNaN: true });
    const stops = fc.double({ min: 0, max: 0.7, noNaN: true });
    fc.assert(
      fc.property(stops, light, light, (by, one, other) => {
        const curve = gainCurve(2 ** by, 2);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(curve(low)).toBeLessThanOrEqual(curve(high) + 1e-12);
        expect(curve(high)).toBeLessThanOrEqual(1);
        expect(curve(low)).toBeGreaterThanOrEqual(low - 1e-12);
      }),
    );
  });
});

describe('straightening', () => {
  it.each([-3, -1.2, 0.8, 2.5])('turns a box that is tilted by %d° back, within 0.15°', async (tilt) => {
    const truth = await boxOnPaper(white);
    const { raster, evidence } = await retouchPhoto(await turnPhoto(truth, -tilt), only('straighten'));
    expect(evidence.findings.straighten.figures.degrees).toBeCloseTo(tilt, 0);
    expect(Math.abs((evidence.findings.straighten.figures.degrees ?? 0) - tilt)).toBeLessThan(0.15);
    expect(colourError(raster, truth).mean).toBeLessThan(1.2);
    expect(await codeOf(raster, 'straighten')).toBe('LevelAlready');
  });

  it('leaves what is meant to slant, and a product that reaches the frame', async () => {
    const slanted = '<path d="M60 80 L440 110 L440 130 L60 100 Z" fill="#222"/>';
    const photo = await boxOnPaper(white, slanted);
    expect((await retouchPhoto(photo, only('straighten'))).applied).toEqual([]);
    const tilted = await turnPhoto(await boxOnPaper(white), -3.5);
    const left = 150;
    const data = await sharp(tilted.data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .extract({ left: left - 15, top: 130, width: 250, height: 270 })
      .raw()
      .toBuffer();
    const close: Raster = { width: 250, height: 270, channels: 3, data };
    expect((await retouchPhoto(close, only('straighten'))).raster).toBe(close);
  });
});

describe('dust', () => {
  const specks = [
    { x: 60, y: 70, radius: 2.2, shade: 0.08 },
    { x: 430, y: 90, radius: 1.8, shade: 0.09 },
    { x: 70, y: 440, radius: 2.6, shade: 0.06 },
  ];

  it('on the paper is covered, found where it is', async () => {
    const truth = await boxOnPaper(white);
    const dusty = addSpecks(truth, specks);
    const { raster, evidence } = await retouchPhoto(dusty, only('dust'));
    expect(evidence.spots).toHaveLength(3);
    for (const { x, y } of specks) {
      expect(evidence.spots.some((spot) => Math.hypot(spot.x - x, spot.y - y) < 2.5)).toBe(true);
    }
    const near = (at: number) =>
      specks.some(({ x, y }) => Math.hypot((at % SIDE) - x, Math.floor(at / SIDE) - y) < 3);
    expect(colourError(raster, truth, near, 1).mean).toBeLessThan(
      0.6 * colourError(dusty, truth, near, 1).mean,
    );
  });

  it('on the product, letters and patterns stay as they are', async () => {
    const onProduct = addSpecks(await boxOnPaper(white), [{ x: 250, y: 160, radius: 2.2, shade: 0.1 }]);
    expect((await retouchPhoto(onProduct, only('dust'))).raster).toBe(onProduct);
    const dots = Array.from({ length: 80 }, (_, at) => ({
      x: 25 + (at % 10) * 50,
      y: 25 + Math.floor(at / 10) * 12,
      radius: 1.8,
      shade: 0.08,
    }));
    const dotted = addSpecks(await boxOnPaper(white), dots);
    expect((await retouchPhoto(dotted, only('dust'))).raster).toBe(dotted);
    const row = [0, 1, 2, 3].map((at) => ({ x: 60 + 12 * at, y: 60, radius: 1.8, shade: 0.1 }));
    const ellipsis = addSpecks(await boxOnPaper(white), row);
    expect((await retouchPhoto(ellipsis, only('dust'))).raster).toBe(ellipsis);
  });
});

describe('what is switched off or transparent', () => {
  it('is left alone', async () => {
    const photo = relight(await boxOnPaper(white), casts.warm as Light);
    const off = await retouchPhoto(photo, only());
    expect(off.raster).toBe(photo);
    expect(Object.values(off.evidence.findings).map(({ code }) => code)).toEqual(
      Array<string>(4).fill('SwitchedOff'),
    );
    const rgba = await sharp(photo.data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .ensureAlpha(0.5)
      .raw()
      .toBuffer();
    const clear: Raster = { ...photo, channels: 4, data: rgba };
    expect((await retouchPhoto(clear, all)).raster).toBe(clear);
  });

  it('counts as opaque where the alpha channel carries nothing', async () => {
    const photo = relight(await boxOnPaper(white), casts.warm as Light);
    const rgba = await sharp(photo.data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .ensureAlpha(1)
      .raw()
      .toBuffer();
    const { raster } = await retouchPhoto({ ...photo, channels: 4, data: rgba }, all);
    expect(raster.data.equals((await retouchPhoto(photo, all)).raster.data)).toBe(true);
  });
});

describe.skipIf(!existsSync(PHOTOS))(`the real photographs (${PHOTOS})`, () => {
  it('keep their colours: wood, walls and coloured paper are not made neutral', async () => {
    for (const name of readdirSync(PHOTOS)) {
      const bytes = await sharp(readFileSync(join(PHOTOS, name)))
        .resize(700, 700, { fit: 'inside' })
        .toBuffer();
      const photo = await decodeRaster(bytes);
      const { raster, applied } = await retouchPhoto(photo, all);
      expect(
        applied.filter((step) => step !== 'dust'),
        name,
      ).toEqual([]);
      expect(colourError(raster, photo).mean, name).toBeLessThan(0.05);
    }
  }, 60_000);
});
