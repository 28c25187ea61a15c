import { describe, expect, it } from 'vitest';
import { fibres, speckles } from '../../../../functions/image-assets/derive/stills/ground-detail.ts';

const SIDE = 512;

/** Spread of the means of a tile's rows (step 1) or columns (step 512), against the spread of its values. */
function stripes(tile: Float32Array, step: 1 | 512): number {
  const other = step === 1 ? SIDE : 1;
  const means = Array.from({ length: SIDE }, (_, line) => {
    let sum = 0;
    for (let at = 0; at < SIDE; at += 1) sum += tile[line * other + at * step] ?? 0;
    return sum / SIDE;
  });
  return spread(means) / spread([...tile]);
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe('fine structure', () => {
  it('of stone and sand has no stripes in any direction', () => {
    const tile = speckles(3);
    // The mean of 512 values, neighbours alike, spreads by about a sixteenth of one.
    expect(stripes(tile, 1)).toBeLessThan(0.12);
    expect(stripes(tile, 512)).toBeLessThan(0.12);
  });

  it('of wood runs along the grain only', () => {
    expect(stripes(fibres(3, true), 1)).toBeGreaterThan(0.2);
    expect(stripes(fibres(3, true), 512)).toBeLessThan(0.12);
    expect(stripes(fibres(3, false), 512)).toBeGreaterThan(0.2);
    expect(stripes(fibres(3, false), 1)).toBeLessThan(0.12);
  });

  it('keeps its contrast moderate, so that no grain is darker than the material allows', () => {
    for (const tile of [speckles(1), fibres(1, true)]) {
      expect(spread([...tile])).toBeGreaterThan(0.15);
      expect(tile.every((value) => Math.abs(value) < 2)).toBe(true);
    }
  });
});
