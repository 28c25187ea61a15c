import type { Mask, Plane } from './work-image.ts';

/** Pixels of `open` that are reached from the frame's edge (4-neighbourhood) without leaving it. */
export function floodFromBorder(open: Mask, width: number, height: number): Mask {
  const seeds: number[] = [];
  for (let x = 0; x < width; x += 1) seeds.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y += 1) seeds.push(y * width, y * width + width - 1);
  return flood(open, seeds, width);
}

/** Pixels of `open` that are reached from the seeds that are themselves open. */
export function flood(open: Mask, seeds: Iterable<number>, width: number): Mask {
  const reached = new Uint8Array(open.length);
  const stack = new Int32Array(open.length);
  let depth = 0;
  for (const seed of seeds) {
    if (!open[seed] || reached[seed]) continue;
    reached[seed] = 1;
    stack[depth] = seed;
    depth += 1;
  }
  while (depth > 0) {
    depth -= 1;
    const at = stack[depth] as number;
    const x = at % width;
    for (let side = 0; side < 4; side += 1) {
      if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
      const there = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
      if (!open[there] || reached[there]) continue;
      reached[there] = 1;
      stack[depth] = there;
      depth += 1;
    }
  }
  return reached;
}

/** The pixels of every connected part of a mask (4-neighbourhood), the largest part first. */
export function components(mask: Mask, width: number): Int32Array[] {
  const seen = new Uint8Array(mask.length);
  const stack = new Int32Array(mask.length);
  const found: Int32Array[] = [];
  for (let start = 0; start < mask.length; start += 1) {
    if (!mask[start] || seen[start]) continue;
    // The stack's used part is kept as the list of pixels: it is walked as a queue.
    let head = 0;
    let tail = 1;
    stack[0] = start;
    seen[start] = 1;
    while (head < tail) {
      const at = stack[head] as number;
      head += 1;
      const x = at % width;
      for (let side = 0; side < 4; side += 1) {
        if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
        const there = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
        if (!mask[there] || seen[there]) continue;
        seen[there] = 1;
        stack[tail] = there;
        tail += 1;
      }
    }
    found.push(stack.slice(0, tail));
  }
  return found.sort((a, b) => b.length - a.length);
}

/**
 * Distance of every pixel of the mask to the nearest pixel outside it, in pixels (chamfer 3-4, within 6 % of
 * Euclid); 0 outside. The frame's edge is no border: a product that runs out of the picture goes on.
 */
export function distanceInside(mask: Mask, width: number): Plane {
  const height = mask.length / width;
  const thirds = chamfer(mask, width, 1);
  const distance = new Float32Array(mask.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y + 1) * (width + 2) + 1;
    for (let x = 0; x < width; x += 1, at += 1) distance[at] = (thirds[row + x] as number) / 3;
  }
  return distance;
}

/** More than any distance in a reduced photo, and room above it for one step more. */
const FAR_THIRDS = 60_000;

/**
 * Distance in thirds of a pixel from pixels of the given kind (1 in the mask, 0 outside) to the nearest of the other, in
 * rows padded by a pixel all around. The padding spares the inner loops every question about borders: they run some
 * twenty times a matte over 300,000 pixels.
 */
function chamfer(mask: Mask, width: number, kind: 0 | 1): Uint16Array {
  const height = mask.length / width;
  const padded = width + 2;
  const thirds = new Uint16Array(padded * (height + 2)).fill(FAR_THIRDS);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y + 1) * padded + 1;
    for (let x = 0; x < width; x += 1, at += 1) if (mask[at] !== kind) thirds[row + x] = 0;
  }
  for (let y = 1; y <= height; y += 1) {
    const end = y * padded + width;
    for (let at = y * padded + 1; at <= end; at += 1) {
      if (thirds[at] !== 0) thirds[at] = nearest(thirds, at, -1, -padded);
    }
  }
  for (let y = height; y >= 1; y -= 1) {
    const end = y * padded + 1;
    for (let at = y * padded + width; at >= end; at -= 1) {
      if (thirds[at] !== 0) thirds[at] = nearest(thirds, at, 1, padded);
    }
  }
  return thirds;
}

function nearest(thirds: Uint16Array, at: number, beside: number, row: number): number {
  let best = thirds[at] as number;
  const side = (thirds[at + beside] as number) + 3;
  if (side < best) best = side;
  const straight = (thirds[at + row] as number) + 3;
  if (straight < best) best = straight;
  const left = (thirds[at + row - 1] as number) + 4;
  if (left < best) best = left;
  const right = (thirds[at + row + 1] as number) + 4;
  if (right < best) best = right;
  return best;
}

export function invert(mask: Mask): Mask {
  const out = new Uint8Array(mask.length);
  for (let at = 0; at < out.length; at += 1) if (!mask[at]) out[at] = 1;
  return out;
}

/** Grows a mask by a distance in pixels, 1 or more. */
export function grow(mask: Mask, width: number, by: number): Mask {
  if (by < 7 / 3) return spread(mask, width, by >= 2 ? 2 : 1, 1);
  return between(chamfer(mask, width, 0), width, 0, 3 * by);
}

/** Shrinks a mask by a distance in pixels, 1 or more; the frame's edge does not eat into it. */
export function shrink(mask: Mask, width: number, by: number): Mask {
  if (by < 7 / 3) return spread(mask, width, by >= 2 ? 2 : 1, 0);
  return between(chamfer(mask, width, 1), width, Math.floor(3 * by) + 1, Number.POSITIVE_INFINITY);
}

/**
 * Lets pixels of the given kind spread to their four neighbours, once or twice: what the chamfer distance gives up to 7/3,
 * at a tenth of the time.
 */
function spread(mask: Mask, width: number, steps: 1 | 2, kind: 0 | 1): Mask {
  let from = mask;
  let out = mask.slice();
  for (let step = 0; step < steps; step += 1) {
    if (step > 0) {
      from = out;
      out = from.slice();
    }
    for (let row = 0; row < from.length; row += width) {
      const last = row + width - 1;
      for (let at = row; at <= last; at += 1) {
        if (from[at] !== kind) continue;
        if (at > row) out[at - 1] = kind;
        if (at < last) out[at + 1] = kind;
        if (row > 0) out[at - width] = kind;
        if (at + width < out.length) out[at + width] = kind;
      }
    }
  }
  return out;
}

/** 1 where a distance, in thirds, lies between the two limits, both included. */
function between(thirds: Uint16Array, width: number, least: number, most: number): Mask {
  const height = thirds.length / (width + 2) - 2;
  const out = new Uint8Array(width * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = (y + 1) * (width + 2) + 1;
    for (let x = 0; x < width; x += 1, at += 1) {
      const value = thirds[row + x] as number;
      if (value >= least && value <= most) out[at] = 1;
    }
  }
  return out;
}

export function area(mask: Mask): number {
  let total = 0;
  for (let at = 0; at < mask.length; at += 1) total += mask[at] as number;
  return total;
}

/** Intersection over union of two masks of the same size, 0..1; 1 where both are empty. */
export function overlap(a: Mask, b: Mask): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < a.length; at += 1) {
    const inA = a[at] as number;
    const inB = b[at] as number;
    both += inA & inB;
    either += inA | inB;
  }
  return either === 0 ? 1 : both / either;
}

/** The largest value within a square of the given radius (1 to 5 pixels) around every pixel. */
export function highestNear(plane: Plane, width: number, radius: number): Plane {
  return extremeNear(plane, width, radius, 1);
}

/** The smallest value within a square of the given radius (1 to 5 pixels) around every pixel. */
export function lowestNear(plane: Plane, width: number, radius: number): Plane {
  return extremeNear(plane, width, radius, -1);
}

function extremeNear(plane: Plane, width: number, radius: number, sign: 1 | -1): Plane {
  const height = plane.length / width;
  const out = new Float32Array(plane.length);
  const line = new Float32Array(Math.max(width, height) + 2 * radius);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    line.fill(Number.NEGATIVE_INFINITY);
    for (let x = 0; x < width; x += 1) line[x + radius] = sign * (plane[row + x] as number);
    slideHighest(line, width, radius);
    for (let x = 0; x < width; x += 1) out[row + x] = line[x] as number;
  }
  for (let x = 0; x < width; x += 1) {
    line.fill(Number.NEGATIVE_INFINITY);
    for (let y = 0; y < height; y += 1) line[y + radius] = out[y * width + x] as number;
    slideHighest(line, height, radius);
    for (let y = 0; y < height; y += 1) out[y * width + x] = sign * (line[y] as number);
  }
  return out;
}

/**
 * The highest of every 2 · radius + 1 values in a row, in place at its start: windows are doubled while they fit, and the last
 * two overlap, so a window of 7 costs three comparisons instead of six.
 */
function slideHighest(line: Plane, length: number, radius: number): void {
  const wanted = 2 * radius + 1;
  let covered = 1;
  const end = length + 2 * radius;
  while (covered < wanted) {
    const by = Math.min(covered, wanted - covered);
    for (let at = 0; at + by < end; at += 1) {
      const other = line[at + by] as number;
      if (other > (line[at] as number)) line[at] = other;
    }
    covered += by;
  }
}
