import { differenceCiede2000, modeLab65, modeRgb, useMode } from 'culori/fn';
import type { Raster } from '../raster.ts';

/** How far colours moved, in ΔE2000: 1 is just seen side by side, 2 to 3 is seen by most, 5 is another colour. */
export interface ColourShift {
  readonly median: number;
  /** The 95th percentile. */
  readonly high: number;
  /** Cells of the product that were compared. */
  readonly cells: number;
}

/** Fewer cells than this are no product. */
const LEAST_CELLS = 12;

type Rgb = readonly [number, number, number];

useMode(modeRgb);
const labMode = useMode(modeLab65);
const difference = differenceCiede2000();

/** CIEDE2000 with the weights 1:1:1, of two colours in CIELAB under daylight (D65). */
export function ciede2000(one: Lab, other: Lab): number {
  return difference({ mode: 'lab65', ...one }, { mode: 'lab65', ...other });
}

export interface Lab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

function toLab([red, green, blue]: Rgb): Lab {
  return labMode({ mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 });
}

/**
 * Compares two small pictures of the same product cell by cell: what a channel's file shows, and what the photo showed
 * there, both reduced to one size (48 px do: noise, JPEG and sharpening average out, a colour cast does not).
 * @param solid 1 where a cell is all product; others may be mixed with backgrounds that differ
 * @returns `undefined` where there is too little product to compare
 */
export function measureColourShift(
  shown: Raster,
  photographed: Raster,
  solid?: Uint8Array,
): ColourShift | undefined {
  if (shown.width !== photographed.width || shown.height !== photographed.height) {
    throw new Error('colours are compared at one size');
  }
  const differences: number[] = [];
  const cells = shown.width * shown.height;
  for (let cell = 0; cell < cells; cell += 1) {
    if (solid !== undefined && solid[cell] !== 1) continue;
    differences.push(ciede2000(toLab(cellOf(shown, cell)), toLab(cellOf(photographed, cell))));
  }
  if (differences.length < LEAST_CELLS) return undefined;
  differences.sort((one, other) => one - other);
  const at = (share: number) => differences[Math.floor(share * (differences.length - 1))] ?? 0;
  return { median: at(0.5), high: at(0.95), cells: differences.length };
}

function cellOf({ data, channels }: Raster, cell: number): Rgb {
  const at = cell * channels;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}
