import type { Raster } from '../../raster.ts';
import type { DerivedFile } from '../derived-file.ts';
import type { Backdrop, Setting } from './backdrop.ts';
import { composeStill, type Retouch } from './compose-still.ts';
import { encodeStill, STILL_QUALITY } from './encode-still.ts';
import { type Light, lightSide, type Side, studioLight, sunlight } from './light.ts';
import { linenBackdrop } from './linen.ts';
import { outdoorBackdrop } from './outdoors.ts';
import { type Placement, placeProduct, type Room, SUBJECT_ROOM } from './place-product.ts';
import type { Product } from './product.ts';
import { renderShadow } from './shadow.ts';
import { stoneBackdrop } from './stone.ts';
import { sweepBackdrop } from './sweep.ts';
import { woodenTableBackdrop } from './wooden-table.ts';

/** Raise it with every change that can be seen: it stands in the evidence of each file. */
export const STILLS_ENGINE = 'rules/stills@2';

interface Scene {
  readonly paint: (setting: Setting) => Backdrop;
  readonly light: (from: Side, seed: number) => Light;
}

const scenes = {
  'studio-sweep': { paint: sweepBackdrop, light: studioLight },
  'wooden-table': { paint: woodenTableBackdrop, light: studioLight },
  stone: { paint: stoneBackdrop, light: studioLight },
  fabric: { paint: linenBackdrop, light: studioLight },
  outdoors: { paint: outdoorBackdrop, light: sunlight },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof scenes;

export const sceneNames = Object.keys(scenes) as readonly SceneName[];

export interface SceneOptions {
  /** The same seed gives the same picture, byte for byte. */
  readonly seed: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** By default where the product's own shading says, else the left. */
  readonly lightFrom?: Side;
}

export interface ComposedScene {
  readonly picture: Raster;
  readonly placement: Placement;
  readonly light: Light;
}

/** A product in a scene, before it is encoded. */
export async function composeScene(
  product: Product,
  name: SceneName,
  { seed, width, height, lightFrom }: SceneOptions,
  room: Room = SUBJECT_ROOM,
  retouch?: Retouch,
): Promise<ComposedScene> {
  const scene = scenes[name];
  const light = scene.light(lightSide(lightFrom, product), seed);
  const placement = placeProduct(product, width, height, room);
  const backdrop = scene.paint({ placement, product, light, seed });
  const shadow = await renderShadow(product, placement, light);
  return {
    picture: await composeStill(product, placement, backdrop, shadow, seed, retouch),
    placement,
    light,
  };
}

/** A lifestyle picture: the product in a scene that a program drew, with the shadow that its light throws. */
export async function scenePicture(
  product: Product,
  name: SceneName,
  options: SceneOptions,
): Promise<DerivedFile> {
  const { picture, placement, light } = await composeScene(product, name, options);
  const { width, height } = picture;
  return {
    kind: 'scene',
    name: `scene-${name}-${width}x${height}.jpg`,
    format: 'jpeg',
    bytes: await encodeStill(picture),
    width,
    height,
    engine: STILLS_ENGINE,
    digitalSource: 'compositeSynthetic',
    facts: {
      scene: name,
      seed: options.seed,
      lightFrom: light.from,
      pose: product.pose,
      scale: Number(placement.scale.toFixed(3)),
      quality: STILL_QUALITY,
    },
  };
}
