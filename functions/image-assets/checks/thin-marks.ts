/** What of a picture is thin and stands out from its surroundings: strokes, but also twigs, seams and spokes. */
export interface ThinMark {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: number;
  /** Brighter than its surroundings (1) or darker (-1). */
  readonly polarity: 1 | -1;
  /** Mean of how much it stands out, grey levels. */
  readonly contrast: number;
  /** Standard deviation of that over its pixels, relative to its mean: ink is even, a twig is not. */
  readonly unevenness: number;
  /** Mean width of its strokes, pixels: twice the area by the outline. */
  readonly stroke: number;
  /** Index of a pixel of it. */
  readonly start: number;
}

/** Strokes up to twice this and one more pixel wide are thin. */
const RADIUS = 7;
/** Fainter marks than this (grey levels) cannot be told from JPEG's noise. */
const LEAST_CONTRAST = 9;
/** Smaller marks are dust, larger ones no letter. */
const LEAST_PIXELS = 8;

/**
 * Finds bright and dark thin marks: what an opening (a closing) of the grey levels with a square takes away, above a
 * threshold that follows the surroundings' own unrest.
 * @param grey 0..255
 */
export function findThinMarks(grey: Uint8Array, width: number, height: number): ThinMark[] {
  const marks: ThinMark[] = [];
  for (const polarity of [1, -1] as const) {
    const seen = polarity === 1 ? grey : grey.map((level) => 255 - level);
    const hat = topHat(seen, width, height);
    const mask = thresholded(hat, width, height);
    collect(mask, hat, width, height, polarity, marks);
  }
  return marks;
}

/** The picture minus its opening: erosion, then dilation, by a square. */
function topHat(grey: Uint8Array, width: number, height: number): Uint8Array {
  const eroded = slide(grey, width, height, -1);
  const opened = slide(eroded, width, height, 1);
  const hat = new Uint8Array(grey.length);
  for (let at = 0; at < hat.length; at += 1) hat[at] = Math.max(0, (grey[at] ?? 0) - (opened[at] ?? 0));
  return hat;
}

/** Smallest (-1) or largest (1) value in the square around each pixel: rows, then, turned over, the columns as rows. */
function slide(grey: Uint8Array, width: number, height: number, towards: 1 | -1): Uint8Array {
  const rows = slideRows(grey, width, height, towards);
  return turned(slideRows(turned(rows, width, height), height, width, towards), height, width);
}

/** Columns become rows, so that memory is read in order: walking down columns takes three times as long. */
function turned(from: Uint8Array, width: number, height: number): Uint8Array {
  const to = new Uint8Array(from.length);
  for (let y0 = 0; y0 < height; y0 += TILE) {
    for (let x0 = 0; x0 < width; x0 += TILE) {
      const y1 = Math.min(height, y0 + TILE);
      const x1 = Math.min(width, x0 + TILE);
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0; x < x1; x += 1) to[x * height + y] = from[y * width + x] as number;
      }
    }
  }
  return to;
}

const TILE = 32;
const WINDOW = 2 * RADIUS + 1;

/** Van Herk's and Gil and Werman's running extreme along rows: three comparisons a pixel whatever the window. */
function slideRows(from: Uint8Array, width: number, height: number, towards: 1 | -1): Uint8Array {
  const to = new Uint8Array(from.length);
  const forwards = new Uint8Array(width);
  const backwards = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0, best = 0; x < width; x += 1) {
      const value = from[row + x] as number;
      best = x % WINDOW !== 0 && (best - value) * towards > 0 ? best : value;
      forwards[x] = best;
    }
    for (let x = width - 1, best = 0; x >= 0; x -= 1) {
      const value = from[row + x] as number;
      const starts = x === width - 1 || (x + 1) % WINDOW === 0;
      best = !starts && (best - value) * towards > 0 ? best : value;
      backwards[x] = best;
    }
    for (let x = 0; x < width; x += 1) {
      const one = backwards[Math.max(0, x - RADIUS)] as number;
      const other = forwards[Math.min(width - 1, x + RADIUS)] as number;
      to[row + x] = (one - other) * towards > 0 ? one : other;
    }
  }
  return to;
}

/** Side of the cells whose unrest sets the threshold, pixels. */
const CELL = 32;

/** 1 where the hat stands out: above the floor, and above 0.45 of what its surroundings reach at their 98th percentile. */
function thresholded(hat: Uint8Array, width: number, height: number): Uint8Array {
  const across = Math.ceil(width / CELL);
  const down = Math.ceil(height / CELL);
  const limits = new Float64Array(across * down);
  const histogram = new Uint32Array(256);
  for (let j = 0; j < down; j += 1) {
    for (let i = 0; i < across; i += 1) {
      histogram.fill(0);
      let count = 0;
      for (let y = j * CELL; y < Math.min(height, (j + 1) * CELL); y += 1) {
        for (let x = i * CELL; x < Math.min(width, (i + 1) * CELL); x += 1) {
          const level = hat[y * width + x] as number;
          histogram[level] = (histogram[level] as number) + 1;
          count += 1;
        }
      }
      let rest = Math.ceil(count * 0.02);
      let level = 255;
      while (level > 0 && rest > (histogram[level] as number)) {
        rest -= histogram[level] as number;
        level -= 1;
      }
      limits[j * across + i] = Math.max(LEAST_CONTRAST, 0.45 * level);
    }
  }
  const mask = new Uint8Array(hat.length);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / CELL) * across;
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if ((hat[at] as number) >= (limits[row + (x >> 5)] as number)) mask[at] = 1;
    }
  }
  return mask;
}

/** Takes the connected parts (eight neighbours) out of a mask and measures each. */
function collect(
  mask: Uint8Array,
  hat: Uint8Array,
  width: number,
  height: number,
  polarity: 1 | -1,
  marks: ThinMark[],
): void {
  const queue = new Int32Array(mask.length);
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] !== 1) continue;
    mask[start] = 2;
    queue[0] = start;
    let count = 1;
    let left = width;
    let right = 0;
    let top = height;
    let bottom = 0;
    let rim = 0;
    let sum = 0;
    let squares = 0;
    for (let next = 0; next < count; next += 1) {
      const at = queue[next] as number;
      const x = at % width;
      const y = (at - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      const level = hat[at] as number;
      sum += level;
      squares += level * level;
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
          const to = row * width + column;
          if (mask[to] === 1) {
            mask[to] = 2;
            queue[count] = to;
            count += 1;
          } else if (mask[to] === 0 && (row === y || column === x)) rim += 1;
        }
      }
    }
    if (count < LEAST_PIXELS) continue;
    const contrast = sum / count;
    marks.push({
      left,
      top,
      width: right - left + 1,
      height: bottom - top + 1,
      pixels: count,
      polarity,
      contrast,
      unevenness: Math.sqrt(Math.max(0, squares / count - contrast * contrast)) / contrast,
      stroke: (2 * count) / Math.max(1, rim),
      start,
    });
  }
}
