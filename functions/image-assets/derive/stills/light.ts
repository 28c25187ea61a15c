import { seededRandom } from './seeded-random.ts';

export type Side = 'left' | 'right';

/** One key light, as a photographer sets it up: a soft box beside the camera, above the product, and fill from around. */
export interface Light {
  readonly from: Side;
  /** Height above the ground, degrees. Lower light throws longer shadows. */
  readonly elevation: number;
  /** How far the light stands to the side, degrees: 0 behind the camera, 90 beside the product. */
  readonly azimuth: number;
  /** Width of the half shadow for each unit of distance to what throws it: 0.01 sun, 0.1 small, 0.4 large soft box. */
  readonly softness: number;
  /** Share of the light that the key light gives, 0 … 1; the rest comes from all sides and reaches shadows too. */
  readonly keyShare: number;
}

/** Soft-box light from a side, slightly different for each seed. */
export function studioLight(from: Side, seed: number): Light {
  const random = seededRandom(seed, 'light');
  return {
    from,
    elevation: 46 + 8 * random(),
    azimuth: 64 + 14 * random(),
    softness: 0.1 + 0.06 * random(),
    keyShare: 0.62,
  };
}

/** A large soft box nearly overhead, as catalogues are lit: the shadow stays short, within the frame, the same for all products. */
export function catalogueLight(from: Side): Light {
  return { from, elevation: 66, azimuth: 62, softness: 0.2, keyShare: 0.5 };
}

/** The sun on a clear day with a bright sky: harder edges, deeper shadow than in a studio. */
export function sunlight(from: Side, seed: number): Light {
  const random = seededRandom(seed, 'light');
  return {
    from,
    elevation: 42 + 6 * random(),
    azimuth: 62 + 12 * random(),
    softness: 0.05,
    keyShare: 0.68,
  };
}

/**
 * Where the light comes from: as asked for; else where the product's own shading says, because a shadow on its lit side is what
 * gives a montage away; else from the left, as studios light by custom: a round pot or a mug shows faintly that they did, long before
 * its shading is measured for sure.
 */
export function lightSide(asked: Side | undefined, product: { readonly litFrom: Side | undefined }): Side {
  return asked ?? product.litFrom ?? 'left';
}
