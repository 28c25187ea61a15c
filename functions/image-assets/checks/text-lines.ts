import type { Box } from '../find-extent.ts';
import type { ThinMark } from './thin-marks.ts';

/** Marks in a row that look like one text. */
export interface TextLine {
  readonly marks: readonly ThinMark[];
  readonly box: Box;
  /** What `overlaid-text.ts` judges it by, in the order of its weights. */
  readonly features: readonly number[];
}

/** Middles farther apart along the picture than this (pixels) belong to no word: one and a half of the largest letter. */
const FARTHEST = 240;
/** Fewer marks than this in a row happen by chance: rivets, laces, leaves. */
const LEAST_MARKS = 4;

/**
 * Finds rows of marks of one size, one stroke, one contrast and one polarity, evenly close to each other, at any angle.
 * @param grey the picture that the marks were found in, 0..255
 */
export function findTextLines(
  marks: readonly ThinMark[],
  grey: Uint8Array,
  width: number,
  height: number,
): TextLine[] {
  const letters = marks.filter((mark) => isLetterLike(mark, width, height));
  const taken = new Set<ThinMark>();
  const lines: TextLine[] = [];
  const near = neighbours(letters);
  for (const letter of letters) {
    if (taken.has(letter)) continue;
    let best: readonly ThinMark[] = [];
    for (const other of near.get(letter) ?? []) {
      if (taken.has(other)) continue;
      const row = follow(letter, other, near, taken);
      if (row.length > best.length) best = row;
    }
    if (best.length < LEAST_MARKS || !isEven(best) || isRowOfBars(best)) continue;
    for (const one of best) taken.add(one);
    lines.push(describe(best, grey, width));
  }
  return lines;
}

function sizeOf(mark: ThinMark): number {
  return Math.max(mark.width, mark.height);
}

const middle = (mark: ThinMark): readonly [number, number] => [
  mark.left + mark.width / 2,
  mark.top + mark.height / 2,
];

/** The bounds of what a letter (or a few that touch) looks like. */
function isLetterLike(mark: ThinMark, width: number, height: number): boolean {
  const size = sizeOf(mark);
  const fill = mark.pixels / (mark.width * mark.height);
  const touches =
    mark.left === 0 ||
    mark.top === 0 ||
    mark.left + mark.width === width ||
    mark.top + mark.height === height;
  return (
    !touches &&
    size >= 7 &&
    size <= 0.2 * Math.max(width, height) &&
    fill >= 0.12 &&
    fill <= 0.98 &&
    mark.stroke <= size * 0.6 &&
    mark.unevenness <= 0.45
  );
}

/** Whether two marks may stand in one word. */
function agree(one: ThinMark, other: ThinMark): boolean {
  const ratio = (a: number, b: number) => Math.max(a, b) / Math.max(0.01, Math.min(a, b));
  return (
    one.polarity === other.polarity &&
    ratio(sizeOf(one), sizeOf(other)) <= 2.6 &&
    ratio(one.stroke, other.stroke) <= 1.7 &&
    ratio(one.contrast, other.contrast) <= 1.5
  );
}

function neighbours(letters: readonly ThinMark[]): Map<ThinMark, ThinMark[]> {
  const near = new Map<ThinMark, ThinMark[]>();
  const byLeft = letters.toSorted((one, other) => middle(one)[0] - middle(other)[0]);
  for (const [i, one] of byLeft.entries()) {
    const [x, y] = middle(one);
    for (let j = i + 1; j < byLeft.length; j += 1) {
      const other = byLeft[j];
      if (other === undefined) break;
      const [u, v] = middle(other);
      const reach = 1.5 * Math.max(sizeOf(one), sizeOf(other));
      if (u - x > FARTHEST) break;
      if (Math.hypot(u - x, v - y) > reach || !agree(one, other)) continue;
      near.set(one, [...(near.get(one) ?? []), other]);
      near.set(other, [...(near.get(other) ?? []), one]);
    }
  }
  return near;
}

/** Goes from one mark through another and on, in both directions, while the next lies close to the line. */
function follow(
  one: ThinMark,
  other: ThinMark,
  near: ReadonlyMap<ThinMark, readonly ThinMark[]>,
  taken: ReadonlySet<ThinMark>,
): readonly ThinMark[] {
  const row = [one, other];
  for (const forwards of [true, false]) {
    for (;;) {
      const last = forwards ? row[row.length - 1] : row[0];
      const first = forwards ? row[0] : row[row.length - 1];
      if (last === undefined || first === undefined) break;
      const next = nextAlong(first, last, near.get(last) ?? [], row, taken);
      if (next === undefined) break;
      if (forwards) row.push(next);
      else row.unshift(next);
    }
  }
  return row;
}

function nextAlong(
  first: ThinMark,
  last: ThinMark,
  candidates: readonly ThinMark[],
  row: readonly ThinMark[],
  taken: ReadonlySet<ThinMark>,
): ThinMark | undefined {
  const [x0, y0] = middle(first);
  const [x1, y1] = middle(last);
  const length = Math.hypot(x1 - x0, y1 - y0);
  const dx = (x1 - x0) / length;
  const dy = (y1 - y0) / length;
  let best: ThinMark | undefined;
  let nearest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (taken.has(candidate) || row.includes(candidate)) continue;
    const [x, y] = middle(candidate);
    const along = (x - x1) * dx + (y - y1) * dy;
    const aside = Math.abs((x - x1) * dy - (y - y1) * dx);
    const size = Math.max(sizeOf(candidate), sizeOf(last));
    if (along <= 0 || aside > 0.3 * size || along >= nearest) continue;
    nearest = along;
    best = candidate;
  }
  return best;
}

/** Standard deviation relative to the mean. */
function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(square) / Math.max(1e-6, mean);
}

/** Ink of one print: contrast and stroke hardly vary along the row. */
function isEven(row: readonly ThinMark[]): boolean {
  return (
    spread(row.map((mark) => mark.contrast)) <= 0.25 &&
    spread(row.map((mark) => mark.stroke)) <= 0.3 &&
    spread(row.map(sizeOf)) <= 0.45
  );
}

/**
 * Simple bars of one length, side by side: the notches of a sole, a seam's stitches, wicker. They are as even as print, and
 * outscore it. Their strokes are altogether less than twice as long as the mark (1 for a bar by its ends, up to 1.9 as its
 * blurred outline is counted in pixels), and all alike; those of letters are two to four times as long, and differ.
 */
function isRowOfBars(row: readonly ThinMark[]): boolean {
  const lengths = row.map((mark) => mark.pixels / (mark.stroke * sizeOf(mark)));
  return lengths.reduce((sum, length) => sum + length, 0) < 1.9 * row.length && spread(lengths) < 0.2;
}

function mean(row: readonly ThinMark[], of: (mark: ThinMark) => number): number {
  return row.reduce((sum, mark) => sum + of(mark), 0) / row.length;
}

function describe(row: readonly ThinMark[], grey: Uint8Array, width: number): TextLine {
  const size = mean(row, sizeOf);
  const gaps = row.slice(1).map((mark, i) => {
    const [x, y] = middle(mark);
    const [u, v] = middle(row[i] ?? mark);
    return Math.hypot(x - u, y - v);
  });
  const right = Math.max(...row.map((mark) => mark.left + mark.width));
  const bottom = Math.max(...row.map((mark) => mark.top + mark.height));
  const left = Math.min(...row.map((mark) => mark.left));
  const top = Math.min(...row.map((mark) => mark.top));
  return {
    marks: row,
    box: { left, top, width: right - left, height: bottom - top },
    features: [
      Math.log(row.length),
      Math.log(size),
      spread(row.map((mark) => mark.contrast)),
      spread(row.map(sizeOf)),
      mean(row, (mark) => mark.unevenness),
      spread(gaps),
      gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / size,
      Math.log(0.03 + groundUnrest(row, grey, width) / mean(row, (mark) => mark.contrast)),
      mean(row, (mark) => mark.pixels / (mark.width * mark.height)),
      mean(row, (mark) => mark.stroke) / size,
    ],
  };
}

/** Standard deviation of the grey levels just above and below the marks: overlaid text stands mostly on something plain. */
function groundUnrest(row: readonly ThinMark[], grey: Uint8Array, width: number): number {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const mark of row) {
    for (const y of [mark.top - 3, mark.top + mark.height + 2]) {
      for (let x = Math.max(0, mark.left - 2); x < Math.min(width, mark.left + mark.width + 2); x += 1) {
        const level = grey[y * width + x];
        if (level === undefined) continue;
        count += 1;
        sum += level;
        squares += level * level;
      }
    }
  }
  return count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
