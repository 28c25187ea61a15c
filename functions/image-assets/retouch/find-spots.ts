import { components, grow, invert } from '../matting/regions.ts';
import type { Mask, Plane } from '../matting/work-image.ts';
import { openRaster, type Raster } from '../raster.ts';
import type { Finding } from './finding.ts';
import { fillHull } from './hull.ts';
import type { PhotoSurvey } from './survey-photo.ts';

/** A speck of dust: centre and radius in pixels of the photo, how much darker than the paper around it (levels of 255). */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly depth: number;
}

export interface Spots {
  readonly finding: Finding;
  /** Empty unless the finding is `Applied`. */
  readonly spots: readonly Spot[];
}

/** Long side of the copy in which specks are searched: one of a third of a percent of the frame is still 4 pixels wide. */
const LONG_SIDE_PX = 1400;
/** How far around the paper's own level is taken from, and how far from the product a speck must be, pixels of that copy. */
const AROUND_PX = 22;
const CLEAR_OF_PRODUCT_PX = 26;
/** L*. Dust is not seen on darker paper; what is dark there is the paper's own. */
const DARKEST_BACKDROP = 35;
/** Levels of 255. Fainter is not seen; deeper is a thing, not dust. */
const DEPTH = { from: 3, to: 34, overNoise: 5 };
/** All around it the paper is as it should be: nowhere darker than this share of the speck. The rim of a shadow is, on one side. */
const MOST_DARK_AROUND = 0.35;
/** Pixels of that copy: below 4 it is noise, over 200 (a disc 16 wide, 1.1 % of the frame) a thing. */
const AREA = { from: 4, to: 200 };
/** Part of the box around it that a disc fills is 0.79; letters and hairs fill less, and are longer than wide. */
const LEAST_FILLED = 0.5;
const MOST_LONG = 1.9;
/** More marks than this are a pattern or the grain of the paper. */
const MOST_SPOTS = 30;
/** Marks nearer than this many pixels to two others are letters. */
const CROWDED_PX = 45;

/**
 * Small, faint, round, dark, lonely marks on a plain backdrop, away from the product: dust on the sensor or the paper. What is
 * on the product is never touched, nor what could be print.
 */
export async function findSpots(photo: Raster, survey: PhotoSurvey): Promise<Spots> {
  if (!survey.plain) return { finding: { code: 'NoPlainBackdrop', figures: {} }, spots: [] };
  if (survey.backdrop.lightness < DARKEST_BACKDROP) {
    return { finding: { code: 'DarkBackdrop', figures: {} }, spots: [] };
  }
  const { level, width, height } = await readLevel(photo);
  const paper = paperMask(survey, width, height);
  const depth = depthBelow(level, paper, width, height);
  const noise = robustNoise(depth, paper);
  const least = Math.max(DEPTH.from, DEPTH.overNoise * noise);
  const dark = new Uint8Array(depth.length);
  for (let at = 0; at < dark.length; at += 1) if (paper[at] && (depth[at] as number) > least) dark[at] = 1;
  const marks = components(dark, width)
    .filter((pixels) => pixels.length >= AREA.from)
    .map((pixels) => describe(pixels, depth, width));
  // The rims of shadows are marks too, but go on to one side.
  const alone = marks.filter((mark) => standsAlone(mark, depth, paper, width));
  const round = alone.filter(isSpeck);
  const figures = { noise, marks: marks.length, alone: alone.length, spots: round.length };
  if (round.length === 0) return { finding: { code: 'NoSpots', figures }, spots: [] };
  if (alone.length > MOST_SPOTS || alone.length > 2 * round.length + 2) {
    return { finding: { code: 'Texture', figures }, spots: [] };
  }
  const lonely = round.filter((one) => alone.filter((other) => isNear(one, other)).length <= 2);
  if (lonely.length === 0) return { finding: { code: 'Texture', figures }, spots: [] };
  const scale = photo.width / width;
  const spots = lonely.map(({ x, y, radius, depth: deep }) => ({
    x: (x + 0.5) * scale,
    y: (y + 0.5) * scale,
    radius: radius * scale,
    depth: deep,
  }));
  return { finding: { code: 'Applied', figures: { ...figures, spots: spots.length } }, spots };
}

async function readLevel(photo: Raster): Promise<{ level: Plane; width: number; height: number }> {
  const { data, info } = await openRaster(photo)
    .resize(LONG_SIDE_PX, LONG_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const level = new Float32Array(info.width * info.height);
  for (let at = 0; at < level.length; at += 1) {
    const [red, green, blue] = [
      data[at * 3] as number,
      data[at * 3 + 1] as number,
      data[at * 3 + 2] as number,
    ];
    level[at] = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  return { level, width: info.width, height: info.height };
}

/** Where the paper is for sure: clear of the product and of whatever is far from the paper's colour, shadows too. */
function paperMask({ image, product, distance, sigma }: PhotoSurvey, width: number, height: number): Mask {
  const scale = width / image.width;
  const foreign = product.slice();
  const far = 4 + 4 * sigma;
  const off = new Uint8Array(distance.length);
  for (let at = 0; at < off.length; at += 1) if ((distance[at] as number) > far) off[at] = 1;
  // A speck is off the paper's colour too; larger parts are shadows or things.
  const speck = AREA.to / (scale * scale) + 12;
  for (const part of components(off, image.width)) {
    if (part.length < speck) break;
    for (const at of part) foreign[at] = 1;
  }
  // Its hull, because of a white product on white only seams and soles are found.
  const clear = invert(grow(fillHull(foreign, image.width), image.width, CLEAR_OF_PRODUCT_PX / scale));
  const paper = new Uint8Array(width * height);
  for (let at = 0; at < paper.length; at += 1) {
    const x = Math.min(image.width - 1, Math.floor((at % width) / scale));
    const y = Math.min(image.height - 1, Math.floor(Math.floor(at / width) / scale));
    paper[at] = clear[y * image.width + x] as number;
  }
  return paper;
}

/** How much darker a pixel (mean of 3 × 3) is than the paper around it, levels; 0 off the paper. */
function depthBelow(level: Plane, paper: Mask, width: number, height: number): Plane {
  const onPaper = level.map((value, at) => (paper[at] ? value : 0));
  const sums = integral(onPaper, width, height);
  const counts = integral(Float32Array.from(paper), width, height);
  const near = integral(level, width, height);
  const depth = new Float32Array(level.length);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if (!paper[at]) continue;
      const around =
        boxSum(sums, width, height, x, y, AROUND_PX) / boxSum(counts, width, height, x, y, AROUND_PX);
      depth[at] = around - boxSum(near, width, height, x, y, 1) / 9;
    }
  }
  return depth;
}

/** Sums over all pixels above and left of each; one row and column of zeros more than the plane. */
function integral(plane: Plane, width: number, height: number): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += plane[y * width + x] as number;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] as number) + row;
    }
  }
  return sums;
}

function boxSum(sums: Float64Array, width: number, height: number, x: number, y: number, by: number): number {
  const left = Math.max(0, x - by);
  const right = Math.min(width, x + by + 1);
  const top = Math.max(0, y - by) * (width + 1);
  const bottom = Math.min(height, y + by + 1) * (width + 1);
  return (
    (sums[bottom + right] as number) -
    (sums[bottom + left] as number) -
    (sums[top + right] as number) +
    (sums[top + left] as number)
  );
}

/** σ of the depth over the paper, by the median of its absolute values (0.6745 σ of normal noise). */
function robustNoise(depth: Plane, paper: Mask): number {
  const values: number[] = [];
  for (let at = 0; at < depth.length; at += 7) if (paper[at]) values.push(Math.abs(depth[at] as number));
  values.sort((one, other) => one - other);
  return (values[values.length >> 1] ?? 0) / 0.6745;
}

interface Mark extends Spot {
  readonly area: number;
  readonly wide: number;
  readonly high: number;
}

function describe(pixels: Int32Array, depth: Plane, width: number): Mark {
  let [left, right, top, bottom, deepest] = [Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0, 0];
  for (const at of pixels) {
    const x = at % width;
    const y = Math.floor(at / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    deepest = Math.max(deepest, depth[at] as number);
  }
  const wide = right - left + 1;
  const high = bottom - top + 1;
  const radius = Math.max(wide, high) / 2;
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    radius,
    depth: deepest,
    area: pixels.length,
    wide,
    high,
  };
}

function isSpeck({ area, wide, high, depth }: Mark): boolean {
  const long = Math.max(wide, high) / Math.min(wide, high);
  return area <= AREA.to && depth <= DEPTH.to && long <= MOST_LONG && area >= LEAST_FILLED * wide * high;
}

function standsAlone({ x, y, radius, depth: own }: Mark, depth: Plane, paper: Mask, width: number): boolean {
  const reach = 1.7 * radius + 4;
  for (let direction = 0; direction < 16; direction += 1) {
    const angle = (direction * Math.PI) / 8;
    const at = Math.round(y + reach * Math.sin(angle)) * width + Math.round(x + reach * Math.cos(angle));
    if (!paper[at] || (depth[at] as number) > MOST_DARK_AROUND * own) return false;
  }
  return true;
}

function isNear(one: Mark, other: Mark): boolean {
  return Math.hypot(one.x - other.x, one.y - other.y) < CROWDED_PX;
}
