import { describe, expect, it } from 'vitest';
import { measuredWords } from '../../functions/image-assets/measured-words.ts';

describe('a measured value in words', () => {
  it.each([
    ['left+right+bottom', 'left, right, bottom', '左、右、下'],
    ['none', 'none', '无'],
    ['1+3', '1, 3', '1、3'],
    ['missing', 'missing', '未注明'],
    ['MUG-1_left.jpg', 'MUG-1_left.jpg', 'MUG-1_left.jpg'],
    [0.52, '0.52', '0.52'],
  ])('%s', (value, en, zh) => {
    expect(measuredWords(value)).toEqual({ en, zh });
  });
});
