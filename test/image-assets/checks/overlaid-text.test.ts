import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measureBorder } from '../../../functions/image-assets/checks/frame-border.ts';
import { findText } from '../../../functions/image-assets/checks/overlaid-text.ts';
import { placeText } from '../../../functions/image-assets/checks/text-place.ts';
import { decodeRaster, openRaster, type Raster } from '../../../functions/image-assets/raster.ts';
import { plainPhoto } from '../drawn-products.ts';
import { CUTOUTS, PHOTOS } from '../matting-scenes.ts';
import { overlaid, overlays } from './drawn-text.ts';

/** A product without a letter on grey paper. */
async function plainProduct(): Promise<Raster> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640"><rect width="100%" height="100%" fill="#b8bcc0"/><circle cx="320" cy="340" r="170" fill="#305070"/><circle cx="270" cy="290" r="60" fill="#406890"/></svg>`;
  return await decodeRaster(await sharp(Buffer.from(svg)).flatten().jpeg({ quality: 92 }).toBuffer());
}

/** 1 in the circle of the product. */
function productMask(width: number): { mask: Uint8Array; width: number } {
  const mask = new Uint8Array(width * width);
  for (let at = 0; at < mask.length; at += 1) {
    if (Math.hypot((at % width) - 320, Math.floor(at / width) - 340) <= 170) mask[at] = 1;
  }
  return { mask, width };
}

const named = (name: string) => {
  const overlay = overlays.find((one) => one.name === name);
  if (overlay === undefined) throw new Error(`no overlay ${name}`);
  return overlay;
};

describe('text', () => {
  it('is not found where there is none', async () => {
    expect(await findText(await plainProduct())).toEqual([]);
  });

  // The pale one lies half on the product, half on the paper: its letters have no one contrast, and it is not seen.
  const seen = overlays.map(({ name }) => name).filter((name) => name !== 'centred, pale');

  it.each(seen)('%s is found on plain paper', async (name) => {
    expect((await findText(await overlaid(await plainProduct(), named(name)))).length).toBeGreaterThan(0);
  });

  it('lies where it was drawn', async () => {
    const [found] = await findText(await overlaid(await plainProduct(), named('black, corner')));
    expect(found?.box.left).toBeGreaterThan(20);
    expect(found?.box.top).toBeGreaterThan(20);
    expect((found?.box.top ?? 640) + (found?.box.height ?? 0)).toBeLessThan(90);
  });

  it('beside the product is laid over the picture, on the product it may be printed', async () => {
    const corner = await findText(await overlaid(await plainProduct(), named('black, corner')));
    expect(placeText(corner, productMask(640))).toMatchObject({ within: [] });
    const print = { ...named('white, outlined'), at: [0.35, 0.55], size: 0.06 } as const;
    const printed = await findText(await overlaid(await plainProduct(), print));
    expect(printed.length).toBeGreaterThan(0);
    expect(placeText(printed, productMask(640))).toMatchObject({ overlaid: [] });
  });

  it('repeated over the whole picture is an overlay on the product too', async () => {
    const tiled = await findText(await overlaid(await plainProduct(), named('tiled, grey 30 %')));
    const { overlaid: over } = placeText(tiled, productMask(640));
    expect(over.length).toBeGreaterThan(2);
  });

  it('is not found in a row of notches, stitches or slats, as even as print', async () => {
    const bars = Array.from(
      { length: 24 },
      (_, i) => `<path d="M${100 + i * 16} 500l2 12" stroke-width="5" stroke-linecap="round"/>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640"><rect width="100%" height="100%" fill="#e8e8ea"/><g stroke="#303034">${bars.join('')}</g></svg>`;
    const comb = await decodeRaster(await sharp(Buffer.from(svg)).flatten().jpeg({ quality: 92 }).toBuffer());
    expect(await findText(comb)).toEqual([]);
  });

  it.skipIf(!existsSync(CUTOUTS))('is not found in the notched soles of a shoe', async () => {
    const shoe = await sharp(readFileSync(join(CUTOUTS, 'dash-force-2.png')))
      .flatten({ background: '#ffffff' })
      .resize(1000, 1000, { fit: 'inside' })
      .jpeg({ quality: 92 })
      .toBuffer();
    expect(await findText(await decodeRaster(shoe))).toEqual([]);
  });

  it.skipIf(!existsSync(PHOTOS))('is not found in leaves, grass and knitted cloth', async () => {
    for (const name of ['nik-shuliahin-619349-unsplash.jpg', 'mark-tegethoff-667351-unsplash.jpg']) {
      const photo = await decodeRaster(await sharp(readFileSync(join(PHOTOS, name))).toBuffer());
      expect(await findText(photo), name).toEqual([]);
    }
  });
});

describe('a border', () => {
  const bordered = async (photo: Raster, by: number, background: string) => {
    const jpeg = await openRaster(photo)
      .extend({ top: by, bottom: by, left: by, right: by, background })
      .jpeg({ quality: 90 })
      .toBuffer();
    return measureBorder(await decodeRaster(jpeg));
  };

  it.each([
    [4, '#000000'],
    [12, '#d01020'],
    [30, '#ffffff'],
  ])('of %d px in %s is measured', async (by, colour) => {
    const shorter = 640 + 2 * by;
    // Half the colour resolution of JPEG lets red run by a pixel or two.
    expect(Math.abs((await bordered(await plainProduct(), by, colour)) * shorter - by)).toBeLessThanOrEqual(
      2,
    );
  });

  it('is not the paper behind a product, nor a picture of one colour', async () => {
    expect(measureBorder(await plainProduct())).toBe(0);
    expect(measureBorder(plainPhoto(200, 200, [255, 255, 255]))).toBe(0);
  });

  it('is not the plain bars beside a photo of another shape', async () => {
    const jpeg = await openRaster(await plainProduct())
      .extend({ left: 60, right: 60, background: '#ffffff' })
      .jpeg()
      .toBuffer();
    expect(measureBorder(await decodeRaster(jpeg))).toBe(0);
  });
});
