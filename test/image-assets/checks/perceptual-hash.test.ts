import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { areAlike, hashDistance, lookOf } from '../../../functions/image-assets/checks/perceptual-hash.ts';
import { decodeRaster } from '../../../functions/image-assets/raster.ts';

/** A drawn product: shapes by a seed, on paper. */
function drawn(seed: number, colour: string): Buffer {
  const at = (n: number) => 60 + ((seed * 7919 + n * 104729) % 380);
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"><rect width="100%" height="100%" fill="#e8e8e8"/><ellipse cx="${at(1)}" cy="${at(2)}" rx="${50 + at(3) / 4}" ry="${40 + at(4) / 4}" fill="${colour}"/><rect x="${at(5) / 2}" y="${at(6) / 2}" width="${at(7) / 2}" height="${at(8) / 2}" fill="#303030"/></svg>`,
  );
}

const lookAt = async (picture: Sharp) => await lookOf(await decodeRaster(await picture.jpeg().toBuffer()));

describe('the look of a picture', () => {
  const picture = () => sharp(drawn(3, '#3060c0'));

  it.each([
    ['saved again at a low quality', () => sharp(drawn(3, '#3060c0')).jpeg({ quality: 35 })],
    ['made smaller', () => picture().resize(180)],
    ['cropped by 2 % all round', () => picture().extract({ left: 10, top: 10, width: 480, height: 480 })],
    ['darkened', () => picture().modulate({ brightness: 0.85 })],
    [
      'made warmer',
      () =>
        picture().recomb([
          [1.06, 0, 0],
          [0, 1, 0],
          [0, 0, 0.93],
        ]),
    ],
  ])('stays alike when it is %s', async (_, changed) => {
    expect(areAlike(await lookAt(picture()), await lookAt(changed()))).toBe(true);
  });

  it('differs in another colour, and turned round', async () => {
    const own = await lookAt(picture());
    expect(areAlike(own, await lookAt(sharp(drawn(3, '#c03040'))))).toBe(false);
    expect(areAlike(own, await lookAt(picture().flop()))).toBe(false);
  });

  it('differs from every other picture', async () => {
    const looks = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => lookAt(sharp(drawn(seed, '#3060c0')))));
    for (const [i, one] of looks.entries()) {
      for (const other of looks.slice(i + 1)) expect(areAlike(one, other)).toBe(false);
    }
  });

  it('is 80 hex digits, and as far from itself as nothing', async () => {
    const look = await lookAt(picture());
    expect(look).toMatch(/^[0-9a-f]{80}$/);
    expect(hashDistance(look, look)).toBe(0);
    expect(hashDistance('0'.repeat(80), 'f'.repeat(80))).toBe(64);
  });
});
