import type { DerivedFile } from '../derived-file.ts';
import type { Product } from '../stills/product.ts';
import { alongArc, type CameraPose, swayOnArc } from './camera-path.ts';
import { drawPoses, encodeAnimation, type Pixels } from './encode-animation.ts';
import { encodeView } from './encode-view.ts';
import { firstThatFits } from './fit-steps.ts';
import { placeInFrame, setUp } from './moving-set.ts';
import { RGB_PLANES } from './plane.ts';

export interface ParallaxRequest {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** What is seen, as the shop calls it, for the viewer's name. */
  readonly title?: string;
}

const ROUND_SECONDS = 4;
const MOST_ANIMATION_BYTES = 2_000_000;
const STEPS = [
  { size: 1, quality: 78, millisecondsEach: 60 },
  { size: 1, quality: 60, millisecondsEach: 80 },
  { size: 0.7, quality: 60, millisecondsEach: 80 },
  { size: 0.5, quality: 50, millisecondsEach: 100 },
  { size: 0.35, quality: 35, millisecondsEach: 120 },
] as const;
/** Views of the page, an odd number so that one is from the front: 0.9° apart, which is not seen as steps. */
const PAGE_VIEWS = 21;

/**
 * A single photo, seen as if one moved a little to either side: the product with a slight relief, its shadow on the
 * floor and the wall behind each move by their own distance. For a product that has too few photos for a turn.
 * @returns an animated WebP and a page to move by hand
 */
export async function parallax(product: Product, request: ParallaxRequest): Promise<DerivedFile[]> {
  const animation = await parallaxAnimation(product, request);
  const page = await encodeView({
    name: 'viewer-parallax',
    turn: 'sway',
    request,
    facts: {},
    draw: (width, height) => drawMoments(product, { ...request, width, height }, pageMoments(), alongArc),
  });
  return [animation, page];
}

function pageMoments(): number[] {
  return Array.from({ length: PAGE_VIEWS }, (_, at) => at / (PAGE_VIEWS - 1));
}

async function parallaxAnimation(product: Product, request: ParallaxRequest): Promise<DerivedFile> {
  return firstThatFits(STEPS, MOST_ANIMATION_BYTES, async ({ size, quality, millisecondsEach }) => {
    const width = Math.round(request.width * size);
    const height = Math.round(request.height * size);
    const count = Math.round((ROUND_SECONDS * 1000) / millisecondsEach);
    const moments = Array.from({ length: count }, (_, at) => at / count);
    const frames = await drawMoments(product, { ...request, width, height }, moments, swayOnArc);
    return {
      kind: 'parallax',
      name: `parallax-sway-${width}x${height}.webp`,
      format: 'webp',
      bytes: await encodeAnimation(frames, millisecondsEach, quality),
      width,
      height,
      seconds: (count * millisecondsEach) / 1000,
      engine: 'rules/motion@1',
      digitalSource: 'compositeSynthetic',
      facts: { seed: request.seed, frames: count, millisecondsEach, quality },
    };
  });
}

async function drawMoments(
  product: Product,
  request: ParallaxRequest,
  moments: readonly number[],
  pathOf: (moment: number) => CameraPose,
): Promise<Iterable<Pixels>> {
  const placement = placeInFrame(product, request);
  const set = await setUp(product, placement, request.seed, RGB_PLANES, 1);
  return drawPoses(set, moments.map(pathOf));
}
