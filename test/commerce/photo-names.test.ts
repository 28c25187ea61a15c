import { describe, expect, it } from 'vitest';
import { readPosition, readSkuFromPath } from '../../functions/commerce/photo-names.ts';

describe('a path in a folder of photos', () => {
  it.each([
    ['MUG-1.jpg', 'MUG-1', 1],
    ['MUG-1_2.jpg', 'MUG-1', 2],
    ['MUG-1/2.jpg', 'MUG-1', 2],
    ['MUG-1/back.jpg', 'MUG-1', undefined],
    ['blue-plimsolls-1.png', 'blue-plimsolls-1', 1],
    ['6901234567892.jpg', '6901234567892', 1],
    ['A.B-C_10.webp', 'A.B-C', 10],
  ])('%s is of %s at position %s', (path, sku, position) => {
    expect(readSkuFromPath(path)).toEqual({ sku, position });
  });

  it.each([
    'IMG_1234.jpg',
    'DSC00017.JPG',
    'PXL_20260102_030405.jpg',
    '微信图片_20260102.jpg',
    'mmexport1700000000.jpg',
    'photo (1).jpg',
    'Screenshot 2026-01-02.png',
    '1.jpg',
    'a b.jpg',
    '红色杯子.jpg',
    'a/b/c.jpg',
    '9f1c2d3e-aaaa-bbbb-cccc-0123456789ab.jpg',
  ])('%s names no SKU, and none is invented', (path) => {
    expect(readSkuFromPath(path)).toBeUndefined();
  });
});

describe('a position', () => {
  it('comes from a number of one or two digits alone, or behind the SKU', () => {
    expect(readPosition('SKU_7.jpg', 'SKU')).toBe(7);
    expect(readPosition('OTHER_7.jpg', 'SKU')).toBeUndefined();
    expect(readPosition('0.jpg', 'SKU')).toBeUndefined();
    expect(readPosition('100.jpg', 'SKU')).toBeUndefined();
  });
});
