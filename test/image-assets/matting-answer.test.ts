import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureAnswer } from '../../functions/image-assets/matting/measure-answer.ts';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { seededNumbers } from './matting-scenes.ts';

const SIDE = 500;
const disc = (radius: number, x = 250, y = 250, fill = '#b0442e') =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;

async function draw(svg: string): Promise<Buffer> {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${svg}</svg>`;
  return await sharp(Buffer.from(sheet)).flatten({ background: '#000' }).png().toBuffer();
}

/** A plain disc before a heap of seeded rectangles: no border model holds here. */
async function busyPhoto(): Promise<Raster> {
  const random = seededNumbers(11);
  const heap = Array.from({ length: 260 }, () => {
    const [x, y, w, h] = [random() * 500 - 20, random() * 500 - 20, 10 + 60 * random(), 10 + 60 * random()];
    const grey = Math.round(60 + 150 * random());
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="rgb(${grey},${grey},${Math.round(grey * 0.8)})"/>`;
  });
  return await decodeRaster(await draw(heap.join('') + disc(130)));
}

/** White is opaque. */
const alphaOf = async (svg: string) =>
  await sharp(await draw(svg))
    .extractChannel(0)
    .raw()
    .toBuffer();

describe("somebody else's cut-out of a photo with a busy background", () => {
  let photo: Raster;
  beforeAll(async () => {
    photo = await busyPhoto();
  });

  it('is accepted where it follows the product, and keeps its alpha and who drew it', async () => {
    const alpha = await alphaOf(disc(130, 250, 250, '#fff'));
    const matte = await measureAnswer(photo, alpha, 'somebody@1');
    expect(matte).toMatchObject({ accepted: true, engine: 'somebody@1', reasons: [] });
    expect(matte.alpha).toBe(alpha);
  });

  const spoilt: [string, string, string][] = [
    ['is empty', '', 'NothingFound'],
    ['is opaque all over', '<rect width="100%" height="100%" fill="#fff"/>', 'NothingCutOut'],
    ['lies beside the product', disc(130, 270, 262, '#fff'), 'OutlineOffEdges'],
    ['is too wide', disc(150, 250, 250, '#fff'), 'OutlineOffEdges'],
    ['eats into the product', disc(112, 250, 250, '#fff'), 'OutlineOffEdges'],
    [
      'has a hole that is none',
      `${disc(130, 250, 250, '#fff')}${disc(50, 250, 250, '#000')}`,
      'OutlineOffEdges',
    ],
    [
      'leaves a veil over the picture',
      `<rect width="100%" height="100%" fill="#555"/>${disc(130, 250, 250, '#fff')}`,
      'BackgroundLeft',
    ],
    [
      'is crumbled',
      Array.from({ length: 9 }, (_, i) =>
        disc(30, 160 + (i % 3) * 90, 160 + Math.floor(i / 3) * 90, '#fff'),
      ).join(''),
      'SeveralParts',
    ],
  ];
  it.each(spoilt)('that %s is refused', async (_, svg, code) => {
    const matte = await measureAnswer(photo, await alphaOf(svg), 'somebody@1');
    expect(matte.accepted).toBe(false);
    expect(matte.confidence).toBeLessThan(0.5);
    expect(matte.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('of another size is a mistake of the caller', async () => {
    await expect(measureAnswer(photo, Buffer.alloc(10), 'somebody@1')).rejects.toThrow(RangeError);
  });
});

describe("somebody else's cut-out of a photo with a plain background", () => {
  const shoot = async (svg: string) =>
    await decodeRaster(await draw(`<rect width="100%" height="100%" fill="#d6d4d0"/>${svg}`));

  it('is refused where it left a part of the product out', async () => {
    const photo = await shoot(disc(90, 160, 250) + disc(90, 350, 250, '#204060'));
    const matte = await measureAnswer(photo, await alphaOf(disc(90, 160, 250, '#fff')), 'somebody@1');
    expect(matte.accepted).toBe(false);
    expect(matte.reasons.map(({ code }) => code)).toContain('PartsLeftOut');
  });

  it('may touch the frame where the product does, not where the photo shows its backdrop', async () => {
    const cut = '<rect x="180" y="200" width="140" height="300" fill="#fff"/>';
    const honest = await measureAnswer(
      await shoot(cut.replace('#fff', '#27415f')),
      await alphaOf(cut),
      'somebody@1',
    );
    expect(honest).toMatchObject({ accepted: true, reasons: [] });
    const wrong = await measureAnswer(await shoot(disc(80, 250, 250)), await alphaOf(cut), 'somebody@1');
    expect(wrong.accepted).toBe(false);
    expect(wrong.reasons.map(({ code }) => code)).toContain('CutByAnswer');
  });
});
