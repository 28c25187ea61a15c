import sharp from 'sharp';
import type { CameraPose } from './camera-path.ts';
import { drawFrame, emptyFrame, emptyGrids } from './draw-frame.ts';
import type { MovingSet } from './moving-set.ts';
import { RGB_PLANES } from './plane.ts';
import { writeAnimatedWebp } from './webp-file.ts';

/** RGB, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** What is seen from each pose, drawn when it is asked for. */
export function* drawPoses(set: MovingSet, poses: Iterable<CameraPose>): Iterable<Pixels> {
  const { width, height } = set.placement;
  const frame = emptyFrame(set.placement, RGB_PLANES);
  const grids = emptyGrids(set.placement);
  for (const pose of poses) {
    drawFrame(set, pose, grids, frame);
    yield { width, height, data: interleave(frame.bytes) };
  }
}

function interleave(planes: Uint8Array): Buffer {
  const length = planes.length / 3;
  const pixels = Buffer.allocUnsafe(planes.length);
  for (let at = 0, to = 0; at < length; at += 1, to += 3) {
    pixels[to] = planes[at] as number;
    pixels[to + 1] = planes[at + length] as number;
    pixels[to + 2] = planes[at + 2 * length] as number;
  }
  return pixels;
}

/**
 * One frame as a still WebP, at effort 4 of 6: 22 ms of CPU at 640².
 * @param sharpChroma colours that meet keep their edge; that takes twice the time
 */
export async function encodePixels(
  { width, height, data }: Pixels,
  quality: number,
  sharpChroma: boolean,
): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality, effort: 4, smartSubsample: sharpChroma })
    .toBuffer();
}

/**
 * An animated WebP that repeats for ever. Each frame is encoded before the next is drawn, so only one is held.
 * @param frames at least one, all of one size
 */
export async function encodeAnimation(
  frames: Iterable<Pixels> | AsyncIterable<Pixels>,
  millisecondsEach: number,
  quality: number,
): Promise<Buffer> {
  const files: Buffer[] = [];
  let size = { width: 0, height: 0 };
  for await (const frame of frames) {
    files.push(await encodePixels(frame, quality, false));
    size = { width: frame.width, height: frame.height };
  }
  return writeAnimatedWebp({ ...size, files, millisecondsEach });
}
