import type { DerivedFile } from '../derived-file.ts';
import type { Product } from '../stills/product.ts';
import { CLOSEST, swayLoop } from './camera-path.ts';
import { drawPoses, encodeAnimation } from './encode-animation.ts';
import { firstThatFits } from './fit-steps.ts';
import { placeInFrame, setUp } from './moving-set.ts';
import { RGB_PLANES } from './plane.ts';

export interface AnimationRequest {
  /** Pixels; made smaller where the file would not fit otherwise. */
  readonly width: number;
  readonly height: number;
  /** Of one round, 2 to 8. */
  readonly seconds: number;
  /** Chooses to which side the camera goes first. */
  readonly seed: number;
  readonly mostBytes?: number;
}

/** 2 MB, decimal: what pages and mails bear. */
const MOST_BYTES = 2_000_000;

/**
 * What is given up, in this order, until the file fits: first quality where it is not seen, then smoothness, then size.
 * Measured at 640², 4 s: 0.4 MB for a plain shoe, 1.3 MB for a printed scarf at the first step.
 */
const STEPS = [
  { size: 1, millisecondsEach: 60, quality: 78 },
  { size: 1, millisecondsEach: 60, quality: 62 },
  { size: 1, millisecondsEach: 80, quality: 55 },
  { size: 0.75, millisecondsEach: 80, quality: 60 },
  { size: 0.5, millisecondsEach: 100, quality: 50 },
  { size: 0.375, millisecondsEach: 120, quality: 35 },
] as const;

/**
 * A light animation that repeats without a jump: the camera sways around the product and back, for pages and mails
 * that take no video.
 * @throws RangeError where the request is out of its ranges; Error where the smallest step is too large still
 */
export async function productAnimation(product: Product, request: AnimationRequest): Promise<DerivedFile> {
  const { seconds, seed, mostBytes = MOST_BYTES } = request;
  if (seconds < 2 || seconds > 8) throw new RangeError(`animation of ${seconds} s: 2 to 8 are possible`);
  const side = seed % 2 === 0 ? 1 : -1;
  return firstThatFits(STEPS, mostBytes, async ({ size, millisecondsEach, quality }) => {
    const width = Math.round(request.width * size);
    const height = Math.round(request.height * size);
    const count = Math.round((seconds * 1000) / millisecondsEach);
    const poses = Array.from({ length: count }, (_, at) => swayLoop(at / count, side));
    const set = await setUp(product, placeInFrame(product, { width, height }), seed, RGB_PLANES, CLOSEST);
    return {
      kind: 'animation',
      name: `animation-sway-${width}x${height}.webp`,
      format: 'webp',
      bytes: await encodeAnimation(drawPoses(set, poses), millisecondsEach, quality),
      width,
      height,
      seconds: (count * millisecondsEach) / 1000,
      engine: 'rules/motion@1',
      digitalSource: 'compositeSynthetic',
      facts: { seed, frames: count, millisecondsEach, quality },
    };
  });
}
