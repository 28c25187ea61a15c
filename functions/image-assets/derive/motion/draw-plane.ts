import type { Plane, TexturePlane } from './plane.ts';

/**
 * Picture pixels between two nodes of a grid. Light, shadow and the bend of the picture are smooth at this scale, so
 * each pixel between takes what lies on the line between its nodes: a sixty-fourth of the work, and steps of less
 * than a pixel, which is what keeps a slow move from jittering.
 */
export const GRID_PX = 4;

/** Values over a picture, one each {@link GRID_PX} pixels from its left and top edge on, both ends included. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly data: Float32Array;
}

/** What stands at each place of one frame. */
export interface FrameGrids {
  /** Brightness of the backdrop, 1 as bright as its colour. */
  readonly light: Grid;
  /** Where in the product's box a place looks, 0..1 from left to right; outside that it looks past it. */
  readonly across: Grid;
  /** The same from top to bottom. */
  readonly down: Grid;
}

/** @param width,height of the picture in pixels */
export function emptyGrid(width: number, height: number): Grid {
  const columns = Math.ceil(width / GRID_PX) + 1;
  const rows = Math.ceil(height / GRID_PX) + 1;
  return { columns, rows, data: new Float32Array(columns * rows) };
}

const NOISE_SIDE = 64;
/**
 * Added before a value is cut to 8 bits, in place of rounding: the backdrop falls by some 40 levels over 1000
 * pixels, and without noise each level would show as a band. Standing still, it costs the encoder next to nothing.
 * Interleaved gradient noise (J. Jimenez, SIGGRAPH 2014): even in every neighbourhood, no pattern to be seen.
 */
const NOISE = Float32Array.from({ length: NOISE_SIDE * NOISE_SIDE }, (_, at) => {
  const inner = 0.06711056 * (at % NOISE_SIDE) + 0.00583715 * Math.floor(at / NOISE_SIDE);
  return (52.9829189 * (inner % 1)) % 1;
});

/**
 * Draws one plane of a frame: the backdrop, and the product over it.
 * @param backdrop the plane's value of the backdrop at brightness 0 and what brightness 1 adds
 */
export function drawPlane(
  target: Plane,
  grids: FrameGrids,
  backdrop: { readonly black: number; readonly span: number },
  texture: TexturePlane,
): void {
  const { divisor } = texture.colour;
  const light = new Float64Array(grids.light.columns);
  const across = new Float64Array(grids.light.columns);
  const down = new Float64Array(grids.light.columns);
  const spanX = texture.width - 2 * texture.margin;
  const spanY = texture.height - 2 * texture.margin;
  const start = texture.margin - 0.5;
  // Where a row of pixels lies in the full-size picture: between two of its rows where the plane has half of them.
  const fromTop = divisor / 2;
  for (let y = 0; y < target.height; y += 1) {
    const gridRow = (y * divisor + fromTop) / GRID_PX;
    readRow(grids.light, gridRow, backdrop.black, backdrop.span, light);
    readRow(grids.across, gridRow, start, spanX, across);
    readRow(grids.down, gridRow, start, spanY, down);
    drawRow(target, y, light, across, down, texture);
  }
}

/** A grid's values along one row of pixels, at its nodes, as `offset + span × value`. */
function readRow(grid: Grid, gridRow: number, offset: number, span: number, into: Float64Array): void {
  const { columns, rows, data } = grid;
  const upper = Math.min(rows - 2, Math.floor(gridRow));
  const share = gridRow - upper;
  for (let column = 0, at = upper * columns; column < columns; column += 1, at += 1) {
    const above = data[at] as number;
    into[column] = offset + span * (above + ((data[at + columns] as number) - above) * share);
  }
}

/**
 * One row, cell by cell. Chroma of H.264 stands level with the left one of its two pixels, so in either kind of plane
 * the first pixel of a cell lies half a picture pixel behind its node.
 */
function drawRow(
  { width, data }: Plane,
  y: number,
  light: Float64Array,
  across: Float64Array,
  down: Float64Array,
  texture: TexturePlane,
): void {
  const step = GRID_PX / texture.colour.divisor;
  const lead = 0.5 / texture.colour.divisor;
  const noiseRow = (y % NOISE_SIDE) * NOISE_SIDE;
  const rowStart = y * width;
  for (let cell = 0, start = 0; start < width; cell += 1, start += step) {
    const end = Math.min(width, start + step);
    const node = light[cell] as number;
    const slope = ((light[cell + 1] as number) - node) / step;
    let value = node + slope * lead;
    for (let x = start; x < end; x += 1) {
      data[rowStart + x] = value + (NOISE[noiseRow + (x & (NOISE_SIDE - 1))] as number);
      value += slope;
    }
    const x = across[cell] as number;
    const stepX = ((across[cell + 1] as number) - x) / step;
    const v = down[cell] as number;
    const stepY = ((down[cell + 1] as number) - v) / step;
    if (isOutside(x, x + stepX * step, texture.width) || isOutside(v, v + stepY * step, texture.height))
      continue;
    drawProduct(
      data,
      rowStart + start,
      rowStart + end,
      x + stepX * lead,
      stepX,
      v + stepY * lead,
      stepY,
      texture,
    );
  }
}

function isOutside(from: number, to: number, length: number): boolean {
  return (from < 0 && to < 0) || (from > length - 1 && to > length - 1);
}

/**
 * Mixes the product over what is drawn already: bilinear, the innermost loop of all. It takes numbers, not objects,
 * because a million small objects a second keep the collector busier than the picture does.
 */
function drawProduct(
  target: Uint8Array,
  from: number,
  to: number,
  startX: number,
  stepX: number,
  startY: number,
  stepY: number,
  { width, height, data }: TexturePlane,
): void {
  let atX = startX;
  let atY = startY;
  for (let pixel = from; pixel < to; pixel += 1, atX += stepX, atY += stepY) {
    // The margin is transparent: whoever looks past the product finds nothing there.
    const x = atX < 0 ? 0 : atX > width - 2 ? width - 2 : atX;
    const y = atY < 0 ? 0 : atY > height - 2 ? height - 2 : atY;
    const left = x | 0;
    const upper = y | 0;
    const shareX = x - left;
    const shareY = y - upper;
    const above = 2 * (upper * width + left);
    const below = above + 2 * width;
    const farRight = shareX * shareY;
    const farLeft = shareY - farRight;
    const nearRight = shareX - farRight;
    const nearLeft = 1 - shareX - farLeft;
    const opacity =
      (data[above + 1] as number) * nearLeft +
      (data[above + 3] as number) * nearRight +
      (data[below + 1] as number) * farLeft +
      (data[below + 3] as number) * farRight;
    if (opacity === 0) continue;
    const seen =
      (data[above] as number) * nearLeft +
      (data[above + 2] as number) * nearRight +
      (data[below] as number) * farLeft +
      (data[below + 2] as number) * farRight;
    target[pixel] = (target[pixel] as number) * (1 - opacity * (1 / 255)) + seen + 0.5;
  }
}
