import type { Raster } from '../../raster.ts';
import type { DerivedFile } from '../derived-file.ts';
import type { Pose, Product } from '../stills/product.ts';
import { type AlignedViews, alignViews } from './align-views.ts';
import { AT_REST } from './camera-path.ts';
import { drawPoses, encodeAnimation, type Pixels } from './encode-animation.ts';
import { encodeView } from './encode-view.ts';
import { firstThatFits } from './fit-steps.ts';
import { placeInFrame, setUp } from './moving-set.ts';
import { RGB_PLANES } from './plane.ts';

export interface SpinRequest {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** What is seen, as the shop calls it, for the viewer's name. */
  readonly title?: string;
  /** Where it is known better than from the outlines: apparel lies. */
  readonly pose?: Pose;
}

/** Fewer photos are no turn: the eye takes them for different things. */
export const LEAST_PHOTOS = 3;
/** More are not seen, and a page of them does not fit. */
const MOST_PHOTOS = 72;
const ROUND_SECONDS = 6;
/** Animations run no faster: browsers slow down what is under 20 ms, and mail programs what is under 60. */
const SHORTEST_FRAME_MS = 60;
const MOST_ANIMATION_BYTES = 2_000_000;
const STEPS = [
  { size: 1, quality: 78 },
  { size: 1, quality: 60 },
  { size: 0.7, quality: 60 },
  { size: 0.5, quality: 50 },
  { size: 0.35, quality: 35 },
] as const;

/**
 * A product seen from all sides: an animated WebP that goes round, and a page to turn it by hand.
 * @param cutouts RGBA, in the order of the turn, {@link LEAST_PHOTOS} to 72, spaced evenly
 * @throws RangeError where there are fewer or more; Error where one shows nothing
 */
export async function spin(cutouts: readonly Raster[], request: SpinRequest): Promise<DerivedFile[]> {
  if (cutouts.length < LEAST_PHOTOS || cutouts.length > MOST_PHOTOS) {
    throw new RangeError(
      `a turn of ${cutouts.length} photos: ${LEAST_PHOTOS} to ${MOST_PHOTOS} are possible`,
    );
  }
  const aligned = await alignViews(cutouts, request.pose);
  return [await spinAnimation(aligned, request), await spinPage(aligned, request)];
}

async function spinAnimation({ views, by }: AlignedViews, request: SpinRequest): Promise<DerivedFile> {
  const millisecondsEach = Math.max(SHORTEST_FRAME_MS, Math.round((ROUND_SECONDS * 1000) / views.length));
  return firstThatFits(STEPS, MOST_ANIMATION_BYTES, async ({ size, quality }) => {
    const width = Math.round(request.width * size);
    const height = Math.round(request.height * size);
    const frames = drawViews(views, { ...request, width, height });
    return {
      kind: 'spin',
      name: `spin-${views.length}-views-${width}x${height}.webp`,
      format: 'webp',
      bytes: await encodeAnimation(frames, millisecondsEach, quality),
      width,
      height,
      seconds: (millisecondsEach * views.length) / 1000,
      engine: 'rules/motion@1',
      digitalSource: 'compositeSynthetic',
      facts: { seed: request.seed, photos: views.length, alignedBy: by, millisecondsEach, quality },
    };
  });
}

async function spinPage({ views, by }: AlignedViews, request: SpinRequest): Promise<DerivedFile> {
  return encodeView({
    name: 'viewer-spin',
    turn: 'round',
    request,
    facts: { photos: views.length, alignedBy: by },
    draw: (width, height) => drawViews(views, { ...request, width, height }),
  });
}

/** All views on the same sweep, from the same place. */
async function* drawViews(views: readonly Product[], request: SpinRequest): AsyncIterable<Pixels> {
  for (const view of views) {
    const set = await setUp(view, placeInFrame(view, request), request.seed, RGB_PLANES, 1);
    yield* drawPoses(set, [AT_REST]);
  }
}
