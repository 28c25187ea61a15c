import type { Colour } from '../../plain-border.ts';
import type { DerivedFile } from '../derived-file.ts';
import { encodeStill, STILL_QUALITY } from './encode-still.ts';
import type { Room } from './place-product.ts';
import { composePlain } from './plain-pictures.ts';
import type { Product } from './product.ts';
import { composeScene, type SceneName, STILLS_ENGINE } from './scene-picture.ts';

export interface HeroOptions {
  readonly background: SceneName | Colour;
  readonly seed: number;
}

/** Pixels. */
export const HERO_SIZE = { width: 1920, height: 600 } as const;

/** The product stands in the right third; text has the left. */
const HERO_ROOM: Room = { centreX: 0.75, width: 0.36, height: 0.76, groundY: 0.88, middleY: 0.5 };

/** A banner, 1920 × 600, with the product on one side and a safe area for text on the other. */
export async function heroBanner(product: Product, { background, seed }: HeroOptions): Promise<DerivedFile> {
  const { picture } =
    typeof background === 'string'
      ? await composeScene(product, background, { seed, ...HERO_SIZE }, HERO_ROOM)
      : await composePlain(product, background, HERO_SIZE, HERO_ROOM);
  const what = typeof background === 'string' ? background : 'plain';
  return {
    kind: 'hero',
    name: `hero-${what}-${HERO_SIZE.width}x${HERO_SIZE.height}.jpg`,
    format: 'jpeg',
    bytes: await encodeStill(picture),
    ...HERO_SIZE,
    engine: STILLS_ENGINE,
    digitalSource: typeof background === 'string' ? 'compositeSynthetic' : 'composite',
    facts: { background: what, seed, pose: product.pose, quality: STILL_QUALITY },
  };
}
