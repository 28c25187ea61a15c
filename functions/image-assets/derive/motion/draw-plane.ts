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

/** One grid's values along one row of pixels, at its nodes. */
function rowOf(grid: Grid, gridRow: number, into: Float32Array): void {
  const { columns, rows, data } = grid;
  const upper = Math.min(rows - 2, Math.floor(gridRow));
  const share = gridRow - upper;
  for (let column = 0, at = upper * columns; column < columns; column += 1, at += 1) {
    const above = data[at] as number;
    into[column] = above + ((data[at + columns] as number) - above) * share;
  }
}

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
  const { columns } = grids.light;
  const light = new Float32Array(columns);
  const across = new Float32Array(columns);
  const down = new Float32Array(columns);
  // Where a pixel lies in the full-size picture. Chroma of H.264 stands level with the left one of its two pixels.
  const fromTop = divisor / 2;
  for (let y = 0; y < target.height; y += 1) {
    const gridRow = (y * divisor + fromTop) / GRID_PX;
    rowOf(grids.light, gridRow, light);
    rowOf(grids.across, gridRow, across);
    rowOf(grids.down, gridRow, down);
    drawRow(target, y, { light, across, down }, backdrop, texture);
  }
}

interface RowOfNodes {
  readonly light: Float32Array;
  readonly across: Float32Array;
  readonly down: Float32Array;
}

function drawRow(
  { width, data }: Plane,
  y: number,
  { light, across, down }: RowOfNodes,
  { black, span }: { readonly black: number; readonly span: number },
  texture: TexturePlane,
): void {
  const step = GRID_PX / texture.colour.divisor;
  // The first pixel of a cell lies half a picture pixel behind its node.
  const lead = 0.5 / texture.colour.divisor;
  const noiseRow = (y % NOISE_SIDE) * NOISE_SIDE;
  for (let cell = 0, start = 0; start < width; cell += 1, start += step) {
    const end = Math.min(width, start + step);
    const brightness = light[cell] as number;
    const slope = (span * ((light[cell + 1] as number) - brightness)) / step;
    let value = black + span * brightness + slope * lead;
    for (let x = start; x < end; x += 1) {
      data[y * width + x] = value + (NOISE[noiseRow + (x & (NOISE_SIDE - 1))] as number);
      value += slope;
    }
    if (meetsProduct(across, down, cell)) {
      drawProduct(data, y * width + start, end - start, { across, down, cell, step, lead }, texture);
    }
  }
}

function meetsProduct(across: Float32Array, down: Float32Array, cell: number): boolean {
  const left = across[cell] as number;
  const right = across[cell + 1] as number;
  const upper = down[cell] as number;
  const lower = down[cell + 1] as number;
  return (
    (left > 0 || right > 0) && (left < 1 || right < 1) && (upper > 0 || lower > 0) && (upper < 1 || lower < 1)
  );
}

interface Cell {
  readonly across: Float32Array;
  readonly down: Float32Array;
  readonly cell: number;
  readonly step: number;
  readonly lead: number;
}

/** Mixes the product over what is drawn already, from `at` on: bilinear, the innermost loop of all. */
function drawProduct(
  target: Uint8Array,
  at: number,
  count: number,
  { across, down, cell, step, lead }: Cell,
  { alpha, value, margin }: TexturePlane,
): void {
  const { width, height } = value;
  const spanX = width - 2 * margin;
  const spanY = height - 2 * margin;
  const stepX = (((across[cell + 1] as number) - (across[cell] as number)) * spanX) / step;
  const stepY = (((down[cell + 1] as number) - (down[cell] as number)) * spanY) / step;
  let atX = (across[cell] as number) * spanX + margin - 0.5 + stepX * lead;
  let atY = (down[cell] as number) * spanY + margin - 0.5 + stepY * lead;
  for (let pixel = at; pixel < at + count; pixel += 1, atX += stepX, atY += stepY) {
    // The margin is transparent: whoever looks past the product finds nothing there.
    const x = atX < 0 ? 0 : atX > width - 2 ? width - 2 : atX;
    const y = atY < 0 ? 0 : atY > height - 2 ? height - 2 : atY;
    const left = x | 0;
    const upper = y | 0;
    const shareX = x - left;
    const shareY = y - upper;
    const corner = upper * width + left;
    const opacity = mix(alpha.data, corner, width, shareX, shareY);
    if (opacity === 0) continue;
    const seen = mix(value.data, corner, width, shareX, shareY);
    target[pixel] = ((target[pixel] as number) * (255 - opacity)) / 255 + seen + 0.5;
  }
}

function mix(data: Uint8Array, corner: number, width: number, right: number, down: number): number {
  const above = data[corner] as number;
  const below = data[corner + width] as number;
  const upper = above + ((data[corner + 1] as number) - above) * right;
  return upper + (below + ((data[corner + width + 1] as number) - below) * right - upper) * down;
}
