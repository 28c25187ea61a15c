import sharp from 'sharp';
import type { Frame } from '../../platform/ports/image-model.ts';

/** Up to here a picture is stretched: one per cent of a side is less than what the model moves an outline by anyway. */
const STRETCHED_BY_AT_MOST = 0.01;

/**
 * Brings a picture to a size that a model draws in. Where the shapes differ, its edges are continued to both sides, and
 * the frame says where in the canvas the picture stands.
 */
export async function fitCanvas(
  bytes: Buffer,
  size: { readonly width: number; readonly height: number },
): Promise<{ bytes: Buffer; frame?: Frame }> {
  const { width = 1, height = 1 } = await sharp(bytes).metadata();
  const scale = Math.min(size.width / width, size.height / height);
  const inner = {
    width: Math.min(size.width, Math.max(1, Math.round(width * scale))),
    height: Math.min(size.height, Math.max(1, Math.round(height * scale))),
  };
  const isSameShape =
    size.width / inner.width - 1 <= STRETCHED_BY_AT_MOST &&
    size.height / inner.height - 1 <= STRETCHED_BY_AT_MOST;
  if (isSameShape) {
    return { bytes: await sharp(bytes).resize(size.width, size.height, { fit: 'fill' }).png().toBuffer() };
  }
  const left = Math.floor((size.width - inner.width) / 2);
  const top = Math.floor((size.height - inner.height) / 2);
  const canvas = await sharp(bytes)
    .resize(inner.width, inner.height, { fit: 'fill' })
    .extend({
      left,
      top,
      right: size.width - inner.width - left,
      bottom: size.height - inner.height - top,
      extendWith: 'copy',
    })
    .png()
    .toBuffer();
  return {
    bytes: canvas,
    frame: {
      left: left / size.width,
      top: top / size.height,
      width: inner.width / size.width,
      height: inner.height / size.height,
    },
  };
}
