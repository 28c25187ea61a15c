import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignViews } from '../../../../functions/image-assets/derive/motion/align-views.ts';
import { parallax } from '../../../../functions/image-assets/derive/motion/parallax.ts';
import { productAnimation } from '../../../../functions/image-assets/derive/motion/product-animation.ts';
import { LEAST_PHOTOS, spin } from '../../../../functions/image-assets/derive/motion/spin.ts';
import { type Product, prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import type { Raster } from '../../../../functions/image-assets/raster.ts';
import { BOTTLE, drawCup, drawProduct } from './drawn-products.ts';

const small = { width: 160, height: 160, seed: 1 };

async function readAnimation(bytes: Buffer) {
  return sharp(bytes, { pages: -1 }).metadata();
}

describe('the animation of a product', () => {
  let bottle: Product;
  beforeAll(async () => {
    bottle = await drawProduct(300, 400, BOTTLE);
  });

  it('repeats for ever and lasts as long as it says', async () => {
    const file = await productAnimation(bottle, { ...small, seconds: 2 });
    const { width, pageHeight, pages, loop, delay } = await readAnimation(file.bytes);
    expect({ width, pageHeight, pages, loop }).toEqual({ width: 160, pageHeight: 160, pages: 33, loop: 0 });
    expect((delay ?? []).reduce((sum, one) => sum + one, 0) / 1000).toBeCloseTo(file.seconds ?? 0, 3);
  });

  it('holds every frame whole, so that each can be shown alone', async () => {
    const { bytes } = await productAnimation(bottle, { ...small, seconds: 2 });
    const corners = await Promise.all(
      [0, 9, 21].map(async (page) => (await sharp(bytes, { page }).raw().toBuffer()).subarray(0, 3)),
    );
    for (const corner of corners) expect(Math.min(...corner)).toBeGreaterThan(60);
  });

  it('gives up quality, then smoothness, then size, until it fits', async () => {
    const product = await noisyProduct();
    const generous = await productAnimation(product, { ...small, seconds: 2 });
    const tight = await productAnimation(product, {
      ...small,
      seconds: 2,
      mostBytes: Math.floor(generous.bytes.length / 6),
    });
    expect(tight.bytes.length).toBeLessThanOrEqual(generous.bytes.length / 6);
    expect(tight.width).toBeLessThan(generous.width);
    expect((await readAnimation(tight.bytes)).width).toBe(tight.width);
  });

  it('is refused rather than too large', async () => {
    await expect(productAnimation(bottle, { ...small, seconds: 2, mostBytes: 500 })).rejects.toThrow(
      /within 500 bytes/,
    );
  });

  it.each([1.9, 8.1])('is refused for %s s', async (seconds) => {
    await expect(productAnimation(bottle, { ...small, seconds })).rejects.toThrow(RangeError);
  });
});

describe('a turn from several photos', () => {
  it('keeps the body where it was when all photos come from one tripod', async () => {
    const { views, by } = await alignViews(await cups(8));
    expect(by).toBe('tripod');
    expect(new Set(views.map(({ picture }) => `${picture.width}×${picture.height}`)).size).toBe(1);
    // The body begins at the same column in the view with the handle to the right and in the one to the left.
    const [right, , , , left] = views.map(({ picture }) => columnOf(picture, [0xc5, 0x6a, 0x45]));
    expect(Math.abs((right ?? 0) - (left ?? 99))).toBeLessThanOrEqual(1);
  });

  it('brings photos of different sizes to one height', async () => {
    const taken = await cups(4);
    const resized = await Promise.all(taken.map((cup, at) => resize(cup, 400 - 40 * at)));
    const { views, by } = await alignViews(resized);
    expect(by).toBe('height');
    expect(new Set(views.map(({ picture }) => `${picture.width}×${picture.height}`)).size).toBe(1);
  });

  it('gives an animation that goes round once, and a page with a picture for each photo', async () => {
    const [animation, page] = await spin(await cups(6), { ...small, title: 'Cup' });
    expect(animation).toMatchObject({ kind: 'spin', name: 'spin-6-views-160x160.webp', seconds: 6 });
    expect(await readAnimation(animation?.bytes ?? Buffer.alloc(0))).toMatchObject({ pages: 6, loop: 0 });
    expect(page).toMatchObject({ kind: 'viewer', format: 'html', name: 'viewer-spin-160x160.html' });
    expect(page?.bytes.toString().match(/<img /g)).toHaveLength(6);
  });

  it('has the same paper and light in all views', async () => {
    const [animation] = await spin(await cups(6), small);
    const corners = await Promise.all(
      [0, 2, 4].map(async (page) => [
        ...(await sharp(animation?.bytes, { page }).raw().toBuffer()).subarray(0, 3),
      ]),
    );
    for (const corner of corners) {
      corner.forEach((level, channel) => {
        expect(Math.abs(level - (corners[0]?.[channel] ?? 0))).toBeLessThanOrEqual(4);
      });
    }
  });

  it.each([LEAST_PHOTOS - 1, 73])('is refused for %s photos', async (count) => {
    const cup = await drawCup(0);
    await expect(
      spin(
        Array.from({ length: count }, () => cup),
        small,
      ),
    ).rejects.toThrow(RangeError);
  });

  it('names the photo that shows nothing', async () => {
    const empty: Raster = { width: 400, height: 400, channels: 4, data: Buffer.alloc(640_000) };
    await expect(spin([...(await cups(3)), empty], small)).rejects.toThrow(/photo 4/);
  });
});

describe('the page to turn a product', () => {
  it('asks nothing of anybody else, and says so in its policy', async () => {
    const [, page] = await parallax(await drawProduct(300, 400, BOTTLE), small);
    const html = page?.bytes.toString() ?? '';
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/https?:\/\/|\/\/[a-z]+\./i);
    expect(html.length).toBeLessThan(4_000_000);
  });

  it('shows a title as text, whatever stands in it', async () => {
    const [, page] = await spin(await cups(3), { ...small, title: '</title><script>alert("杯")</script>&' });
    const html = page?.bytes.toString() ?? '';
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(&quot;杯&quot;)');
  });
});

async function cups(count: number): Promise<Raster[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => drawCup(at / count)));
}

async function resize({ width, height, data }: Raster, side: number): Promise<Raster> {
  const resized = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(side, side)
    .raw()
    .toBuffer();
  return { width: side, height: side, channels: 4, data: resized };
}

/** The first column in which the colour stands, half-way down. */
function columnOf({ width, height, data }: Raster, colour: readonly number[]): number {
  const row = Math.floor(height / 2) * width;
  for (let x = 0; x < width; x += 1) {
    if (colour.every((level, channel) => Math.abs((data[(row + x) * 4 + channel] ?? 0) - level) < 12))
      return x;
  }
  return -1;
}

/** What no encoder makes small: every pixel another colour (a linear congruential generator, so always the same). */
async function noisyProduct(): Promise<Product> {
  const side = 200;
  const data = Buffer.alloc(side * side * 4, 255);
  let state = 1;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    if (at % 4 !== 3) data[at] = state >>> 24;
  }
  const product = prepareProduct({ width: side, height: side, channels: 4, data });
  if (!product) throw new Error('nothing was drawn');
  return product;
}
