import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { findChannel } from '../../functions/commerce/channels/channel-rules.ts';
import { applyMatte } from '../../functions/image-assets/apply-matte.ts';
import { Drawing } from '../../functions/image-assets/contact-sheet/drawing.ts';
import { bundledFonts } from '../../functions/image-assets/derive/stills/headline/bundled-fonts.ts';
import { formatPictures } from '../../functions/image-assets/format-pictures.ts';
import { decodeRaster, openRaster, type Raster } from '../../functions/image-assets/raster.ts';
import { matteFromAlpha, removeBackground } from '../../functions/image-assets/remove-background.ts';
import {
  CUTOUTS,
  composeScene,
  listCutouts,
  PHOTOS,
  SCENE_SIDE_PX,
  type Scene,
  studioKinds,
} from '../image-assets/matting-scenes.ts';

/**
 * Cuts out all of the test material, and draws the best and the worst of what came out: `docs/images/best-and-worst.jpg`, which
 * `docs/picture-quality.md` judges. Usage: node test/bench/best-and-worst.ts <picture.jpg>
 */

sharp.concurrency(1);
sharp.cache(false);

/** What was cut out of one picture. */
interface Outcome {
  readonly name: string;
  /** What lay behind it; a photograph has its own background. */
  readonly backdrop: string;
  readonly accepted: boolean;
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** RGBA. */
  readonly cutout: Raster;
  /** What was given to the engine, where it is a composition of ours. */
  readonly given?: Raster;
  /** Overlap of the matte and the true one, 0..1; left out where nobody knows the true one. */
  readonly overlap?: number;
  /** Where the matte is most wrong, its pixel. */
  readonly worstAt?: { readonly x: number; readonly y: number };
}

async function cutScene(file: string, kind: (typeof studioKinds)[number], seed: number): Promise<Outcome> {
  const withShadow = seed % 2 === 1;
  const scene = await composeScene(file, kind, seed, withShadow);
  const matte = await removeBackground(scene.photo);
  return {
    name: file.replace('.png', ''),
    backdrop: withShadow ? `${kind}, shadow` : kind,
    accepted: matte.accepted,
    confidence: matte.confidence,
    reasons: matte.reasons.map(({ says }) => says.en),
    cutout: applyMatte(scene.photo, matte.alpha),
    given: scene.photo,
    ...compare(matte.alpha, scene),
  };
}

/** Side of the square in which wrong opacity is added up to find the worst place, pixels. */
const CELL = 50;

function compare(alpha: Buffer, { truth, counts }: Scene): Required<Pick<Outcome, 'overlap' | 'worstAt'>> {
  let both = 0;
  let either = 0;
  const cells = new Map<number, number>();
  const columns = SCENE_SIDE_PX / CELL;
  for (const [at, right] of truth.entries()) {
    if (counts[at] === 0) continue;
    const found = alpha[at] ?? 0;
    both += Math.min(found, right);
    either += Math.max(found, right);
    const cell = Math.floor((at % SCENE_SIDE_PX) / CELL) + columns * Math.floor(at / SCENE_SIDE_PX / CELL);
    cells.set(cell, (cells.get(cell) ?? 0) + Math.abs(found - right));
  }
  const [worst = 0] = [...cells].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  const middle = (cell: number) => (cell + 0.5) * CELL;
  return {
    overlap: either === 0 ? 0 : both / either,
    worstAt: { x: middle(worst % columns), y: middle(Math.floor(worst / columns)) },
  };
}

/** As a photographer delivers it, with its own transparency. */
async function cutTransparent(file: string): Promise<Outcome> {
  const cutout = await decodeRaster(readFileSync(join(CUTOUTS, file)));
  const { accepted, confidence, reasons } = matteFromAlpha(cutout);
  const says = reasons.map((reason) => reason.says.en);
  return {
    name: file.replace('.png', ''),
    backdrop: 'transparent',
    accepted,
    confidence,
    reasons: says,
    cutout,
  };
}

/** Photographs have more pixels than a look needs. */
const PHOTO_SIDE = 1600;

async function cutPhoto(file: string): Promise<Outcome> {
  const resized = await sharp(readFileSync(join(PHOTOS, file)))
    .autoOrient()
    .resize({ width: PHOTO_SIDE, height: PHOTO_SIDE, fit: 'inside' })
    .jpeg({ quality: 92 })
    .toBuffer();
  const photo = await decodeRaster(resized);
  const { alpha, accepted, confidence, reasons } = await removeBackground(photo);
  const name = file.replace('-unsplash.jpg', '');
  const cutout = applyMatte(photo, alpha);
  return {
    name,
    backdrop: 'photograph',
    accepted,
    confidence,
    reasons: reasons.map(({ says }) => says.en),
    cutout,
  };
}

/** Pixels. */
const TILE = 190;
const MARGIN = 16;
const COLUMNS = 2;
const BLOCK = 4 * TILE + 3 * 4;

async function drawOutcome(drawing: Drawing, label: string, outcome: Outcome, left: number, top: number) {
  const { cutout, given, worstAt } = outcome;
  const onColour = await flatten(cutout, '#d6007a');
  const zoom = await flatten(cropAround(cutout, worstAt), '#d6007a');
  const tiles = [given, onColour, await whiteFile(outcome), worstAt === undefined ? undefined : zoom];
  for (const [at, tile] of tiles.entries()) {
    const box = { left: left + at * (TILE + 4), top, width: TILE };
    drawing.rectangle(box, TILE, '#e9ebee');
    if (tile !== undefined) await drawing.picture(await smaller(tile), box);
  }
  const known = outcome.overlap === undefined ? '' : ` · IoU ${outcome.overlap.toFixed(4)}`;
  const text = `${label} ${outcome.name} · ${outcome.backdrop} · confidence ${outcome.confidence.toFixed(2)}${known}`;
  const box = { left, top: top + TILE + 2, width: BLOCK };
  await drawing.text(text, box, { size: 15, colour: '#1c1e21', most: 1 });
}

/** What a shop would get: the file for Amazon, also where it is withheld. */
async function whiteFile({ cutout, accepted }: Outcome): Promise<Raster | undefined> {
  const channel = findChannel('amazon-main');
  if (channel === undefined) throw new Error('there is no channel amazon-main');
  const { pictures } = await formatPictures({
    original: cutout,
    cutout,
    cutoutAccepted: accepted,
    channels: [channel],
  });
  const [picture] = pictures;
  return picture === undefined ? undefined : await decodeRaster(picture.bytes);
}

async function flatten(cutout: Raster, background: string): Promise<Raster> {
  const { data, info } = await openRaster(cutout)
    .flatten({ background })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

async function smaller(raster: Raster): Promise<Raster> {
  const { data, info } = await openRaster(raster)
    .resize({ width: TILE, height: TILE, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

/** As large as a tile, pixel for pixel. */
function cropAround(cutout: Raster, at = { x: 0, y: 0 }): Raster {
  const within = (middle: number, size: number) =>
    Math.round(Math.min(size - TILE, Math.max(0, middle - TILE / 2)));
  const left = within(at.x, cutout.width);
  const top = within(at.y, cutout.height);
  const data = Buffer.alloc(TILE * TILE * 4);
  for (let row = 0; row < TILE; row += 1) {
    const from = ((top + row) * cutout.width + left) * 4;
    cutout.data.copy(data, row * TILE * 4, from, from + TILE * 4);
  }
  return { width: TILE, height: TILE, channels: 4, data };
}

/** Each group begins on a new row. */
async function drawAll(groups: readonly (readonly [string, string, readonly Outcome[]])[]): Promise<Buffer> {
  const drawing = new Drawing({ language: 'en', fonts: bundledFonts('en', 480) });
  const width = 2 * MARGIN + COLUMNS * BLOCK + (COLUMNS - 1) * MARGIN;
  let top = MARGIN;
  for (const [title, letter, outcomes] of groups) {
    const box = { left: MARGIN, top, width: width - 2 * MARGIN };
    top += (await drawing.text(title, box, { size: 22, colour: '#1c1e21', most: 1 })) + 4;
    for (const [at, outcome] of outcomes.entries()) {
      const left = MARGIN + (at % COLUMNS) * (BLOCK + MARGIN);
      const row = top + Math.floor(at / COLUMNS) * (TILE + 34);
      await drawOutcome(drawing, `${letter}${at + 1}`, outcome, left, row);
    }
    top += Math.ceil(outcomes.length / COLUMNS) * (TILE + 34) + 12;
  }
  return await sharp(await drawing.png(width, Math.ceil(top), '#ffffff'))
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer();
}

const target = process.argv[2];
if (target === undefined) throw new Error('usage: node test/bench/best-and-worst.ts <picture.jpg>');
const cutouts = listCutouts();
const photos = existsSync(PHOTOS) ? readdirSync(PHOTOS).filter((name) => name.endsWith('.jpg')) : [];
if (cutouts.length === 0)
  throw new Error(`there are no cut-outs in ${CUTOUTS}; STOREHAND_DATA names the folder`);

const transparent = [];
for (const file of cutouts) transparent.push(await cutTransparent(file));
const composed = [];
for (const [seed, file] of cutouts.entries()) {
  for (const [at, kind] of studioKinds.entries()) composed.push(await cutScene(file, kind, seed + at));
}
const photographed = [];
for (const file of photos.toSorted()) photographed.push(await cutPhoto(file));

for (const one of [...transparent, ...composed, ...photographed]) {
  const { name, backdrop, accepted, confidence, overlap, reasons } = one;
  const figures = `${confidence.toFixed(2)}\t${overlap?.toFixed(4) ?? ''}`;
  console.log(`${accepted ? 'accepted' : 'doubted'}\t${figures}\t${name}\t${backdrop}\t${reasons.join(' ')}`);
}
const count = (list: readonly Outcome[]) => `${list.filter((one) => one.accepted).length} of ${list.length}`;
console.log(
  `accepted: ${count(transparent)} transparent, ${count(composed)} composed, ${count(photographed)} photographs`,
);

const accepted = composed
  .filter((one) => one.accepted)
  .toSorted((one, other) => (one.overlap ?? 0) - (other.overlap ?? 0));
const doubted = composed
  .filter((one) => !one.accepted)
  .toSorted((one, other) => (one.overlap ?? 0) - (other.overlap ?? 0));
const bySureness = photographed.toSorted((one, other) => other.confidence - one.confidence);
const sheet = await drawAll([
  [
    'Worst of the accepted: given, cut-out, file for Amazon, worst place at full size',
    'W',
    accepted.slice(0, 10),
  ],
  ['Best of the accepted', 'B', accepted.slice(-4).toReversed()],
  ['Refused by the rules, worst outlines: nothing goes out without a person', 'R', doubted.slice(0, 4)],
  [
    'Photographs, the surest first: cut-out and the file as a reviewer would see it',
    'P',
    bySureness.slice(0, 6),
  ],
]);
await sharp(sheet).toFile(target);
console.log(`${target}: ${Math.round(sheet.length / 1000)} kB`);
