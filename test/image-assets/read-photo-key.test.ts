import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPhotoKey } from '../../functions/image-assets/read-photo-key.ts';

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
