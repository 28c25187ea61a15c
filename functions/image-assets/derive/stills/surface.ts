import type { GroundRow } from './ground-plane.ts';

/** A material, seen in even light. */
export interface Surface {
  /**
   * Paints a row of ground: red, green and blue of each pixel, linear, 1 is white.
   * @param out 3 × the row's pixels
   */
  readonly paintRow: (row: GroundRow, out: Float32Array) => void;
}
