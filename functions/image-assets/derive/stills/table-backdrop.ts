import {
  type Backdrop,
  backdropSize,
  boundedAside,
  type Detail,
  type Setting,
  smoothStep,
} from './backdrop.ts';
import { GroundPlane } from './ground-plane.ts';
import type { Surface } from './surface.ts';

/** What is behind the table, out of focus. */
export interface Wall {
  /**
   * Linear colour of a point.
   * @param u towards the light, in picture heights from the product's middle
   * @param v share of the height, from the top
   */
  readonly paint: (u: number, v: number, out: [number, number, number]) => void;
}

export interface Table {
  readonly surface: Surface;
  readonly wall: Wall;
  readonly detail?: Detail;
  readonly mirror?: number;
}

/** The table ends here, above the ground line, in picture heights, and its edge is out of focus by this. */
const EDGE_ABOVE = 0.2;
const EDGE_BLUR = 0.008;

/** A surface under the light, from the side with a wall behind it, or from above. */
export function tableBackdrop(setting: Setting, { surface, wall, detail, mirror }: Table): Backdrop {
  const { placement, product, light } = setting;
  const { width, height } = backdropSize(placement.width, placement.height);
  const ground = new GroundPlane(placement, product.pose, width, height);
  const standing = product.pose === 'standing';
  const linear = new Float32Array(width * height * 3);
  const row = new Float32Array(width * 3);
  const behind: [number, number, number] = [0, 0, 0];
  const lit = light.from === 'left' ? -1 : 1;
  const middle = (placement.drawn.left + placement.drawn.width / 2) / placement.width;
  const edge = placement.groundY / placement.height - EDGE_ABOVE;
  for (let y = 0; y < height; y += 1) {
    const v = (y + 0.5) / height;
    const onTable = standing ? smoothStep(edge - EDGE_BLUR, edge + EDGE_BLUR, v) : 1;
    if (onTable > 0) surface.paintRow(ground.row(y), row);
    for (let x = 0; x < width; x += 1) {
      const u = lit * ((x + 0.5) / width - middle) * (width / height);
      const at = (y * width + x) * 3;
      const aside = boundedAside(u);
      const shade = standing ? sideShade(aside, v, edge) : topShade(aside, v - 0.5);
      if (onTable < 1) wall.paint(u, v, behind);
      for (let channel = 0; channel < 3; channel += 1) {
        const table = onTable > 0 ? (row[x * 3 + channel] ?? 0) * shade : 0;
        linear[at + channel] = table * onTable + (onTable < 1 ? (behind[channel] ?? 0) * (1 - onTable) : 0);
      }
    }
  }
  return {
    width,
    height,
    linear,
    ...(detail ? { detail } : {}),
    ...(mirror === undefined || !standing ? {} : { mirror }),
  };
}

/** Light on a level table: brightest towards the lamp and around the product, dimmer to the front corners. */
function sideShade(u: number, v: number, edge: number): number {
  const pool = Math.exp(-((u - 0.1) ** 2) / 0.5);
  const front = 1 - 0.26 * smoothStep(edge + 0.22, 1.05, v);
  const back = 0.88 + 0.12 * smoothStep(edge, edge + 0.12, v);
  return (0.7 + 0.34 * pool) * front * back * (1 + 0.16 * u);
}

/** Light on a table from above: falls from the upper corner at the lamp to the opposite one. */
function topShade(u: number, v: number): number {
  return (1.04 + 0.2 * u - 0.16 * v) * (1 - 0.34 * (u * u + v * v));
}
