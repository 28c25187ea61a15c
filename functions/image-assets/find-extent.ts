/** Pixels of a picture: from `left`, `top` (inclusive), `width` and `height` at least 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Edge = 'left' | 'top' | 'right' | 'bottom';

/**
 * A picture and a question to each of its pixels: is any of its samples, `flip` applied by exclusive or, below a
 * level? With `flip` 0 that asks for dark; with 255 it asks for high alpha. As data and not as a function, because
 * a callback for each of 36 million pixels costs more than everything else here.
 */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** One byte a sample, rows without padding. */
  readonly data: Uint8Array;
  /** Samples from one pixel to the next, the first one asked, and whether one or three of them are. */
  readonly stride: number;
  readonly first: number;
  readonly samples: 1 | 3;
  /** Of one sample only. */
  readonly flip: 0 | 255;
  readonly below: number;
  /** Of RGBA whose alpha is asked: the same pixels as words, so that four empty ones are passed over at once. */
  readonly words?: Int32Array;
}

/** A row or column belongs to what is found with two such pixels; a single one is dust in a matte, or JPEG's noise. */
const LEAST_PIXELS_PER_LINE = 2;

/** Share of a frame's edge that must hold before what is found counts as cut by it. */
const CUT_SHARE = 0.005;

export interface Extent {
  readonly box: Box;
  /** Frame edges that cut what was found. */
  readonly cutEdges: readonly Edge[];
}

/**
 * The bounding box of the pixels that hold. Memory is read row by row, from the outside inwards and only as far as
 * needed, so a frame that is full costs next to nothing.
 * @returns `undefined` where no line holds
 */
export function findExtent(mask: Mask): Extent | undefined {
  const { width, height } = mask;
  let top = 0;
  while (top < height && !rowHolds(mask, top)) top += 1;
  if (top === height) return undefined;
  let bottom = height - 1;
  while (bottom > top && !rowHolds(mask, bottom)) bottom -= 1;
  const { left, right } = findSides(mask, top, bottom);
  const cutEdges: Edge[] = [];
  if (left === 0 && cuts(mask, 0, width, height)) cutEdges.push('left');
  if (top === 0 && cuts(mask, 0, 1, width)) cutEdges.push('top');
  if (right === width - 1 && cuts(mask, width - 1, width, height)) cutEdges.push('right');
  if (bottom === height - 1 && cuts(mask, (height - 1) * width, 1, width)) cutEdges.push('bottom');
  return { box: { left, top, width: right - left + 1, height: bottom - top + 1 }, cutEdges };
}

/** Grows a box line by line, first up and down, then sideways, for as long as the next line holds. */
export function growExtent(mask: Mask, box: Box): Box {
  const { width, height } = mask;
  let top = box.top;
  while (top > 0 && rowHolds(mask, top - 1)) top -= 1;
  let bottom = box.top + box.height - 1;
  while (bottom < height - 1 && rowHolds(mask, bottom + 1)) bottom += 1;
  const length = bottom + 1 - top;
  const columnHolds = (x: number) =>
    lineHolds(mask, top * width + x, width, length, Math.min(LEAST_PIXELS_PER_LINE, length));
  let left = box.left;
  while (left > 0 && columnHolds(left - 1)) left -= 1;
  let right = box.left + box.width - 1;
  while (right < width - 1 && columnHolds(right + 1)) right += 1;
  return { left, top, width: right - left + 1, height: length };
}

/** The outermost columns with enough pixels between two rows; at least one pixel there holds. */
function findSides(mask: Mask, top: number, bottom: number): { left: number; right: number } {
  const { width } = mask;
  const needed = Math.min(LEAST_PIXELS_PER_LINE, bottom + 1 - top);
  const fromLeft = new Uint8Array(width);
  const fromRight = new Uint8Array(width);
  let left = width - 1;
  let right = 0;
  for (let y = top; y <= bottom; y += 1) {
    const row = y * width;
    // Only columns further out than the best so far can change it; a column counts once in a row.
    for (let x = nextHolding(mask, row, 0, left); x < left; x = nextHolding(mask, row, x + 1, left)) {
      if (countOne(fromLeft, x) >= needed) left = x;
    }
    for (
      let x = lastHolding(mask, row, width - 1, right);
      x > right;
      x = lastHolding(mask, row, x - 1, right)
    ) {
      if (countOne(fromRight, x) >= needed) right = x;
    }
  }
  return left <= right ? { left, right } : { left: right, right: left };
}

/** The first column from `x` on, before `end`, whose pixel in a row holds; `end` where none does. */
function nextHolding(mask: Mask, row: number, from: number, end: number): number {
  const { data, stride, first, samples, flip, below, words } = mask;
  let x = from;
  if (words) while (x + 4 <= end && allFainter(words, row + x, 256 - below)) x += 4;
  for (let at = (row + x) * stride + first, column = x; column < end; column += 1, at += stride) {
    if (((data[at] ?? 0) ^ flip) < below) return column;
    if (samples === 3 && ((data[at + 1] ?? 0) < below || (data[at + 2] ?? 0) < below)) return column;
  }
  return end;
}

/** The same backwards: the last column down from `x`, after `end`. */
function lastHolding(mask: Mask, row: number, from: number, end: number): number {
  const { data, stride, first, samples, flip, below, words } = mask;
  let x = from;
  if (words) while (x - 4 >= end && allFainter(words, row + x - 3, 256 - below)) x -= 4;
  for (let at = (row + x) * stride + first, column = x; column > end; column -= 1, at -= stride) {
    if (((data[at] ?? 0) ^ flip) < below) return column;
    if (samples === 3 && ((data[at + 1] ?? 0) < below || (data[at + 2] ?? 0) < below)) return column;
  }
  return end;
}

/**
 * Whether four alphas together have no bit that a level needs; then each is below it. False says nothing: bits of
 * several faint ones may add up, and they are then asked one by one.
 */
function allFainter(words: Int32Array, at: number, level: number): boolean {
  const any = (words[at] ?? 0) | (words[at + 1] ?? 0) | (words[at + 2] ?? 0) | (words[at + 3] ?? 0);
  return any >>> 24 < level;
}

/** Never more than `LEAST_PIXELS_PER_LINE`, so a byte holds it. */
function countOne(counts: Uint8Array, x: number): number {
  const count = (counts[x] ?? 0) + 1;
  counts[x] = count;
  return count;
}

function rowHolds(mask: Mask, y: number): boolean {
  const { width } = mask;
  const needed = Math.min(LEAST_PIXELS_PER_LINE, width);
  let count = 0;
  for (
    let x = nextHolding(mask, y * width, 0, width);
    x < width;
    x = nextHolding(mask, y * width, x + 1, width)
  ) {
    count += 1;
    if (count >= needed) return true;
  }
  return false;
}

function cuts(mask: Mask, start: number, step: number, length: number): boolean {
  const needed = Math.max(Math.min(LEAST_PIXELS_PER_LINE, length), Math.ceil(length * CUT_SHARE));
  return lineHolds(mask, start, step, length, needed);
}

/** Whether at least `needed` pixels of a line hold; stops at the last one needed. */
function lineHolds(mask: Mask, start: number, step: number, length: number, needed: number): boolean {
  const { data, stride, first, samples, flip, below } = mask;
  let count = 0;
  for (let index = 0, at = start * stride + first; index < length; index += 1, at += step * stride) {
    const holds =
      ((data[at] ?? 0) ^ flip) < below ||
      (samples === 3 && ((data[at + 1] ?? 0) < below || (data[at + 2] ?? 0) < below));
    if (holds) {
      count += 1;
      if (count >= needed) return true;
    }
  }
  return false;
}

/** Edges as one text, `none` where the list is empty: the form in which a rule compares them. */
export function edgesText(edges: readonly Edge[]): string {
  return edges.length === 0 ? 'none' : edges.join('+');
}
