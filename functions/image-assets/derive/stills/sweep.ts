import { type Backdrop, backdropSize, type Setting, smoothStep, toLinear } from './backdrop.ts';
import type { Product } from './product.ts';

/** Paper: warm white under a light product would swallow it, so that one gets a mid grey. sRGB levels. */
const LIGHT_PAPER = [226, 223, 218] as const;
const MID_PAPER = [158, 157, 156] as const;

/** A studio sweep: paper that rises from the floor into the wall without an edge, lit from one side. */
export function sweepBackdrop({ placement, product, light }: Setting): Backdrop {
  const { width, height } = backdropSize(placement.width, placement.height);
  const paper = paperFor(product).map(toLinear);
  const linear = new Float32Array(width * height * 3);
  const standing = product.pose === 'standing';
  const lit = light.from === 'left' ? -1 : 1;
  const ground = placement.groundY / placement.height;
  const middle = (placement.drawn.left + placement.drawn.width / 2) / placement.width;
  const aspect = placement.width / placement.height;
  for (let y = 0; y < height; y += 1) {
    const v = (y + 0.5) / height;
    for (let x = 0; x < width; x += 1) {
      const u = ((x + 0.5) / width - middle) * aspect;
      const shade = standing ? standingShade(u * lit, v, ground) : lyingShade(u * lit, v - 0.5);
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) linear[at + channel] = (paper[channel] ?? 0) * shade;
    }
  }
  return { width, height, linear };
}

/** @param u towards the light, in heights of the picture from the product's middle */
function standingShade(u: number, v: number, ground: number): number {
  const pool = Math.exp(-(((u - 0.12) / 0.75) ** 2) - ((v - ground + 0.12) / 0.42) ** 2);
  const wall = 1 - 0.3 * smoothStep(ground - 0.05, ground - 0.6, v);
  const curve = 1 - 0.07 * Math.exp(-(((v - ground + 0.2) / 0.09) ** 2));
  return (0.72 + 0.34 * pool) * wall * curve * (1 + 0.1 * u);
}

function lyingShade(u: number, v: number): number {
  return 1.02 + 0.16 * u - 0.12 * v - 0.28 * (u * u + v * v);
}

/** Brightness of the largest colours decides. */
function paperFor({ colours }: Product): readonly [number, number, number] {
  let weight = 0;
  let sum = 0;
  for (const { r, g, b, share } of colours) {
    weight += share;
    sum += share * (0.2126 * r + 0.7152 * g + 0.0722 * b);
  }
  return sum / weight > 165 ? MID_PAPER : LIGHT_PAPER;
}
