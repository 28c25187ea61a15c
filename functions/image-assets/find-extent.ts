/** Pixels of a picture: from `left`, `top` (inclusive), `width` and `height` at least 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export type Edge = 'left' | 'top' | 'right' | 'bottom';

/** Pixels on a row or a column: index of the first, distance to the next, how many. */
export interface PixelLine {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/**
 * The bounding box of the lines that are seen, and the frame edges whose line is cut by what is seen. Lines are read
 * from the outside inwards and only until the first one seen, so a frame that is full costs next to nothing.
 * @returns `undefined` where no line is seen
 */
export function findExtent(
  frame: { readonly width: number; readonly height: number },
  seen: (line: PixelLine) => boolean,
  cut: (line: PixelLine) => boolean,
): { readonly box: Box; readonly touchedEdges: readonly Edge[] } | undefined {
  const { width, height } = frame;
  const row = (y: number): PixelLine => ({ start: y * width, step: 1, length: width });
  const column = (x: number, from: number, to: number): PixelLine => ({
    start: from * width + x,
    step: width,
    length: to - from,
  });
  let top = 0;
  while (top < height && !seen(row(top))) top += 1;
  if (top === height) return undefined;
  let bottom = height - 1;
  while (bottom > top && !seen(row(bottom))) bottom -= 1;
  let left = 0;
  while (left < width - 1 && !seen(column(left, top, bottom + 1))) left += 1;
  let right = width - 1;
  while (right > left && !seen(column(right, top, bottom + 1))) right -= 1;

  const touchedEdges: Edge[] = [];
  if (left === 0 && cut(column(0, 0, height))) touchedEdges.push('left');
  if (top === 0 && cut(row(0))) touchedEdges.push('top');
  if (right === width - 1 && cut(column(width - 1, 0, height))) touchedEdges.push('right');
  if (bottom === height - 1 && cut(row(height - 1))) touchedEdges.push('bottom');
  return { box: { left, top, width: right - left + 1, height: bottom - top + 1 }, touchedEdges };
}

/** Grows a box line by line, first up and down, then sideways, for as long as the next line is seen. */
export function growExtent(
  frame: { readonly width: number; readonly height: number },
  box: Box,
  seen: (line: PixelLine) => boolean,
): Box {
  const { width, height } = frame;
  const row = (y: number): PixelLine => ({ start: y * width, step: 1, length: width });
  let top = box.top;
  while (top > 0 && seen(row(top - 1))) top -= 1;
  let bottom = box.top + box.height - 1;
  while (bottom < height - 1 && seen(row(bottom + 1))) bottom += 1;
  const column = (x: number): PixelLine => ({
    start: top * width + x,
    step: width,
    length: bottom + 1 - top,
  });
  let left = box.left;
  while (left > 0 && seen(column(left - 1))) left -= 1;
  let right = box.left + box.width - 1;
  while (right < width - 1 && seen(column(right + 1))) right += 1;
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Whether at least `needed` pixels of a line hold; stops at the last one needed. */
export function lineHas(line: PixelLine, needed: number, holds: (pixel: number) => boolean): boolean {
  let count = 0;
  for (let index = 0, pixel = line.start; index < line.length; index += 1, pixel += line.step) {
    if (holds(pixel) && ++count >= needed) return true;
  }
  return false;
}

/** Edges as one text, `none` where the list is empty: the form in which a rule compares them. */
export function edgesText(edges: readonly Edge[]): string {
  return edges.length === 0 ? 'none' : edges.join('+');
}
