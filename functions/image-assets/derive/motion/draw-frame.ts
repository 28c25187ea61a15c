import type { Placement } from '../stills/place-product.ts';
import type { CameraPose } from './camera-path.ts';
import { drawPlane, emptyGrid, type FrameGrids, GRID_PX } from './draw-plane.ts';
import type { LitStage } from './lit-stage.ts';
import type { MovingSet } from './moving-set.ts';
import type { Plane, PlaneColour } from './plane.ts';

/** Camera's distance, in frame widths: a portrait lens. */
const DISTANCE = 3.2;
/** Depth of the relief in product widths: more would bend letters. */
const RELIEF = 0.09;
/** Sine of the angle at which the camera looks down on the floor, as the shadows are drawn. */
const FLOOR_TILT = 0.21;
/** How far behind a standing product the sweep rises, in frame widths. */
const WALL_DEPTH = 0.5;
/** How far a lying product's surface is behind its face, in product widths. */
const LYING_DEPTH = 0.05;

/** The band of light that crosses the sweep: how much brighter it is there, and how wide and slanted, in frame widths. */
const BAND_LIGHT = 0.07;
const BAND_WIDTH = 0.26;
const BAND_SLANT = 0.3;

/**
 * A product that the photo cut stands at the frame's edge, where a cut belongs. From an angle that edge would come
 * into the frame: by 1.2 % of the half width for the turn, 2.5 % for the perspective, 0.7 % for the relief.
 */
const OVERSCAN = 1.06;

/** A frame's planes one after the other in one buffer, as encoders want them. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly planes: readonly Plane[];
}

/** @param size in pixels; even where a plane has half of it */
export function emptyFrame(
  { width, height }: { readonly width: number; readonly height: number },
  colours: readonly PlaneColour[],
): Frame {
  const lengths = colours.map(({ divisor }) => (width / divisor) * (height / divisor));
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  const planes = colours.map(({ divisor }, index) => {
    const data = bytes.subarray(start, start + (lengths[index] as number));
    start += data.length;
    return { width: width / divisor, height: height / divisor, data };
  });
  return { bytes, planes };
}

/** To be used again for every frame of a set. */
export function emptyGrids({ width, height }: Placement): FrameGrids {
  return {
    light: emptyGrid(width, height),
    across: emptyGrid(width, height),
    down: emptyGrid(width, height),
  };
}

/** Draws what is seen from a pose over what a frame held. */
export function drawFrame(set: MovingSet, asked: CameraPose, grids: FrameGrids, frame: Frame): void {
  const isCut = set.product.clippedEdges.length > 0;
  const pose = isCut ? { ...asked, closeness: asked.closeness * OVERSCAN } : asked;
  lookAtProduct(set, pose, grids);
  lookAtStage(set, pose, grids);
  for (const [index, texture] of set.textures.entries()) {
    drawPlane(frame.planes[index] as Plane, grids, backdropIn(texture.colour, set.stage), texture);
  }
}

/**
 * The paper in a plane. Its chroma stays the same in light and shadow: it is so low that the encoder would cut its
 * slow changes into steps, and a step of one level of chroma shows as a tinted patch.
 */
function backdropIn({ black, red, green, blue, divisor }: PlaneColour, { paper, mean }: LitStage) {
  const span = red * paper.red + green * paper.green + blue * paper.blue;
  return divisor === 1 ? { black, span } : { black: Math.round(black + span * mean), span: 0 };
}

/**
 * Where each node of the frame looks on the product: the inverse of a pinhole camera on an arc around the product's
 * upright axis. With X, Y on the product, distance F and angle a, a point of the flat photo is seen at
 * x = F X cos a / (F − X sin a), y = F Y / (F − X sin a); solved for X and Y. What stands out by h is seen h sin a
 * farther to the side; by how much it is nearer is in the photo already, so from the front the photo is untouched.
 */
function lookAtProduct({ placement, relief }: MovingSet, pose: CameraPose, grids: FrameGrids): void {
  const { drawn, width } = placement;
  const centreX = drawn.left + drawn.width / 2;
  const centreY = drawn.top + drawn.height / 2;
  const distance = DISTANCE * width;
  const sin = Math.sin(pose.angle);
  const cos = Math.cos(pose.angle);
  const depth = (RELIEF * drawn.width) / 255;
  const { columns, rows } = grids.across;
  for (let row = 0, at = 0; row < rows; row += 1) {
    const y = restingY(row * GRID_PX, placement, pose) - centreY;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const x = restingX(column * GRID_PX, placement, pose) - centreX;
      const flat = (x * distance) / (distance * cos + x * sin);
      const height = depth * sample(relief.data, relief, flat / drawn.width + 0.5, y / drawn.height + 0.5);
      const seenX = flat + height * sin;
      const seenY = (y * (distance - flat * sin)) / distance;
      grids.across.data[at] = seenX / drawn.width + 0.5;
      grids.down.data[at] = seenY / drawn.height + 0.5;
    }
  }
}

/** Where each node looks on the sweep, and how bright it is there: the mean of the two lights, each by its share, and the band. */
function lookAtStage(
  { placement, product, stage, lit }: MovingSet,
  pose: CameraPose,
  grids: FrameGrids,
): void {
  const { width, height, groundY, drawn } = placement;
  const { columns, rows, data } = grids.light;
  const sin = Math.sin(pose.angle);
  const wall = WALL_DEPTH * width;
  // Above that one of the paper's channels would pass 255 and come out black.
  const brightest = 0.995 / Math.max(stage.paper.red, stage.paper.green, stage.paper.blue);
  const main = stage.from[lit];
  const other = stage.from[lit === 'left' ? 'right' : 'left'];
  for (let row = 0, at = 0; row < rows; row += 1) {
    const y = restingY(row * GRID_PX, placement, pose);
    // What lies farther back moves farther when the camera goes round. On the floor that is what is higher up.
    const back =
      product.pose === 'standing'
        ? wall * Math.tanh((groundY - y) / FLOOR_TILT / wall)
        : LYING_DEPTH * drawn.width;
    const down = y / height;
    for (let column = 0; column < columns; column += 1, at += 1) {
      const across = (restingX(column * GRID_PX, placement, pose) - back * sin) / width;
      const byMain = sample(main, stage, across, down);
      const brightness = byMain + (sample(other, stage, across, down) - byMain) * pose.crossLight;
      const fromBand = (column * GRID_PX) / width + BAND_SLANT * (down - 0.5) - pose.band;
      data[at] = Math.min(
        brightest,
        brightness * (1 + BAND_LIGHT * Math.exp(-((fromBand / BAND_WIDTH) ** 2))),
      );
    }
  }
}

/** What would stand at a place of the frame if the camera had not moved closer. */
function restingX(x: number, { width }: Placement, { closeness }: CameraPose): number {
  return (x - width / 2) / closeness + width / 2;
}

function restingY(y: number, { height }: Placement, { closeness }: CameraPose): number {
  return (y - height / 2) / closeness + height / 2;
}

/** Bilinear; beyond the edge it goes on as at the edge. @param across,down 0..1 */
function sample(
  data: Float32Array | Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  across: number,
  down: number,
): number {
  const x = Math.min(width - 1.001, Math.max(0, across * width - 0.5));
  const y = Math.min(height - 1.001, Math.max(0, down * height - 0.5));
  const left = Math.floor(x);
  const upper = Math.floor(y);
  const at = upper * width + left;
  const above = (data[at] as number) + ((data[at + 1] as number) - (data[at] as number)) * (x - left);
  const low = data[at + width] as number;
  const below = low + ((data[at + width + 1] as number) - low) * (x - left);
  return above + (below - above) * (y - upper);
}
