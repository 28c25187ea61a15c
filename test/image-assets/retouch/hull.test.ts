import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillHull } from '../../../functions/image-assets/retouch/hull.ts';

const WIDTH = 12;
const masks = fc.array(fc.integer({ min: 0, max: WIDTH * 10 - 1 }), { maxLength: 12 }).map((set) => {
  const mask = new Uint8Array(WIDTH * 10);
  for (const at of set) mask[at] = 1;
  return mask;
});

describe('the hull of a mask', () => {
  it('covers the mask, and with two of its pixels all between them in a row', () => {
    fc.assert(
      fc.property(masks, (mask) => {
        const hull = fillHull(mask, WIDTH);
        expect(mask.every((one, at) => one <= (hull[at] as number))).toBe(true);
        for (let y = 0; y < 10; y += 1) {
          const row = [...hull.subarray(y * WIDTH, (y + 1) * WIDTH)].join('').replace(/^0+|0+$/g, '');
          expect(row).not.toContain('0');
        }
      }),
    );
  });

  it('fills the notch of an L, and stays off the corner that it turns its back to', () => {
    const mask = new Uint8Array(100);
    for (let at = 1; at < 9; at += 1) {
      mask[at * 10 + 1] = 1;
      mask[80 + at] = 1;
    }
    const hull = fillHull(mask, 10);
    expect(hull[70 + 5]).toBe(1);
    expect(hull[20 + 8]).toBe(0);
  });
});
