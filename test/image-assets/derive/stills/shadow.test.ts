import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Side, studioLight } from '../../../../functions/image-assets/derive/stills/light.ts';
import {
  type Placement,
  placeProduct,
  SUBJECT_ROOM,
} from '../../../../functions/image-assets/derive/stills/place-product.ts';
import { type Product, prepareProduct } from '../../../../functions/image-assets/derive/stills/product.ts';
import { renderShadow, type ShadowMap } from '../../../../functions/image-assets/derive/stills/shadow.ts';
import { bottle, drawCutout, shirt, shoe } from './drawn-cutouts.ts';

async function shadowOf(shapes: string, from: Side, width = 400, height = 400) {
  const product: Product = prepareProduct(await drawCutout(shapes)) ?? expect.fail('nothing drawn');
  const placement = placeProduct(product, width, height, SUBJECT_ROOM);
  return { placement, map: await renderShadow(product, placement, studioLight(from, 1)) };
}

/** Light taken from the ground in a part of the canvas, in pixels fully dark. */
function darkness(
  { width, light }: ShadowMap,
  left: number,
  right: number,
  top: number,
  bottom: number,
): number {
  let sum = 0;
  for (let y = Math.round(top); y < bottom; y += 1) {
    for (let x = Math.round(left); x < right; x += 1) sum += 1 - (light[y * width + x] ?? 1);
  }
  return sum;
}

function besides(map: ShadowMap, { drawn, height, width }: Placement): { left: number; right: number } {
  return {
    left: darkness(map, 0, drawn.left, 0, height),
    right: darkness(map, drawn.left + drawn.width, width, 0, height),
  };
}

describe('the shadow of a product', () => {
  it.each(['shoe', 'bottle', 'shirt'] as const)(
    'of a %s falls to the side away from the light',
    async (what) => {
      const shapes = { shoe, bottle, shirt }[what]();
      const [fromLeft, fromRight] = [await shadowOf(shapes, 'left'), await shadowOf(shapes, 'right')];
      const lit = besides(fromLeft.map, fromLeft.placement);
      expect(lit.right).toBeGreaterThan(1.5 * lit.left);
      const other = besides(fromRight.map, fromRight.placement);
      expect(other.left).toBeGreaterThan(1.5 * other.right);
    },
  );

  it('is darkest at the line of contact, and gone in the open', async () => {
    const { map, placement } = await shadowOf(shoe(), 'left');
    const { drawn, groundY } = placement;
    const middle = Math.round(drawn.left + drawn.width / 2);
    const at = (below: number) => map.light[Math.round(groundY + below) * map.width + middle] ?? 1;
    expect(at(0)).toBeLessThan(0.35);
    for (const [near, far] of [
      [0, 4],
      [4, 10],
      [10, 30],
    ] as const) {
      expect(at(near)).toBeLessThan(at(far));
    }
    expect(at(60)).toBeGreaterThan(0.97);
    expect(map.light[0]).toBeGreaterThan(0.99);
  });

  it('touches less where the outline rises from the ground', async () => {
    const table = '<path d="M80 100 H320 V300 H290 V140 H110 V300 H80 Z" fill="#806040"/>';
    const product = prepareProduct(await drawCutout(table), 'standing') ?? expect.fail('nothing drawn');
    const placement = placeProduct(product, 400, 400, SUBJECT_ROOM);
    const map = await renderShadow(product, placement, studioLight('left', 1));
    const row = Math.round(placement.groundY + 1);
    const { drawn } = placement;
    const at = (share: number) =>
      map.light[row * map.width + Math.round(drawn.left + share * drawn.width)] ?? 1;
    expect(at(0.06)).toBeLessThan(at(0.5) - 0.3);
    expect(at(0.94)).toBeLessThan(at(0.5) - 0.3);
  });

  it('is a share of the light for every shape, size and side', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          width: fc.integer({ min: 2, max: 390 }),
          height: fc.integer({ min: 2, max: 390 }),
          canvasWidth: fc.integer({ min: 16, max: 300 }),
          canvasHeight: fc.integer({ min: 16, max: 300 }),
          side: fc.constantFrom('left' as const, 'right' as const),
          pose: fc.constantFrom('standing' as const, 'lying' as const),
        }),
        async ({ width, height, canvasWidth, canvasHeight, side, pose }) => {
          const drawn = await drawCutout(`<rect x="5" y="5" width="${width}" height="${height}"/>`);
          const product = prepareProduct(drawn, pose) ?? expect.fail('nothing drawn');
          const placement = placeProduct(product, canvasWidth, canvasHeight, SUBJECT_ROOM);
          const { light } = await renderShadow(product, placement, studioLight(side, 1));
          expect(light.every((value) => value >= 0 && value <= 1)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });
});
