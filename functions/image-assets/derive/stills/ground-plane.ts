import { CAMERA_TILT } from './camera.ts';
import type { Placement } from './place-product.ts';
import type { Pose } from './product.ts';

/**
 * What one row of a picture shows of the ground. Lengths are in picture heights, measured where the product stands, with
 * the product's middle as origin; `along` grows away from the camera.
 */
export interface GroundRow {
  /** Ground across at the row's first pixel, and from one pixel to the next. */
  readonly left: number;
  readonly step: number;
  readonly along: number;
  /** Standard deviation of what lens and pixels blur, across and along. */
  readonly blurAcross: number;
  readonly blurAlong: number;
}

/** Focal length in picture heights: a portrait lens, whose perspective flatters products. */
const FOCAL = 2.4;

/** Blur on the picture, in picture heights, of what is twice as far as the product. */
const DEFOCUS = 0.005;

/**
 * How the ground lies under the camera. Standing products are seen from the side over a level ground that runs to a
 * horizon; lying ones from straight above, where the ground has one scale everywhere.
 */
export class GroundPlane {
  readonly #placement: Placement;
  readonly #pose: Pose;
  readonly #width: number;
  readonly #height: number;

  /** @param width, height of the rendering, which may be smaller than the canvas */
  constructor(placement: Placement, pose: Pose, width: number, height: number) {
    this.#placement = placement;
    this.#pose = pose;
    this.#width = width;
    this.#height = height;
  }

  /** Row of the horizon, as a share of the height; may lie above the picture. */
  get horizon(): number {
    return this.#ground - CAMERA_TILT * FOCAL;
  }

  get #ground(): number {
    return this.#placement.groundY / this.#placement.height;
  }

  /** @param y row of the rendering; for standing products below the horizon */
  row(y: number): GroundRow {
    const v = (y + 0.5) / this.#height;
    const pixel = 1 / this.#height;
    const middle = (this.#placement.drawn.left + this.#placement.drawn.width / 2) / this.#placement.width;
    const span = (this.#width * pixel) as number;
    // Half a pixel's width is the blur that sampling itself needs.
    if (this.#pose === 'lying') {
      const centre = (this.#placement.drawn.top + this.#placement.drawn.height / 2) / this.#placement.height;
      const blur = 0.5 * pixel;
      return {
        left: -middle * span,
        step: pixel,
        along: centre - v,
        blurAcross: blur,
        blurAlong: blur,
      };
    }
    // Twice as far shows things half as large.
    const ratio = (this.#ground - this.horizon) / Math.max(1e-3, v - this.horizon);
    const seen = Math.hypot(0.5 * pixel, DEFOCUS * Math.abs(1 - 1 / ratio));
    return {
      left: -middle * span * ratio,
      step: pixel * ratio,
      along: FOCAL * (ratio - 1),
      blurAcross: seen * ratio,
      blurAlong: (seen * ratio * ratio) / CAMERA_TILT,
    };
  }
}

/** How much of a wave's contrast a Gaussian blur leaves (its modulation transfer). Same unit for both. */
export function contrastLeft(waveLength: number, blur: number): number {
  const turns = (Math.PI * blur) / waveLength;
  return Math.exp(-2 * turns * turns);
}
