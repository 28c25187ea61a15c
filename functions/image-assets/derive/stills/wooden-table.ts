import type { Colour } from '../../plain-border.ts';
import type { Backdrop, Setting } from './backdrop.ts';
import { chooseTone } from './choose-tone.ts';
import { fibres, groundDetail } from './ground-detail.ts';
import { seededRandom } from './seeded-random.ts';
import { tableBackdrop } from './table-backdrop.ts';
import { paintedWall } from './walls.ts';
import { WOOD_TONES, woodSurface } from './wood.ts';

interface Paint {
  readonly colour: Colour;
}

/** Wall paints that go with wood: chalk, sage, clay, dusty blue. */
const WALLS: readonly [Paint, ...Paint[]] = [
  { colour: { r: 222, g: 217, b: 208 } },
  { colour: { r: 168, g: 174, b: 158 } },
  { colour: { r: 196, g: 170, b: 150 } },
  { colour: { r: 150, g: 162, b: 172 } },
];

/** Planks with a painted wall behind; from above, the planks alone. */
export function woodenTableBackdrop(setting: Setting): Backdrop {
  const { product, seed } = setting;
  const wood = chooseTone(WOOD_TONES, product.rim, seed);
  const grainAcross = product.pose === 'standing' || seededRandom(seed, 'grain')() < 0.5;
  return tableBackdrop(setting, {
    surface: woodSurface(wood, seed, grainAcross),
    detail: groundDetail(setting, fibres(seed, grainAcross), 0.09),
    wall: paintedWall(chooseTone(WALLS, product.rim, seed + 1).colour, seed),
  });
}
