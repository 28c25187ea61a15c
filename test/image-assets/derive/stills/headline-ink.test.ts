import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseInk } from '../../../../functions/image-assets/derive/stills/headline/headline-ink.ts';

const box = { left: 0, top: 0, width: 20, height: 20 };

function picture(colourOf: (pixel: number) => readonly [number, number, number]) {
  const data = Buffer.alloc(20 * 20 * 3);
  for (let pixel = 0; pixel < 400; pixel += 1) data.set(colourOf(pixel), pixel * 3);
  return { width: 20, height: 20, channels: 3 as const, data };
}

/** WCAG's relative luminance, written out once more. */
function luminance([r, g, b]: readonly [number, number, number]): number {
  const linear = (level: number) => {
    const value = level / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

const level = fc.integer({ min: 0, max: 255 });

describe('the ink of a headline', () => {
  it('contrasts 4.5 to 1 with every even colour, without a veil over it', () => {
    fc.assert(
      fc.property(fc.tuple(level, level, level), (colour) => {
        const ink = chooseInk(
          picture(() => colour),
          box,
        );
        expect(ink.veilShare).toBe(0);
        const [dark = 0, bright = 0] = [
          luminance(colour),
          luminance([ink.level, ink.level, ink.level]),
        ].toSorted((one, other) => one - other);
        // Luminance is rounded to 256 levels of grey on the way.
        expect((bright + 0.05) / (dark + 0.05)).toBeGreaterThan(4.4);
      }),
    );
  });

  it('gets a veil where light and dark lie behind it, and contrasts with both then', () => {
    const checked = picture((pixel) => (pixel % 2 === 0 ? [240, 240, 240] : [30, 30, 30]));
    const ink = chooseInk(checked, box);
    expect(ink.veilShare).toBeGreaterThan(0.2);
    expect(ink.contrast).toBeGreaterThanOrEqual(4.5);
  });

  it('is white on dark and saturated colours, dark on light ones', () => {
    expect(
      chooseInk(
        picture(() => [26, 80, 200]),
        box,
      ).level,
    ).toBe(255);
    expect(
      chooseInk(
        picture(() => [245, 240, 230]),
        box,
      ).level,
    ).toBeLessThan(40);
  });
});
