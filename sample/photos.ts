import sharp from 'sharp';
import { drawBottle, drawCandle, drawLamp, drawMug, drawPlant, drawVase } from './draw-home.ts';
import { drawChair } from './draw-room.ts';
import { drawBackpack, drawHeadphones, drawShoe, drawTee, drawWatch } from './draw-wear.ts';
import { sampleProducts } from './shop.ts';
import { type Drawing, drawSheet } from './studio.ts';

/** One photo as a shop would upload it. */
export interface SamplePhoto {
  readonly sku: string;
  readonly fileName: string;
  /** JPEG. */
  readonly bytes: Buffer;
}

const DRAWINGS: Readonly<Record<string, () => Drawing>> = {
  'MUG-ENAMEL-SAGE': drawMug,
  'BOTTLE-STEEL-750': drawBottle,
  'LAMP-DESK-BRASS': drawLamp,
  'VASE-PORCELAIN': drawVase,
  'CANDLE-AMBER-220': drawCandle,
  'PLANT-POT-TERRA': drawPlant,
  'SHOE-CANVAS-NAVY': drawShoe,
  'BAG-PACK-OCHRE': drawBackpack,
  'WATCH-LEATHER-40': drawWatch,
  'CHAIR-OAK-01': drawChair,
  'HEADPHONES-BLACK': drawHeadphones,
  'TEE-COTTON-CORAL': drawTee,
};

/** Width and height of a rendered photo, in pixels. */
export const SAMPLE_PHOTO_PX = 1800;
/** A small camera at base ISO: σ of about 1.4 of 255 levels. */
const SENSOR_NOISE_LEVELS = 1.4;

/**
 * Draws the twelve product photographs, one after the other (about half a second each), always the same: procedural
 * drawings with studio light, soft shadows and a little sensor noise. The vase (white on white) and the chair (in a
 * furnished room) are meant to be doubtful, so that a newcomer sees a review.
 * @param sidePx width and height of each photo; smaller ones are for tests
 */
export async function* renderSamplePhotos(sidePx = SAMPLE_PHOTO_PX): AsyncIterable<SamplePhoto> {
  for (const [index, { sku }] of sampleProducts.entries()) {
    const draw = DRAWINGS[sku];
    if (!draw) throw new Error(`no drawing for ${sku}`);
    yield { sku, fileName: `${sku}.jpg`, bytes: await expose(draw(), sidePx, index + 1) };
  }
}

/** Renders a drawing and adds what a camera adds. The SVG is our own text, never an uploaded file. */
async function expose(drawing: Drawing, sidePx: number, seed: number): Promise<Buffer> {
  const { data, info } = await sharp(Buffer.from(drawSheet(drawing, sidePx)))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  addNoise(data, seed);
  const { width, height } = info;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 91, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** Approximately normal noise from a xorshift generator: the sum of four bytes has σ 147.8. */
function addNoise(data: Buffer, seed: number): void {
  let state = (seed * 0x9e3779b9) >>> 0 || 1;
  const scale = SENSOR_NOISE_LEVELS / 147.8;
  for (let at = 0; at < data.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const sum = (state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24) - 510;
    data[at] = Math.min(255, Math.max(0, Math.round((data[at] as number) + sum * scale)));
  }
}
