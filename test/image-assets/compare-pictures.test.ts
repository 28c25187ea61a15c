import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../functions/commerce/channels/channel-rules.ts';
import { measureSource } from '../../functions/image-assets/checks/measure-source.ts';
import { comparedPart, comparePicture, shownIn } from '../../functions/image-assets/compare-pictures.ts';
import { type FormattedPicture, formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { measurePicture } from '../../functions/image-assets/measure-picture.ts';
import { encodePng, type Raster } from '../../functions/image-assets/raster.ts';

const SIDE = 600;

/** A two-coloured product on grey paper, and its cut-out. */
async function photographed(paper = '#b0b0b4'): Promise<{ photo: Buffer; cutout: Raster }> {
  const product = `<ellipse cx="300" cy="300" rx="190" ry="210" fill="#a03828"/><rect x="220" y="200" width="160" height="120" fill="#2850a0"/>`;
  const draw = (back: string) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${back}${product}</svg>`,
      ),
    );
  const photo = await draw(`<rect width="100%" height="100%" fill="${paper}"/>`)
    .flatten()
    .jpeg({ quality: 92 })
    .toBuffer();
  const data = await draw('').ensureAlpha().raw().toBuffer();
  return { photo, cutout: { width: SIDE, height: SIDE, channels: 4, data } };
}

async function compared(
  picture: FormattedPicture | undefined,
  checks: Awaited<ReturnType<typeof measureSource>>,
  bytes = picture?.bytes,
) {
  if (picture === undefined || bytes === undefined) throw new Error('no picture');
  const shown = shownIn(picture);
  const measures = await measurePicture(bytes, shown && comparedPart(shown));
  return comparePicture(checks, shown, measures, []);
}

const tinted = async (photo: Buffer) =>
  await sharp(photo)
    .recomb([
      [1.12, 0, 0],
      [0, 1, 0],
      [0, 0, 0.8],
    ])
    .jpeg({ quality: 92 })
    .toBuffer();

describe('files made of a good cut-out', () => {
  it('have the photo’s colours in every channel, and nothing is wrong with their outline', async () => {
    const { photo, cutout } = await photographed();
    const checks = await measureSource({ photo, cutout: await encodePng(cutout) });
    const { pictures } = await formatPictures({
      original: cutout,
      cutout,
      cutoutAccepted: true,
      channels: CHANNELS.filter(({ output }) => output.width <= 1200),
    });
    expect(pictures.length).toBeGreaterThan(5);
    for (const picture of pictures) {
      const { compared: values } = await compared(picture, checks);
      expect(values, picture.channel).toMatchObject({ holes: 0, crumbs: 0, lumps: 0, 'overlaid-text': 0 });
      expect(values?.halo, picture.channel).toBeLessThan(0.1);
      expect(values?.['colour-shift'], picture.channel).toBeLessThan(1.2);
      expect(values).not.toHaveProperty('text');
    }
  });

  it('that were tinted on their way differ from the photo', async () => {
    const { photo, cutout } = await photographed();
    const checks = await measureSource({ photo, cutout: await encodePng(cutout) });
    const channels = CHANNELS.filter(({ id }) => id === 'jd-main');
    const { pictures } = await formatPictures({ original: cutout, cutout, cutoutAccepted: true, channels });
    const [picture] = pictures;
    const wrong = await compared(picture, checks, picture && (await tinted(picture.bytes)));
    expect(wrong.compared?.['colour-shift']).toBeGreaterThan(2.5);
  });

  it('are compared with the retouched photo, and the upload is told beside it', async () => {
    const { photo, cutout } = await photographed();
    const checks = await measureSource({
      photo,
      uploaded: await tinted(photo),
      cutout: await encodePng(cutout),
    });
    const channels = CHANNELS.filter(({ id }) => id === 'jd-main');
    const { pictures } = await formatPictures({ original: cutout, cutout, cutoutAccepted: true, channels });
    const { compared: values, remarks } = await compared(pictures[0], checks);
    expect(values?.['colour-shift']).toBeLessThan(1.2);
    expect(Number(/: ([\d.]+) ΔE2000$/.exec(remarks?.['colour-shift']?.en ?? '')?.[1])).toBeGreaterThan(2.5);
  });
});

describe('files that show the photo itself', () => {
  it('are asked for text and borders, not for an outline; cropped ones keep their colours too', async () => {
    const { photo } = await photographed();
    const checks = await measureSource({ photo });
    const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true });
    const original: Raster = { width: info.width, height: info.height, channels: 3, data };
    const { pictures } = await formatPictures({
      original,
      cutoutAccepted: false,
      channels: CHANNELS.filter(({ id }) =>
        ['instagram-portrait', 'web-thumbnail', 'tmall-main'].includes(id),
      ),
    });
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) {
      const { compared: values } = await compared(picture, checks);
      expect(values).toMatchObject({ text: 0, border: 0, 'looks-like': 'none' });
      expect(values).not.toHaveProperty('halo');
      expect(values?.['colour-shift'], picture.channel).toBeLessThan(1.2);
    }
  });
});

describe('a photo that is transparent itself', () => {
  it('has no background to compare with, and its colours are compared', async () => {
    const { cutout } = await photographed();
    const png = await encodePng(cutout);
    const checks = await measureSource({ photo: png, cutout: png });
    expect(checks.cutout).toBeUndefined();
    const channels = CHANNELS.filter(({ id }) => id === 'jd-main');
    const { pictures } = await formatPictures({ original: cutout, cutoutAccepted: true, channels });
    const { compared: values } = await compared(pictures[0], checks);
    expect(values?.['colour-shift']).toBeLessThan(1.2);
    expect(values).not.toHaveProperty('halo');
  });
});

describe('a list of files from before it said where they show their source', () => {
  it('is compared with nothing', async () => {
    expect(shownIn({ facts: {}, width: 800, height: 800 })).toBeUndefined();
  });
});
