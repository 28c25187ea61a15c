import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceCiede2000 } from 'culori/fn';
import sharp from 'sharp';
import type { Raster } from '../../../functions/image-assets/raster.ts';
import { toLab } from '../../../functions/image-assets/retouch/lab.ts';
import { fromLinear, toLinear } from '../../../functions/image-assets/retouch/tone-curves.ts';
import { CUTOUTS, seededNumbers } from '../matting-scenes.ts';

/** What the light and the camera did wrong, as factors of linear light for red, green and blue. */
export type Light = readonly [number, number, number];

/** Tints of studio lamps and of daylight that the camera's own balance missed, from hardly seen to plain. */
export const casts: Readonly<Record<string, Light>> = {
  'a little warm': [1, 0.97, 0.92],
  warm: [1, 0.95, 0.87],
  'a little cool': [0.93, 0.97, 1],
  cool: [0.88, 0.96, 1],
  green: [0.95, 1, 0.94],
  magenta: [1, 0.94, 0.99],
};

/** Multiplies linear light, and clips as a sensor does. */
export function relight(photo: Raster, light: Light): Raster {
  const tables = light.map((factor) =>
    Uint8Array.from({ length: 256 }, (_, level) =>
      Math.round(255 * fromLinear(Math.min(1, factor * toLinear(level / 255)))),
    ),
  );
  const data = Buffer.from(photo.data);
  for (let at = 0; at < data.length; at += 1) data[at] = tables[at % 3]?.[data[at] as number] as number;
  return { ...photo, data };
}

/** Mean and 95th percentile of ΔE2000 between two pictures of one size, over every n-th pixel of a region. */
export function colourError(one: Raster, other: Raster, region?: (at: number) => boolean, every = 37) {
  const errors: number[] = [];
  for (let at = 0; at < one.width * one.height; at += every) {
    if (region && !region(at)) continue;
    errors.push(ciede2000(labAt(one, at), labAt(other, at)));
  }
  errors.sort((a, b) => a - b);
  const sum = errors.reduce((total, error) => total + error, 0);
  return {
    mean: sum / Math.max(1, errors.length),
    high: errors[Math.floor(0.95 * (errors.length - 1))] ?? 0,
  };
}

const ciede2000 = differenceCiede2000();

function labAt({ data }: Raster, at: number) {
  const light = (channel: number) => toLinear((data[at * 3 + channel] as number) / 255);
  return { mode: 'lab65', ...toLab([light(0), light(1), light(2)]) } as const;
}

export interface PaperScene {
  readonly photo: Raster;
  /** Opacity of the product, 0..255. */
  readonly truth: Buffer;
}

/**
 * A cut-out on paper of one colour with a soft shadow and sensor noise (σ 1.2 levels), fitted into the middle four fifths.
 *
 * @param paper 8-bit sRGB
 */
export async function composeOnPaper(
  cutout: string,
  paper: Light,
  side: number,
  seed = 1,
): Promise<PaperScene> {
  const random = seededNumbers(seed);
  const inner = Math.round(0.8 * side);
  const margin = Math.floor((side - inner) / 2);
  const product = await sharp(readFileSync(join(CUTOUTS, cutout)))
    .ensureAlpha()
    .resize(inner, inner, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .extend({
      top: margin,
      left: margin,
      bottom: side - inner - margin,
      right: side - inner - margin,
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    })
    .raw()
    .toBuffer();
  const truth = Buffer.alloc(side * side);
  for (let at = 0; at < truth.length; at += 1) truth[at] = product[at * 4 + 3] as number;
  const shadow = await sharp(truth, { raw: { width: side, height: side, channels: 1 } })
    .blur(side / 60)
    .extractChannel(0)
    .raw()
    .toBuffer();
  const data = Buffer.alloc(side * side * 3);
  for (let at = 0; at < truth.length; at += 1) {
    const opacity = (truth[at] as number) / 255;
    // The shadow falls a fortieth of the frame below the product.
    const shade = 1 - (0.3 * (shadow[at - side * Math.round(side / 40)] ?? 0)) / 255;
    const noise = 1.2 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    for (let c = 0; c < 3; c += 1) {
      const mixed = (product[at * 4 + c] as number) * opacity + (paper[c] as number) * shade * (1 - opacity);
      data[at * 3 + c] = Math.min(255, Math.max(0, Math.round(mixed + noise)));
    }
  }
  return { photo: { width: side, height: side, channels: 3, data }, truth };
}

export interface Speck {
  readonly x: number;
  readonly y: number;
  /** Radius at which its shadow is half as deep, pixels. */
  readonly radius: number;
  /** Share of the light that it takes in its middle. */
  readonly shade: number;
}

/** Specks of 0.25 to 0.6 % of the frame that take 4 to 11 % of the light, on the paper and clear of product and frame. */
export function chooseSpecks(scene: PaperScene, count: number, seed: number): Speck[] {
  const random = seededNumbers(seed);
  const side = scene.photo.width;
  const clear = 0.06 * side;
  const specks: Speck[] = [];
  for (let attempt = 0; attempt < 4000 && specks.length < count; attempt += 1) {
    const x = clear + (side - 2 * clear) * random();
    const y = clear + (side - 2 * clear) * random();
    const isNear = (otherX: number, otherY: number, least: number) =>
      Math.hypot(otherX - x, otherY - y) < least;
    if (specks.some((other) => isNear(other.x, other.y, 0.08 * side))) continue;
    if (scene.truth.some((opacity, at) => opacity > 0 && isNear(at % side, Math.floor(at / side), clear)))
      continue;
    specks.push({ x, y, radius: side * (0.00125 + 0.00175 * random()) + 0.7, shade: 0.04 + 0.07 * random() });
  }
  return specks;
}

/** Darkens the picture softly under each speck, as dust on a sensor's glass does. */
export function addSpecks(photo: Raster, specks: readonly Speck[]): Raster {
  const data = Buffer.from(photo.data);
  for (const { x, y, radius, shade } of specks) {
    const reach = Math.ceil(3 * radius);
    for (let row = Math.floor(y - reach); row <= y + reach; row += 1) {
      for (let column = Math.floor(x - reach); column <= x + reach; column += 1) {
        const far = Math.hypot(column - x, row - y) / radius;
        const light = 1 - shade / (1 + far ** 6);
        for (let c = 0; c < 3; c += 1) {
          const at = (row * photo.width + column) * 3 + c;
          const linear = light * toLinear((data[at] as number) / 255);
          data[at] = Math.round(255 * fromLinear(linear));
        }
      }
    }
  }
  return { ...photo, data };
}
