import type { Light } from './light.ts';
import type { Placement } from './place-product.ts';
import type { Product } from './product.ts';

/** What stands behind and under the product, in linear light. */
export interface Backdrop {
  /** Rendered size, at most the canvas's: smooth parts need no more. */
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel; 1 is white. */
  readonly linear: Float32Array;
  /** Fine structure, laid over at the canvas's full resolution. */
  readonly detail?: Detail;
  /** Share of the product mirrored in the ground, 0 … 1. */
  readonly mirror?: number;
  /** A brand's colour is kept exact: grain only where a shadow falls. */
  readonly exact?: true;
}

/** A tile of structure, repeated; what it multiplies the light by is 1 + amount × value. */
export interface Detail {
  /** Pixels of the square tile's side, a power of two. */
  readonly side: number;
  /** About -1 … 1. */
  readonly values: Float32Array;
  /** Tile coordinates of a canvas row: `u = left + x × step`, `v`; `amount` 0 leaves the row as it is. */
  readonly row: (y: number) => {
    readonly left: number;
    readonly step: number;
    readonly v: number;
    readonly amount: number;
  };
}

/** What a backdrop is painted for. */
export interface Setting {
  readonly placement: Placement;
  readonly product: Product;
  readonly light: Light;
  readonly seed: number;
}

/** Backdrops are rendered at this many pixels on the longer side: half the pixels of a 2048² picture. */
const LONGEST_SIDE = 1448;

/** What has no structure of its own but soft light needs a quarter of that. */
export const SMOOTH_LONGEST_SIDE = 724;

/** Rendered size of a backdrop for a canvas. */
export function backdropSize(
  width: number,
  height: number,
  longestSide = LONGEST_SIDE,
): { width: number; height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** sRGB level (0 … 255) to linear light, IEC 61966-2-1. */
export function toLinear(level: number): number {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light to an sRGB level, not rounded; beyond white it stays 255. */
export function toLevel(linear: number): number {
  const value = Math.min(1, Math.max(0, linear));
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/**
 * How far a place is to the side, as falling light sees it: true near the product, bounded by ±0.8 beyond, so that the
 * ends of a banner are dim and not black. @param u picture heights
 */
export function boundedAside(u: number): number {
  return u / Math.sqrt(1 + (u / 0.8) ** 2);
}
