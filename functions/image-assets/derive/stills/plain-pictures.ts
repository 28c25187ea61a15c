import type { Colour } from '../../plain-border.ts';
import type { Raster } from '../../raster.ts';
import type { DerivedFile } from '../derived-file.ts';
import { type Backdrop, smoothStep, toLinear } from './backdrop.ts';
import { composeStill, type Retouch } from './compose-still.ts';
import { encodeStill, STILL_QUALITY } from './encode-still.ts';
import { catalogueLight, lightSide } from './light.ts';
import { type Placement, placeProduct, type Room } from './place-product.ts';
import type { Product } from './product.ts';
import { STILLS_ENGINE } from './scene-picture.ts';
import { renderShadow, type ShadowMap } from './shadow.ts';

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** On an even colour nothing competes with the product, so it takes more of the frame than in a scene. */
const PLAIN_ROOM: Room = { centreX: 0.5, width: 0.74, height: 0.74, groundY: 0.86, middleY: 0.5 };

/** A product on even colours, one picture each, with a soft shadow and the colour exact wherever that does not fall. */
export async function plainPictures(
  product: Product,
  colours: readonly Colour[],
  size: PictureSize,
): Promise<DerivedFile[]> {
  const files: DerivedFile[] = [];
  // One after the other: each holds two pictures of the full size.
  for (const colour of colours) files.push(await plainPicture(product, colour, size));
  return files;
}

async function plainPicture(product: Product, colour: Colour, size: PictureSize): Promise<DerivedFile> {
  const { picture, placement } = await composePlain(product, colour, size);
  const name = hexOf(colour);
  return {
    kind: 'plain',
    name: `plain-${name}-${size.width}x${size.height}.jpg`,
    format: 'jpeg',
    bytes: await encodeStill(picture),
    ...size,
    engine: STILLS_ENGINE,
    digitalSource: 'composite',
    facts: {
      colour: `#${name}`,
      pose: product.pose,
      scale: Number(placement.scale.toFixed(3)),
      quality: STILL_QUALITY,
    },
  };
}

/** A product on an even colour, before it is encoded. */
export async function composePlain(
  product: Product,
  colour: Colour,
  { width, height }: PictureSize,
  room: Room = PLAIN_ROOM,
  retouch?: Retouch,
): Promise<{ picture: Raster; placement: Placement }> {
  // By no seed: all plain pictures of a shop are lit alike.
  const light = catalogueLight(lightSide(undefined, product));
  const placement = placeProduct(product, width, height, room);
  const shadow = await renderShadow(product, placement, light, 0.8);
  fadeAtEdges(shadow);
  const picture = await composeStill(product, placement, evenBackdrop(colour), shadow, 0, retouch);
  return { picture, placement };
}

/** A shadow ends within this share of the shorter side from the frame: there the colour is exact, and pictures join up in a row. */
const CLEAR_EDGE = 0.06;

function fadeAtEdges({ width, height, light }: ShadowMap): void {
  const reach = CLEAR_EDGE * Math.min(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = Math.min(x, y, width - 1 - x, height - 1 - y);
      if (inside >= reach) continue;
      const at = y * width + x;
      light[at] = 1 - (1 - (light[at] ?? 1)) * smoothStep(0, reach, inside);
    }
  }
}

function evenBackdrop({ r, g, b }: Colour): Backdrop {
  return { width: 1, height: 1, linear: Float32Array.of(toLinear(r), toLinear(g), toLinear(b)), exact: true };
}

function hexOf({ r, g, b }: Colour): string {
  return [r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('');
}
