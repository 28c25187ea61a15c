import type { Raster } from '../raster.ts';

/** A border is at most this wide, as a share of the shorter side. */
const MOST_SHARE = 0.12;
/** A pixel has another colour than the border from this on (levels, in the channel that differs most). */
const OTHER = 12;
/** Of a line within a border so much has its colour, of the first line behind it so little. */
const WITHIN_SHARE = 0.97;
const BEHIND_SHARE = 0.15;

type Colour = readonly [number, number, number];

/**
 * Width of a border drawn around a picture, as a share of its shorter side; 0 where there is none. A border has one colour
 * along all four edges and ends in a straight step on each of them, at about the same depth. It does not see ornaments,
 * gradients, round frames and borders on fewer sides; the paper behind a product ends in no straight step, and is none.
 */
export function measureBorder(picture: Raster): number {
  const shorter = Math.min(picture.width, picture.height);
  const colour = colourAt(picture, 0, 0);
  const deepest = Math.floor(shorter * MOST_SHARE);
  const depths = edges.map((edge) => depthOf(picture, edge, colour, deepest));
  const narrowest = Math.min(...depths);
  // Widths that differ by more belong to things, not to a border.
  return narrowest > 0 && Math.max(...depths) <= 1.5 * narrowest + 2 ? narrowest / shorter : 0;
}

const edges = ['top', 'bottom', 'left', 'right'] as const;
type Edge = (typeof edges)[number];

/** How many lines from an edge on have the border's colour, if the line behind them has hardly any of it; else 0. */
function depthOf(picture: Raster, edge: Edge, colour: Colour, deepest: number): number {
  let depth = 0;
  while (depth <= deepest && shareOf(picture, edge, depth, colour, deepest) >= WITHIN_SHARE) depth += 1;
  if (depth === 0 || depth > deepest) return 0;
  // One line is left to the blur of the step.
  return shareOf(picture, edge, depth + 1, colour, deepest) <= BEHIND_SHARE ? depth : 0;
}

/** Share of a line's pixels that have the colour; the corners, where two borders meet, are left out. */
function shareOf(picture: Raster, edge: Edge, depth: number, colour: Colour, corner: number): number {
  const lies = edge === 'top' || edge === 'bottom';
  const length = lies ? picture.width : picture.height;
  const last = (lies ? picture.height : picture.width) - 1;
  const line = edge === 'top' || edge === 'left' ? depth : last - depth;
  let same = 0;
  for (let along = corner; along < length - corner; along += 1) {
    const at = lies ? colourAt(picture, along, line) : colourAt(picture, line, along);
    if (at.every((level, c) => Math.abs(level - (colour[c] ?? 0)) < OTHER)) same += 1;
  }
  return same / Math.max(1, length - 2 * corner);
}

function colourAt({ data, width, channels }: Raster, x: number, y: number): Colour {
  const at = (y * width + x) * channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}
