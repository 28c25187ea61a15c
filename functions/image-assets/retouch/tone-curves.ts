import type { Raster } from '../raster.ts';

/** A level 0..255 for each level of red, green and blue. */
export type ToneCurves = readonly [Uint8Array, Uint8Array, Uint8Array];

/** A function of linear light, 0..1 to 0..1. */
export type LightCurve = (light: number) => number;
/** One each for red, green and blue. */
export type LightCurves = readonly [LightCurve, LightCurve, LightCurve];

/** sRGB's transfer curve (IEC 61966-2-1): a level 0..1 as linear light. */
export function toLinear(level: number): number {
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
}

export function fromLinear(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

/**
 * Multiplies light by `gain` where it is dark and lets it run into 1 at 1: nothing is clipped that was not. Steadily rising
 * for gains of 1 to 2.
 *
 * @param shoulder the higher, the longer the factor holds: 2 bends from the middle on
 */
export function gainCurve(gain: number, shoulder: number): LightCurve {
  return (light) => (gain * light) / (1 + (gain - 1) * light ** shoulder);
}

/** Tables of three light curves, rounded once. */
export function tabulate(curves: LightCurves): ToneCurves {
  const table = (curve: LightCurve) =>
    Uint8Array.from({ length: 256 }, (_, level) => {
      const light = Math.min(1, Math.max(0, curve(toLinear(level / 255))));
      return Math.round(255 * fromLinear(light));
    });
  return [table(curves[0]), table(curves[1]), table(curves[2])];
}

/** Changes the pixels of an RGB raster in place. */
export function applyCurves({ data, channels }: Raster, curves: ToneCurves): void {
  if (channels !== 3) throw new RangeError('tone curves are for RGB');
  const [red, green, blue] = curves;
  for (let at = 0; at < data.length; at += 3) {
    data[at] = red[data[at] as number] as number;
    data[at + 1] = green[data[at + 1] as number] as number;
    data[at + 2] = blue[data[at + 2] as number] as number;
  }
}
