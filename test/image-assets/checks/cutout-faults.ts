import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { type CutoutScene, sceneOf } from '../../../functions/image-assets/checks/cutout-scene.ts';
import { distanceInside, invert } from '../../../functions/image-assets/matting/regions.ts';
import type { Raster } from '../../../functions/image-assets/raster.ts';
import { CUTOUTS, PHOTOS, seededNumbers } from '../matting-scenes.ts';

/** Backdrops before which a fault is drawn: white, the grey, uneven and coloured papers of studios, and real rooms. */
export const backdrops = ['white', 'grey', 'graded', 'coloured', 'photographed'] as const;
export type Backdrop = (typeof backdrops)[number];

/** A photo whose true matte is known; floor shadows apart from the product are no part of it. */
export interface KnownCutout {
  readonly name: string;
  readonly side: number;
  /** The photo as a camera saves it: noise of one to two levels, once through JPEG. */
  readonly photo: Raster;
  readonly truth: Uint8Array;
}

/** Composes a true cut-out before a backdrop, seeded, `side` pixels wide and high. */
export async function composeKnown(
  name: string,
  backdrop: Backdrop,
  side: number,
  seed: number,
): Promise<KnownCutout> {
  const random = seededNumbers(seed * 7919 + backdrops.indexOf(backdrop) * 104729 + 1);
  const product = await sharp(readFileSync(join(CUTOUTS, name)))
    .resize(side, side)
    .ensureAlpha()
    .raw()
    .toBuffer();
  const back = await drawBackdrop(backdrop, side, random);
  const truth = withoutFloorShadow(product, side);
  const mixed = Buffer.alloc(side * side * 3);
  for (let pixel = 0; pixel < truth.length; pixel += 1) {
    const alpha = product[pixel * 4 + 3] ?? 0;
    for (let c = 0; c < 3; c += 1) {
      const over = ((product[pixel * 4 + c] ?? 0) * alpha + (back[pixel * 3 + c] ?? 0) * (255 - alpha)) / 255;
      mixed[pixel * 3 + c] = Math.min(255, Math.max(0, Math.round(over + 3 * (random() - random()))));
    }
  }
  const jpeg = await sharp(mixed, { raw: { width: side, height: side, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
  const data = await sharp(jpeg).raw().toBuffer();
  return { name, side, photo: { width: side, height: side, channels: 3, data }, truth };
}

async function drawBackdrop(kind: Backdrop, side: number, random: () => number): Promise<Buffer> {
  if (kind === 'photographed') {
    const photos = existsSync(PHOTOS) ? readdirSync(PHOTOS).sort() : [];
    const name = photos[Math.floor(random() * photos.length)] ?? '';
    return await sharp(readFileSync(join(PHOTOS, name)))
      .resize(side, side, { fit: 'cover' })
      .removeAlpha()
      .raw()
      .toBuffer();
  }
  const grey = kind === 'white' ? 255 : kind === 'graded' ? 200 + 55 * random() : 90 + 150 * random();
  const colour =
    kind === 'coloured'
      ? [random(), random(), random()].map((share) => 40 + 215 * share)
      : [grey, grey, grey];
  const fall = kind === 'graded' ? 0.1 + 0.22 * random() : 0;
  const angle = random() * 2 * Math.PI;
  const back = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const slope = (Math.cos(angle) * ((2 * x) / side - 1) + Math.sin(angle) * ((2 * y) / side - 1)) / 2.83;
      const light = 1 - fall * (slope + 0.5);
      for (let c = 0; c < 3; c += 1)
        back[(y * side + x) * 3 + c] = Math.min(255, Math.round((colour[c] ?? 0) * light));
    }
  }
  return back;
}

/** Semi-transparent pixels more than 6 px from an opaque one are floor shadow. */
function withoutFloorShadow(rgba: Buffer, side: number): Uint8Array {
  const opaque = new Uint8Array(side * side);
  for (let at = 0; at < opaque.length; at += 1) if ((rgba[at * 4 + 3] ?? 0) >= 250) opaque[at] = 1;
  const away = distanceInside(invert(opaque), side);
  return opaque.map((_, at) => ((away[at] ?? 0) <= 6 ? (rgba[at * 4 + 3] ?? 0) : 0));
}

/** The cut-out that a matte makes of the photo, colours as photographed. */
export function cutWith({ photo, side }: KnownCutout, alpha: Uint8Array): Raster {
  const data = Buffer.alloc(side * side * 4);
  for (let at = 0; at < alpha.length; at += 1) {
    data.set(photo.data.subarray(at * 3, at * 3 + 3), at * 4);
    data[at * 4 + 3] = alpha[at] ?? 0;
  }
  return { width: side, height: side, channels: 4, data };
}

/** What a check is given: the photo and the cut-out that this matte makes of it. */
export function sceneWith(known: KnownCutout, alpha: Uint8Array): CutoutScene {
  const scene = sceneOf(known.photo, cutWith(known, alpha));
  if (scene === undefined) throw new Error(`${known.name} is empty`);
  return scene;
}

/** The matte too wide by so many pixels, all round. */
export function widened({ truth, side }: KnownCutout, by: number): Uint8Array {
  const away = distanceInside(
    truth.map((alpha) => (alpha < 128 ? 1 : 0)),
    side,
  );
  return truth.map((alpha, at) => ((away[at] ?? 0) <= by ? Math.max(alpha, 255) : alpha));
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place so deep inside the product that a disc of this radius lies wholly in it; `undefined` where there is none. */
export function placeInside(
  { truth, side }: KnownCutout,
  radius: number,
  random: () => number,
): Place | undefined {
  const depth = distanceInside(
    truth.map((alpha) => (alpha >= 250 ? 1 : 0)),
    side,
  );
  return pick(side, random, (at) => (depth[at] ?? 0) > radius + 8);
}

/** A place on the outline, clear of the frame. */
export function placeOnOutline({ truth, side }: KnownCutout, random: () => number): Place | undefined {
  return pick(side, random, (at) => (truth[at] ?? 0) >= 128 && (truth[at + 1] ?? 0) < 128);
}

/** A place in the background, at least so far from the product. */
export function placeOutside(
  { truth, side }: KnownCutout,
  away: number,
  random: () => number,
): Place | undefined {
  const distance = distanceInside(
    truth.map((alpha) => (alpha < 8 ? 1 : 0)),
    side,
  );
  return pick(side, random, (at) => (distance[at] ?? 0) > away);
}

function pick(side: number, random: () => number, serves: (at: number) => boolean): Place | undefined {
  const places: number[] = [];
  for (let y = 40; y < side - 40; y += 1) {
    for (let x = 40; x < side - 40; x += 1) if (serves(y * side + x)) places.push(y * side + x);
  }
  const at = places[Math.floor(random() * places.length)];
  return at === undefined ? undefined : { x: at % side, y: Math.floor(at / side) };
}

/** A matte with a disc of this opacity. */
export function withDisc(
  alpha: Uint8Array,
  side: number,
  { x, y }: Place,
  radius: number,
  opacity: number,
): Uint8Array {
  const changed = alpha.slice();
  for (let row = Math.max(0, y - radius); row <= Math.min(side - 1, y + radius); row += 1) {
    for (let column = Math.max(0, x - radius); column <= Math.min(side - 1, x + radius); column += 1) {
      if (Math.hypot(column - x, row - y) <= radius) changed[row * side + column] = opacity;
    }
  }
  return changed;
}
