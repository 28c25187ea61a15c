import type { DerivedFile } from '../derived-file.ts';
import type { Product } from '../stills/product.ts';
import { CLOSEST, pushIn } from './camera-path.ts';
import { drawFrame, emptyFrame, emptyGrids } from './draw-frame.ts';
import { encodeVideo } from './encode-video.ts';
import { type MovingSet, placeInFrame, setUp } from './moving-set.ts';
import { VIDEO_PLANES } from './plane.ts';

export interface VideoRequest {
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  /** 3 to 15. */
  readonly seconds: number;
  /** Chooses from which side the camera comes. */
  readonly seed: number;
}

const FRAMES_PER_SECOND = 30;
/** 22: the paper's low chroma comes out within a level; from 23 on the encoder drops it and greys turn pink. */
const CODING = { quantiser: 22, keyFrameEvery: 2 * FRAMES_PER_SECOND };

/**
 * A short film of one product: the camera moves in slowly on a slight arc while the light travels across the sweep.
 * @throws RangeError where the request is out of its ranges
 */
export async function productVideo(product: Product, request: VideoRequest): Promise<DerivedFile> {
  const { width, height, seconds, seed } = request;
  if (seconds < 3 || seconds > 15) throw new RangeError(`video of ${seconds} s: 3 to 15 are possible`);
  const set = await setUp(product, placeInFrame(product, request), seed, VIDEO_PLANES, CLOSEST);
  const count = Math.round(seconds * FRAMES_PER_SECOND);
  const side = seed % 2 === 0 ? 1 : -1;
  const facts = { width, height, framesPerSecond: FRAMES_PER_SECOND };
  const bytes = await encodeVideo(framesOf(set, count, side), facts, CODING);
  return {
    kind: 'video',
    name: `video-push-in-${width}x${height}.mp4`,
    format: 'mp4',
    bytes,
    width,
    height,
    seconds: count / FRAMES_PER_SECOND,
    engine: 'rules/motion@1',
    digitalSource: 'compositeSynthetic',
    facts: { seed, framesPerSecond: FRAMES_PER_SECOND, frames: count, quantiser: CODING.quantiser },
  };
}

/** Each frame drawn over the one before, in the same buffer. */
function* framesOf(set: MovingSet, count: number, side: 1 | -1): Iterable<Uint8Array> {
  const frame = emptyFrame(set.placement, VIDEO_PLANES);
  const grids = emptyGrids(set.placement);
  for (let at = 0; at < count; at += 1) {
    drawFrame(set, pushIn(at / (count - 1), side), grids, frame);
    yield frame.bytes;
  }
}
