import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Product, prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import {
  composeScene,
  sceneNames,
  scenePicture,
} from '../../../../functions/image-assets/derive/stills/scene-picture.ts';
import { openRaster, type Raster } from '../../../../functions/image-assets/raster.ts';
import { bottle, drawCutout, shirt, shoe } from './drawn-cutouts.ts';

async function product(shapes: string, width?: number, height?: number): Promise<Product> {
  return prepareProduct(await drawCutout(shapes, width, height)) ?? expect.fail('nothing drawn');
}

const SIDE = 240;
const SIZE = { width: SIDE, height: SIDE };

describe('a scene', () => {
  it.each(sceneNames)(
    '%s has exactly the size that was asked for, and says how it was made',
    async (name) => {
      const file = await scenePicture(await product(shoe()), name, { seed: 3, width: 301, height: 203 });
      const { width, height, format, chromaSubsampling } = await sharp(file.bytes).metadata();
      expect({ width, height, format, chromaSubsampling }).toEqual({
        width: 301,
        height: 203,
        format: 'jpeg',
        chromaSubsampling: '4:4:4',
      });
      expect(file).toMatchObject({
        kind: 'scene',
        name: `scene-${name}-301x203.jpg`,
        digitalSource: 'compositeSynthetic',
        facts: { seed: 3, pose: 'standing' },
      });
    },
  );

  it.each(sceneNames)(
    '%s is the same for the same seed, byte for byte, and another for another',
    async (name) => {
      const thing = await product(shirt());
      const make = async (seed: number) => (await scenePicture(thing, name, { seed, ...SIZE })).bytes;
      const first = await make(5);
      expect(first.equals(await make(5))).toBe(true);
      expect(first.equals(await make(6))).toBe(false);
    },
  );

  it.each(sceneNames)('%s leaves the colour of the product as it was', async (name) => {
    for (const shapes of [shoe('#3a78d0'), shirt('#f4f4f2')]) {
      const thing = await product(shapes);
      const { picture, placement } = await composeScene(thing, name, { seed: 1, ...SIZE });
      const { drawn } = placement;
      const alone = await openRaster(thing.picture)
        .resize(drawn.width, drawn.height, { fit: 'fill', kernel: 'lanczos3' })
        .raw()
        .toBuffer();
      let worst = 0;
      for (let y = 0; y < drawn.height; y += 1) {
        for (let x = 0; x < drawn.width; x += 1) {
          const at = (y * drawn.width + x) * 4;
          if (alone[at + 3] !== 255) continue;
          for (let channel = 0; channel < 3; channel += 1) {
            const there = picture.data[((y + drawn.top) * SIDE + x + drawn.left) * 3 + channel] ?? 0;
            worst = Math.max(worst, Math.abs(there - (alone[at + channel] ?? 0)));
          }
        }
      }
      expect(worst).toBe(0);
    }
  });

  it.each(sceneNames)(
    '%s keeps white products, black ones and grey ones apart from what is behind',
    async (name) => {
      for (const colour of ['#f6f6f4', '#141416', '#909090']) {
        for (const shapes of [shoe(colour), shirt(colour)]) {
          const thing = await product(shapes);
          const { picture, placement } = await composeScene(thing, name, { seed: 2, ...SIZE });
          expect(outlineContrast(picture, thing, placement.drawn)).toBeGreaterThan(18);
        }
      }
    },
  );

  it('has no steps in its gradients: grain moves neighbouring pixels', async () => {
    const { picture } = await composeScene(await product(shoe()), 'studio-sweep', { seed: 1, ...SIZE });
    let longest = 0;
    for (let y = 0; y < 60; y += 1) {
      let run = 1;
      for (let x = 1; x < SIDE; x += 1) {
        const at = (y * SIDE + x) * 3;
        run = picture.data[at] === picture.data[at - 3] ? run + 1 : 1;
        longest = Math.max(longest, run);
      }
    }
    expect(longest).toBeLessThan(12);
  });

  it('takes products of any size and shape into the frame', async () => {
    const shapes = {
      tiny: await product('<rect x="1" y="1" width="3" height="5" fill="#804020"/>', 6, 8),
      twoPixels: await product('<rect x="2" y="2" width="2" height="2" fill="#804020"/>', 6, 8),
      tall: await product('<rect x="10" y="10" width="40" height="800" fill="#804020"/>', 60, 820),
      wide: await product('<rect x="10" y="10" width="800" height="40" fill="#804020"/>', 820, 60),
      large: await product('<circle cx="700" cy="700" r="690" fill="#804020"/>', 1400, 1400),
    };
    for (const [what, thing] of Object.entries(shapes)) {
      for (const name of sceneNames) {
        const { picture, placement } = await composeScene(thing, name, { seed: 1, width: 160, height: 120 });
        const { drawn } = placement;
        expect([what, picture.data.length]).toEqual([what, 160 * 120 * 3]);
        expect(Math.min(drawn.left, drawn.top)).toBeGreaterThanOrEqual(0);
        expect(drawn.left + drawn.width).toBeLessThanOrEqual(160);
        expect(drawn.top + drawn.height).toBeLessThanOrEqual(120);
      }
    }
  });

  it('puts the edge at which a photo cut the product to the edge of the frame', async () => {
    const cut = await product('<rect x="100" y="150" width="200" height="250" fill="#804020"/>');
    const { placement } = await composeScene(cut, 'studio-sweep', { seed: 1, ...SIZE });
    expect(placement.drawn.top + placement.drawn.height).toBe(SIDE);
  });

  it('lets the light come from where it is asked to, else from where the product shows it', async () => {
    const graded =
      '<defs><linearGradient id="g"><stop offset="0" stop-color="#555"/><stop offset="1" stop-color="#ddd"/></linearGradient></defs>';
    const thing = await product(graded + bottle('url(#g)'));
    const lightFrom = async (asked?: 'left' | 'right') =>
      (
        await composeScene(thing, 'stone', {
          seed: 1,
          width: 64,
          height: 64,
          ...(asked && { lightFrom: asked }),
        })
      ).light.from;
    expect(await lightFrom()).toBe('right');
    expect(await lightFrom('left')).toBe('left');
  });
});

/** Median difference of luma across the outline, 6 px inside against 6 px outside, levels; over left and right edges. */
function outlineContrast(
  picture: Raster,
  { picture: own }: Product,
  drawn: { left: number; top: number; width: number; height: number },
): number {
  const luma = (x: number, y: number) => {
    const at = (y * picture.width + x) * 3;
    return (
      0.2126 * (picture.data[at] ?? 0) +
      0.7152 * (picture.data[at + 1] ?? 0) +
      0.0722 * (picture.data[at + 2] ?? 0)
    );
  };
  const differences: number[] = [];
  for (let y = 0; y < drawn.height; y += 2) {
    const sourceY = Math.floor((y / drawn.height) * own.height);
    let first = -1;
    for (let x = 0; x < own.width; x += 1) {
      if ((own.data[(sourceY * own.width + x) * 4 + 3] ?? 0) > 250) {
        first = x;
        break;
      }
    }
    if (first < 0) continue;
    const edge = drawn.left + Math.round((first / own.width) * drawn.width);
    differences.push(Math.abs(luma(edge + 6, drawn.top + y) - luma(edge - 6, drawn.top + y)));
  }
  return differences.toSorted((one, other) => one - other)[differences.length >> 1] ?? 0;
}
