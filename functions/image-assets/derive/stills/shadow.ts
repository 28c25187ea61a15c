import sharp from 'sharp';
import { openRaster, type Raster } from '../../raster.ts';
import { CAMERA_TILT } from './camera.ts';
import type { Light } from './light.ts';
import type { Placement } from './place-product.ts';
import type { Product } from './product.ts';

/** Shadows are smooth but for the line of contact: this many pixels on the longer side show that too. */
const LONGEST_SIDE = 1024;

/** How much of the light from all around is lost in the very corner between product and ground. */
const CONTACT_DEPTH = 0.88;

/** How deep a standing product is taken to be, as a share of its size (geometric mean of its sides): a photo does not tell. */
const DEPTH = 0.42;

/** A plane of bytes, one a pixel, rows without padding. */
interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Light that reaches the ground, as a share of the full light: 1 in the open, 0 in total darkness. */
export interface ShadowMap {
  readonly width: number;
  readonly height: number;
  /** Map pixels per canvas pixel, at most 1. */
  readonly scale: number;
  readonly light: Float32Array;
}

/**
 * The shadow of a placed product on the ground below it: the dark line of contact, the dimness around it where the
 * product hides the light from all sides, and the key light's shadow, whose edge grows softer with its distance
 * from what throws it. A standing product's is its outline laid onto the ground; a lying one's is its outline,
 * moved by the product's thickness.
 *
 * @param strength 0 … 1 (none … as the light makes it)
 */
export async function renderShadow(
  product: Product,
  placement: Placement,
  light: Light,
  strength = 1,
): Promise<ShadowMap> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(placement.width, placement.height));
  const outline = await placedOutline(product, placement, scale);
  const size = Math.sqrt(placement.drawn.width * placement.drawn.height) * scale;
  const standing = product.pose === 'standing';
  const [contact, cast] = standing
    ? [
        await standingContact(outline, placement.groundY * scale, size),
        await standingCast(outline, placement.groundY * scale, size, light),
      ]
    : [await lyingContact(outline, size, light), await lyingCast(outline, size, light)];
  const ground = new Float32Array(outline.data.length);
  for (let at = 0; at < ground.length; at += 1) {
    const dim = 1 - CONTACT_DEPTH * strength * (contact[at] ?? 0);
    ground[at] = dim * (1 - (light.keyShare * strength * (cast[at] ?? 0)) / 255);
  }
  return { width: outline.width, height: outline.height, scale, light: ground };
}

/**
 * A shadow as a picture, black with alpha, in the map's own size: for who lays it over a background in sRGB. Its alpha is
 * set so that the result equals the multiplication in linear light, taking sRGB's curve as a power of 2.2.
 */
export function shadowPicture({ width, height, light }: ShadowMap): Raster {
  const data = Buffer.alloc(width * height * 4);
  for (let at = 0; at < light.length; at += 1) {
    data[at * 4 + 3] = Math.round(255 * (1 - Math.max(0, light[at] ?? 1) ** (1 / 2.2)));
  }
  return { width, height, channels: 4, data };
}

/** The product's alpha, on the whole canvas, at the map's scale. */
async function placedOutline(
  { picture }: Product,
  { width, height, drawn }: Placement,
  scale: number,
): Promise<Plane> {
  const plane = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const drawnWidth = Math.max(1, Math.round(drawn.width * scale));
  const drawnHeight = Math.max(1, Math.round(drawn.height * scale));
  const alpha = await openRaster(picture)
    .extractChannel(3)
    .resize(drawnWidth, drawnHeight, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const left = Math.round(drawn.left * scale);
  const top = Math.round(drawn.top * scale);
  const data = new Uint8Array(plane.width * plane.height);
  for (let y = Math.max(0, -top); y < drawnHeight && y + top < plane.height; y += 1) {
    for (let x = Math.max(0, -left); x < drawnWidth && x + left < plane.width; x += 1) {
      data[(y + top) * plane.width + x + left] = alpha[y * drawnWidth + x] ?? 0;
    }
  }
  return { ...plane, data };
}

/** Gaussian blur; below half a pixel it changes nothing. */
async function blurred(plane: Plane, sigma: number): Promise<Uint8Array> {
  if (sigma < 0.5) return plane.data;
  return sharp(plane.data, { raw: { width: plane.width, height: plane.height, channels: 1 } })
    .blur({ sigma })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
}

/** Layers of a contact shadow: what each is the blur of, how far, and how much light it takes. */
function occlusion(layers: readonly { readonly data: Uint8Array; readonly share: number }[]): Float32Array {
  const occluded = new Float32Array(layers[0]?.data.length ?? 0);
  for (let at = 0; at < occluded.length; at += 1) {
    let open = 1;
    for (const { data, share } of layers) open *= 1 - (share * (data[at] ?? 0)) / 255;
    occluded[at] = 1 - open;
  }
  return occluded;
}

/**
 * What the base hides from the light of all sides. The base is a strip along the lower outline, as deep as the product
 * seems to be; where the outline rises from the ground (a toe, a handle) it touches less and less.
 */
async function standingContact(outline: Plane, groundY: number, size: number): Promise<Float32Array> {
  const { width, height } = outline;
  const strip = { width, height, data: new Uint8Array(width * height) };
  const lift = 0.03 * size;
  const depth = Math.max(1.5, DEPTH * CAMERA_TILT * size);
  for (const [x, lowest] of lowestRows(outline).entries()) {
    if (lowest < 0) continue;
    const rise = Math.max(0, groundY - 1 - lowest);
    const touch = Math.exp(-((rise / lift) ** 2));
    if (touch < 0.01) continue;
    // The base is round at its rim: the dark line lies a little in front of the outline's lower edge.
    const bottom = Math.min(height - 1, Math.round(groundY - 0.6 * rise + 0.006 * size));
    for (let y = Math.max(0, Math.round(bottom - depth)); y <= bottom; y += 1) {
      strip.data[y * width + x] = Math.round(255 * touch);
    }
  }
  const [tight, near, wide] = await Promise.all([
    blurred(strip, Math.max(0.8, 0.005 * size)),
    blurred(strip, 0.02 * size),
    blurred(strip, 0.06 * size),
  ]);
  return occlusion([
    { data: tight, share: 0.9 },
    { data: near, share: 0.75 },
    { data: wide, share: 0.8 },
  ]);
}

/** The lowest row of the outline in each column; -1 where there is none. */
function lowestRows({ width, height, data }: Plane): Int32Array {
  const lowest = new Int32Array(width).fill(-1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[y * width + x] ?? 0) >= 128) lowest[x] = y;
    }
  }
  return lowest;
}

/**
 * The outline, laid onto the ground away from the light. A point `h` above the ground throws its shadow `h / tan(elevation)`
 * away; sideways that is seen in full, away from the camera foreshortened by the camera's tilt.
 */
async function standingCast(
  outline: Plane,
  groundY: number,
  size: number,
  light: Light,
): Promise<Float32Array> {
  const { width, height } = outline;
  const radians = Math.PI / 180;
  const reach = 1 / Math.tan(light.elevation * radians);
  const side = light.from === 'left' ? 1 : -1;
  const across = side * reach * Math.sin(light.azimuth * radians);
  const away = Math.max(0.06, CAMERA_TILT * reach * Math.cos(light.azimuth * radians));
  const base = groundY;
  const laid = { width, height, data: new Uint8Array(width * height) };
  for (let y = 0; y < height; y += 1) {
    const h = (base - y) / away;
    if (h < 0 || h > height) continue;
    const sourceY = groundY - h;
    for (let x = 0; x < width; x += 1) {
      laid.data[y * width + x] = sampled(outline, x - across * h, sourceY);
    }
  }
  smearUpwards(laid, DEPTH * CAMERA_TILT * size);
  const sigmas = [0.008, 0.025, 0.06, 0.13].map((share) => share * size);
  const levels = await Promise.all(sigmas.map((sigma) => blurred(laid, sigma)));
  const cast = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const distance = (Math.max(0, base - y) / away) * reach;
    const [lower, upper, share] = between(sigmas, 0.012 * size + 0.5 * light.softness * distance);
    const one = levels[lower] ?? laid.data;
    const other = levels[upper] ?? laid.data;
    for (let at = y * width, end = at + width; at < end; at += 1) {
      cast[at] = (one[at] ?? 0) * (1 - share) + (other[at] ?? 0) * share;
    }
  }
  return cast;
}

/** Adds to each pixel what lies within `reach` rows below it: the shadows of all sections through a deep body together. */
function smearUpwards({ width, height, data }: Plane, reach: number): void {
  const rows = Math.round(reach);
  const sums = new Int32Array(width);
  const before = data.slice();
  for (let y = height - 1; y >= 0; y -= 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const leaving = y + rows + 1 < height ? (before[at + (rows + 1) * width] ?? 0) : 0;
      const sum = (sums[x] ?? 0) + (before[at] ?? 0) - leaving;
      sums[x] = sum;
      data[at] = Math.min(255, sum);
    }
  }
}

/** Bilinear; nothing outside of the plane. */
function sampled({ width, height, data }: Plane, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
  const shareX = x - left;
  const at = top * width + left;
  const above = (data[at] ?? 0) * (1 - shareX) + (data[at + 1] ?? 0) * shareX;
  const below = (data[at + width] ?? 0) * (1 - shareX) + (data[at + width + 1] ?? 0) * shareX;
  return above + (below - above) * (y - top);
}

/** The two steps of a rising list that a value lies between, and the share of the upper one. */
function between(steps: readonly number[], value: number): [number, number, number] {
  const upper = steps.findIndex((step) => step >= value);
  if (upper === 0) return [0, 0, 0];
  if (upper < 0) return [steps.length - 1, steps.length - 1, 0];
  const from = steps[upper - 1] ?? 0;
  return [upper - 1, upper, (value - from) / ((steps[upper] ?? 1) - from)];
}

/** Around a lying product the ground is dimmed at its very edge; further out only where the product hides the lamp's side. */
async function lyingContact(outline: Plane, size: number, light: Light): Promise<Float32Array> {
  const [tight, near, wide] = await Promise.all([
    blurred(outline, Math.max(0.8, 0.0035 * size)),
    blurred(outline, 0.012 * size),
    blurred(outline, 0.04 * size),
  ]);
  const aside = (light.from === 'left' ? 1 : -1) * size;
  return occlusion([
    { data: tight, share: 0.55 },
    { data: shifted(outline, near, 0.005 * aside, 0.006 * size), share: 0.5 },
    { data: shifted(outline, wide, 0.02 * aside, 0.024 * size), share: 0.34 },
  ]);
}

/** A plane's data moved right and down by whole pixels. */
function shifted({ width, height }: Plane, data: Uint8Array, right: number, down: number): Uint8Array {
  const [dx, dy] = [Math.round(right), Math.round(down)];
  const moved = new Uint8Array(data.length);
  for (let y = Math.max(0, dy); y < Math.min(height, height + dy); y += 1) {
    const from = (y - dy) * width;
    moved.set(
      data.subarray(from + Math.max(0, -dx), from + width - Math.max(0, dx)),
      y * width + Math.max(0, dx),
    );
  }
  return moved;
}

/** A lying product's outline, moved away from the light by a thickness of 2 % of its size, and by what folds stand up. */
async function lyingCast(outline: Plane, size: number, light: Light): Promise<Float32Array> {
  const thickness = 0.022 * size;
  const radians = Math.PI / 180;
  const reach = thickness / Math.tan(light.elevation * radians);
  // Seen from above: the light comes from the upper left or right of the picture.
  const across = (light.from === 'left' ? 1 : -1) * reach * 0.8;
  const down = reach * 0.9;
  const [hard, soft] = await Promise.all([
    blurred(outline, Math.max(0.8, (0.004 + 0.03 * light.softness) * size)),
    blurred(outline, 0.03 * size),
  ]);
  const { width, height } = outline;
  const cast = new Float32Array(width * height);
  const hardPlane = { width, height, data: hard };
  const softPlane = { width, height, data: soft };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const near = sampled(hardPlane, x - across, y - down);
      const far = sampled(softPlane, x - 2.2 * across, y - 2.2 * down);
      cast[y * width + x] = 0.6 * near + 0.4 * far;
    }
  }
  return cast;
}
