import { openRaster, type Raster } from '../../raster.ts';
import { lightSide, type Side } from '../stills/light.ts';
import { type Placement, placeProduct, type Room } from '../stills/place-product.ts';
import type { Product } from '../stills/product.ts';
import { type LitStage, lightStage } from './lit-stage.ts';
import type { Plane, PlaneColour, TexturePlane } from './plane.ts';
import { textureOf } from './product-texture.ts';

/** A product on its sweep, ready to be drawn from any pose of the camera. */
export interface MovingSet {
  readonly product: Product;
  readonly placement: Placement;
  readonly textures: readonly TexturePlane[];
  readonly stage: LitStage;
  /** How far each place of the product stands out towards the camera, 0..255, over the product's box. */
  readonly relief: Plane;
  /** From where the product is lit, as its own shading shows it. */
  readonly lit: Side;
}

export interface FrameSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The middle of an upright frame, clear of what apps lay over its top and bottom. */
const UPRIGHT_ROOM: Room = { centreX: 0.5, width: 0.74, height: 0.5, groundY: 0.7, middleY: 0.48 };
/** A good half of the frame, with air for the shadow and for the push. */
const SQUARE_ROOM: Room = { centreX: 0.5, width: 0.68, height: 0.62, groundY: 0.78, middleY: 0.5 };
/** Texture pixels for one of the frame at the closest: bilinear reading of it then neither blurs nor flickers. */
const OVERSAMPLING = 1.5;

/** Where a product goes in a frame of this size. */
export function placeInFrame(product: Product, { width, height }: FrameSize): Placement {
  return placeProduct(product, width, height, height > 1.2 * width ? UPRIGHT_ROOM : SQUARE_ROOM);
}

/**
 * Sets a product up in front of a paper sweep between two soft boxes.
 * @param closest how much larger than at rest it will be seen at most
 */
export async function setUp(
  product: Product,
  placement: Placement,
  seed: number,
  planes: readonly PlaneColour[],
  closest: number,
): Promise<MovingSet> {
  const textureWidth = Math.ceil(placement.drawn.width * closest * OVERSAMPLING);
  return {
    product,
    placement,
    textures: await textureOf(product.picture, textureWidth, planes),
    stage: await lightStage(product, placement, seed),
    relief: await reliefOf(product.picture),
    lit: lightSide(undefined, product),
  };
}

const RELIEF_SIDE = 48;

/** A blurred silhouette: high in the middle of what is broad, low along edges and in what is narrow. */
async function reliefOf(picture: Raster): Promise<Plane> {
  const { data, info } = await openRaster(picture)
    .resize(RELIEF_SIDE, RELIEF_SIDE, { fit: 'fill' })
    .blur(RELIEF_SIDE * 0.14)
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
