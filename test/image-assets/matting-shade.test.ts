import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { removeBackground } from '../../functions/image-assets/remove-background.ts';

const SIDE = 600;

/** Draws SVG and takes it once through JPEG with halved colour, as a camera does: that is what leaves rags and hides flecks. */
async function shoot(backdrop: string, svg: string): Promise<Raster> {
  const blur =
    '<filter id="b" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="9"/></filter>';
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    ${blur}<rect width="100%" height="100%" fill="${backdrop}"/>${svg}</svg>`;
  const jpeg = await sharp(Buffer.from(sheet)).removeAlpha().jpeg({ quality: 90 }).toBuffer();
  return decodeRaster(jpeg);
}

/** Pixels of a box that are kept by half or more. */
function kept(alpha: Buffer, left: number, top: number, width: number, height: number): number {
  let count = 0;
  for (let y = top; y < top + height; y += 1) {
    for (let x = left; x < left + width; x += 1) if ((alpha[y * SIDE + x] as number) >= 128) count += 1;
  }
  return count;
}

const SHADOW = '<rect x="150" y="160" width="300" height="300" fill="#000" opacity="0.5" filter="url(#b)"/>';

describe('backdrop beside a product of another hue', () => {
  it.each([
    ['grey', '#c9cacc', '#d2603f'],
    ['violet', '#9b66c4', '#1450d8'],
    ['green', '#7fb89a', '#d2603f'],
  ])('%s, in the shadow that the product throws, is taken off without rags', async (_, backdrop, colour) => {
    const { alpha } = await removeBackground(
      await shoot(backdrop, `${SHADOW}<rect x="150" y="150" width="300" height="300" fill="${colour}"/>`),
    );
    const inside = kept(alpha, 150, 150, 300, 300);
    expect(inside).toBeGreaterThan(0.99 * 300 * 300);
    // The outline may lie a pixel further out all around.
    expect(kept(alpha, 0, 0, SIDE, SIDE) - inside).toBeLessThan(4 * 300);
  });

  const blue = '<rect x="150" y="150" width="300" height="300" fill="#1450d8"/>';
  const slot = (fill: string) => `<rect x="220" y="298" width="160" height="7" fill="${fill}"/>`;

  it('is seen through a slot of seven pixels where it has a colour', async () => {
    const { alpha } = await removeBackground(await shoot('#f08040', blue + slot('#f08040')));
    expect(kept(alpha, 235, 301, 130, 1)).toBe(0);
  });

  it('is seen through that slot in the shade too', async () => {
    const { alpha } = await removeBackground(await shoot('#f08040', blue + slot('#d8733a')));
    expect(kept(alpha, 235, 301, 130, 1)).toBe(0);
  });

  it('is not mistaken for a white line on blue, which runs through the paler blue of the backdrop', async () => {
    const { alpha } = await removeBackground(await shoot('#3a86c8', blue + slot('#ffffff')));
    expect(kept(alpha, 160, 280, 280, 40)).toBe(280 * 40);
  });

  it('is not mistaken for white lettering before nearly white', async () => {
    const { alpha } = await removeBackground(await shoot('#f0f0f0', blue + slot('#f0f0f0')));
    expect(kept(alpha, 160, 280, 280, 40)).toBe(280 * 40);
  });
});

describe('a product with dark gaps at its rim', () => {
  it('keeps them, and the teeth between them', async () => {
    const sole = '<rect x="120" y="250" width="360" height="120" fill="#c6c6c2"/>';
    const gaps = Array.from(
      { length: 20 },
      (_, gap) => `<rect x="${130 + 17 * gap}" y="346" width="6" height="24" fill="#303030"/>`,
    );
    const { alpha } = await removeBackground(await shoot('#b4b4b0', sole + gaps.join('')));
    expect(kept(alpha, 124, 342, 352, 24)).toBeGreaterThan(0.98 * 352 * 24);
  });
});
