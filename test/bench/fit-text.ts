/**
 * Fits the judgement of `checks/overlaid-text.ts`: logistic regression over the rows of marks that are found on half of the
 * photos (every second by name), clean and with text laid over them, and on half of the products without lettering. Prints the table to put there.
 * Usage: node test/bench/fit-text.ts
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { LONG_SIDES_PX, linesAt } from '../../functions/image-assets/checks/overlaid-text.ts';
import { decodeRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { drawOverlay, LETTERED_PRODUCTS, overlaid, overlays } from '../image-assets/checks/drawn-text.ts';
import { CUTOUTS, listCutouts, PHOTOS } from '../image-assets/matting-scenes.ts';

interface Sample {
  readonly features: readonly number[];
  readonly isText: boolean;
}

const samples: Sample[] = [];
const names = readdirSync(PHOTOS).sort();
for (const name of names.filter((_, i) => i % 2 === 0)) {
  const photo = await reduced(join(PHOTOS, name));
  await addLines(photo, undefined);
  for (const overlay of overlays)
    await addLines(await overlaid(photo, overlay), drawOverlay(overlay, photo.width, photo.height));
}
// A product without a letter has rows of stitches, notches and eyelets: of them, too, every second one.
for (const [i, name] of listCutouts().entries()) {
  if (i % 2 === 1 || LETTERED_PRODUCTS.has(name)) continue;
  await addLines(await reduced(join(CUTOUTS, name)), undefined);
}
printFit(samples);

async function reduced(path: string): Promise<Raster> {
  const jpeg = await sharp(readFileSync(path))
    .flatten({ background: '#ffffff' })
    .resize(1000, 1000, { fit: 'inside' })
    .jpeg({ quality: 92 })
    .toBuffer();
  return await decodeRaster(jpeg);
}

/** Rows that lie on the overlay are text; of a clean photo all others are not. */
async function addLines(photo: Raster, overlay: Buffer | undefined): Promise<void> {
  for (const longSide of LONG_SIDES_PX) {
    const lines = await linesAt(photo, longSide);
    if (overlay === undefined) {
      samples.push(...lines.map(({ features }) => ({ features, isText: false })));
      continue;
    }
    const data = await sharp(overlay)
      .resize(longSide, longSide, { fit: 'inside' })
      .extractChannel(3)
      .raw()
      .toBuffer();
    for (const { features, marks } of lines) {
      const on = marks.filter((mark) => (data[mark.start] ?? 0) > 10);
      if (on.length >= 0.8 * marks.length) samples.push({ features, isText: true });
    }
  }
}

function printFit(all: readonly Sample[]): void {
  const texts = all.filter(({ isText }) => isText).length;
  const count = all[0]?.features.length ?? 0;
  const column = (i: number) => all.map(({ features }) => features[i] ?? 0);
  const scales = Array.from({ length: count }, (_, i) => {
    const values = column(i);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(square) };
  });
  const inputs = all.map(({ features }) => [
    ...features.map((value, i) => (value - (scales[i]?.mean ?? 0)) / (scales[i]?.deviation ?? 1)),
    1,
  ]);
  const weights = new Float64Array(count + 1);
  for (let round = 0; round < 4000; round += 1) {
    const slope = new Float64Array(count + 1);
    for (const [n, input] of inputs.entries()) {
      const sum = input.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
      const isText = all[n]?.isText === true;
      // Both kinds weigh the same, however many rows of each were found.
      const miss =
        (1 / (1 + Math.exp(-sum)) - (isText ? 1 : 0)) / (2 * (isText ? texts : all.length - texts));
      for (const [i, value] of input.entries()) slope[i] = (slope[i] ?? 0) + miss * value;
    }
    for (let i = 0; i < weights.length; i += 1)
      weights[i] = (weights[i] ?? 0) - 2 * ((slope[i] ?? 0) + 1e-4 * (weights[i] ?? 0));
  }
  console.log(`${texts} rows of text, ${all.length - texts} others`);
  for (const [i, { mean, deviation }] of scales.entries()) {
    console.log(`  [${mean.toFixed(3)}, ${deviation.toFixed(3)}, ${(weights[i] ?? 0).toFixed(2)}],`);
  }
  console.log(`bias ${(weights[count] ?? 0).toFixed(2)}`);
}
