import sharp from 'sharp';
import type { CameraPose } from './camera-path.ts';
import { drawFrame, emptyFrame, emptyGrids } from './draw-frame.ts';
import type { MovingSet } from './moving-set.ts';
import { RGB_PLANES } from './plane.ts';

/** RGB, row by row. */
export type Pixels = Buffer;

export interface Pictures {
  readonly width: number;
  readonly height: number;
  /** At least two. */
  readonly frames: readonly Pixels[];
  readonly millisecondsEach: number;
}

/** The frame of a pose as ordinary pixels. */
export function* drawPoses(set: MovingSet, poses: Iterable<CameraPose>): Iterable<Pixels> {
  const frame = emptyFrame(set.placement, RGB_PLANES);
  const grids = emptyGrids(set.placement);
  for (const pose of poses) {
    drawFrame(set, pose, grids, frame);
    yield interleave(frame.bytes);
  }
}

function interleave(planes: Uint8Array): Pixels {
  const length = planes.length / 3;
  const pixels = Buffer.allocUnsafe(planes.length);
  for (let at = 0, to = 0; at < length; at += 1) {
    pixels[to++] = planes[at] as number;
    pixels[to++] = planes[at + length] as number;
    pixels[to++] = planes[at + 2 * length] as number;
  }
  return pixels;
}

/** An animated WebP that repeats for ever. */
export async function encodeAnimation(pictures: Pictures, quality: number): Promise<Buffer> {
  const { width, height, frames, millisecondsEach } = pictures;
  return sharp(Buffer.concat(frames), {
    raw: { width, height: height * frames.length, channels: 3, pageHeight: height },
    // The strip of all frames counts as one picture.
    limitInputPixels: false,
  })
    .webp({ quality, effort: 4, smartSubsample: true, loop: 0, delay: frames.map(() => millisecondsEach) })
    .toBuffer();
}

/** One frame as a still WebP. */
export async function encodePixels(
  { width, height, pixels }: { readonly width: number; readonly height: number; readonly pixels: Pixels },
  quality: number,
): Promise<Buffer> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality, effort: 4, smartSubsample: true })
    .toBuffer();
}
