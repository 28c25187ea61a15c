import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findExtent } from '../../functions/image-assets/find-extent.ts';
import { findProduct } from '../../functions/image-assets/find-product.ts';

/** Mostly empty rows with a few pixels of any opacity: runs of four empty ones beside lone faint ones. */
const cutouts = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 12 }),
    dots: fc.array(fc.record({ at: fc.nat(479), alpha: fc.nat(255) }), { maxLength: 60 }),
    // The memory of a pooled buffer begins anywhere, not only on a word.
    offset: fc.nat(3),
  })
  .map(({ width, height, dots, offset }) => {
    const data = Buffer.alloc(width * height * 4 + offset).subarray(offset);
    for (const { at, alpha } of dots) if (at < width * height) data[at * 4 + 3] = alpha;
    return { width, height, channels: 4 as const, data };
  });

test('a product is found at the same place, whether empty pixels are passed over one by one or four at once', () => {
  fc.assert(
    fc.property(cutouts, (cutout) => {
      const oneByOne = (level: number) =>
        findExtent({ ...cutout, stride: 4, first: 3, samples: 1, flip: 255, below: 256 - level });
      // Half covered; where nothing is, what is visible at all.
      const expected = oneByOne(128) ?? oneByOne(5);
      const found = findProduct(cutout);
      expect(found?.box).toEqual(expected?.box);
      expect(found?.clippedEdges).toEqual(expected?.cutEdges);
    }),
    { numRuns: 2000 },
  );
});
