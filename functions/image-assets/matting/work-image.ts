import { openRaster, type Raster } from '../raster.ts';

/**
 * Long side, in pixels, of the reduced copy on which the product is found. 448 keeps a strap of 0.5 % of the frame
 * two pixels wide; the time of everything but the last step goes with its square.
 */
export const WORK_LONG_SIDE_PX = 448;

/** One value a pixel, row by row. */
export type Plane = Float32Array;
/** 1 where a pixel belongs, else 0. */
export type Mask = Uint8Array;

/** The reduced photo as CIE L*a*b* (D65), lightly smoothed against sensor noise and JPEG blocks. */
export interface WorkImage {
  readonly width: number;
  readonly height: number;
  readonly lightness: Plane;
  readonly greenRed: Plane;
  readonly blueYellow: Plane;
  /** The unsmoothed 8-bit RGB that the planes were made from. */
  readonly rgb: Buffer;
}

export async function reduceToWork(photo: Raster): Promise<WorkImage> {
  const { data: rgb, info } = await openRaster(photo)
    .resize(WORK_LONG_SIDE_PX, WORK_LONG_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const lightness = new Float32Array(width * height);
  const greenRed = new Float32Array(width * height);
  const blueYellow = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < lightness.length; pixel += 1, at += 3) {
    const red = LINEAR[rgb[at] as number] as number;
    const green = LINEAR[rgb[at + 1] as number] as number;
    const blue = LINEAR[rgb[at + 2] as number] as number;
    const x = labCurve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    const y = labCurve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    const z = labCurve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    lightness[pixel] = 116 * y - 16;
    greenRed[pixel] = 500 * (x - y);
    blueYellow[pixel] = 200 * (y - z);
  }
  for (const plane of [lightness, greenRed, blueYellow]) smooth(plane, width, height);
  return { width, height, lightness, greenRed, blueYellow, rgb };
}

/** sRGB's transfer curve (IEC 61966-2-1) for the 256 levels. */
const LINEAR = Float32Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** The cube root of L*a*b* by table: at 4,096 steps its error is below 0.05 L* above L* 10. */
const CURVE = Float32Array.from({ length: 4098 }, (_, step) => {
  const value = step / 4096;
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
});

function labCurve(value: number): number {
  const at = Math.min(4096, Math.max(0, value * 4096));
  const step = Math.floor(at);
  const low = CURVE[step] as number;
  return low + ((CURVE[step + 1] as number) - low) * (at - step);
}

/** Binomial 1-2-1 in both directions, in place: halves the noise, moves no edge. */
function smooth(plane: Plane, width: number, height: number): void {
  const row = new Float32Array(width);
  const above = new Float32Array(width);
  for (let y = 0; y < height; y += 1) {
    row.set(plane.subarray(y * width, (y + 1) * width));
    for (let x = 1; x < width - 1; x += 1) {
      plane[y * width + x] = ((row[x - 1] as number) + 2 * (row[x] as number) + (row[x + 1] as number)) / 4;
    }
  }
  above.set(plane.subarray(0, width));
  for (let y = 1; y < height - 1; y += 1) {
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const here = plane[start + x] as number;
      plane[start + x] = ((above[x] as number) + 2 * here + (plane[start + width + x] as number)) / 4;
      above[x] = here;
    }
  }
}
