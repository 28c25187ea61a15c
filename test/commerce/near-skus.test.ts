import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNearSku } from '../../functions/commerce/near-skus.ts';

describe('a SKU', () => {
  it.each([
    ['cam-1000', 'CAM-100', 'a digit too many'],
    ['MUG1', 'MUG-1', 'another way of writing'],
    ['TEPAOT', 'TEAPOT', 'two letters swapped'],
    ['SH0E-RED', 'SHOE-RED', 'a digit for a letter'],
    ['KETLE-BLAK-01', 'KETTLE-BLACK-01', 'two slips in a long one'],
  ])('%s may be %s: %s', (typed, sku) => {
    expect(isNearSku(typed, sku)).toBe(true);
  });

  it.each([
    ['MUG-12', 'MUG-11', 'another of the series'],
    ['A1', 'A12', 'too short to tell'],
    ['TEAPOT', 'KETTLE', 'another word'],
  ])('%s is not %s: %s', (typed, sku) => {
    expect(isNearSku(typed, sku)).toBe(false);
  });

  it('is near itself, and near another as that one is near it where both are long or both short', () => {
    const sku = fc.stringMatching(/^[A-D][A-D0-3]{3,6}$/);
    fc.assert(fc.property(sku, (one) => isNearSku(one, one)));
    fc.assert(fc.property(sku, sku, (one, other) => isNearSku(one, other) === isNearSku(other, one)));
  });
});
