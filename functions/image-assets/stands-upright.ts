import { categoryLevels } from './is-apparel.ts';

/** What shops call the things that are photographed on their base, in lower case. No word for what may as well lie: home, gifts, toys. */
const standing: ReadonlySet<string> = new Set([
  'kitchen',
  'kitchenware',
  'drinkware',
  'mugs',
  'cups',
  'bottles',
  'lighting',
  'lamps',
  'furniture',
  'chairs',
  'tables',
  'home decor',
  'vases',
  'candles',
  'plants',
  'pots & planters',
  '厨具',
  '杯具',
  '水杯',
  '灯具',
  '灯饰',
  '家具',
  '家居摆件',
  '花瓶',
  '香薰蜡烛',
  '绿植',
]);

/**
 * Whether products of a category stand on what they are photographed on, by any level of its path. It settles what an
 * outline leaves open: a mug with its handle or a lamp with its arm touches the ground with less of its width than a shirt.
 */
export function standsUpright(category: string): boolean {
  return categoryLevels(category).some((level) => standing.has(level));
}
