import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  merchantsAt,
  type Placed,
  placeFor,
} from '../../../../functions/connectors/store/shopify/placement.ts';

/** Publishes each position into an empty place, in the order given; `m` is a picture of the merchant's. */
function fill(list: readonly string[], steps: readonly { sku: string; position: number }[]): string[] {
  const placed = new Map<string, Placed>();
  const media = [...list];
  for (const { sku, position } of steps) {
    const id = `${sku}${position}`;
    media.splice(placeFor(media, { sku, position }, placed), 0, id);
    placed.set(id, { sku, position });
  }
  return media;
}

describe('the place of a picture among a product’s media', () => {
  it.each([
    [[], ['R1'], ['R1']],
    [[], ['R3', 'R1', 'R2'], ['R1', 'R2', 'R3']],
    [['m', 'n'], ['R1'], ['R1', 'm', 'n']],
    [['m', 'n'], ['R2'], ['m', 'R2', 'n']],
    [['m', 'n'], ['R9'], ['m', 'n', 'R9']],
    [[], ['R1', 'R2', 'B1', 'R3', 'B2'], ['R1', 'R2', 'R3', 'B1', 'B2']],
    [[], ['R1', 'R2', 'B2', 'B1'], ['R1', 'R2', 'B1', 'B2']],
  ])('in %j of %j is as in %j', (list, steps, expected) => {
    const spots = steps.map((step) => ({ sku: step.charAt(0), position: Number(step.slice(1)) }));
    expect(fill(list, spots)).toEqual(expected);
  });

  it('keeps each SKU’s pictures in order and the merchant’s as they were, in whatever order they come', () => {
    const spot = fc.record({ sku: fc.constantFrom('R', 'B'), position: fc.integer({ min: 1, max: 9 }) });
    const spots = fc.uniqueArray(spot, {
      selector: ({ sku, position }) => `${sku}${position}`,
      maxLength: 10,
    });
    fc.assert(
      fc.property(spots, fc.integer({ min: 0, max: 4 }), (steps, merchants) => {
        const list = Array.from({ length: merchants }, (_, index) => `m${index}`);
        const media = fill(list, steps);
        expect(media).toHaveLength(steps.length + merchants);
        for (const sku of ['R', 'B']) {
          const order = media.filter((id) => id.startsWith(sku));
          expect(order).toEqual(order.toSorted());
        }
        expect(media.filter((id) => id.startsWith('m'))).toEqual(list);
      }),
    );
  });
});

describe('what stands at a position of ours', () => {
  const media = ['m', 'R1'].map((id) => ({ id, alt: '', mark: '', url: '' }));
  it('is the merchant’s picture at that place, and none of ours', () => {
    expect(merchantsAt(media, { sku: 'R', position: 1 }, new Set(['R1']))?.id).toBe('m');
    expect(merchantsAt(media, { sku: 'R', position: 2 }, new Set(['R1']))).toBeUndefined();
    expect(merchantsAt(media, { sku: 'R', position: 3 }, new Set(['R1']))).toBeUndefined();
  });
});
