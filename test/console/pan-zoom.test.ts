import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pan, transformOf, type View, wholeView, zoomBy } from '../../console/src/parts/pan-zoom.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.double({ min: 0.1, max: 8, noNaN: true });
const anyView = fc
  .tuple(factor, share, share, share)
  .map(([zoom, x, y, move]): View => pan(zoomBy(wholeView, zoom, { x, y }), move - 0.5, move));

/** What of the picture lies at a point of the box. */
const under = ({ x, y, zoom }: View, at: { x: number; y: number }) => [
  x + (at.x - 0.5) / zoom,
  y + (at.y - 0.5) / zoom,
];

describe('looking at a part of a picture', () => {
  it('never shows what lies beside the box', () => {
    fc.assert(
      fc.property(anyView, factor, share, share, (view, by, x, y) => {
        const next = zoomBy(view, by, { x, y });
        for (const [left, top] of [under(next, { x: 0, y: 0 }), under(next, { x: 1, y: 1 })]) {
          expect(left).toBeGreaterThanOrEqual(-1e-9);
          expect(left).toBeLessThanOrEqual(1 + 1e-9);
          expect(top).toBeGreaterThanOrEqual(-1e-9);
          expect(top).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(next.zoom).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('keeps what lies under the pointer there while it is enlarged', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: 1, max: 4, noNaN: true }), share, share, (view, by, x, y) => {
        const [before, after] = [under(view, { x, y }), under(zoomBy(view, by, { x, y }), { x, y })];
        expect(after[0]).toBeCloseTo(before[0] ?? 0, 6);
        expect(after[1]).toBeCloseTo(before[1] ?? 0, 6);
      }),
    );
  });

  it('moves by parts of what is seen, and not over the edge', () => {
    const enlarged = zoomBy(wholeView, 4);
    expect(pan(enlarged, 0.5, 0)).toEqual({ x: 0.625, y: 0.5, zoom: 4 });
    expect(pan(enlarged, -9, 9)).toEqual({ x: 0.125, y: 0.875, zoom: 4 });
    expect(pan(wholeView, 1, 1)).toEqual(wholeView);
  });

  it('is written as a transform about the middle', () => {
    expect(transformOf(wholeView)).toBe('translate(0%, 0%) scale(1)');
    expect(transformOf({ x: 0.25, y: 0.75, zoom: 2 })).toBe('translate(50%, -50%) scale(2)');
  });
});
