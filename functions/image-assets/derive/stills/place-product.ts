import type { Box } from '../../find-extent.ts';
import type { Product } from './product.ts';

/** A canvas and where the product stands or lies on it. Pixels. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Where the product's picture is drawn; reaches over the canvas's edge only where the photo cut the product. */
  readonly drawn: Box;
  /** Drawn size ÷ size in the photo. */
  readonly scale: number;
  /** Row on which the product stands. */
  readonly groundY: number;
}

/** Where a product may be drawn. Shares of the canvas. */
export interface Room {
  readonly centreX: number;
  readonly width: number;
  readonly height: number;
  /** Row on which a standing product stands, and the middle of a lying one. */
  readonly groundY: number;
  readonly middleY: number;
}

/** A square or upright picture with the product as its subject: a good half of the frame, with air for its shadow. */
export const SUBJECT_ROOM: Room = { centreX: 0.5, width: 0.66, height: 0.66, groundY: 0.81, middleY: 0.5 };

/** A photo enlarged more looks soft beside a sharp surface; the product is drawn smaller then, and the facts say the scale. */
const MOST_ENLARGEMENT = 2;

/** Fits a product into a room, as large as it may be; cut edges of the photo go to the canvas's edge, where a cut belongs. */
export function placeProduct(product: Product, width: number, height: number, room: Room): Placement {
  const { picture, footprint, pose, clippedEdges } = product;
  const scale = Math.min(
    (room.width * width) / picture.width,
    (room.height * height) / picture.height,
    MOST_ENLARGEMENT,
  );
  const drawnWidth = Math.max(1, Math.round(picture.width * scale));
  const drawnHeight = Math.max(1, Math.round(picture.height * scale));
  const ground = (footprint.groundLine / picture.height) * drawnHeight;
  let left = Math.round(room.centreX * width - drawnWidth / 2);
  let top =
    pose === 'standing'
      ? Math.round(standingRow(room, height, drawnHeight) - ground)
      : Math.round(room.middleY * height - drawnHeight / 2);
  const [cutLeft, cutRight] = [clippedEdges.includes('left'), clippedEdges.includes('right')];
  // Cut on both sides, it stays on the side where its room is.
  if (cutLeft && !(cutRight && room.centreX > 0.5)) left = 0;
  else if (cutRight) left = width - drawnWidth;
  if (clippedEdges.includes('bottom')) top = height - drawnHeight;
  else if (clippedEdges.includes('top')) top = 0;
  return {
    width,
    height,
    drawn: { left, top, width: drawnWidth, height: drawnHeight },
    scale,
    groundY: top + ground,
  };
}

/** Low things stand a little higher, so that picture and product share a middle. */
function standingRow(room: Room, height: number, drawnHeight: number): number {
  const spare = Math.max(0, room.height * height - drawnHeight);
  return room.groundY * height - 0.3 * spare;
}
