import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { LARGEST_UPSCALE } from '../../functions/image-assets/plan-pictures.ts';
import { encodePng, type Raster } from '../../functions/image-assets/raster.ts';
import { boxCutout, paintBox, plainPhoto } from './drawn-products.ts';

const only = (...ids: string[]) => CHANNELS.filter(({ id }) => ids.includes(id));
const WHITE_CHANNELS = CHANNELS.filter(({ output }) => output.background === 'white').map(({ id }) => id);

/** Read without the code under test: the bounding box of what is clearly not white, and the darkest border pixel. */
async function readBack(bytes: Buffer) {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  let [left, top, right, bottom, border] = [info.width, info.height, -1, -1, 255];
  for (let y = 0; y < info.height; y += 1) {
    for (let x = 0; x < info.width; x += 1) {
      const level = data[(y * info.width + x) * info.channels] ?? 0;
      if (x === 0 || y === 0 || x === info.width - 1 || y === info.height - 1)
        border = Math.min(border, level);
      if (level >= 235) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  const fill = Math.max((right - left + 1) / info.width, (bottom - top + 1) / info.height);
  return { width: info.width, height: info.height, left, top, right, bottom, border, fill };
}

async function formatOne(original: Raster, cutoutAccepted: boolean, id: string) {
  const { pictures } = await formatPictures({ original, cutoutAccepted, channels: only(id) });
  const [picture] = pictures;
  if (picture === undefined) throw new Error(`nothing made for ${id}`);
  return picture;
}

describe('an accepted cut-out', () => {
  it('becomes exact pixels, the real format and the name of every channel', async () => {
    const cutout = boxCutout(1500, 1400, { left: 200, top: 100, width: 1100, height: 1200 });
    const { pictures, notMade } = await formatPictures({
      original: cutout,
      cutoutAccepted: true,
      channels: CHANNELS,
    });
    expect(notMade).toEqual([]);
    expect(pictures.map(({ channel }) => channel)).toEqual(CHANNELS.map(({ id }) => id));
    for (const picture of pictures) {
      const read = await sharp(picture.bytes).metadata();
      expect([read.format, read.width, read.height]).toEqual([picture.format, picture.width, picture.height]);
      expect(picture.name).toContain(`${picture.channel}-${picture.width}x${picture.height}.`);
      expect(picture.withheld).toBeUndefined();
      expect(picture.facts.background).toBe('#ffffff');
    }
  });

  it('fills 85 % of Amazon’s frame on white, inside it, whatever its shape and place', async () => {
    const side = fc.integer({ min: 60, max: 700 });
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (width, height, place) => {
          // As large as Amazon needs without enlarging: what is enlarged has its own tests.
          const times = Math.max(1, 1740 / Math.max(width, height));
          const box = { width: Math.round(width * times), height: Math.round(height * times) };
          const frame = { width: box.width + 90, height: box.height + 60 };
          const at = { left: Math.round(place * 90), top: Math.round((1 - place) * 60) };
          const picture = await formatOne(
            boxCutout(frame.width, frame.height, { ...at, ...box }),
            true,
            'amazon-main',
          );
          const read = await readBack(picture.bytes);
          expect([read.width, read.height]).toEqual([2000, 2000]);
          expect(read.fill).toBeGreaterThanOrEqual(0.85);
          expect(read.border).toBeGreaterThanOrEqual(254);
          // Centred to a pixel of rounding and one of JPEG.
          expect(Math.abs(read.left - (1999 - read.right))).toBeLessThanOrEqual(3);
          expect(Math.abs(read.top - (1999 - read.bottom))).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 12 },
    );
  });

  it.each([
    ['20:1', 2400, 120],
    ['1:20', 120, 2400],
  ])('of %s keeps its shape, whole and on white', async (_, width, height) => {
    const cutout = boxCutout(width + 40, height + 40, { left: 20, top: 20, width, height });
    const { pictures } = await formatPictures({ original: cutout, cutoutAccepted: true, channels: CHANNELS });
    for (const picture of pictures) {
      const read = await readBack(picture.bytes);
      const shape = (read.right - read.left + 1) / (read.bottom - read.top + 1);
      // A pixel more or less of a side 17 px wide is 6 %.
      expect(Math.abs(Math.log(shape / (width / height)))).toBeLessThan(0.15);
      expect(read.border).toBeGreaterThanOrEqual(254);
    }
  });

  it('that is tiny is enlarged to the limit and no further, and says so', async () => {
    const cutout = boxCutout(600, 600, { left: 290, top: 280, width: 40, height: 30 });
    const picture = await formatOne(cutout, true, 'amazon-main');
    expect(picture.facts.upscale).toBe(LARGEST_UPSCALE);
    const read = await readBack(picture.bytes);
    expect(read.right - read.left + 1).toBeLessThanOrEqual(40 * LARGEST_UPSCALE + 6);
    expect(picture.facts.productFill).toBeCloseTo((40 * LARGEST_UPSCALE) / 2000, 2);
  });

  it('that the photo’s edges cut names them, and not the edges that only a shadow touches', async () => {
    const cutout = boxCutout(900, 900, { left: 0, top: 300, width: 500, height: 600 });
    paintBox(cutout, { left: 500, top: 600, width: 400, height: 100 }, 90);
    const picture = await formatOne(cutout, true, 'amazon-main');
    expect(picture.facts.sourceClipped).toEqual(['left', 'bottom']);
  });

  it('leaves a floor shadow apart from it out, and one that touches it in', async () => {
    const box = { left: 300, top: 300, width: 600, height: 300 };
    const apart = boxCutout(1200, 1200, box);
    paintBox(apart, { left: 250, top: 900, width: 700, height: 100 }, 80);
    const touching = boxCutout(1200, 1200, box);
    paintBox(touching, { left: 300, top: 600, width: 600, height: 60 }, 80);
    const fills = [];
    for (const cutout of [apart, touching]) {
      const picture = await formatOne(cutout, true, 'tmall-white');
      const read = await readBack(picture.bytes);
      fills.push((read.bottom - read.top + 1) / (read.right - read.left + 1));
    }
    expect(fills[0]).toBeCloseTo(300 / 600, 1);
    expect(fills[1]).toBeCloseTo(360 / 600, 1);
  });

  it('shares one encoding among channels with the same picture', async () => {
    const cutout = boxCutout(1000, 1000, { left: 100, top: 100, width: 800, height: 700 });
    const { pictures } = await formatPictures({
      original: cutout,
      cutoutAccepted: true,
      channels: only('douyin', 'tiktok-shop'),
    });
    expect(pictures[0]?.sha256).toBe(pictures[1]?.sha256);
  });

  it('is encoded lower until it fits the channel, and only there', async () => {
    const noise = boxCutout(900, 900, { left: 50, top: 50, width: 800, height: 800 });
    let state = 1;
    for (let at = 0; at < noise.data.length; at += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      if (at % 4 !== 3) noise.data[at] = state >>> 24;
    }
    const { pictures } = await formatPictures({
      original: noise,
      cutoutAccepted: true,
      channels: only('tmall-white', 'tmall-main'),
    });
    const [main, white] = pictures;
    expect(main?.facts.quality).toBe(90);
    expect(white?.facts.quality).toBeLessThan(90);
    expect(white?.bytes.length).toBeLessThanOrEqual(300_000);
  });
});

describe('a cut-out that is not accepted', () => {
  const photo = plainPhoto(1200, 900, [200, 190, 180]);
  const cutout = boxCutout(1200, 900, { left: 300, top: 200, width: 600, height: 500 });

  it('withholds the white pictures, which are there to be seen, and makes the others of the photo', async () => {
    const { pictures, notMade } = await formatPictures({
      original: photo,
      cutout,
      cutoutAccepted: false,
      channels: CHANNELS,
    });
    expect(notMade).toEqual([]);
    for (const { channel, withheld, facts, bytes } of pictures) {
      const white = WHITE_CHANNELS.includes(channel);
      expect(withheld?.code).toBe(white ? 'cutout-not-accepted' : undefined);
      expect(facts.source).toBe(white ? 'cutout' : 'photo');
      expect(bytes.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['missing', undefined],
    ['empty', boxCutout(1200, 900, { left: 0, top: 0, width: 0, height: 0 })],
  ])('and is %s leaves the white pictures out', async (_, none) => {
    const { pictures, notMade } = await formatPictures({
      original: photo,
      cutout: none,
      cutoutAccepted: false,
      channels: CHANNELS,
    });
    expect(notMade.map(({ channel }) => channel)).toEqual(WHITE_CHANNELS);
    expect(pictures).toHaveLength(CHANNELS.length - WHITE_CHANNELS.length);
  });
});

describe('a photo in another frame', () => {
  it('goes on in its own colour where its edges are plain', async () => {
    const picture = await formatOne(plainPhoto(1500, 1000, [200, 190, 180]), false, 'shopify');
    expect(picture.facts.background).toBe('#c8beb4');
    const { data } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    for (const [index, level] of [200, 190, 180].entries())
      expect(Math.abs((data[index] ?? 0) - level)).toBeLessThan(4);
  });

  it('stands on white where its edges show a scene', async () => {
    const scene = plainPhoto(1500, 1000, [20, 30, 40]);
    for (let pixel = 0; pixel < 1500 * 1000; pixel += 1) {
      if (Math.floor((pixel % 1500) / 100) % 2 === 0) scene.data.set([230, 200, 90], pixel * 3);
    }
    expect((await formatOne(scene, false, 'shopify')).facts.background).toBe('#ffffff');
  });

  it.each([
    ['a little wider, is cropped', 1600, 900, 'open-graph', true],
    ['far taller, is shown whole', 800, 1600, 'open-graph', false],
    ['for a main picture, is never cropped', 1000, 1100, 'shopify', false],
  ])('%s', async (_, width, height, id, cropped) => {
    const { facts } = await formatOne(plainPhoto(width, height, [90, 120, 150]), false, id);
    expect(facts.cutAway > 0).toBe(cropped);
    expect(facts.cutAway).toBeLessThanOrEqual(0.25);
  });

  it('has exact pixels in every channel, whatever its shape', async () => {
    const side = fc.integer({ min: 1, max: 900 });
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const { pictures } = await formatPictures({
          original: plainPhoto(width, height, [100, 150, 120]),
          cutoutAccepted: false,
          channels: only('instagram-portrait', 'open-graph', 'web-thumbnail', 'tmall-main'),
        });
        for (const picture of pictures) {
          const read = await sharp(picture.bytes).metadata();
          expect([read.width, read.height]).toEqual([picture.width, picture.height]);
          expect(picture.facts.upscale).toBeLessThanOrEqual(LARGEST_UPSCALE);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('pixels on the way', () => {
  it('come back unchanged from a PNG', async () => {
    const cutout = boxCutout(31, 17, { left: 3, top: 2, width: 20, height: 9 }, 200);
    const { data } = await sharp(await encodePng(cutout))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data.equals(cutout.data)).toBe(true);
  });
});
