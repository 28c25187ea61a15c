import type { Colour } from '../../plain-border.ts';
import {
  type Backdrop,
  backdropSize,
  boundedAside,
  type Setting,
  SMOOTH_LONGEST_SIDE,
  smoothStep,
  toLinear,
} from './backdrop.ts';
import { chooseTone } from './choose-tone.ts';

interface Paper {
  readonly colour: Colour;
}

/** Rolls of background paper, light and middle tones: each is chosen only where the product stands out from it. */
const PAPERS: readonly [Paper, ...Paper[]] = [
  { colour: { r: 236, g: 233, b: 228 } },
  { colour: { r: 228, g: 217, b: 202 } },
  { colour: { r: 206, g: 214, b: 212 } },
  { colour: { r: 216, g: 190, b: 170 } },
  { colour: { r: 190, g: 182, b: 170 } },
  { colour: { r: 164, g: 178, b: 190 } },
  { colour: { r: 156, g: 170, b: 150 } },
  { colour: { r: 196, g: 158, b: 134 } },
];

/** A studio sweep: paper that rises from the floor into the wall without an edge, lit from one side. */
export function sweepBackdrop({ placement, product, light, seed }: Setting): Backdrop {
  const { width, height } = backdropSize(placement.width, placement.height, SMOOTH_LONGEST_SIDE);
  const { r, g, b } = chooseTone(PAPERS, product.rim, seed).colour;
  const paper = [toLinear(r), toLinear(g), toLinear(b)];
  const linear = new Float32Array(width * height * 3);
  const standing = product.pose === 'standing';
  const lit = light.from === 'left' ? -1 : 1;
  const ground = placement.groundY / placement.height;
  const middle = (placement.drawn.left + placement.drawn.width / 2) / placement.width;
  const aspect = placement.width / placement.height;
  for (let y = 0; y < height; y += 1) {
    const v = (y + 0.5) / height;
    for (let x = 0; x < width; x += 1) {
      const u = boundedAside(((x + 0.5) / width - middle) * aspect);
      const shade = standing ? standingShade(u * lit, v, ground) : lyingShade(u * lit, v - 0.5);
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) linear[at + channel] = (paper[channel] ?? 0) * shade;
    }
  }
  return { width, height, linear };
}

/** @param u towards the light, in heights of the picture from the product's middle */
function standingShade(u: number, v: number, ground: number): number {
  // The floor under the light, the bend in half shadow, the wall bright again behind the product and falling off above.
  const floor = 1.02 - 0.2 * smoothStep(ground + 0.02, 1.1, v);
  const bend = 1 - 0.1 * Math.exp(-(((v - ground + 0.24) / 0.08) ** 2));
  const glow = Math.exp(-(((u - 0.1) / 0.62) ** 2) - ((v - ground + 0.42) / 0.3) ** 2);
  const wall = smoothStep(ground - 0.2, ground - 0.34, v);
  const side = 1 + 0.13 * u - 0.1 * u * u;
  return (floor * (1 - wall) + (0.8 + 0.24 * glow) * wall) * bend * side;
}

function lyingShade(u: number, v: number): number {
  return 1.02 + 0.16 * u - 0.12 * v - 0.28 * (u * u + v * v);
}
