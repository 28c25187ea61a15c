import type { Mask } from '../matting/work-image.ts';

/** The convex hull of a mask, filled; empty where the mask is. Andrew's monotone chain over the ends of each row. */
export function fillHull(mask: Mask, width: number): Mask {
  const height = mask.length / width;
  const ends: [number, number][] = [];
  for (let y = 0; y < height; y += 1) {
    const row = mask.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(1);
    if (first >= 0) ends.push([first, y], [row.lastIndexOf(1), y]);
  }
  const hull = new Uint8Array(mask.length);
  const left = chain(
    ends.filter((_, index) => index % 2 === 0),
    1,
  );
  const right = chain(
    ends.filter((_, index) => index % 2 === 1),
    -1,
  );
  for (const [, y] of ends)
    hull.fill(1, y * width + Math.floor(xAt(left, y)), y * width + Math.ceil(xAt(right, y)) + 1);
  return hull;
}

/** Of points sorted downwards those that bulge outwards: to the left with `side` 1, to the right with −1. */
function chain(points: readonly [number, number][], side: 1 | -1): [number, number][] {
  const kept: [number, number][] = [];
  for (const point of points) {
    while (kept.length > 1) {
      const [x0, y0] = kept.at(-2) ?? point;
      const [x1, y1] = kept.at(-1) ?? point;
      const bulge = (x1 - x0) * (point[1] - y0) - (point[0] - x0) * (y1 - y0);
      if (side * bulge < 0) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

function xAt(line: readonly [number, number][], y: number): number {
  const next = line.findIndex((point) => point[1] >= y);
  const [x1, y1] = line[next] ?? [0, y];
  const [x0, y0] = line[next - 1] ?? [x1, y1];
  return y1 === y0 ? x1 : x0 + ((x1 - x0) * (y - y0)) / (y1 - y0);
}
