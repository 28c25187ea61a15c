import { openRaster, type Raster } from '../../raster.ts';
import type { CameraPose } from './camera-path.ts';
import { drawPlane, emptyGrid, type FrameGrids, GRID_PX } from './draw-plane.ts';
import { AMBIENT, CONTACT, darknessAt, FOOT_DEPTH, floorShadow, SHADOW_ROOM } from './floor-shadow.ts';
import type { Plane, PlaneColour, TexturePlane } from './plane.ts';
import { textureOf } from './product-texture.ts';

/** A product on its sweep, ready to be seen from any pose. */
export interface MovingSet {
  readonly width: number;
  readonly height: number;
  readonly layout: Layout;
  readonly textures: readonly TexturePlane[];
  readonly shadows: { readonly contact: Plane; readonly ambient: Plane };
  /** How far each place of the product stands out towards the camera, 0..255, over the product's box. */
  readonly relief: Plane;
  readonly tone: number;
}

/** Places in pixels of the frame, at rest. */
interface Layout {
  /** Of the product's box. */
  readonly productWidth: number;
  readonly productHeight: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly floorY: number;
}

/** The product's box may fill this share of the frame at rest: the push adds a tenth, text and buttons need the rest. */
const FILL = { width: 0.72, height: 0.62 };
/** A product smaller than that is seen smaller: enlarged further it would only be seen to be unsharp. */
const LARGEST_ENLARGEMENT = 2;
/** Texture pixels for one of the frame at the closest: bilinear reading of it then neither blurs nor flickers. */
const OVERSAMPLING = 1.5;
/** The farthest that any path goes. */
const CLOSEST = 1.1;
/** Camera's distance, in frame widths: a portrait lens. */
const DISTANCE = 3.2;
/** Depth of the relief in product widths: more would bend letters. */
const RELIEF = 0.09;
/** Colour of the backdrop at full brightness, sRGB 0..1: white paper, a touch warm. */
const PAPER = { red: 1, green: 0.996, blue: 0.99 };

/**
 * Sets a product up in front of a paper sweep.
 * @param product RGBA, cropped to what is seen
 */
export async function setUp(
  product: Raster,
  { width, height }: { readonly width: number; readonly height: number },
  planes: readonly PlaneColour[],
): Promise<MovingSet> {
  const layout = layOut(product, width, height);
  const textureWidth = Math.ceil(layout.productWidth * CLOSEST * OVERSAMPLING);
  return {
    width,
    height,
    layout,
    textures: await textureOf(product, textureWidth, planes),
    shadows: { contact: await floorShadow(product, CONTACT), ambient: await floorShadow(product, AMBIENT) },
    relief: await reliefOf(product),
    tone: 0.94,
  };
}

function layOut(product: Raster, width: number, height: number): Layout {
  const scale = Math.min(
    (FILL.width * width) / product.width,
    (FILL.height * height) / product.height,
    LARGEST_ENLARGEMENT,
  );
  const productWidth = product.width * scale;
  const productHeight = product.height * scale;
  const centreY = height * 0.5;
  return { productWidth, productHeight, centreX: width / 2, centreY, floorY: centreY + productHeight / 2 };
}

const RELIEF_SIDE = 48;

/** A blurred silhouette: high in the middle of what is broad, low along edges and in what is narrow. */
async function reliefOf(product: Raster): Promise<Plane> {
  const { data, info } = await openRaster(product)
    .resize(RELIEF_SIDE, RELIEF_SIDE, { fit: 'fill' })
    .blur(RELIEF_SIDE * 0.14)
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Empty planes of a frame in one buffer, in the order given. */
export function emptyFrame(
  { width, height }: { readonly width: number; readonly height: number },
  planes: readonly PlaneColour[],
): { readonly bytes: Uint8Array; readonly planes: readonly Plane[] } {
  const sizes = planes.map(({ divisor }) => (width / divisor) * (height / divisor));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  const made = planes.map(({ divisor }, index) => {
    const data = bytes.subarray(start, start + (sizes[index] as number));
    start += data.length;
    return { width: width / divisor, height: height / divisor, data };
  });
  return { bytes, planes: made };
}

/** Grids that are used again for every frame of a set. */
export function gridsFor({ width, height }: MovingSet): FrameGrids {
  return {
    light: emptyGrid(width, height),
    across: emptyGrid(width, height),
    down: emptyGrid(width, height),
  };
}

/** Draws what is seen from a pose. */
export function drawFrame(
  set: MovingSet,
  pose: CameraPose,
  grids: FrameGrids,
  frame: readonly Plane[],
): void {
  lookAtProduct(set, pose, grids);
  lightUp(set, pose, grids);
  for (const [index, texture] of set.textures.entries()) {
    const { black, red, green, blue } = texture.colour;
    const span = red * PAPER.red + green * PAPER.green + blue * PAPER.blue;
    drawPlane(frame[index] as Plane, grids, { black, span }, texture);
  }
}

/**
 * Where each node of the frame looks on the product: the inverse of a pinhole camera on an arc around the product's
 * upright axis. With X, Y on the product, z = −relief towards the camera, distance F and angle a, a point is seen at
 * x = F (X cos a + z sin a) / (F − X sin a + z cos a); solved for X. The relief is read where the flat product would
 * be seen, which is near enough for a relief this low.
 */
function lookAtProduct({ layout, relief, width }: MovingSet, pose: CameraPose, grids: FrameGrids): void {
  const { productWidth, productHeight, centreX, centreY } = layout;
  const distance = DISTANCE * width;
  const sin = Math.sin(pose.angle);
  const cos = Math.cos(pose.angle);
  const depth = RELIEF * productWidth;
  const { columns, rows } = grids.across;
  for (let row = 0, at = 0; row < rows; row += 1) {
    const y = (row * GRID_PX - centreY) / pose.closeness;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = (column * GRID_PX - centreX) / pose.closeness;
      const flat = (x * distance) / (distance * cos + x * sin);
      const z = -depth * darknessAt(relief, flat / productWidth + 0.5, y / productHeight + 0.5);
      const seenX = (x * (distance + z * cos) - distance * z * sin) / (distance * cos + x * sin);
      const seenY = (y * (distance - seenX * sin + z * cos)) / distance;
      grids.across.data[at] = seenX / productWidth + 0.5;
      grids.down.data[at] = seenY / productHeight + 0.5;
    }
  }
}

/** The sweep's light and the product's shadow on it. */
function lightUp(set: MovingSet, pose: CameraPose, { light }: FrameGrids): void {
  const { width, height, layout, shadows, tone } = set;
  const { productWidth, centreX, centreY } = layout;
  const floorY = centreY + (layout.floorY - centreY) * pose.closeness;
  const shadowWidth = productWidth * (1 + 2 * SHADOW_ROOM) * pose.closeness;
  const shadowHeight = productWidth * (FOOT_DEPTH + 2 * SHADOW_ROOM) * pose.closeness;
  // The pool of light lies on the wall, far behind: it moves against the product when the camera does.
  const poolX = width * (0.5 + 0.22 * pose.light - 0.5 * Math.sin(pose.angle));
  const poolY = height * 0.4;
  const away = -pose.light * 0.05 * productWidth;
  const { columns, rows, data } = light;
  for (let row = 0, at = 0; row < rows; row += 1) {
    const y = row * GRID_PX;
    const down = (y - floorY) / shadowHeight + 0.5;
    // What lies farther back on the floor, higher in the frame, moves farther when the camera goes round.
    const shear = ((floorY - y) / 0.28) * Math.sin(pose.angle);
    const near = smoothStep(floorY - 0.2 * height, floorY + 0.25 * height, y);
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = column * GRID_PX;
      const pool = Math.exp(-(((x - poolX) / (0.55 * width)) ** 2) - ((y - poolY) / (0.5 * height)) ** 2);
      const across = (x - centreX - shear) / shadowWidth + 0.5;
      const shade =
        (1 - 0.42 * darknessAt(shadows.contact, across, down)) *
        (1 - 0.3 * darknessAt(shadows.ambient, across - away / shadowWidth, down));
      data[at] = tone * (0.86 + 0.14 * pool + 0.02 * near) * shade;
    }
  }
}

function smoothStep(from: number, to: number, at: number): number {
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return share * share * (3 - 2 * share);
}
