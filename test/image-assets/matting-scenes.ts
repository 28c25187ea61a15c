import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';

const DATA = process.env.STOREHAND_DATA ?? '../shared/data';
export const CUTOUTS = join(DATA, 'cutouts');
export const PHOTOS = join(DATA, 'photos');
/** Every scene is this many pixels wide and high. */
export const SCENE_SIDE_PX = 1000;

/** Backdrops that a shop's studio has: here mattes should be accepted. */
export const studioKinds = ['white', 'grey', 'graded', 'coloured'] as const;
/**
 * Backdrops that the rules engine is not made for: real photographs, the same out of focus, a table before a wall,
 * the product's own mean colour, woven cloth. Here it may accept only what came out right all the same.
 */
export const hostileKinds = ['photographed', 'defocused', 'horizon', 'camouflage', 'woven'] as const;
/**
 * Photographs that are themselves a thing on a plain backdrop (a camera on a grey wall). With a cut-out before it the
 * picture shows two products, and cutting out both is as right as cutting out one: reported, not judged.
 */
export const openKinds = ['second product'] as const;
export const backdropKinds = [...studioKinds, ...hostileKinds, ...openKinds] as const;
export type BackdropKind = (typeof backdropKinds)[number];

/** A product photo whose true matte is known. */
export interface Scene {
  readonly photo: Raster;
  /** The product alone, RGBA with straight alpha: its true colours. */
  readonly product: Buffer;
  /** The true opacity, 0..255. */
  readonly truth: Buffer;
  /** 1 where a pixel counts; 0 on the soft floor shadows that are neither product nor backdrop. */
  readonly counts: Uint8Array;
}

/** The names of the cut-outs, sorted; empty where the data is absent. */
export function listCutouts(): string[] {
  return existsSync(CUTOUTS)
    ? readdirSync(CUTOUTS)
        .filter((name) => name.endsWith('.png'))
        .sort()
    : [];
}

/**
 * Whether a product's rim is mostly white or light grey (every channel from 195 on): before a white backdrop such a
 * product is hardly to be seen.
 */
export function isWhiteProduct({ product, truth }: Pick<Scene, 'product' | 'truth'>): boolean {
  const side = SCENE_SIDE_PX;
  let rim = 0;
  let white = 0;
  for (let at = 12 * side; at < truth.length - 12 * side; at += 1) {
    if ((truth[at] as number) < 250) continue;
    const clear = [-12, 12, -12 * side, 12 * side].some((by) => (truth[at + by] as number) < 128);
    if (!clear) continue;
    rim += 1;
    const from = at * 4;
    if (Math.min(product[from] as number, product[from + 1] as number, product[from + 2] as number) >= 195) {
      white += 1;
    }
  }
  return white > 0.3 * rim;
}

/** Numbers in [0, 1) from a seed (mulberry32), so that every scene comes out the same everywhere. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Puts a cut-out before a backdrop, on request with a soft shadow that touches it, adds sensor noise (σ 1.2 levels) and
 * goes once through JPEG, as a camera does. The added shadow is backdrop: it belongs off the matte.
 */
export async function composeScene(
  cutout: string,
  kind: BackdropKind,
  seed: number,
  contactShadow = false,
): Promise<Scene> {
  const random = seededNumbers(seed * 7919 + backdropKinds.indexOf(kind) * 104729);
  const side = SCENE_SIDE_PX;
  const product = await sharp(readFileSync(join(CUTOUTS, cutout)))
    .resize(side, side)
    .ensureAlpha()
    .raw()
    .toBuffer();
  const back = await drawBackdrop(kind, random, product);
  if (contactShadow) await castContactShadow(back, product, seededNumbers(seed * 6271 + 17));
  const truth = Buffer.alloc(side * side);
  const mixed = Buffer.alloc(side * side * 3);
  for (let pixel = 0; pixel < truth.length; pixel += 1) {
    const alpha = product[pixel * 4 + 3] as number;
    truth[pixel] = alpha;
    for (let c = 0; c < 3; c += 1) {
      const over =
        ((product[pixel * 4 + c] as number) * alpha + (back[pixel * 3 + c] as number) * (255 - alpha)) / 255;
      mixed[pixel * 3 + c] = Math.min(255, Math.max(0, Math.round(over + 1.2 * gaussian(random))));
    }
  }
  const jpeg = await sharp(mixed, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  return { photo: await decodeRaster(jpeg), product, truth, counts: whatCounts(truth, side) };
}

/**
 * Darkens a backdrop around a product that lies or stands on it: its silhouette blurred (σ 6 to 18 pixels), moved by up
 * to 12 pixels away from the lamp, taking up to a half of the light. Darkest where it touches.
 */
async function castContactShadow(back: Buffer, product: Buffer, random: () => number): Promise<void> {
  const side = SCENE_SIDE_PX;
  const blur = 6 + 12 * random();
  const strength = 0.25 + 0.25 * random();
  const right = Math.round(16 * random() - 8);
  const down = Math.round(2 + 10 * random());
  const silhouette = Buffer.alloc(side * side);
  for (let y = down; y < side; y += 1) {
    for (let x = Math.max(0, right); x < side + Math.min(0, right); x += 1) {
      const opacity = product[((y - down) * side + x - right) * 4 + 3] as number;
      // The cut-out's own floor shadow casts none.
      silhouette[y * side + x] = opacity >= 200 ? opacity : 0;
    }
  }
  const shadow = await sharp(silhouette, { raw: { width: side, height: side, channels: 1 } })
    .blur(blur)
    .extractChannel(0)
    .raw()
    .toBuffer();
  for (let at = 0; at < back.length; at += 1) {
    const light = 1 - (strength * (shadow[Math.floor(at / 3)] as number)) / 255;
    back[at] = Math.round((back[at] as number) * light);
  }
}

async function drawBackdrop(kind: BackdropKind, random: () => number, product: Buffer): Promise<Buffer> {
  const side = SCENE_SIDE_PX;
  if (kind === 'photographed' || kind === 'defocused' || kind === 'second product') {
    const names = await listPhotos(kind === 'second product');
    const name = names[Math.floor(random() * names.length)] ?? '';
    const photo = sharp(readFileSync(join(PHOTOS, name)))
      .resize(side, side, { fit: 'cover' })
      .removeAlpha();
    return (kind === 'defocused' ? photo.blur(8 + 40 * random()) : photo).raw().toBuffer();
  }
  const from = kind === 'camouflage' ? meanColour(product) : baseColour(kind, random);
  const light = lightOver(kind, random);
  const back = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const share = light(x, y);
      for (let c = 0; c < 3; c += 1) {
        back[(y * side + x) * 3 + c] = Math.min(255, Math.max(0, Math.round((from[c] as number) * share)));
      }
    }
  }
  return back;
}

const borderUnrest = new Map<string, number>();

/** Photographs whose border is a plane within 20 levels (those of the data: 0 to 17, all others 28 and more), or not. */
async function listPhotos(plain: boolean): Promise<string[]> {
  const names = readdirSync(PHOTOS).sort();
  for (const name of names) {
    if (!borderUnrest.has(name)) borderUnrest.set(name, await measureBorderUnrest(join(PHOTOS, name)));
  }
  return names.filter((name) => (borderUnrest.get(name) ?? 0) < 20 === plain);
}

/** Standard deviation of the border (4 %) around a plane, in RGB levels. */
async function measureBorderUnrest(file: string): Promise<number> {
  const side = 100;
  const rgb = await sharp(readFileSync(file))
    .resize(side, side, { fit: 'cover' })
    .removeAlpha()
    .raw()
    .toBuffer();
  const border: { at: number; u: number; v: number }[] = [];
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const inside = Math.min(x, y, side - 1 - x, side - 1 - y) >= 4;
      if (!inside) border.push({ at: (y * side + x) * 3, u: x - (side - 1) / 2, v: y - (side - 1) / 2 });
    }
  }
  // The border is symmetric, so mean and both slopes can be fitted one by one.
  const squares = border.reduce((sum, { u }) => sum + u * u, 0);
  let total = 0;
  for (let c = 0; c < 3; c += 1) {
    const value = (at: number) => rgb[at + c] as number;
    const mean = border.reduce((sum, { at }) => sum + value(at), 0) / border.length;
    const slopeU = border.reduce((sum, { at, u }) => sum + value(at) * u, 0) / squares;
    const slopeV = border.reduce((sum, { at, v }) => sum + value(at) * v, 0) / squares;
    total += border.reduce((sum, { at, u, v }) => sum + (value(at) - mean - slopeU * u - slopeV * v) ** 2, 0);
  }
  return Math.sqrt(total / border.length);
}

/** How bright the backdrop is at a pixel, 1 where it has its full colour. */
function lightOver(kind: BackdropKind, random: () => number): (x: number, y: number) => number {
  const side = SCENE_SIDE_PX;
  if (kind === 'horizon') {
    const edge = side * (0.45 + 0.4 * random());
    const step = 0.04 + 0.3 * random();
    return (_, y) => (y < edge ? 1 : 1 - step);
  }
  if (kind === 'woven') {
    const period = 3 + 12 * random();
    const depth = 0.02 + 0.15 * random();
    return (x, y) => 1 + depth * Math.sin((2 * Math.PI * x) / period) * Math.sin((2 * Math.PI * y) / period);
  }
  if (kind !== 'graded') return () => 1;
  // A graded backdrop falls off by a tenth to a third along a slope, and some more towards the corners.
  const fall = 0.1 + 0.22 * random();
  const vignette = 0.15 * random();
  const angle = random() * 2 * Math.PI;
  return (x, y) => {
    const u = (2 * x) / side - 1;
    const v = (2 * y) / side - 1;
    const slope = (Math.cos(angle) * u + Math.sin(angle) * v) / 2.83 + 0.5;
    return 1 - fall * slope - (vignette * (u * u + v * v)) / 2;
  };
}

function meanColour(product: Buffer): number[] {
  const sums = [0, 0, 0, 0];
  for (let at = 0; at < product.length; at += 4) {
    if ((product[at + 3] as number) < 255) continue;
    for (let c = 0; c < 3; c += 1) sums[c] = (sums[c] as number) + (product[at + c] as number);
    sums[3] = (sums[3] as number) + 1;
  }
  return sums.slice(0, 3).map((sum) => sum / Math.max(1, sums[3] as number));
}

function baseColour(kind: BackdropKind, random: () => number): number[] {
  if (kind === 'white') return [255, 255, 255];
  if (kind === 'coloured') {
    const [red, green, blue] = [random(), random(), random()].map((share) => 40 + 215 * share);
    return [red ?? 0, green ?? 0, blue ?? 0];
  }
  const grey = kind === 'graded' ? 200 + 55 * random() : 90 + 150 * random();
  // Lamps are never quite neutral.
  return [grey, grey * (0.98 + 0.02 * random()), grey * (0.96 + 0.04 * random())];
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Semi-transparent pixels more than 8 pixels from an opaque one are floor shadow: neither product nor backdrop. */
function whatCounts(truth: Buffer, side: number): Uint8Array {
  const near = new Uint8Array(truth.length);
  // A square of 8 in both directions, by one pass a direction.
  spread((at) => (truth[at] as number) >= 250, near, side, 1);
  const reached = near.slice();
  spread((at) => near[at] === 1, reached, side, side);
  for (let at = 0; at < truth.length; at += 1) if (truth[at] === 0) reached[at] = 1;
  return reached;
}

function spread(is: (at: number) => boolean, into: Uint8Array, side: number, step: number): void {
  for (let at = 0; at < into.length; at += 1) {
    if (!is(at)) continue;
    const along = step === 1 ? at % side : Math.floor(at / side);
    for (let by = -Math.min(8, along); by <= Math.min(8, side - 1 - along); by += 1) into[at + by * step] = 1;
  }
}
