import { type Term, term } from './attribute.ts';

/** Letter sizes; numbers (38, 42, 170/92A) stay the source's own words, no system is turned into another. */
export const SIZES: readonly Term[] = [
  term('xxs', 'XXS', 'XXS', '2xs'),
  term('xs', 'XS', 'XS', 'extra small', 'x-small', '加小码', '特小号'),
  term('s', 'S', 'S', 'small', 'sm', '小号', '小码', 's码'),
  term('m', 'M', 'M', 'medium', 'med', '中号', '中码', 'm码'),
  term('l', 'L', 'L', 'large', 'lg', '大号', '大码', 'l码'),
  term('xl', 'XL', 'XL', 'extra large', 'x-large', '加大号', '特大号', 'xl码'),
  term('xxl', 'XXL', 'XXL', '2xl', 'xx-large', '加加大', 'xxl码'),
  term('xxxl', 'XXXL', 'XXXL', '3xl', 'xxx-large'),
  term('4xl', '4XL', '4XL', 'xxxxl'),
  term('one-size', 'one size', '均码', 'os', 'one size fits all', 'onesize', 'free size', 'osfa', '单一尺码'),
  term('bed-single', 'single bed', '单人', 'single', '单人床'),
  term('bed-twin', 'twin', '双床单人', 'twin size'),
  term('bed-double', 'double bed', '双人', 'double', '双人床'),
  term('bed-queen', 'queen', '大号双人', 'queen size', 'queen bed'),
  term('bed-king', 'king', '特大双人', 'king size', 'king bed'),
];
