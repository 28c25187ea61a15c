import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  composePlain,
  plainPictures,
} from '../../../../functions/image-assets/derive/stills/plain-pictures.ts';
import { prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { bottle, drawCutout, shoe } from './drawn-cutouts.ts';

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

  it('keep the colour exact along all edges, whatever stands in them', async () => {
    const tall = prepareProduct(await drawCutout(bottle())) ?? expect.fail('nothing drawn');
    for (const thing of [await aShoe(), tall]) {
      for (const { r, g, b } of colours) {
        const { picture } = await composePlain(thing, { r, g, b }, { width: 300, height: 300 });
        const at = (x: number, y: number) => [
          ...picture.data.subarray((y * 300 + x) * 3, (y * 300 + x) * 3 + 3),
        ];
        for (let place = 0; place < 300; place += 7) {
          for (const edge of [at(place, 0), at(place, 299), at(0, place), at(299, place)]) {
            expect(edge).toEqual([r, g, b]);
          }
        }
      }
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
