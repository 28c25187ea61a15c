/** One 8-bit channel of a picture, row by row, no padding. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * How a plane's values come out of sRGB: `black + (red·R + green·G + blue·B)` with R, G, B from 0 to 1. Drawing,
 * resampling and mixing are linear in these values, so frames are drawn in the planes that the encoder wants and
 * never converted.
 */
export interface PlaneColour {
  readonly black: number;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 2: half as wide and high as the picture. */
  readonly divisor: 1 | 2;
}

/** Y′CbCr of BT.709 in limited range with half the chroma each way, as H.264 files for the web have it. */
export const VIDEO_PLANES: readonly PlaneColour[] = [
  { black: 16, red: 219 * 0.2126, green: 219 * 0.7152, blue: 219 * 0.0722, divisor: 1 },
  { black: 128, red: -112 * (0.2126 / 0.9278), green: -112 * (0.7152 / 0.9278), blue: 112, divisor: 2 },
  { black: 128, red: 112, green: -112 * (0.7152 / 0.7874), blue: -112 * (0.0722 / 0.7874), divisor: 2 },
];

export const RGB_PLANES: readonly PlaneColour[] = [
  { black: 0, red: 255, green: 0, blue: 0, divisor: 1 },
  { black: 0, red: 0, green: 255, blue: 0, divisor: 1 },
  { black: 0, red: 0, green: 0, blue: 255, divisor: 1 },
];

/** A product in one plane's values, with a transparent margin all around. */
export interface TexturePlane {
  readonly colour: PlaneColour;
  readonly width: number;
  readonly height: number;
  /** Two bytes a pixel, since both are always read together: the value multiplied by the alpha, and the alpha. */
  readonly data: Uint8Array;
  /** Pixels of margin, at least 2: what is read beyond the product's box is nothing, not its opposite edge. */
  readonly margin: number;
}
