import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPhotoKey, readPosition, readSkuFromPath } from '../../functions/image-assets/read-photo-key.ts';

describe('an inbox key', () => {
  it.each([
    [
      's/images/MUG-1/MUG-1.jpg',
      { kind: 'photo', store: 's', sku: 'MUG-1', position: 1, fileName: 'MUG-1.jpg' },
    ],
    [
      's/images/MUG-1/MUG-1_2.jpg',
      { kind: 'photo', store: 's', sku: 'MUG-1', position: 2, fileName: 'MUG-1_2.jpg' },
    ],
    ['s/images/MUG-1/3.png', { kind: 'photo', store: 's', sku: 'MUG-1', position: 3, fileName: '3.png' }],
    ['s/images/MUG-1/侧面 图.jpg', { kind: 'photo', store: 's', sku: 'MUG-1', fileName: '侧面 图.jpg' }],
    [
      's/images/红杯-1/红杯-1.jpg',
      { kind: 'photo', store: 's', sku: '红杯-1', position: 1, fileName: '红杯-1.jpg' },
    ],
    ['s/unassigned/photo (1).jpg', { kind: 'unassigned', store: 's', fileName: 'photo (1).jpg' }],
    ['s/images/a b/x.jpg', { kind: 'no-sku', store: 's', fileName: 'x.jpg' }],
    ['s/images/x.jpg', { kind: 'no-sku', store: 's', fileName: 'x.jpg' }],
    ['s/images/a/b/x.jpg', { kind: 'no-sku', store: 's', fileName: 'x.jpg' }],
    ['s/images/../x.jpg', { kind: 'no-sku', store: 's', fileName: 'x.jpg' }],
    ['s/fetched/MUG-1/abc/x.jpg', { kind: 'other' }],
    // What is known of the product, beside its photos.
    ['s/images/MUG-1/product.json', { kind: 'other' }],
    ['s/unassigned/product.json', { kind: 'unassigned', store: 's', fileName: 'product.json' }],
    ['s/images/MUG-1/', { kind: 'other' }],
    ['images', { kind: 'other' }],
    ['', { kind: 'other' }],
  ])('%s', (key, expected) => {
    expect(readPhotoKey(key)).toEqual(expected);
  });

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (key) => readPhotoKey(key).kind.length > 0));
  });
});

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
