import type { Raster } from '../raster.ts';
import { grow } from './regions.ts';
import type { Mask } from './work-image.ts';

/** Cells along the long side of the grid on which both sides' colours are kept: the memory is the same for every photo. */
const GRID_LONG_SIDE = 320;
/** Opacity up to which a pixel is all backdrop, and from which it is all product. */
const CLEAR = 3;
const OPAQUE = 252;
/** Cells grow their colour outwards this often: the rim is some cells wide where it is soft. */
const SPREADS = 6;

/** A colour (RGB, 0..255) for every place of a photo, smooth between the cells of a grid. */
export class ColourField {
  readonly colours: Float32Array;
  readonly weights: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;

  constructor(columns: number, rows: number, cell: number) {
    this.columns = columns;
    this.rows = rows;
    this.cell = cell;
    this.colours = new Float32Array(3 * columns * rows);
    this.weights = new Float32Array(columns * rows);
  }

  /** The colour's channel (0..2) at a pixel, between the four cells around it. */
  at(x: number, y: number, channel: number): number {
    const u = Math.min(this.columns - 1, Math.max(0, (x + 0.5) / this.cell - 0.5));
    const v = Math.min(this.rows - 1, Math.max(0, (y + 0.5) / this.cell - 0.5));
    const left = Math.floor(u);
    const top = Math.floor(v);
    let sum = 0;
    let total = 1e-6;
    for (let corner = 0; corner < 4; corner += 1) {
      const column = Math.min(this.columns - 1, left + (corner & 1));
      const row = Math.min(this.rows - 1, top + (corner >> 1));
      const near = (corner & 1 ? u - left : 1 - u + left) * (corner >> 1 ? v - top : 1 - v + top);
      const cell = row * this.columns + column;
      const weight = (near + 1e-4) * (this.weights[cell] as number);
      sum += weight * (this.colours[3 * cell + channel] as number);
      total += weight;
    }
    return sum / total;
  }
}

/**
 * What the product and what the backdrop look like near every pixel: means of the opaque and of the clear pixels in
 * cells, carried on into the cells beside them.
 */
export function estimateSides(photo: Raster, alpha: Buffer): { product: ColourField; backdrop: ColourField } {
  const { width, height, channels, data } = photo;
  const cell = Math.max(2, Math.ceil(Math.max(width, height) / GRID_LONG_SIDE));
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  const product = new ColourField(columns, rows, cell);
  const backdrop = new ColourField(columns, rows, cell);
  const wanted = cellsNearRim(alpha, width, columns, rows, cell);
  for (let cellAt = 0; cellAt < wanted.length; cellAt += 1) {
    if (!wanted[cellAt]) continue;
    const left = (cellAt % columns) * cell;
    const top = Math.floor(cellAt / columns) * cell;
    for (let y = top; y < Math.min(height, top + cell); y += 1) {
      for (let x = left; x < Math.min(width, left + cell); x += 1) {
        const opacity = alpha[y * width + x] as number;
        if (opacity > CLEAR && opacity < OPAQUE) continue;
        const field = opacity >= OPAQUE ? product : backdrop;
        const from = (y * width + x) * channels;
        // What is fully transparent has no colour, whatever the file says.
        if (channels === 4 && data[from + 3] === 0) continue;
        for (let c = 0; c < 3; c += 1) {
          field.colours[3 * cellAt + c] =
            (field.colours[3 * cellAt + c] as number) + (data[from + c] as number);
        }
        field.weights[cellAt] = (field.weights[cellAt] as number) + 1;
      }
    }
  }
  for (const field of [product, backdrop]) {
    for (let at = 0; at < field.weights.length; at += 1) {
      const weight = field.weights[at] as number;
      for (let c = 3 * at; weight > 0 && c < 3 * at + 3; c += 1) {
        field.colours[c] = (field.colours[c] as number) / weight;
      }
      // One clean pixel is enough to speak for its cell, but four speak better.
      field.weights[at] = Math.min(1, weight / 4);
    }
    for (let spread = 0; spread < SPREADS; spread += 1) spreadOutwards(field);
  }
  return { product, backdrop };
}

/** Cells within reach of one that holds a half-transparent pixel: only their colours are asked for. */
function cellsNearRim(alpha: Buffer, width: number, columns: number, rows: number, cell: number): Mask {
  const rim = new Uint8Array(columns * rows);
  for (let at = 0; at < alpha.length; at += 1) {
    const opacity = alpha[at] as number;
    if (opacity === 0 || opacity === 255) continue;
    const x = at % width;
    rim[Math.floor((at - x) / width / cell) * columns + Math.floor(x / cell)] = 1;
  }
  return grow(rim, columns, SPREADS + 1);
}

/** Gives cells without a colour the mean of their neighbours', a ring of cells at a time. */
function spreadOutwards({ colours, weights, columns, rows }: ColourField): void {
  const before = weights.slice();
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      if ((before[at] as number) > 0) continue;
      let total = 0;
      const sums = [0, 0, 0];
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          if (x + dx < 0 || x + dx >= columns || y + dy < 0 || y + dy >= rows) continue;
          const there = at + dy * columns + dx;
          const weight = before[there] as number;
          if (weight === 0) continue;
          total += weight;
          for (let c = 0; c < 3; c += 1)
            sums[c] = (sums[c] as number) + weight * (colours[3 * there + c] as number);
        }
      }
      if (total === 0) continue;
      for (let c = 0; c < 3; c += 1) colours[3 * at + c] = (sums[c] as number) / total;
      weights[at] = 0.5;
    }
  }
}
