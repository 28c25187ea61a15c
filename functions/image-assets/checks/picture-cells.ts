import type { Box } from '../find-extent.ts';
import type { Raster } from '../raster.ts';

/** Points read along each side of a cell; 36 of a cell average out noise and JPEG's blocks. */
const POINTS = 6;

/** A part of a picture in so many cells, from the picture's edge on: each the mean of points spread over it. RGB. */
export function sampleCells(picture: Raster, box: Box, across: number, down: number): Raster {
  const data = Buffer.alloc(across * down * 3);
  const sums = new Float64Array(3);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      sums.fill(0);
      for (let j = 0; j < POINTS; j += 1) {
        const y = box.top + ((row + (j + 0.5) / POINTS) / down) * box.height;
        for (let i = 0; i < POINTS; i += 1) {
          const x = box.left + ((column + (i + 0.5) / POINTS) / across) * box.width;
          addPixel(picture, x, y, sums);
        }
      }
      const to = (row * across + column) * 3;
      for (let c = 0; c < 3; c += 1) data[to + c] = Math.round((sums[c] ?? 0) / POINTS ** 2);
    }
  }
  return { width: across, height: down, channels: 3, data };
}

function addPixel({ width, height, channels, data }: Raster, x: number, y: number, sums: Float64Array): void {
  const column = Math.min(width - 1, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 1, Math.max(0, Math.floor(y)));
  const at = (row * width + column) * channels;
  for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] ?? 0) + (data[at + c] ?? 0);
}

/**
 * 1 for each cell that is product all over, and its neighbours too: where two pictures lie a pixel apart, an outline in a
 * cell would count as another colour.
 * @param alpha of the picture that the box lies in, 0..255, `width` pixels a row
 */
export function solidCells(
  alpha: Uint8Array,
  width: number,
  box: Box,
  across: number,
  down: number,
): Uint8Array {
  const height = alpha.length / width;
  const whole = new Uint8Array(across * down).fill(1);
  for (let y = Math.max(0, box.top); y < Math.min(height, box.top + box.height); y += 1) {
    const row = Math.min(down - 1, Math.floor(((y - box.top) / box.height) * down));
    for (let x = Math.max(0, box.left); x < Math.min(width, box.left + box.width); x += 1) {
      if ((alpha[y * width + x] ?? 0) >= 250) continue;
      whole[row * across + Math.min(across - 1, Math.floor(((x - box.left) / box.width) * across))] = 0;
    }
  }
  return whole.map((one, cell) => {
    const column = cell % across;
    const isWhole = (at: number, inside: boolean) => !inside || whole[at] === 1;
    return one === 1 &&
      isWhole(cell - 1, column > 0) &&
      isWhole(cell + 1, column < across - 1) &&
      isWhole(cell - across, cell >= across) &&
      isWhole(cell + across, cell + across < whole.length)
      ? 1
      : 0;
  });
}
