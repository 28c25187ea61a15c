import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  composePlain,
  plainPictures,
} from '../../../../functions/image-assets/derive/stills/plain-pictures.ts';
import { prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { drawCutout, shoe } from './drawn-cutouts.ts';

const colours = [
  { r: 255, g: 255, b: 255 },
  { r: 18, g: 52, b: 86 },
  { r: 240, g: 90, b: 40 },
];

async function aShoe() {
  return prepareProduct(await drawCutout(shoe('#f4f4f4'))) ?? expect.fail('nothing drawn');
}

describe('pictures on plain colours', () => {
  it('are one for each colour, named by it', async () => {
    const files = await plainPictures(await aShoe(), colours, { width: 200, height: 240 });
    expect(files.map(({ name }) => name)).toEqual([
      'plain-ffffff-200x240.jpg',
      'plain-123456-200x240.jpg',
      'plain-f05a28-200x240.jpg',
    ]);
    for (const file of files) {
      expect(file).toMatchObject({ kind: 'plain', digitalSource: 'composite', width: 200, height: 240 });
      expect(await sharp(file.bytes).metadata()).toMatchObject({ width: 200, height: 240 });
    }
  });

  it('keep the colour exact where no shadow falls, which is along the whole upper edge and in all corners', async () => {
    for (const { r, g, b } of colours) {
      const { picture } = await composePlain(await aShoe(), { r, g, b }, { width: 300, height: 300 });
      const at = (x: number, y: number) => [
        ...picture.data.subarray((y * 300 + x) * 3, (y * 300 + x) * 3 + 3),
      ];
      for (let x = 0; x < 300; x += 7) expect(at(x, 0)).toEqual([r, g, b]);
      for (const y of [0, 299]) for (const x of [0, 299]) expect(at(x, y)).toEqual([r, g, b]);
    }
  });

  it('show a white product on white by its shadow', async () => {
    const { picture, placement } = await composePlain(
      await aShoe(),
      { r: 255, g: 255, b: 255 },
      {
        width: 300,
        height: 300,
      },
    );
    const below = Math.round(placement.groundY) + 2;
    const x = Math.round(placement.drawn.left + placement.drawn.width / 2);
    expect(picture.data[(below * 300 + x) * 3]).toBeLessThan(200);
  });
});
