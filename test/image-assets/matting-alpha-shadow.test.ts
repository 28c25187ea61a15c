import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { matteFromAlpha } from '../../functions/image-assets/remove-background.ts';
import { CUTOUTS, listCutouts } from './matting-scenes.ts';

const SIDE = 500;

async function draw(svg: string): Promise<Raster> {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${svg}</svg>`;
  return await decodeRaster(await sharp(Buffer.from(sheet)).ensureAlpha().png().toBuffer());
}

const MUG = '<rect x="170" y="120" width="160" height="240" rx="24" fill="#b0442e"/>';
const blurred = (shape: string, by: number) =>
  `<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${by}"/></filter><g filter="url(#soft)">${shape}</g>`;
const shadow = (fill = '#000', opacity = 0.45) =>
  blurred(`<ellipse cx="260" cy="358" rx="130" ry="26" fill="${fill}" opacity="${opacity}"/>`, 11);

const alphaOf = ({ data, width, height }: Raster) =>
  Uint8Array.from({ length: width * height }, (_, at) => data[4 * at + 3] as number);

function meanDifference(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += Math.abs((one[at] as number) - (other[at] as number));
  return sum / one.length;
}

function mostDifference(one: Uint8Array, other: Uint8Array): number {
  let most = 0;
  for (let at = 0; at < one.length; at += 1) {
    most = Math.max(most, Math.abs((one[at] as number) - (other[at] as number)));
  }
  return most;
}

async function onGreen({ width, height, data }: Raster): Promise<Buffer> {
  return await sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: '#20c060' })
    .raw()
    .toBuffer();
}

describe('a transparent photo with a soft shadow baked in', () => {
  it.each([
    ['black', '#000', 0.45],
    ['grey and strong', '#4a4a50', 0.6],
    ['faint', '#101010', 0.2],
  ])('that is %s keeps the product and loses the shadow, where they touch too', async (_, fill, opacity) => {
    const photo = await draw(shadow(fill, opacity) + MUG);
    const truth = await draw(MUG);
    const matte = matteFromAlpha(photo);
    expect(matte).toMatchObject({ engine: 'alpha', accepted: true, confidence: 1, reasons: [] });
    expect(matte.measures.shadow).toBeGreaterThan(0.1);
    expect(mostDifference(matte.alpha, alphaOf(truth))).toBeLessThan(40);
    expect(meanDifference(matte.alpha, alphaOf(truth))).toBeLessThan(0.05);
    const seen = await onGreen(applyMatte(photo, matte.alpha));
    expect(mostDifference(seen, await onGreen(truth))).toBeLessThan(40);
  });

  it('keeps its colours where nothing is taken off', async () => {
    const photo = await draw(`${MUG}<circle cx="250" cy="240" r="150" fill="#f4d9a0" opacity="0.5"/>`);
    const { alpha } = matteFromAlpha(photo);
    expect(mostDifference(applyMatte(photo, alpha).data, photo.data)).toBe(0);
  });

  it('that lies in an opening and never fades out is left, and a person is asked', async () => {
    const frame =
      '<path fill-rule="evenodd" fill="#27415f" d="M80 80H420V420H80Z M180 180V320H320V180Z"/><rect x="180" y="180" width="140" height="140" fill="#111" opacity="0.4"/>';
    const matte = matteFromAlpha(await draw(frame));
    expect(matte).toMatchObject({ accepted: true, confidence: 0.6 });
    expect(matte.measures.unclear).toBeGreaterThan(0.05);
  });
});

describe('a transparent photo with soft parts that are no shadow', () => {
  it.each([
    ['a glow in a colour', shadow('#f0b030', 0.6) + MUG],
    [
      'a dark product out of focus',
      blurred('<rect x="150" y="120" width="200" height="240" fill="#1a1a1c"/>', 14),
    ],
  ])('keeps %s, and a person is asked', async (_, svg) => {
    const photo = await draw(svg);
    const matte = matteFromAlpha(photo);
    expect(matte).toMatchObject({ accepted: true, confidence: 0.6 });
    expect(Buffer.from(alphaOf(photo)).equals(matte.alpha)).toBe(true);
  });

  it('keeps pale glass and the antialiased rim of dark things without asking anybody', async () => {
    const glass = '<circle cx="150" cy="250" r="100" fill="#dfeef2" opacity="0.35"/>';
    const dark = '<circle cx="380" cy="250" r="80" fill="#141414"/>';
    const photo = await draw(glass + dark);
    const matte = matteFromAlpha(photo);
    expect(matte.confidence).toBe(1);
    expect(Buffer.from(alphaOf(photo)).equals(matte.alpha)).toBe(true);
  });
});

describe.skipIf(listCutouts().length === 0)(`cut-outs from ${CUTOUTS}`, () => {
  const PX = 400;
  const read = async (name: string) =>
    await sharp(readFileSync(join(CUTOUTS, name)))
      .resize(PX, PX)
      .ensureAlpha()
      .raw()
      .toBuffer();

  /** A shadow of the silhouette, blurred and moved, laid under the cut-out. */
  async function withShadow(cutout: Buffer): Promise<Raster> {
    const silhouette = Uint8Array.from({ length: PX * PX }, (_, at) =>
      at >= 8 * PX && (cutout[4 * (at - 8 * PX) + 3] as number) > 250 ? 115 : 0,
    );
    const cast = await sharp(silhouette, { raw: { width: PX, height: PX, channels: 1 } })
      .blur(6)
      .extractChannel(0)
      .raw()
      .toBuffer();
    const data = Buffer.from(cutout);
    for (let at = 0; at < PX * PX; at += 1) {
      const own = (cutout[4 * at + 3] as number) / 255;
      const all = 1 - (1 - own) * (1 - (cast[at] as number) / 255);
      // Black: it adds no colour.
      for (let c = 4 * at; c < 4 * at + 3; c += 1)
        data[c] = all === 0 ? 0 : Math.round(((cutout[c] as number) * own) / all);
      data[4 * at + 3] = Math.round(255 * all);
    }
    return { width: PX, height: PX, channels: 4, data };
  }

  it('come out the same with a contact shadow laid under them as without', async () => {
    for (const name of listCutouts().filter((_, at) => at % 3 === 0)) {
      const cutout = await read(name);
      const clean = matteFromAlpha({ width: PX, height: PX, channels: 4, data: cutout });
      expect(clean.confidence, name).toBe(1);
      const matte = matteFromAlpha(await withShadow(cutout));
      expect(matte, name).toMatchObject({ accepted: true, confidence: 1 });
      expect(matte.measures.shadow, name).toBeGreaterThan(clean.measures.shadow ?? 0);
      expect(meanDifference(matte.alpha, clean.alpha), name).toBeLessThan(0.6);
    }
  });
});
