import { openRaster, type Raster } from '../../raster.ts';
import { type Backdrop, toLevel } from './backdrop.ts';
import type { Placement } from './place-product.ts';
import type { Product } from './product.ts';
import { seededRandom } from './seeded-random.ts';
import type { ShadowMap } from './shadow.ts';

/** Film grain, standard deviation in sRGB levels: unseen at 100 %, enough that no 8-bit step shows in a gradient. */
const GRAIN_LEVELS = 1.1;

/** Light at which a shadow takes less than half a level from white. */
const OPEN_LIGHT = 0.9965;

/** Steps of the table from linear light to sRGB: at 4096 the error stays below half a level from level 12 on. */
const TABLE_STEPS = 4096;
const levelTable = Float32Array.from({ length: TABLE_STEPS + 2 }, (_, step) => toLevel(step / TABLE_STEPS));

/** Changes the ground in place, before the product is drawn on it. */
export type Retouch = (ground: Raster, placement: Placement) => void;

/** A product set on a backdrop, with its shadow. sRGB, opaque. */
export async function composeStill(
  product: Product,
  placement: Placement,
  backdrop: Backdrop,
  shadow: ShadowMap,
  seed: number,
  retouch?: Retouch,
): Promise<Raster> {
  const picture = paintGround(placement, backdrop, shadow, seed);
  retouch?.(picture, placement);
  const drawn = await drawnSize(product, placement);
  if (backdrop.mirror !== undefined) await mirrorProduct(picture, drawn, placement, backdrop.mirror);
  drawProduct(picture, drawn, placement);
  return picture;
}

/** Backdrop × shadow × detail, then grain. */
function paintGround(placement: Placement, backdrop: Backdrop, shadow: ShadowMap, seed: number): Raster {
  const { width, height } = placement;
  const data = Buffer.allocUnsafe(width * height * 3);
  const grain = grainTile(seed);
  const { linear, exact } = backdrop;
  const columns = resampling(width, backdrop.width);
  const rows = resampling(height, backdrop.height);
  const stride = backdrop.width * 3;
  const light = new Float32Array(width);
  const lightRow = lightRows(placement, backdrop, shadow);
  for (let y = 0; y < height; y += 1) {
    const above = (rows.first[y] ?? 0) * stride;
    const below = (rows.second[y] ?? 0) * stride;
    const shareY = rows.share[y] ?? 0;
    const grainRow = (y & 255) * 256;
    lightRow(y, light);
    for (let x = 0; x < width; x += 1) {
      const left = (columns.first[x] ?? 0) * 3;
      const right = (columns.second[x] ?? 0) * 3;
      const shareX = columns.share[x] ?? 0;
      const here = light[x] ?? 1;
      // From tile to tile shifted by a number prime to its side, so that the repetition is not seen.
      const noise = exact && here === 1 ? 0 : (grain[grainRow + ((x + 97 * (y >> 8)) & 255)] ?? 0);
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const first =
          (linear[above + left + channel] ?? 0) * (1 - shareX) +
          (linear[above + right + channel] ?? 0) * shareX;
        const second =
          (linear[below + left + channel] ?? 0) * (1 - shareX) +
          (linear[below + right + channel] ?? 0) * shareX;
        data[at + channel] = toByte(level((first + (second - first) * shareY) * here) + noise);
      }
    }
  }
  return { width, height, channels: 3, data };
}

/** Fills rows with what shadow and fine structure leave of the light. */
function lightRows({ width, height }: Placement, { detail, exact }: Backdrop, shadow: ShadowMap) {
  const columns = resampling(width, shadow.width);
  const rows = resampling(height, shadow.height);
  return (y: number, out: Float32Array): void => {
    const above = (rows.first[y] ?? 0) * shadow.width;
    const below = (rows.second[y] ?? 0) * shadow.width;
    const shareY = rows.share[y] ?? 0;
    const fine = detail?.row(y);
    for (let x = 0; x < width; x += 1) {
      const left = columns.first[x] ?? 0;
      const right = columns.second[x] ?? 0;
      const shareX = columns.share[x] ?? 0;
      const first =
        (shadow.light[above + left] ?? 0) * (1 - shareX) + (shadow.light[above + right] ?? 0) * shareX;
      const second =
        (shadow.light[below + left] ?? 0) * (1 - shareX) + (shadow.light[below + right] ?? 0) * shareX;
      let light = first + (second - first) * shareY;
      if (exact && light > OPEN_LIGHT) light = 1;
      if (detail && fine && fine.amount !== 0) {
        light *= 1 + fine.amount * tileValue(detail.values, detail.side, fine.left + x * fine.step, fine.v);
      }
      out[x] = light;
    }
  };
}

function level(linear: number): number {
  const place = Math.min(TABLE_STEPS, Math.max(0, linear * TABLE_STEPS));
  const step = Math.floor(place);
  const low = levelTable[step] ?? 0;
  return low + ((levelTable[step + 1] ?? 255) - low) * (place - step);
}

function toByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}

/** Bilinear in a tile that repeats. */
function tileValue(values: Float32Array, side: number, u: number, v: number): number {
  const left = Math.floor(u);
  const top = Math.floor(v);
  const mask = side - 1;
  const row = (top & mask) * side;
  const nextRow = ((top + 1) & mask) * side;
  const column = left & mask;
  const nextColumn = (left + 1) & mask;
  const shareX = u - left;
  const above = (values[row + column] ?? 0) * (1 - shareX) + (values[row + nextColumn] ?? 0) * shareX;
  const below = (values[nextRow + column] ?? 0) * (1 - shareX) + (values[nextRow + nextColumn] ?? 0) * shareX;
  return above + (below - above) * (v - top);
}

/** For each pixel of a line the two source pixels around it and the second one's share. */
function resampling(length: number, source: number) {
  const first = new Int32Array(length);
  const second = new Int32Array(length);
  const share = new Float32Array(length);
  for (let at = 0; at < length; at += 1) {
    const place = Math.min(source - 1, Math.max(0, ((at + 0.5) * source) / length - 0.5));
    first[at] = Math.floor(place);
    second[at] = Math.min(source - 1, Math.floor(place) + 1);
    share[at] = place - Math.floor(place);
  }
  return { first, second, share };
}

/** 256² values of noise, near to normal (the sum of four uniform ones). */
function grainTile(seed: number): Float32Array {
  const random = seededRandom(seed, 'grain');
  return Float32Array.from(
    { length: 65_536 },
    () => (random() + random() + random() + random() - 2) * Math.sqrt(3) * GRAIN_LEVELS,
  );
}

/** The product at the size in which it is drawn. */
async function drawnSize({ picture }: Product, { drawn }: Placement): Promise<Raster> {
  const data = await openRaster(picture)
    .resize(drawn.width, drawn.height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  return { width: drawn.width, height: drawn.height, channels: 4, data };
}

/** Draws the product over what is there; its own pixels keep their colour, whatever the light. */
function drawProduct(ground: Raster, product: Raster, { drawn, width, height }: Placement): void {
  for (let y = Math.max(0, -drawn.top); y < drawn.height && y + drawn.top < height; y += 1) {
    for (let x = Math.max(0, -drawn.left); x < drawn.width && x + drawn.left < width; x += 1) {
      const from = (y * drawn.width + x) * 4;
      const alpha = (product.data[from + 3] ?? 0) / 255;
      if (alpha === 0) continue;
      blend(ground, product, ((y + drawn.top) * width + x + drawn.left) * 3, from, alpha);
    }
  }
}

function blend(ground: Raster, over: Raster, to: number, from: number, alpha: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const under = ground.data[to + channel] ?? 0;
    ground.data[to + channel] = toByte(under + ((over.data[from + channel] ?? 0) - under) * alpha);
  }
}

/** A mirror image reaches this far below the ground, as a share of the product's size (geometric mean of its sides). */
const MIRROR_REACH = 0.45;

/** What a polished ground mirrors: the product upside down, blurred by the polish, fading with its depth. */
async function mirrorProduct(
  ground: Raster,
  product: Raster,
  { drawn, width, height, groundY }: Placement,
  mirror: number,
): Promise<void> {
  const size = Math.sqrt(drawn.width * drawn.height);
  const reach = MIRROR_REACH * size;
  const base = Math.round(groundY);
  const rows = Math.min(Math.ceil(reach), drawn.height);
  if (rows < 2 || base >= height) return;
  const data = await openRaster(product)
    .extract({ left: 0, top: drawn.height - rows, width: drawn.width, height: rows })
    .flip()
    .blur({ sigma: Math.max(0.5, 0.006 * size) })
    .raw()
    .toBuffer();
  const image: Raster = { width: drawn.width, height: rows, channels: 4, data };
  // What hangs below the ground line in the photo (soft edges) would else be mirrored above it.
  const below = Math.max(0, drawn.top + drawn.height - base);
  for (let y = below; y < rows && base + y - below < height; y += 1) {
    const fade = mirror * (1 - (y - below) / reach) ** 2;
    for (let x = Math.max(0, -drawn.left); x < drawn.width && x + drawn.left < width; x += 1) {
      const from = (y * drawn.width + x) * 4;
      const alpha = (fade * (data[from + 3] ?? 0)) / 255;
      if (alpha > 0) blend(ground, image, ((base + y - below) * width + x + drawn.left) * 3, from, alpha);
    }
  }
}
