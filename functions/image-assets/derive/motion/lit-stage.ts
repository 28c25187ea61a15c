import { toLevel } from '../stills/backdrop.ts';
import { type Side, studioLight } from '../stills/light.ts';
import type { Placement } from '../stills/place-product.ts';
import type { Product } from '../stills/product.ts';
import { renderShadow } from '../stills/shadow.ts';
import { sweepBackdrop } from '../stills/sweep.ts';
import { GRID_PX } from './draw-plane.ts';

/** A sweep with the product's shadow on it, as each of two soft boxes lights it, one pixel a node of the grid. */
export interface LitStage {
  readonly width: number;
  readonly height: number;
  /** Brightness as it is seen, 0..1: green of sRGB, row by row. */
  readonly from: Readonly<Record<Side, Float32Array>>;
  /** Of all brightness in the frame. */
  readonly mean: number;
  /** Colour of the paper where its green is 1. */
  readonly paper: { readonly red: number; readonly green: number; readonly blue: number };
}

/**
 * Renders sweep and shadow once for each side. What moves later is only how much of either is seen, and from where:
 * rendering the shadow anew for each frame would cost more than encoding it.
 */
export async function lightStage(product: Product, placement: Placement, seed: number): Promise<LitStage> {
  const small = shrink(placement);
  const left = await lightFrom('left', product, small, seed);
  const right = await lightFrom('right', product, small, seed);
  const { width, height, paper } = left;
  const mean = left.levels.reduce((sum, level) => sum + level, 0) / left.levels.length;
  return { width, height, mean, paper, from: { left: left.levels, right: right.levels } };
}

async function lightFrom(side: Side, product: Product, placement: Placement, seed: number) {
  const light = studioLight(side, seed);
  const { width, height, linear } = sweepBackdrop({ placement, product, light, seed });
  const shadow = await renderShadow(product, placement, light);
  if (shadow.width !== width || shadow.height !== height) {
    throw new Error(`a shadow of ${shadow.width}×${shadow.height} for a sweep of ${width}×${height}`);
  }
  const levels = Float32Array.from(
    shadow.light,
    (share, at) => toLevel((linear[3 * at + 1] as number) * share) / 255,
  );
  // Its shade differs over the sweep, its colour does not.
  const [red, green, blue] = [0, 1, 2].map((channel) => toLevel(linear[channel] as number)) as [
    number,
    number,
    number,
  ];
  return { width, height, levels, paper: { red: red / green, green: 1, blue: blue / green } };
}

/** The same placement on a canvas of one pixel a node. */
function shrink({ width, height, drawn, scale, groundY }: Placement): Placement {
  return {
    width: Math.round(width / GRID_PX),
    height: Math.round(height / GRID_PX),
    drawn: {
      left: drawn.left / GRID_PX,
      top: drawn.top / GRID_PX,
      width: drawn.width / GRID_PX,
      height: drawn.height / GRID_PX,
    },
    scale: scale / GRID_PX,
    groundY: groundY / GRID_PX,
  };
}
