import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { decodeRaster } from '../../../../functions/image-assets/raster.ts';
import { bottle, drawCutout, floorShadow, fromAbove, poster, shirt, shoe, stool } from './drawn-cutouts.ts';

const cutouts = join(process.env.STOREHAND_DATA ?? '../shared/data', 'cutouts');

describe('a cut-out made ready for stills', () => {
  it('is nothing where nothing is visible, or where there is no alpha', async () => {
    expect(prepareProduct(await drawCutout(''))).toBeUndefined();
    const opaque = { width: 2, height: 2, channels: 3 as const, data: Buffer.alloc(12) };
    expect(prepareProduct(opaque)).toBeUndefined();
  });

  it('loses its own floor shadow, apart from the product or touching it, and keeps the product whole', async () => {
    for (const shadowAt of [300, 258]) {
      const product = prepareProduct(await drawCutout(floorShadow(shadowAt) + shoe()));
      const bare = prepareProduct(await drawCutout(shoe()));
      expect(product?.picture.width).toBeCloseTo(bare?.picture.width ?? 0, -1);
      expect(Math.abs((product?.picture.height ?? 0) - (bare?.picture.height ?? 0))).toBeLessThanOrEqual(3);
      expect(product?.pose).toBe('standing');
    }
  });

  it('keeps what is half transparent by nature: a veil in a colour, a dark glass above the floor', async () => {
    const veil = '<rect x="120" y="200" width="160" height="130" fill="#e0a0b0" fill-opacity="0.4"/>';
    const glass = '<rect x="150" y="60" width="100" height="120" fill="#202020" fill-opacity="0.4"/>';
    for (const soft of [veil, glass]) {
      const cutout = await drawCutout(
        `${soft}<rect x="120" y="180" width="160" height="40" fill="#806040"/>`,
      );
      const before = alphaSum(cutout.data);
      const after = alphaSum(prepareProduct(cutout)?.picture.data ?? Buffer.alloc(0));
      expect(after / before).toBeGreaterThan(0.98);
    }
  });

  it('stands on a base or on feet, and lies where it has none or is a plain rectangle', async () => {
    const poses = await Promise.all(
      [shoe(), bottle(), stool(), shirt(), poster(), fromAbove()].map(
        async (shapes) => prepareProduct(await drawCutout(shapes))?.pose,
      ),
    );
    expect(poses).toEqual(['standing', 'standing', 'standing', 'lying', 'lying', 'lying']);
  });

  it('takes a pose that is known better', async () => {
    expect(prepareProduct(await drawCutout(shoe()), 'lying')?.pose).toBe('lying');
  });

  it('tells the side of the light from shading across one colour, and not from prints or even light', async () => {
    const graded = (from: string, to: string) =>
      `<defs><linearGradient id="g"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs>`;
    const lit = async (defs: string, fill: string) =>
      prepareProduct(await drawCutout(defs + bottle(fill)))?.litFrom;
    expect(await lit(graded('#d0d0d0', '#606060'), 'url(#g)')).toBe('left');
    expect(await lit(graded('#602020', '#d04848'), 'url(#g)')).toBe('right');
    expect(await lit('', '#808080')).toBeUndefined();
    const twoHalves = `${poster('#3060c0')}<rect x="200" y="70" width="90" height="260" fill="#f0e040"/>`;
    expect(prepareProduct(await drawCutout(twoHalves))?.litFrom).toBeUndefined();
  });

  it.skipIf(!existsSync(cutouts))('stands or lies as the real products were photographed', async () => {
    const expected = {
      'blue-plimsolls-1.png': 'standing',
      'dash-force-1.png': 'standing',
      'digital-product.png': 'standing',
      'white-plimsolls-3.png': 'standing',
      'white-plimsolls-1.png': 'lying',
      'beanie-2.png': 'lying',
      'dark-polygon-tee-front.png': 'lying',
      'battle-tested-book.png': 'lying',
    };
    for (const [file, pose] of Object.entries(expected)) {
      const path = join(cutouts, file);
      if (!existsSync(path)) continue;
      const product = prepareProduct(await decodeRaster(readFileSync(path)));
      expect([file, product?.pose]).toEqual([file, pose]);
      // Their floor shadows begin 15 px and more below them.
      const { picture, footprint } = product ?? expect.fail(file);
      expect(picture.height - footprint.groundLine).toBeLessThanOrEqual(3);
    }
  });
});

function alphaSum(data: Buffer): number {
  let sum = 0;
  for (let at = 3; at < data.length; at += 4) sum += data[at] ?? 0;
  return sum;
}
